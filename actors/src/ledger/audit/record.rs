//! What one link is made of: as it is about to be written, and as it is read again.

use crate::ledger::message::Author;
use crate::ledger::row::RowError;
use execora_domain::ids::UserId;
use execora_domain::ledger::{Decision, Entry, PaymentMode, Posting};
use serde_json::{Value, json};
use tokio_postgres::{Row, types::Json};
use uuid::Uuid;

/// What one command did.
#[derive(Clone, PartialEq, Debug)]
pub(in crate::ledger) struct Record {
    pub(super) key: String,
    pub(super) request_hash: Vec<u8>,
    pub(super) user: Option<Uuid>,
    /// Microseconds since 1970.
    pub(super) at_us: i64,
    /// The stored answer.
    pub(super) answer: Value,
    /// Entries with their postings, by identity.
    pub(super) entries: Vec<Value>,
    /// What was moved, by identity.
    pub(super) movements: Vec<Value>,
}

impl Record {
    /// What is about to be written; nothing where the answer cannot be.
    pub(in crate::ledger) fn of(
        decision: &Decision,
        movement_ids: &[Uuid],
        (key, request_hash): (&str, &[u8]),
        author: Author,
        now: jiff::Timestamp,
    ) -> Option<Self> {
        let mut entries: Vec<&(Entry, Vec<Posting>)> = decision.entries.iter().collect();
        entries.sort_by_key(|(entry, _)| entry.id.uuid());
        let mut moved: Vec<_> = decision.movements.iter().zip(movement_ids).collect();
        moved.sort_by_key(|(_, id)| **id);
        Some(Self {
            key: key.to_owned(),
            request_hash: request_hash.to_vec(),
            user: author.user().map(UserId::uuid),
            at_us: now.as_microsecond(),
            answer: serde_json::to_value(&decision.posted).ok()?,
            entries: entries.into_iter().map(|(entry, postings)| written(entry, postings)).collect(),
            movements: moved
                .into_iter()
                .map(|(movement, id)| json!([id, movement.product, movement.quantity.milli()]))
                .collect(),
        })
    }

    /// What is in the tables.
    pub(super) fn read(row: &Row) -> Result<Self, RowError> {
        let at: jiff::Timestamp = row.try_get("created_at")?;
        let list =
            |column| Ok::<_, RowError>(row.try_get::<_, Option<Json<Vec<Value>>>>(column)?.map(|Json(list)| list));
        Ok(Self {
            key: row.try_get("key")?,
            request_hash: row.try_get("request_hash")?,
            user: row.try_get("user_id")?,
            at_us: at.as_microsecond(),
            answer: row.try_get::<_, Json<Value>>("response")?.0,
            entries: list("entries")?.unwrap_or_default(),
            movements: list("movements")?.unwrap_or_default(),
        })
    }
}

fn written(entry: &Entry, postings: &[Posting]) -> Value {
    let posting = |posting: &Posting| json!([posting.account.as_str(), posting.party, posting.amount.paise()]);
    json!([
        entry.id,
        entry.customer_id,
        entry.kind.as_str(),
        entry.sequence,
        entry.amount.paise(),
        entry.balance_after.paise(),
        entry.mode.map(PaymentMode::as_str),
        entry.description,
        entry.invoice_number,
        entry.reverses,
        entry.effective_on,
        entry.created_at.as_microsecond(),
        postings.iter().map(posting).collect::<Vec<_>>(),
    ])
}
