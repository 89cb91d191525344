//! A customer's statement: the entries of a span of days, with the balances around them.

use super::{LedgerReader, Page, ReadError, identities_of, page, rows_of};
use crate::ledger::cursor;
use crate::ledger::row::{self, entry_columns, party_columns};
use execora_domain::ids::{PartyId, TenantId};
use execora_domain::ledger::{Entry, Party};
use execora_domain::money::Money;
use jiff::civil::Date;
use tokio_postgres::Row;

/// Days in India, by the day of posting. What is left out is without an end.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Span {
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
    /// The day at whose end the balance is told as well.
    pub as_of: Option<Date>,
}

/// A customer's entries and what was owed before, after and at the end of a day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Statement {
    /// The customer, with the balance of now.
    pub party: Party,
    /// What was owed before the first entry of the span.
    pub opening: Money,
    /// What was owed after the last entry of the span.
    pub closing: Money,
    /// What was owed at the end of the day that was asked for.
    pub as_of: Option<Money>,
    /// The span's entries, newest first.
    pub entries: Page<Entry>,
}

/// A span as the sequences of the account's entries.
struct Bounds {
    party: Party,
    /// The last entry before the span.
    before: i64,
    /// The span's last entry.
    last: i64,
    opening: Money,
    closing: Money,
    as_of: Option<Money>,
}

impl LedgerReader {
    /// A customer's entries in a span of days, newest first.
    ///
    /// # Errors
    /// [`ReadError::NotFound`], [`ReadError::BadCursor`] or [`ReadError::Unavailable`].
    pub async fn statement(
        &self,
        tenant: TenantId,
        party: PartyId,
        span: Span,
        limit: u16,
        cursor: Option<&str>,
    ) -> Result<Statement, ReadError> {
        let [after] = cursor.map_or_else(|| Ok([i64::MAX.to_string()]), cursor::read)?;
        let after: i64 = after.parse().map_err(|_| ReadError::BadCursor)?;
        let (shop, account) = (tenant.uuid(), party.uuid());
        let first = span.from.map(|day| identities_of(day).0);
        let end = span.to.map(|day| identities_of(day).1);
        let as_of = span.as_of.map(|day| identities_of(day).1);
        let bounds = self.one(tenant, BOUNDS, &[&shop, &account, &first, &end, &as_of], bounds).await?;
        let before = bounds.last.saturating_add(1).min(after);
        let asked: [&(dyn tokio_postgres::types::ToSql + Sync); 5] =
            [&shop, &account, &bounds.before, &before, &rows_of(limit)];
        let rows = self.ask(tenant, ENTRIES, &asked).await?;
        let entries = page(&rows, limit, row::entry, |entry| cursor::write(&[&entry.sequence.to_string()]))?;
        let Bounds { party, opening, closing, as_of, .. } = bounds;
        Ok(Statement { party, opening, closing, as_of, entries })
    }
}

fn bounds(row: &Row) -> Result<Bounds, row::RowError> {
    Ok(Bounds {
        party: row::party(row)?,
        before: row.try_get("before")?,
        last: row.try_get("last")?,
        opening: row::money(row, "opening")?,
        closing: row::money(row, "closing")?,
        as_of: row.try_get::<_, Option<i64>>("balance_as_of")?.map(Money::from_paise),
    })
}

/// The balance after a sequence; nothing was owed before the first entry.
macro_rules! balance_after {
    ($sequence:literal) => {
        concat!(
            "coalesce((SELECT e.balance_after FROM entries e WHERE e.tenant_id = $1 AND e.party_id = $2 AND e.sequence = ",
            $sequence,
            "), 0)"
        )
    };
}

const BOUNDS: &str = concat!(
    "SELECT s.before, s.last, ",
    balance_after!("s.before"),
    " AS opening, ",
    balance_after!("s.last"),
    " AS closing, CASE WHEN $5::uuid IS NOT NULL THEN ",
    balance_after!("s.as_of"),
    " END AS balance_as_of, ",
    party_columns!(),
    " FROM parties p CROSS JOIN LATERAL (SELECT \
     CASE WHEN $3::uuid IS NULL THEN 0 ELSE sequence_before($1, $2, p.last_sequence, $3) END AS before, \
     CASE WHEN $4::uuid IS NULL THEN p.last_sequence ELSE sequence_before($1, $2, p.last_sequence, $4) END AS last, \
     CASE WHEN $5::uuid IS NOT NULL THEN sequence_before($1, $2, p.last_sequence, $5) END AS as_of) s \
     WHERE p.tenant_id = $1 AND p.party_id = $2"
);

const ENTRIES: &str = concat!(
    "SELECT ",
    entry_columns!(),
    " FROM entries e JOIN parties p USING (tenant_id, party_id) WHERE e.tenant_id = $1 AND e.party_id = $2 \
     AND e.sequence > $3 AND e.sequence < $4 ORDER BY e.sequence DESC LIMIT $5"
);
