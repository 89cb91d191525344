//! What one link is made of: as it is about to be written, and as it is read again.

use crate::ledger::message::Author;
use crate::ledger::row::RowError;
use execora_domain::ids::UserId;
use execora_domain::ledger::{Change, Decision, Entry, PaymentMode, Posted, Posting};
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
    /// What else was written down: what became of a product or of the settings, how a day was closed.
    pub(super) facts: Vec<Value>,
}

/// What a link holds beside its decision.
pub(in crate::ledger) struct Beside<'a> {
    /// The identity of what was accepted.
    pub(in crate::ledger) id: Uuid,
    /// An identity for each movement.
    pub(in crate::ledger) movement_ids: &'a [Uuid],
    /// From where on the close of a day looked at the cash.
    pub(in crate::ledger) drawer_since: Uuid,
}

impl Record {
    /// What is about to be written; nothing where the answer cannot be.
    pub(in crate::ledger) fn of(
        decision: &Decision,
        beside: &Beside<'_>,
        (key, request_hash): (&str, &[u8]),
        author: Author,
        now: jiff::Timestamp,
    ) -> Option<Self> {
        let mut entries: Vec<&(Entry, Vec<Posting>)> = decision.entries.iter().collect();
        entries.sort_by_key(|(entry, _)| entry.id.uuid());
        let mut moved: Vec<_> = decision.movements.iter().zip(beside.movement_ids).collect();
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
            facts: fact(decision, beside).into_iter().collect(),
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
            facts: list("facts")?.unwrap_or_default(),
        })
    }
}

/// What a command writes down beside entries and movements, as its row has it.
fn fact(decision: &Decision, beside: &Beside<'_>) -> Option<Value> {
    match (&decision.posted, decision.change) {
        (Posted::Product(product), change) => {
            let moved = decision.movements.first();
            let (quantity, reason) = (moved.map(|one| one.quantity.milli()), moved.map(|one| one.reason.as_str()));
            Some(json!([beside.id, product.id, kind_of_change(change), product, quantity, reason]))
        }
        (Posted::Shop(shop), _) => Some(json!([shop])),
        (Posted::DayClose(close), Change::DayClosed { recent_received, recent_paid_out }) => Some(json!([
            close.date,
            close.id,
            close.opening.paise(),
            close.received.paise(),
            close.paid_out.paise(),
            close.expected.paise(),
            close.counted.paise(),
            close.difference.paise(),
            close.entry_id,
            close.denominations,
            close.note,
            beside.drawer_since,
            recent_received.paise(),
            recent_paid_out.paise(),
        ])),
        (
            Posted::DayClose(_)
            | Posted::Party(_)
            | Posted::Invoice(_)
            | Posted::Draft(_)
            | Posted::Reminder(_)
            | Posted::Sending(_)
            | Posted::Entry(_),
            _,
        ) => None,
    }
}

/// What is said of a change of a product.
pub(in crate::ledger) fn kind_of_change(change: Change) -> &'static str {
    if change == Change::StockMoved {
        "counted"
    } else if change == Change::ProductCreated {
        "created"
    } else {
        "changed"
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
