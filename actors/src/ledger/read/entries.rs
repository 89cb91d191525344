//! Entries of a day.

use super::{LedgerReader, Page, ReadError, identities_of, page_of};
use crate::ledger::cursor;
use crate::ledger::row;
use crate::ledger::row::entry_columns;
use execora_domain::ids::TenantId;
use execora_domain::ledger::{Entry, PaymentPart};
use execora_domain::money::Money;
use schemars::JsonSchema;
use serde::Serialize;
use tokio_postgres::Row;
use tokio_postgres::types::Json;
use uuid::Uuid;

/// What happened on one day, by the day that each entry is for. What was reversed since is left out.
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
    /// Credit notes issued.
    pub credit_note_count: i64,
    /// What they took back.
    #[serde(rename = "creditNotesPaise")]
    pub credit_notes: Money,
    /// Bills of this day that were cancelled since; they are in no other figure.
    pub cancelled_count: i64,
    /// What those came to.
    #[serde(rename = "cancelledPaise")]
    pub cancelled: Money,
    /// What was paid.
    #[serde(rename = "paymentsPaise")]
    pub payments: Money,
    /// The same by how it was paid, the most first.
    pub payments_by_mode: Vec<PaymentPart>,
    /// What was given back.
    #[serde(rename = "refundsPaise")]
    pub refunds: Money,
    /// The same by how it was given back, the most first.
    pub refunds_by_mode: Vec<PaymentPart>,
    /// What was written off.
    #[serde(rename = "writtenOffPaise")]
    pub written_off: Money,
    /// Credit given without a bill, and what of the day's bills was not paid when it ended.
    #[serde(rename = "creditPaise")]
    pub credit: Money,
    /// What all customers owed together when the day ended; on a day that goes on, what they owe now.
    #[serde(rename = "receivablePaise")]
    pub receivable: Money,
}

impl LedgerReader {
    /// The shop's entries for one day (India time), the last typed first, at most `limit` on a page.
    ///
    /// # Errors
    /// [`ReadError::BadCursor`] or [`ReadError::Unavailable`].
    pub async fn entries_of_day(
        &self,
        tenant: TenantId,
        day: jiff::civil::Date,
        limit: u16,
        cursor: Option<&str>,
    ) -> Result<Page<Entry>, ReadError> {
        let (from, to) = identities_of(day);
        let [before] = cursor.map_or_else(|| Ok([Uuid::max().to_string()]), cursor::read)?;
        let before: Uuid = before.parse().map_err(|_| ReadError::BadCursor)?;
        let most = i64::from(limit).saturating_add(1);
        let rows = self.ask(tenant, ENTRIES_OF_DAY, &[&tenant.uuid(), &from, &to, &day, &before, &most]).await?;
        page_of(&rows, usize::from(limit), row::entry, |entry| cursor::write(&[&entry.id.to_string()]))
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
                credit_note_count: row.try_get("credit_note_count")?,
                credit_notes: row::money(row, "credit_notes")?,
                cancelled_count: row.try_get("cancelled_count")?,
                cancelled: row::money(row, "cancelled")?,
                payments: row::money(row, "payments")?,
                payments_by_mode: row.try_get::<_, Json<_>>("payments_by_mode")?.0,
                refunds: row::money(row, "refunds")?,
                refunds_by_mode: row.try_get::<_, Json<_>>("refunds_by_mode")?.0,
                written_off: row::money(row, "written_off")?,
                credit: row::money(row, "credit")?,
                receivable: row::money(row, "receivable")?,
            })
        };
        self.one(tenant, DAILY_SUMMARY, &[&tenant.uuid(), &from, &to, &day, &last], summary).await
    }
}

const ENTRIES_OF_DAY: &str = concat!(
    "SELECT ",
    entry_columns!(),
    " FROM (SELECT * FROM entries e WHERE e.tenant_id = $1 AND e.entry_id >= $2 AND e.entry_id < $3 AND e.effective_on IS NULL \
     UNION ALL SELECT * FROM entries e WHERE e.tenant_id = $1 AND e.effective_on = $4) e \
     JOIN parties p USING (tenant_id, party_id) WHERE e.entry_id < $5 ORDER BY e.entry_id DESC LIMIT $6"
);

