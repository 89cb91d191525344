//! The shop itself.

use super::{LedgerReader, ReadError};
use crate::ledger::row;
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

const SHOP: &str = "SELECT name, state_code, gstin, is_composition, address, phone, upi_id, upi_name, series, \
     oversell, round_to, low_stock, amount_max, quantity_max FROM tenants WHERE tenant_id = $1";
