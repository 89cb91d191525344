//! What was posted under a key, if anything was.

use super::{LedgerReader, ReadError, known};
use crate::database::Step;
use crate::ledger::row;
use execora_domain::ids::TenantId;
use execora_domain::ledger::{IdempotencyKey, Posted};
use tokio_postgres::{Row, types::Json};

impl LedgerReader {
    /// What was posted under each of these keys and when, with the customer's balance of now. A commit that is under way in
    /// the shop is waited for.
    ///
    /// # Errors
    /// [`ReadError::Unavailable`]: nobody knows.
    pub async fn entered(
        &self,
        tenant: TenantId,
        keys: &[IdempotencyKey],
    ) -> Result<Vec<Option<(Posted, jiff::Timestamp)>>, ReadError> {
        let (shop, names) = (tenant.uuid(), keys.iter().map(IdempotencyKey::as_str).collect::<Vec<_>>());
        let asked = [Step::Ask(HOLD, vec![&shop]), Step::Ask(ENTERED, vec![&shop, &names])];
        let [_, rows] = self.ask_all(tenant, asked).await?.try_into().unwrap_or_default();
        let read = |row: &Row| {
            let (key, at) = (row.try_get::<_, String>("key")?, row.try_get("created_at")?);
            let Json(mut posted) = row.try_get::<_, Json<Posted>>("response")?;
            if row.try_get::<_, Option<i64>>("balance")?.is_some() {
                let balance = row::money(row, "balance")?;
                match &mut posted {
                    Posted::Entry(entry) => entry.balance_after = balance,
                    Posted::Invoice(invoice) => invoice.balance = balance,
                    Posted::Party(_)
                    | Posted::Product(_)
                    | Posted::Shop(_)
                    | Posted::DayClose(_)
                    | Posted::Draft(_)
                    | Posted::Reminder(_)
                    | Posted::Sending(_) => {}
                }
            }
            Ok((key, posted, at))
        };
        let rows: Vec<(String, Posted, jiff::Timestamp)> = known(rows.iter().map(read).collect())?;
        let of = |key: &&str| rows.iter().find(|(known, ..)| known == key).map(|(_, posted, at)| (posted.clone(), *at));
        Ok(names.iter().map(of).collect())
    }
}

/// `SHARE`, which waits for a writer that is at the shop's books.
const HOLD: &str = "SELECT books_version FROM tenants WHERE tenant_id = $1 FOR SHARE";

const ENTERED: &str = "SELECT i.key, i.created_at, i.response, p.balance FROM idempotency i \
     LEFT JOIN parties p ON p.tenant_id = i.tenant_id AND p.party_id = \
     coalesce(i.response->'Entry'->>'customerId', i.response->'Invoice'->>'customerId')::uuid \
     WHERE i.tenant_id = $1 AND i.key = ANY($2::text[])";