/// Cash and the like are debited by what is paid and credited by what is given back. Nothing but a payment and a refund
/// posts to them, and a reversal is not among the entries that stand. `$2` and `$3` are the identities of the days `$4` to
/// `$5`; what is receivable is reckoned from the accounts only where something was posted after those.
const DAILY_SUMMARY: &str = "WITH standing AS MATERIALIZED ( \
     SELECT e.entry_id, e.party_id, e.sequence, e.kind, e.amount FROM (SELECT * FROM entries e WHERE e.tenant_id = $1 \
     AND e.entry_id >= $2 AND e.entry_id < $3 AND e.effective_on IS NULL \
     UNION ALL SELECT * FROM entries e WHERE e.tenant_id = $1 AND e.effective_on BETWEEN $4 AND $5) e \
     WHERE e.kind <> 'reversal' AND NOT EXISTS (SELECT FROM entries r WHERE r.tenant_id = $1 AND r.reverses = e.entry_id)), \
     ended AS NOT MATERIALIZED (SELECT p.party_id, s.newest, b.owed FROM parties p \
     CROSS JOIN LATERAL (SELECT sequence_before($1, p.party_id, p.last_sequence, $3) AS newest OFFSET 0) s \
     CROSS JOIN LATERAL (SELECT balance_on($1, p.party_id, s.newest, $3, $5) AS owed OFFSET 0) b \
     WHERE p.tenant_id = $1 AND p.last_sequence > 0), \
     billed AS (SELECT party_id, min(sequence) AS oldest FROM standing WHERE kind = 'invoice' GROUP BY party_id), \
     unpaid AS (SELECT coalesce(sum(o.unpaid), 0)::bigint AS amount FROM billed JOIN ended USING (party_id) \
     CROSS JOIN LATERAL open_debits($1, party_id, ended.newest, billed.oldest, ended.owed, $3, $5) o \
     WHERE o.entry_id IN (SELECT entry_id FROM standing WHERE kind = 'invoice')), \
     modes AS (SELECT s.kind, p.account AS mode, abs(sum(p.amount))::bigint AS amount FROM standing s \
     JOIN postings p ON p.tenant_id = $1 AND p.entry_id = s.entry_id AND p.account <> 'customer' \
     WHERE s.kind IN ('payment', 'refund') GROUP BY s.kind, p.account), \
     parts AS (SELECT kind, jsonb_agg(jsonb_build_object('mode', mode, 'amountPaise', amount) ORDER BY amount DESC, mode) \
     AS parts FROM modes GROUP BY kind) \
     SELECT count(*) FILTER (WHERE kind = 'invoice') AS invoice_count, \
     coalesce(sum(amount) FILTER (WHERE kind = 'invoice'), 0)::bigint AS sales, \
     count(*) FILTER (WHERE kind = 'credit_note') AS credit_note_count, \
     coalesce(-sum(amount) FILTER (WHERE kind = 'credit_note'), 0)::bigint AS credit_notes, \
     coalesce(-sum(amount) FILTER (WHERE kind = 'payment'), 0)::bigint AS payments, \
     coalesce(sum(amount) FILTER (WHERE kind = 'refund'), 0)::bigint AS refunds, \
     coalesce(-sum(amount) FILTER (WHERE kind = 'write_off'), 0)::bigint AS written_off, \
     coalesce(sum(amount) FILTER (WHERE kind = 'credit'), 0)::bigint + (SELECT amount FROM unpaid) AS credit, \
     coalesce((SELECT parts FROM parts WHERE kind = 'payment'), '[]') AS payments_by_mode, \
     coalesce((SELECT parts FROM parts WHERE kind = 'refund'), '[]') AS refunds_by_mode, \
     (SELECT count(*) FROM invoices i WHERE i.tenant_id = $1 AND i.entry_id >= $2 AND i.entry_id < $3 \
     AND i.status = 'cancelled' AND i.kind <> 'credit_note') AS cancelled_count, \
     (SELECT coalesce(sum(total), 0)::bigint FROM invoices i WHERE i.tenant_id = $1 AND i.entry_id >= $2 \
     AND i.entry_id < $3 AND i.status = 'cancelled' AND i.kind <> 'credit_note') AS cancelled, \
     CASE WHEN EXISTS (SELECT FROM entries e WHERE e.tenant_id = $1 AND e.entry_id >= $3) \
     THEN (SELECT coalesce(sum(owed) FILTER (WHERE owed > 0), 0)::bigint FROM ended) \
     ELSE (SELECT receivable FROM tenants WHERE tenant_id = $1) END AS receivable \
     FROM standing";
