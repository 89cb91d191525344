//! Reading the books: `SELECT` only, from the pool, past the mailbox.

use super::cursor;
use super::row::{self, RowError};
use crate::database::{Busy, Step, begin, pipeline, told};
use execora_domain::ids::{InvoiceId, PartyId, TenantId};
use execora_domain::invoice::Invoice;
use execora_domain::ledger::{Entry, Party, Product};
use execora_domain::money::Money;
use execora_domain::search;
use serde::Serialize;
use std::cmp::Reverse;
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;
use uuid::Uuid;

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

/// The most rows on one page.
const PAGE_MAX: u16 = 100;
/// The most customers that a search looks at.
const SEARCHED_MAX: i64 = 20_000;

impl LedgerReader {
    /// A reader on this pool.
    #[must_use]
    pub fn new(pool: deadpool_postgres::Pool) -> Self {
        Self { pool }
    }

    /// Customers by name, a page at a time.
    ///
    /// # Errors
    /// [`ReadError::BadCursor`] or [`ReadError::Unavailable`].
    pub async fn parties(&self, tenant: TenantId, limit: u16, cursor: Option<&str>) -> Result<Page<Party>, ReadError> {
        let [name, id] = cursor.map_or_else(|| Ok([String::new(), Uuid::nil().to_string()]), cursor::read)?;
        let id: Uuid = id.parse().map_err(|_| ReadError::BadCursor)?;
        let rows = self.ask(tenant, PARTIES, &[&tenant.uuid(), &name, &id, &rows_of(limit)]).await?;
        page(&rows, limit, row::party, |party| cursor::write(&[&party.name, &party.id.to_string()]))
    }

    /// Customers whose name, nickname, landmark or phone fits, best first.
    ///
    /// # Errors
    /// [`ReadError::Unavailable`].
    pub async fn search_parties(
        &self,
        tenant: TenantId,
        query: &str,
        limit: u16,
    ) -> Result<Vec<PartyMatch>, ReadError> {
        let rows = self.ask(tenant, PARTIES, &[&tenant.uuid(), &"", &Uuid::nil(), &SEARCHED_MAX]).await?;
        let mut found: Vec<PartyMatch> = vec![];
        for row in &rows {
            let party = known(row::party(row))?;
            let score_milli = search::score(query, &party);
            if score_milli >= search::SCORE_MIN {
                found.push(PartyMatch { party, score_milli });
            }
        }
        found.sort_by_cached_key(|one| (Reverse(one.score_milli), one.party.name.clone(), one.party.id));
        found.truncate(limit.clamp(1, PAGE_MAX).into());
        Ok(found)
    }

    /// One customer.
    ///
    /// # Errors
    /// [`ReadError::NotFound`] or [`ReadError::Unavailable`].
    pub async fn party(&self, tenant: TenantId, id: PartyId) -> Result<Party, ReadError> {
        self.one(tenant, PARTY, &[&tenant.uuid(), &id.uuid()], row::party).await
    }

    /// Products by name, a page at a time.
    ///
    /// # Errors
    /// [`ReadError::BadCursor`] or [`ReadError::Unavailable`].
    pub async fn products(
        &self,
        tenant: TenantId,
        limit: u16,
        cursor: Option<&str>,
    ) -> Result<Page<Product>, ReadError> {
        let [name] = cursor.map_or_else(|| Ok([String::new()]), cursor::read)?;
        let rows = self.ask(tenant, PRODUCTS, &[&tenant.uuid(), &name, &rows_of(limit)]).await?;
        page(&rows, limit, row::product, |product| cursor::write(&[&product.name]))
    }

    /// Products at or below their low-stock mark.
    ///
    /// # Errors
    /// [`ReadError::Unavailable`].
    pub async fn low_stock(&self, tenant: TenantId) -> Result<Vec<Product>, ReadError> {
        let rows = self.ask(tenant, LOW_STOCK, &[&tenant.uuid()]).await?;
        known(rows.iter().map(row::product).collect())
    }

