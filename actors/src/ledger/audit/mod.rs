//! The audit trail: every posted command is a link in a chain of hashes, one chain a shop.
//!
//! A link hashes who asked for what and when, what it came to, the postings and movements as they are in their tables, and
//! the link before. Whoever changes a byte of the past must change every link after it, up to the one kept with the shop;
//! whoever noted a hash elsewhere sees that too.

mod check;
mod record;

pub(super) use check::check;
pub(super) use record::Record;

use crate::hex;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// The newest link of a shop's chain.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Link {
    /// 1, 2, 3 … without gaps; 0 before the first.
    pub(super) sequence: i64,
    pub(super) hash: [u8; 32],
}

impl Link {
    /// The link after this one.
    pub(super) fn next(&self, record: &Record) -> Self {
        let sequence = self.sequence.saturating_add(1);
        // Sorted keys and no blanks: the same text, however the values were stored in between.
        let Record { key, request_hash, user, at_us, answer, entries, movements } = record;
        let linked: Value = json!({
            "previous": hex::write(&self.hash),
            "sequence": sequence,
            "key": key,
            "request": hex::write(request_hash),
            "user": user,
            "atUs": at_us,
            "answer": answer,
            "entries": entries,
            "movements": movements,
        });
        Self { sequence, hash: Sha256::digest(linked.to_string()).into() }
    }
}
