//! Products.

use super::{LedgerReader, Page, ReadError, known, page, rows_of};
use crate::ledger::row::product_columns;
use crate::ledger::{cursor, row};
use execora_domain::ids::TenantId;
use execora_domain::ledger::Product;
use tokio_postgres::Row;

impl LedgerReader {
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

    /// A number that every change to customers, products or prices raises: the world read under it may be kept, but
    /// for balances, stock and bills.
    ///
    /// # Errors
    /// [`ReadError::NotFound`] or [`ReadError::Unavailable`].
    pub async fn catalog_version(&self, tenant: TenantId) -> Result<i64, ReadError> {
        let version = |row: &Row| Ok(row.try_get("catalog_version")?);
        self.one(tenant, CATALOG_VERSION, &[&tenant.uuid()], version).await
    }
}

const PRODUCTS: &str = concat!(
    "SELECT ",
    product_columns!(),
    " FROM products WHERE tenant_id = $1 AND lower(name) > lower($2) ORDER BY lower(name) LIMIT $3"
);

const LOW_STOCK: &str = concat!(
    "SELECT ",
    product_columns!(),
    " FROM products WHERE tenant_id = $1 AND stock <= low_stock ORDER BY lower(name)"
);

const CATALOG_VERSION: &str = "SELECT catalog_version FROM tenants WHERE tenant_id = $1";
