//! The shop itself.

use super::{LedgerReader, ReadError};
use crate::ledger::row::{self, shop_columns};
use execora_domain::ids::{EntryId, TenantId};
use execora_domain::ledger::Shop;
use tokio_postgres::Row;
use tokio_postgres::types::Json;

impl LedgerReader {
    /// The shop and its settings.
    ///
    /// # Errors
    /// [`ReadError::NotFound`] or [`ReadError::Unavailable`].
    pub async fn shop(&self, tenant: TenantId) -> Result<Shop, ReadError> {
        self.one(tenant, SHOP, &[&tenant.uuid()], row::shop).await
    }

    /// The shop as it was when an entry was posted.
    ///
    /// # Errors
    /// [`ReadError::NotFound`] or [`ReadError::Unavailable`].
    pub async fn shop_when(&self, tenant: TenantId, entry: EntryId) -> Result<Shop, ReadError> {
        let shop = |row: &Row| Ok(row.try_get::<_, Json<Shop>>("shop")?.0);
        self.one(tenant, SHOP_WHEN, &[&tenant.uuid(), &entry.uuid()], shop).await
    }
}

const SHOP: &str = concat!("SELECT ", shop_columns!(), " FROM tenants WHERE tenant_id = $1");

/// What was posted before there was an audit trail has no place in it: it gets the first that was kept.
const SHOP_WHEN: &str = "SELECT v.shop FROM entries e JOIN shop_versions v ON v.tenant_id = $1 \
     AND v.audit_sequence <= coalesce(e.audit_sequence, 0) WHERE e.tenant_id = $1 AND e.entry_id = $2 \
     ORDER BY v.audit_sequence DESC LIMIT 1";