    /// Bills, newest first.
    ///
    /// # Errors
    /// [`ReadError::BadCursor`] or [`ReadError::Unavailable`].
    pub async fn invoices(
        &self,
        tenant: TenantId,
        limit: u16,
        cursor: Option<&str>,
    ) -> Result<Page<Invoice>, ReadError> {
        let [year, number] = cursor.map_or_else(|| Ok(["99-99".to_owned(), i64::MAX.to_string()]), cursor::read)?;
        let number: i64 = number.parse().map_err(|_| ReadError::BadCursor)?;
        let rows = self.ask(tenant, INVOICES, &[&tenant.uuid(), &year, &number, &rows_of(limit)]).await?;
        let numbered =
            |row: &Row| Ok((row::invoice(row)?, row.try_get("financial_year")?, row.try_get("running_number")?));
        let page = page(&rows, limit, numbered, |(_, year, number): &(Invoice, String, i64)| {
            cursor::write(&[year, &number.to_string()])
        })?;
        Ok(Page {
            items: page.items.into_iter().map(|(invoice, _, _)| invoice).collect(),
            next_cursor: page.next_cursor,
        })
    }

    /// One bill.
    ///
    /// # Errors
    /// [`ReadError::NotFound`] or [`ReadError::Unavailable`].
    pub async fn invoice(&self, tenant: TenantId, id: InvoiceId) -> Result<Invoice, ReadError> {
        self.one(tenant, INVOICE, &[&tenant.uuid(), &id.uuid()], row::invoice).await
    }

    /// A customer's entries, newest first.
    ///
    /// # Errors
    /// [`ReadError::NotFound`], [`ReadError::BadCursor`] or [`ReadError::Unavailable`].
    pub async fn statement(
        &self,
        tenant: TenantId,
        party: PartyId,
        limit: u16,
        cursor: Option<&str>,
    ) -> Result<Page<Entry>, ReadError> {
        let [before] = cursor.map_or_else(|| Ok([i64::MAX.to_string()]), cursor::read)?;
        let before: i64 = before.parse().map_err(|_| ReadError::BadCursor)?;
        let (shop, party, most) = (tenant.uuid(), party.uuid(), rows_of(limit));
        let asked = [Step::Ask(PARTY, vec![&shop, &party]), Step::Ask(STATEMENT, vec![&shop, &party, &before, &most])];
        let rows = self.ask_all(tenant, asked).await?;
        let [found, entries] = rows.as_slice() else { return Err(ReadError::Unavailable) };
        found.first().ok_or(ReadError::NotFound)?;
        page(entries, limit, row::entry, |entry| cursor::write(&[&entry.sequence.to_string()]))
    }

    /// The shop's entries of one day (India time), newest first, at most `limit`.
    ///
    /// # Errors
    /// [`ReadError::Unavailable`].
    pub async fn entries_of_day(
        &self,
        tenant: TenantId,
        day: jiff::civil::Date,
        limit: u16,
    ) -> Result<Vec<Entry>, ReadError> {
        let (from, to) = identities_of(day);
        let rows = self.ask(tenant, ENTRIES_OF_DAY, &[&tenant.uuid(), &from, &to, &i64::from(limit)]).await?;
        known(rows.iter().map(row::entry).collect())
    }

    /// What happened on one day, India time. What was reversed since is left out.
    ///
    /// # Errors
    /// [`ReadError::Unavailable`].
    pub async fn daily_summary(&self, tenant: TenantId, day: jiff::civil::Date) -> Result<DailySummary, ReadError> {
        let (from, to) = identities_of(day);
        let summary = |row: &Row| {
            Ok(DailySummary {
                date: day.to_string(),
                invoice_count: row.try_get("invoice_count")?,
                sales: row::money(row, "sales")?,
                payments: row::money(row, "payments")?,
                credit: row::money(row, "credit")?,
                receivable: row::money(row, "receivable")?,
            })
        };
        self.one(tenant, DAILY_SUMMARY, &[&tenant.uuid(), &from, &to], summary).await
    }

    /// A number that every change to customers, products or prices raises: the world read under it may be kept, but
    /// for balances, stock and bills.
    ///
    /// # Errors
    /// [`ReadError::NotFound`] or [`ReadError::Unavailable`].
    pub async fn catalog_version(&self, tenant: TenantId) -> Result<i64, ReadError> {
        let version = |row: &Row| Ok(row.try_get("catalog_version")?);
        self.one(tenant, CATALOG_VERSION, &[&tenant.uuid()], version).await
    }

