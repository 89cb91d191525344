//! Walks every chain from its first link to the one that is kept with the shop.

use super::{Link, Record};
use crate::database::DatabaseError;
use crate::ledger::row::RowError;
use crate::ledger::verify::Violation;
use futures_util::TryStreamExt as _;
use std::pin::pin;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Row, RowStream, Transaction};
use uuid::Uuid;

const NAME: &str = "I14";
const RULE: &str = "every command is a link of its shop's audit chain, as it was posted";

/// Finds the first link of each shop that is not what was posted; needs a role that sees every shop.
pub(in crate::ledger) async fn check(transaction: &Transaction<'_>) -> Result<Vec<Violation>, DatabaseError> {
    let shops = transaction.query(SHOPS, &[]).await.map_err(DatabaseError::Reach)?;
    let mut violations = vec![];
    for shop in &shops {
        let tenant: Uuid = shop.try_get("tenant_id").map_err(DatabaseError::Reach)?;
        let parameters: [&(dyn ToSql + Sync); 1] = [&tenant];
        // Row by row: a chain is as long as the shop's whole past.
        let rows = transaction.query_raw(LINKS, parameters).await.map_err(DatabaseError::Reach)?;
        let found = |what: String| Violation { check: NAME, rule: RULE, tenant, what };
        violations.extend(broken(shop, rows).await.unwrap_or_else(|error| Some(error.to_string())).map(found));
        for unlinked in transaction.query(UNLINKED, &[&tenant]).await.map_err(DatabaseError::Reach)? {
            violations.push(found(unlinked.try_get("what").map_err(DatabaseError::Reach)?));
        }
    }
    Ok(violations)
}

async fn broken(shop: &Row, rows: RowStream) -> Result<Option<String>, RowError> {
    let mut link = Link::default();
    let mut rows = pin!(rows);
    while let Some(row) = rows.try_next().await? {
        let next = link.next(&Record::read(&row)?);
        let (sequence, hash): (i64, Vec<u8>) = (row.try_get("audit_sequence")?, row.try_get("audit_hash")?);
        if sequence != next.sequence || hash != next.hash {
            return Ok(Some(format!("link {}", next.sequence)));
        }
        link = next;
    }
    let (sequence, hash): (i64, Vec<u8>) = (shop.try_get("audit_sequence")?, shop.try_get("audit_hash")?);
    Ok((sequence != link.sequence || hash != link.hash)
        .then(|| format!("the chain's end, after link {}", link.sequence)))
}

const SHOPS: &str = "SELECT tenant_id, audit_sequence, audit_hash FROM tenants ORDER BY tenant_id";

const LINKS: &str = "WITH posted AS ( \
       SELECT entry_id, jsonb_agg(jsonb_build_array(account, party_id, amount) ORDER BY line) AS postings \
       FROM postings WHERE tenant_id = $1 GROUP BY entry_id), \
     entered AS ( \
       SELECT e.audit_sequence, jsonb_agg(jsonb_build_array(e.entry_id, e.party_id, e.kind, e.sequence, e.amount, \
         e.balance_after, e.mode, e.description, e.invoice_number, e.reverses, e.effective_on, \
         (extract(epoch FROM e.created_at) * 1000000)::bigint, coalesce(p.postings, '[]')) ORDER BY e.entry_id) AS entries \
       FROM entries e LEFT JOIN posted p USING (entry_id) WHERE e.tenant_id = $1 GROUP BY e.audit_sequence), \
     moved AS ( \
       SELECT audit_sequence, jsonb_agg(jsonb_build_array(movement_id, product_id, quantity) ORDER BY movement_id) \
         AS movements \
       FROM stock_movements WHERE tenant_id = $1 GROUP BY audit_sequence), \
     told AS ( \
       SELECT audit_sequence, jsonb_agg(fact) AS facts FROM ( \
         SELECT audit_sequence, jsonb_build_array(change_id, product_id, kind, product, quantity, reason) AS fact \
           FROM product_changes WHERE tenant_id = $1 \
         UNION ALL SELECT audit_sequence, jsonb_build_array(shop) FROM shop_versions WHERE tenant_id = $1 \
         UNION ALL SELECT audit_sequence, jsonb_build_array(day, close_id, opening, received, paid_out, expected, counted, \
           difference, entry_id, denominations, note, since, recent_received, recent_paid_out) \
           FROM day_closes WHERE tenant_id = $1) f GROUP BY audit_sequence) \
     SELECT i.audit_sequence, i.audit_hash, i.key, i.request_hash, i.user_id, i.created_at, i.response, \
       e.entries, m.movements, t.facts \
     FROM idempotency i LEFT JOIN entered e USING (audit_sequence) LEFT JOIN moved m USING (audit_sequence) \
     LEFT JOIN told t USING (audit_sequence) \
     WHERE i.tenant_id = $1 AND i.audit_sequence IS NOT NULL ORDER BY i.audit_sequence";

/// What no link names. What was posted before there was a chain has no place in it.
const UNLINKED: &str = "WITH began AS ( \
       SELECT min(created_at) AS at FROM idempotency WHERE tenant_id = $1 AND audit_sequence IS NOT NULL) \
     SELECT 'key ' || key AS what FROM idempotency, began \
       WHERE tenant_id = $1 AND audit_sequence IS NULL AND created_at > at \
     UNION ALL SELECT 'entry ' || entry_id FROM entries e, began \
       WHERE tenant_id = $1 AND created_at > at AND NOT EXISTS ( \
         SELECT FROM idempotency i WHERE i.tenant_id = $1 AND i.audit_sequence = e.audit_sequence) \
     UNION ALL SELECT 'movement ' || movement_id FROM stock_movements m, began \
       WHERE tenant_id = $1 AND created_at > at AND NOT EXISTS ( \
         SELECT FROM idempotency i WHERE i.tenant_id = $1 AND i.audit_sequence = m.audit_sequence) \
     UNION ALL SELECT 'change ' || change_id FROM product_changes c, began \
       WHERE tenant_id = $1 AND created_at > at AND NOT EXISTS ( \
         SELECT FROM idempotency i WHERE i.tenant_id = $1 AND i.audit_sequence = c.audit_sequence) \
     UNION ALL SELECT 'close of ' || day FROM day_closes c, began \
       WHERE tenant_id = $1 AND created_at > at AND NOT EXISTS ( \
         SELECT FROM idempotency i WHERE i.tenant_id = $1 AND i.audit_sequence = c.audit_sequence) \
     UNION ALL SELECT 'settings of ' || audit_sequence FROM shop_versions v \
       WHERE tenant_id = $1 AND audit_sequence > 0 AND NOT EXISTS ( \
         SELECT FROM idempotency i WHERE i.tenant_id = $1 AND i.audit_sequence = v.audit_sequence) \
     LIMIT 100";
