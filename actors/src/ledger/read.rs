//! Reading the books: `SELECT` only, from the pool, past the mailbox.

use execora_domain::ids::{InvoiceId, PartyId, TenantId};
use execora_domain::intent::World;
use execora_domain::invoice::Invoice;
use execora_domain::ledger::{Entry, Party, Product};
use execora_domain::money::Money;
use serde::Serialize;

/// Reads the books of a shop. Cheap to clone.
#[derive(Clone, Debug)]
pub struct LedgerReader {
    pool: deadpool_postgres::Pool,
}

/// One page of a list and where the next one starts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// What to ask for next, if there is more.
    pub next_cursor: Option<String>,
}

/// A customer and how well the name fits what was asked, in thousandths.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PartyMatch {
    /// The customer.
    pub party: Party,
    /// 1 000 is exact.
    pub score_milli: u16,
}

/// What happened on one day.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DailySummary {
    /// The day, India time.
    pub date: String,
    /// Bills issued.
    pub invoice_count: i64,
    /// What they came to.
    #[serde(rename = "salesPaise")]
    pub sales: Money,
    /// What was paid.
    #[serde(rename = "paymentsPaise")]
    pub payments: Money,
    /// Credit given without a bill.
    #[serde(rename = "creditPaise")]
    pub credit: Money,
    /// What all customers owe now.
    #[serde(rename = "receivablePaise")]
    pub receivable: Money,
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

#[expect(unused_variables, clippy::unused_async, clippy::todo, reason = "signatures")]
impl LedgerReader {
    /// A reader on this pool.
    #[must_use]
    pub fn new(pool: deadpool_postgres::Pool) -> Self {
        Self { pool }
    }
    /// Customers by name, a page at a time.
    pub async fn parties(&self, tenant: TenantId, limit: u16, cursor: Option<&str>) -> Result<Page<Party>, ReadError> {
        todo!()
    }
    /// Customers whose name, nickname, landmark or phone fits, best first.
    pub async fn search_parties(
        &self,
        tenant: TenantId,
        query: &str,
        limit: u16,
    ) -> Result<Vec<PartyMatch>, ReadError> {
        todo!()
    }
    /// One customer.
    pub async fn party(&self, tenant: TenantId, id: PartyId) -> Result<Party, ReadError> {
        todo!()
    }
    /// Products by name, a page at a time.
    pub async fn products(
        &self,
        tenant: TenantId,
        limit: u16,
        cursor: Option<&str>,
    ) -> Result<Page<Product>, ReadError> {
        todo!()
    }
    /// Products at or below their low-stock mark.
    pub async fn low_stock(&self, tenant: TenantId) -> Result<Vec<Product>, ReadError> {
        todo!()
    }
    /// Bills, newest first.
    pub async fn invoices(
        &self,
        tenant: TenantId,
        limit: u16,
        cursor: Option<&str>,
    ) -> Result<Page<Invoice>, ReadError> {
        todo!()
    }
    /// One bill.
    pub async fn invoice(&self, tenant: TenantId, id: InvoiceId) -> Result<Invoice, ReadError> {
        todo!()
    }
    /// A customer's entries, newest first.
    pub async fn statement(
        &self,
        tenant: TenantId,
        party: PartyId,
        limit: u16,
        cursor: Option<&str>,
    ) -> Result<Page<Entry>, ReadError> {
        todo!()
    }
    /// The shop's entries of one day (India time), newest first, at most `limit`.
    pub async fn entries_of_day(
        &self,
        tenant: TenantId,
        day: jiff::civil::Date,
        limit: u16,
    ) -> Result<Vec<Entry>, ReadError> {
        todo!()
    }
    /// What happened on one day, India time.
    pub async fn daily_summary(&self, tenant: TenantId, day: jiff::civil::Date) -> Result<DailySummary, ReadError> {
        todo!()
    }
    /// What the shop's speech can refer to: customers, products, the last bills. `now` is the clock's.
    pub async fn world(&self, tenant: TenantId, now: jiff::Zoned) -> Result<World, ReadError> {
        todo!()
    }
    /// A number that every change to customers, products or prices raises: the world read under it may be kept.
    pub async fn catalog_version(&self, tenant: TenantId) -> Result<i64, ReadError> {
        todo!()
    }
}
