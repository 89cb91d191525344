//! The shop itself.

use super::{LedgerReader, ReadError};
use crate::ledger::row::{self, shop_columns};
use execora_domain::ids::TenantId;
use execora_domain::ledger::Shop;

impl LedgerReader {
    /// The shop and its settings.
    ///
    /// # Errors
    /// [`ReadError::NotFound`] or [`ReadError::Unavailable`].
    pub async fn shop(&self, tenant: TenantId) -> Result<Shop, ReadError> {
        self.one(tenant, SHOP, &[&tenant.uuid()], row::shop).await
    }
}

const SHOP: &str = concat!("SELECT ", shop_columns!(), " FROM tenants WHERE tenant_id = $1");
