//! The audit trail: what was posted, by whom, newest first.

use super::{LedgerReader, Page, ReadError, page, rows_of};
use crate::hex;
use crate::ledger::cursor;
use execora_domain::dialogue::{Done, TAKEN_BACK};
use execora_domain::ids::{TenantId, UserId};
use execora_domain::ledger::Posted;
use execora_domain::money::Money;
use execora_domain::quantity::Quantity;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use tokio_postgres::{Row, types::Json};
use uuid::Uuid;

/// One command that was posted.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AuditRecord {
    /// Its place in the shop's chain: 1, 2, 3 … without gaps.
    pub sequence: i64,
    /// When it was posted.
    pub at: jiff::Timestamp,
    /// Who asked for it; none where the server did.
    pub user_id: Option<UserId>,
    /// The key that names the wish.
    pub key: String,
    /// What it came to: an invoice, an entry, a party, a product …
    pub kind: String,
    /// The whole answer that was given.
    pub record: Value,
    /// The hash of this link, which holds the one before it.
    pub hash: String,
}

impl LedgerReader {
    /// What was posted, newest first.
    ///
    /// # Errors
    /// [`ReadError::BadCursor`] or [`ReadError::Unavailable`].
    pub async fn audit(
        &self,
        tenant: TenantId,
        limit: u16,
        cursor: Option<&str>,
    ) -> Result<Page<AuditRecord>, ReadError> {
        let [before] = cursor.map_or_else(|| Ok([i64::MAX.to_string()]), cursor::read)?;
        let before: i64 = before.parse().map_err(|_| ReadError::BadCursor)?;
        let rows = self.ask(tenant, AUDIT, &[&tenant.uuid(), &before, &rows_of(limit)]).await?;
        let record = |row: &Row| {
            Ok(AuditRecord {
                sequence: row.try_get("audit_sequence")?,
                at: row.try_get("created_at")?,
                user_id: row.try_get::<_, Option<Uuid>>("user_id")?.map(UserId::from_uuid),
                key: row.try_get("key")?,
                kind: row.try_get("kind")?,
                record: row.try_get::<_, Json<Value>>("record")?.0,
                hash: hex::write(row.try_get("audit_hash")?),
            })
        };
        page(&rows, limit, record, |record| cursor::write(&[&record.sequence.to_string()]))
    }

    /// The last entry, bill, stock or price that this user wrote among the shop's last two hundred commands, if it can be
    /// taken back, and whether it was.
    ///
    /// # Errors
    /// [`ReadError::Unavailable`].
    pub async fn last_by(&self, tenant: TenantId, user: UserId) -> Result<Option<Done>, ReadError> {
        let rows = self.ask(tenant, LAST_BY, &[&tenant.uuid(), &user.uuid(), &TAKEN_BACK]).await?;
        let done = |row: &Row| {
            let Json(posted) = row.try_get::<_, Json<Posted>>("response").ok()?;
            let done = match &posted {
                Posted::Product(product) => {
                    let moved: Option<i64> = row.try_get("moved").ok()?;
                    let before: Option<i64> = row.try_get("price_before").ok()?;
                    match (moved, before) {
                        (Some(moved), _) => Done::of_stock(product, Quantity::from_milli(moved)),
                        (None, Some(before)) => Done::of_price(product, Money::from_paise(before)),
                        (None, None) => None,
                    }
                }
                Posted::Party(_)
                | Posted::Shop(_)
                | Posted::DayClose(_)
                | Posted::Invoice(_)
                | Posted::Draft(_)
                | Posted::Entry(_)
                | Posted::Reminder(_)
                | Posted::Sending(_) => Done::of(&posted),
            };
            Some(Done { is_undone: row.try_get("undone").ok()?, ..done? })
        };
        Ok(rows.iter().find_map(done))
    }
}

/// A move of stock that took another back (`$3`) is passed over: what it took back is told with that.
const LAST_BY: &str = "SELECT response, c.quantity AS moved, c.price_before, \
     EXISTS (SELECT FROM entries e WHERE e.tenant_id = $1 AND e.reverses = (a.record->>'id')::uuid) \
     OR EXISTS (SELECT FROM invoices i WHERE i.tenant_id = $1 AND i.invoice_id = (a.record->>'id')::uuid \
     AND i.status = 'cancelled') \
     OR EXISTS (SELECT FROM product_changes b WHERE b.tenant_id = $1 AND b.product_id = (a.record->>'id')::uuid \
     AND b.audit_sequence > k.audit_sequence AND b.reason = $3 AND b.quantity = -c.quantity) AS undone \
     FROM idempotency k CROSS JOIN jsonb_each(response) AS a(kind, record) \
     LEFT JOIN LATERAL (SELECT p.quantity, p.reason, CASE p.kind WHEN 'changed' THEN \
     (SELECT (b.product->>'pricePaise')::bigint FROM product_changes b \
     WHERE b.tenant_id = $1 AND b.product_id = p.product_id \
     AND (b.created_at, b.change_id) < (p.created_at, p.change_id) \
     ORDER BY b.created_at DESC, b.change_id DESC LIMIT 1) END AS price_before \
     FROM product_changes p WHERE a.kind = 'Product' AND p.tenant_id = $1 \
     AND p.product_id = (a.record->>'id')::uuid AND p.audit_sequence = k.audit_sequence) c ON true \
     WHERE k.tenant_id = $1 AND k.user_id = $2 AND a.kind IN ('Entry', 'Invoice', 'Product') \
     AND c.reason IS DISTINCT FROM $3 \
     AND k.audit_sequence > (SELECT audit_sequence - 200 FROM tenants WHERE tenant_id = $1) \
     ORDER BY k.audit_sequence DESC LIMIT 20";

const AUDIT: &str = "SELECT audit_sequence, created_at, user_id, key, lower(a.kind) AS kind, a.record, audit_hash \
     FROM idempotency, jsonb_each(response) AS a(kind, record) \
     WHERE tenant_id = $1 AND audit_sequence < $2 ORDER BY audit_sequence DESC LIMIT $3";
