//! A customer's statement: the entries of a span of days, with the balances around them.

use super::{LedgerReader, Page, ReadError, identities_of, page, rows_of};
use crate::ledger::cursor;
use crate::ledger::row::{self, entry_columns, party_columns};
use execora_domain::ids::{PartyId, TenantId};
use execora_domain::ledger::{Entry, Party, india_day};
use execora_domain::money::Money;
use jiff::civil::Date;
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

/// Days in India, by the day that an entry is for. What is left out is without an end.
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
    /// The span's entries, newest first. Where days were asked for, each tells the balance after it in their order.
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
    /// Whether any entry of the account is for a day before that of its posting.
    is_dated_back: bool,
}

/// Where a page of entries goes on: before this one.
struct Place {
    day: Date,
    sequence: i64,
}

impl LedgerReader {
    /// A customer's entries in a span of days, newest first. Without a first and a last day they are in the order of
    /// posting; with one, in that of the days that they are for.
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
        let place = Place::read(cursor)?;
        let (shop, account, most) = (tenant.uuid(), party.uuid(), rows_of(limit));
        let first = span.from.map(|day| identities_of(day).0);
        let end = span.to.map(|day| identities_of(day).1);
        let as_of = span.as_of.map(|day| identities_of(day).1);
        let asked: [&(dyn ToSql + Sync); 8] =
            [&shop, &account, &first, &end, &as_of, &span.from, &span.to, &span.as_of];
        let bounds = self.one(tenant, BOUNDS, &asked, bounds).await?;
        let is_by_day = bounds.is_dated_back && (span.from.is_some() || span.to.is_some());
        let before = bounds.last.saturating_add(1).min(place.sequence);
        let rows = if is_by_day {
            let asked: [&(dyn ToSql + Sync); 7] =
                [&shop, &account, &span.from, &span.to, &place.day, &place.sequence, &most];
            self.ask(tenant, ENTRIES_BY_DAY, &asked).await?
        } else {
            self.ask(tenant, ENTRIES, &[&shop, &account, &bounds.before, &before, &most]).await?
        };
        let entries = page(&rows, limit, row::entry, Place::after)?;
        let Bounds { party, opening, closing, as_of, .. } = bounds;
        Ok(Statement { party, opening, closing, as_of, entries })
    }
}

impl Place {
    fn read(cursor: Option<&str>) -> Result<Self, ReadError> {
        let Some(cursor) = cursor else { return Ok(Self { day: NEVER, sequence: i64::MAX }) };
        let [day, sequence] = cursor::read(cursor)?;
        let bad = |_| ReadError::BadCursor;
        Ok(Self { day: day.parse().map_err(|_| ReadError::BadCursor)?, sequence: sequence.parse().map_err(bad)? })
    }

    /// Where it goes on after this entry, as text.
    fn after(entry: &Entry) -> String {
        let day = entry.effective_on.unwrap_or_else(|| india_day(entry.created_at));
        cursor::write(&[&day.to_string(), &entry.sequence.to_string()])
    }
}

/// After any day of the books.
const NEVER: Date = jiff::civil::date(9999, 1, 1);

fn bounds(row: &Row) -> Result<Bounds, row::RowError> {
    Ok(Bounds {
        party: row::party(row)?,
        before: row.try_get("before")?,
        last: row.try_get("last")?,
        opening: row::money(row, "opening")?,
        closing: row::money(row, "closing")?,
        as_of: row.try_get::<_, Option<i64>>("balance_as_of")?.map(Money::from_paise),
        is_dated_back: row.try_get("is_dated_back")?,
    })
}

const BOUNDS: &str = concat!(
    "SELECT s.before, s.last, \
     CASE WHEN $3::uuid IS NULL THEN 0 ELSE balance_on($1, $2, s.before, $3, $6::date - 1) END AS opening, \
     CASE WHEN $4::uuid IS NULL THEN p.balance ELSE balance_on($1, $2, s.last, $4, $7::date) END AS closing, \
     CASE WHEN $5::uuid IS NOT NULL THEN balance_on($1, $2, s.as_of, $5, $8::date) END AS balance_as_of, \
     EXISTS (SELECT FROM entries e WHERE e.tenant_id = $1 AND e.party_id = $2 AND e.effective_on IS NOT NULL) \
     AS is_dated_back, ",
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

/// The same by the days that the entries are for, each with the balance after it in that order.
const ENTRIES_BY_DAY: &str = concat!(
    "WITH dated AS (SELECT *, coalesce(effective_on, (created_at AT TIME ZONE 'Asia/Kolkata')::date) AS day FROM entries \
     WHERE tenant_id = $1 AND party_id = $2), \
     run AS (SELECT tenant_id, entry_id, kind, party_id, sequence, amount, mode, description, invoice_number, reverses, \
     effective_on, created_at, day, sum(amount) OVER (ORDER BY day, sequence)::bigint AS balance_after FROM dated) SELECT ",
    entry_columns!(),
    " FROM run e JOIN parties p USING (tenant_id, party_id) \
     WHERE ($3::date IS NULL OR e.day >= $3) AND ($4::date IS NULL OR e.day <= $4) \
     AND (e.day, e.sequence) < ($5::date, $6::bigint) ORDER BY e.day DESC, e.sequence DESC LIMIT $7"
);
