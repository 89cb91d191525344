//! Reading the books: `SELECT` only, from the pool, past the mailbox.

use super::row::RowError;
use crate::database::{Busy, Step, begin, begin_snapshot, pipeline, told};
use execora_domain::ids::TenantId;
use serde::{Deserialize, Serialize};
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;
use uuid::Uuid;

mod audit;
mod days;
mod entered;
mod entries;
mod gstr1;
mod invoices;
mod journal;
mod parties;
mod products;
mod reminders;
mod sales;
mod shop;
mod statement;
mod unpaid;
mod version;

pub use audit::AuditRecord;
pub use entries::DailySummary;
pub use invoices::InvoiceFilter;
pub(crate) use journal::{Journal, JournalRecord, Shelved};
pub use parties::PartyMatch;
pub use products::{ProductEvent, ProductMatch, Shown, StockValue};
pub use reminders::ReminderFilter;
pub use sales::{Sales, SalesBy, SalesRow, SalesSpan, SalesSums};
pub use statement::{Span, Statement};
pub use unpaid::{AgedCustomer, Ageing, Ages, OpenItem};

/// Reads the books of a shop. Cheap to clone.
#[derive(Clone, Debug)]
pub struct LedgerReader {
    pool: deadpool_postgres::Pool,
}

/// One page of a list and where the next one starts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// What to ask for next, if there is more.
    pub next_cursor: Option<String>,
}

/// The books could not be read.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ReadError {
    /// Nothing of that identity in this shop.
    #[error("not found")]
    NotFound,
    /// The cursor was not one that a list gave out.
    #[error("the cursor is not one that this list gave out")]
    BadCursor,
    /// No connection, or the statement failed; the cause is in the log.
    #[error("the books cannot be read now: ask again in a moment")]
    Unavailable,
}

/// The most rows on one page.
const PAGE_MAX: u16 = 100;

impl LedgerReader {
    /// A reader on this pool.
    #[must_use]
    pub fn new(pool: deadpool_postgres::Pool) -> Self {
        Self { pool }
    }

    pub(super) async fn one<T>(
        &self,
        tenant: TenantId,
        statement: &'static str,
        params: &[&(dyn ToSql + Sync)],
        read: impl Fn(&Row) -> Result<T, RowError>,
    ) -> Result<T, ReadError> {
        let rows = self.ask(tenant, statement, params).await?;
        known(read(rows.first().ok_or(ReadError::NotFound)?))
    }

    async fn ask(
        &self,
        tenant: TenantId,
        statement: &'static str,
        params: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, ReadError> {
        let mut rows = self.ask_all(tenant, [Step::Ask(statement, params.to_vec())]).await?;
        rows.pop().ok_or(ReadError::Unavailable)
    }

    /// Asks in one transaction that sees this shop alone, in one round trip.
    pub(super) async fn ask_all<const ASKED: usize>(
        &self,
        tenant: TenantId,
        asked: [Step<'_>; ASKED],
    ) -> Result<Vec<Vec<Row>>, ReadError> {
        self.ask_after(begin(tenant), asked).await
    }

    /// The same, where all that is asked is answered of one moment of the books.
    async fn ask_at_once<const ASKED: usize>(
        &self,
        tenant: TenantId,
        asked: [Step<'_>; ASKED],
    ) -> Result<Vec<Vec<Row>>, ReadError> {
        self.ask_after(begin_snapshot(tenant), asked).await
    }

    async fn ask_after<const ASKED: usize>(
        &self,
        begin: Step<'_>,
        asked: [Step<'_>; ASKED],
    ) -> Result<Vec<Vec<Row>>, ReadError> {
        let object = self.pool.get().await.map_err(|error| {
            tracing::warn!(%error, "no connection to read the books on");
            ReadError::Unavailable
        })?;
        let busy = Busy::new(object);
        let Some(client) = busy.client() else { return Err(ReadError::Unavailable) };
        let mut steps = vec![begin];
        steps.extend(asked);
        steps.push(Step::Simple("COMMIT".to_owned()));
        let mut rows = pipeline(client, &steps).await.map_err(|error| {
            tracing::warn!(error = told(&error), "the books could not be read");
            ReadError::Unavailable
        })?;
        busy.done();
        rows.pop();
        Ok(rows.split_off(1))
    }
}

/// One row more than the page has, to see whether there is another page.
fn rows_of(limit: u16) -> i64 {
    i64::from(limit.clamp(1, PAGE_MAX)).saturating_add(1)
}

fn page<T>(
    rows: &[Row],
    limit: u16,
    read: impl Fn(&Row) -> Result<T, RowError>,
    cursor: impl Fn(&T) -> String,
) -> Result<Page<T>, ReadError> {
    page_of(rows, usize::from(limit.clamp(1, PAGE_MAX)), read, cursor)
}

/// A page of `limit` rows; of more there is another.
fn page_of<T>(
    rows: &[Row],
    limit: usize,
    read: impl Fn(&Row) -> Result<T, RowError>,
    cursor: impl Fn(&T) -> String,
) -> Result<Page<T>, ReadError> {
    let items: Vec<T> = known(rows.iter().take(limit).map(read).collect())?;
    let next_cursor = if rows.len() > limit { items.last().map(cursor) } else { None };
    Ok(Page { items, next_cursor })
}

/// Rows that another version of the program wrote are a fault of ours: told in the log, not to the caller.
pub(super) fn known<T>(read: Result<T, RowError>) -> Result<T, ReadError> {
    read.map_err(|error| {
        tracing::error!(%error, "a row of the books could not be understood");
        ReadError::Unavailable
    })
}

/// The identities made on one day in India: they begin with the milliseconds of the moment of posting.
pub(super) fn identities_of(day: jiff::civil::Date) -> (Uuid, Uuid) {
    let first = |day: jiff::civil::Date| {
        let start = jiff::tz::Offset::UTC.to_timestamp(day.at(0, 0, 0, 0));
        let milliseconds = start.map_or(0, jiff::Timestamp::as_millisecond).saturating_sub(330 * 60 * 1_000);
        Uuid::from_u128(u128::try_from(milliseconds).unwrap_or(0) << 80)
    };
    (first(day), first(day.saturating_add(jiff::ToSpan::days(1))))
}