    async fn one<T>(
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
        let object = self.pool.get().await.map_err(|error| {
            tracing::warn!(%error, "no connection to read the books on");
            ReadError::Unavailable
        })?;
        let busy = Busy::new(object);
        let Some(client) = busy.client() else { return Err(ReadError::Unavailable) };
        let mut steps = vec![begin(tenant)];
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
    let limit = usize::from(limit.clamp(1, PAGE_MAX));
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

const PARTIES: &str = "SELECT party_id, name, phone, nickname, landmark, email, balance, credit_limit, created_at \
     FROM parties WHERE tenant_id = $1 AND (name, party_id) > ($2, $3) ORDER BY name, party_id LIMIT $4";

const PARTY: &str = "SELECT party_id, name, phone, nickname, landmark, email, balance, credit_limit, created_at \
     FROM parties WHERE tenant_id = $1 AND party_id = $2";

const PRODUCTS: &str = "SELECT product_id, name, unit, price, tax_rate_bp, hsn, stock, low_stock, packs, aliases \
     FROM products WHERE tenant_id = $1 AND lower(name) > lower($2) ORDER BY lower(name) LIMIT $3";

const LOW_STOCK: &str = "SELECT product_id, name, unit, price, tax_rate_bp, hsn, stock, low_stock, packs, aliases \
     FROM products WHERE tenant_id = $1 AND stock <= low_stock ORDER BY lower(name)";

/// The lines are aggregated under the names of the contract.
macro_rules! invoices {
    ($rest:literal) => {
        concat!(
            "SELECT i.invoice_id, i.financial_year, i.running_number, i.number, i.status, i.party_id, i.party_name, i.taxable, i.cgst, i.sgst, i.round_off, ",
            "i.total, i.notes, i.entry_id, i.balance_after, i.created_at, ",
            "(SELECT jsonb_agg(jsonb_build_object('productId', t.product_id, 'name', t.name, 'unit', t.unit, ",
            "'quantityMilli', t.quantity, 'ratePaise', t.rate, 'taxRateBp', t.tax_rate_bp, ",
            "'taxablePaise', t.taxable, 'cgstPaise', t.cgst, 'sgstPaise', t.sgst, 'totalPaise', t.total) ",
            "ORDER BY t.line) FROM invoice_items t WHERE t.tenant_id = $1 AND t.invoice_id = i.invoice_id) AS items ",
            "FROM invoices i WHERE i.tenant_id = $1 ",
            $rest
        )
    };
}

/// Numbers are given in the order of posting, and there is one series.
const INVOICES: &str = invoices!(
    "AND i.series = 'INV' AND (i.financial_year, i.running_number) < ($2, $3) \
     ORDER BY i.financial_year DESC, i.running_number DESC LIMIT $4"
);

const INVOICE: &str = invoices!("AND i.invoice_id = $2");

const STATEMENT: &str = "SELECT e.entry_id, e.kind, e.party_id, p.name AS party_name, e.sequence, e.amount, \
     e.balance_after, e.mode, e.description, e.invoice_number, e.reverses, e.created_at \
     FROM entries e JOIN parties p USING (tenant_id, party_id) \
     WHERE e.tenant_id = $1 AND e.party_id = $2 AND e.sequence < $3 ORDER BY e.sequence DESC LIMIT $4";

const ENTRIES_OF_DAY: &str = "SELECT e.entry_id, e.kind, e.party_id, p.name AS party_name, e.sequence, e.amount, \
     e.balance_after, e.mode, e.description, e.invoice_number, e.reverses, e.created_at \
     FROM entries e JOIN parties p USING (tenant_id, party_id) \
     WHERE e.tenant_id = $1 AND e.entry_id >= $2 AND e.entry_id < $3 ORDER BY e.entry_id DESC LIMIT $4";

const DAILY_SUMMARY: &str = "WITH standing AS ( \
     SELECT e.kind, e.amount FROM entries e WHERE e.tenant_id = $1 AND e.entry_id >= $2 AND e.entry_id < $3 \
     AND NOT EXISTS (SELECT FROM entries r WHERE r.tenant_id = $1 AND r.reverses = e.entry_id)) \
     SELECT count(*) FILTER (WHERE kind = 'invoice') AS invoice_count, \
     coalesce(sum(amount) FILTER (WHERE kind = 'invoice'), 0)::bigint AS sales, \
     coalesce(-sum(amount) FILTER (WHERE kind = 'payment'), 0)::bigint AS payments, \
     coalesce(sum(amount) FILTER (WHERE kind = 'credit'), 0)::bigint AS credit, \
     (SELECT coalesce(sum(balance), 0)::bigint FROM parties WHERE tenant_id = $1 AND balance > 0) AS receivable \
     FROM standing";

const CATALOG_VERSION: &str = "SELECT catalog_version FROM tenants WHERE tenant_id = $1";
