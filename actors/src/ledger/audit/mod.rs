//! The audit trail: every posted command is a link in a chain of hashes, one chain a shop.
//!
//! A link hashes who asked for what and when, what it came to, the postings, movements and facts as they are in their tables,
//! and the link before. The lines of a bill are compared with the answer, which is hashed. Whoever changes a byte of the past must change every link after it, up to the one kept with the shop;
//! whoever noted a hash elsewhere sees that too.

mod check;
mod record;

pub(super) use check::check;
pub(super) use record::{Beside, Record, kind_of_change};

use crate::hex;
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

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
        let linked = Linked {
            answer: &record.answer,
            at_us: record.at_us,
            entries: &record.entries,
            facts: &record.facts,
            key: &record.key,
            movements: &record.movements,
            previous: hex::write(&self.hash),
            request: hex::write(&record.request_hash),
            sequence,
            user: record.user,
        };
        // Numbers, texts and values have no reason not to be written as JSON.
        let text = serde_json::to_vec(&linked).unwrap_or_default();
        Self { sequence, hash: Sha256::digest(text).into() }
    }
}

/// What a link hashes: JSON with sorted keys and without blanks, the same text however the values were stored in between.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Linked<'a> {
    answer: &'a Value,
    at_us: i64,
    entries: &'a [Value],
    /// Links of before facts were kept are as they were.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    facts: &'a [Value],
    key: &'a str,
    movements: &'a [Value],
    previous: String,
    request: String,
    sequence: i64,
    user: Option<Uuid>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_link_hashes_its_record_with_sorted_keys() {
        let record = Record {
            key: "wish".to_owned(),
            request_hash: vec![0xab; 32],
            user: Some(Uuid::nil()),
            at_us: 1_700_000_000_000_000,
            answer: json!({"Entry": {"id": "1", "amount": 5}}),
            entries: vec![json!(["e", 1, null])],
            movements: vec![json!(["m", -2])],
            facts: vec![],
        };
        let first = Link { sequence: 6, hash: [0xcd; 32] };
        let link = first.next(&record);
        let text = format!(
            r#"{{"answer":{{"Entry":{{"amount":5,"id":"1"}}}},"atUs":1700000000000000,"entries":[["e",1,null]],"key":"wish","movements":[["m",-2]],"previous":"{}","request":"{}","sequence":7,"user":"{}"}}"#,
            "cd".repeat(32),
            "ab".repeat(32),
            Uuid::nil()
        );
        assert_eq!(link, Link { sequence: 7, hash: Sha256::digest(&text).into() });
        let told = first.next(&Record { facts: vec![json!(["f", 1])], ..record });
        let text = text.replace(r#","key":"#, r#","facts":[["f",1]],"key":"#);
        assert_eq!(told, Link { sequence: 7, hash: Sha256::digest(text).into() });
    }
}
