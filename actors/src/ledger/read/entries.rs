//! Entries of a day.

use super::{LedgerReader, ReadError, identities_of, known};
use crate::ledger::row;
use crate::ledger::row::entry_columns;
use execora_domain::ids::TenantId;
use execora_domain::ledger::Entry;
use execora_domain::money::Money;
use schemars::JsonSchema;
use serde::Serialize;
use tokio_postgres::Row;

/// What happened on one day.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, JsonSchema)]
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

impl LedgerReader {
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
        self.summary_of_days(tenant, day, day).await
    }

    /// What happened from one day to another, both included, India time; dated with the first. What was reversed since is
    /// left out.
    ///
    /// # Errors
    /// [`ReadError::Unavailable`].
    pub async fn summary_of_days(
        &self,
        tenant: TenantId,
        day: jiff::civil::Date,
        last: jiff::civil::Date,
    ) -> Result<DailySummary, ReadError> {
        let ((from, _), (_, to)) = (identities_of(day), identities_of(last));
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
}

const ENTRIES_OF_DAY: &str = concat!(
    "SELECT ",
    entry_columns!(),
    " FROM entries e JOIN parties p USING (tenant_id, party_id) WHERE e.tenant_id = $1 AND e.entry_id \
     >= $2 AND e.entry_id < $3 ORDER BY e.entry_id DESC LIMIT $4"
);

const DAILY_SUMMARY: &str = "WITH standing AS ( \
     SELECT e.kind, e.amount FROM entries e WHERE e.tenant_id = $1 AND e.entry_id >= $2 AND e.entry_id < $3 \
     AND NOT EXISTS (SELECT FROM entries r WHERE r.tenant_id = $1 AND r.reverses = e.entry_id)) \
     SELECT count(*) FILTER (WHERE kind = 'invoice') AS invoice_count, \
     coalesce(sum(amount) FILTER (WHERE kind = 'invoice'), 0)::bigint AS sales, \
     coalesce(-sum(amount) FILTER (WHERE kind = 'payment'), 0)::bigint AS payments, \
     coalesce(sum(amount) FILTER (WHERE kind = 'credit'), 0)::bigint AS credit, \
     (SELECT coalesce(sum(balance), 0)::bigint FROM parties WHERE tenant_id = $1 AND balance > 0) AS receivable \
     FROM standing";
