//! Products.

use super::{LedgerReader, PAGE_MAX, Page, ReadError, known, page, rows_of};
use crate::ledger::cursor;
use crate::ledger::row::{self, RowError, product_columns};
use execora_domain::ids::{ProductId, TenantId, UserId};
use execora_domain::ledger::{FieldChange, Product};
use execora_domain::money::Money;
use execora_domain::quantity::Quantity;
use execora_domain::shelf::{self, Named};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use tokio_postgres::Row;
use tokio_postgres::types::Json;
use uuid::Uuid;

/// Which products a list shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Shown {
    /// What is sold.
    #[default]
    #[serde(rename = "true")]
    Active,
    /// What is not sold any more.
    #[serde(rename = "false")]
    Retired,
    /// Both.
    All,
}

/// A product and how well it fits what was asked, in thousandths.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProductMatch {
    /// The product.
    pub product: Product,
    /// 1 000 is exact.
    pub score_milli: u16,
}

/// Something that became of a product.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProductEvent {
    /// The event.
    pub id: Uuid,
    /// `created`, `changed` or `counted`.
    pub kind: String,
    /// What is not as it was, by the names of the wire.
    pub fields: BTreeMap<String, FieldChange>,
    /// How much stock the count brought or took.
    #[serde(rename = "quantityMilli")]
    pub quantity: Option<Quantity>,
    /// The stock after a count.
    #[serde(rename = "stockMilli")]
    pub stock: Option<Quantity>,
    /// Why it was counted.
    pub reason: Option<String>,
    /// Who did it; the server where nobody did.
    pub user_id: Option<UserId>,
    /// When.
    pub created_at: jiff::Timestamp,
}

/// What is on the shelf, and what it is worth.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct StockValue {
    /// Products that are sold.
    pub products: i64,
    /// Those at or below their low-stock mark.
    pub low: i64,
    /// Those of which more was sold than there was.
    pub below_zero: i64,
    /// Σ stock · price of what is there, tax included.
    #[serde(rename = "valuePaise")]
    pub value: Money,
}

/// The most products that a search looks at.
const SEARCHED_MAX: i64 = 20_000;

impl LedgerReader {
    /// Products by name, a page at a time.
    ///
    /// # Errors
    /// [`ReadError::BadCursor`] or [`ReadError::Unavailable`].
    pub async fn products(
        &self,
        tenant: TenantId,
        shown: Shown,
        limit: u16,
        cursor: Option<&str>,
    ) -> Result<Page<Product>, ReadError> {
        let [name, id] = cursor.map_or_else(|| Ok([String::new(), Uuid::nil().to_string()]), cursor::read)?;
        let id: Uuid = id.parse().map_err(|_| ReadError::BadCursor)?;
        let rows = self.ask(tenant, PRODUCTS, &[&tenant.uuid(), &name, &id, &shown.active(), &rows_of(limit)]).await?;
        page(&rows, limit, row::product, |product| cursor::write(&[&product.name, &product.id.to_string()]))
    }

    /// One product, sold or not.
    ///
    /// # Errors
    /// [`ReadError::NotFound`] or [`ReadError::Unavailable`].
    pub async fn product(&self, tenant: TenantId, id: ProductId) -> Result<Product, ReadError> {
        self.one(tenant, PRODUCT, &[&tenant.uuid(), &id.uuid()], row::product).await
    }

    /// The product that is sold with this barcode, in the form that the books keep.
    ///
    /// # Errors
    /// [`ReadError::Unavailable`].
    pub async fn product_of_barcode(&self, tenant: TenantId, barcode: &str) -> Result<Option<Product>, ReadError> {
        let rows = self.ask(tenant, BY_BARCODE, &[&tenant.uuid(), &barcode]).await?;
        known(rows.first().map(row::product).transpose())
    }

    /// Products that are sold whose name or another name fits, best first.
    ///
    /// # Errors
    /// [`ReadError::Unavailable`].
    pub async fn search_products(
        &self,
        tenant: TenantId,
        query: &str,
        limit: u16,
    ) -> Result<Vec<ProductMatch>, ReadError> {
        let params: [&(dyn tokio_postgres::types::ToSql + Sync); 5] =
            [&tenant.uuid(), &"", &Uuid::nil(), &Shown::Active.active(), &SEARCHED_MAX];
        let rows = self.ask(tenant, PRODUCTS, &params).await?;
        let mut found: Vec<ProductMatch> = vec![];
        for row in &rows {
            let product = known(row::product(row))?;
            let score_milli = shelf::score(query, Named { name: &product.name, aliases: &product.aliases });
            if score_milli >= shelf::SCORE_MIN {
                found.push(ProductMatch { product, score_milli });
            }
        }
        found.sort_by_cached_key(|one| (Reverse(one.score_milli), one.product.name.to_lowercase()));
        found.truncate(limit.clamp(1, PAGE_MAX).into());
        Ok(found)
    }

    /// Products at or below their low-stock mark, or the shop's where they have none.
    ///
    /// # Errors
    /// [`ReadError::Unavailable`].
    pub async fn low_stock(&self, tenant: TenantId) -> Result<Vec<Product>, ReadError> {
        let rows = self.ask(tenant, LOW_STOCK, &[&tenant.uuid()]).await?;
        known(rows.iter().map(row::product).collect())
    }

    /// What the shelf is worth.
    ///
    /// # Errors
    /// [`ReadError::NotFound`] or [`ReadError::Unavailable`].
    pub async fn stock_value(&self, tenant: TenantId) -> Result<StockValue, ReadError> {
        let value = |row: &Row| {
            Ok(StockValue {
                products: row.try_get("products")?,
                low: row.try_get("low")?,
                below_zero: row.try_get("below_zero")?,
                value: row::money(row, "value")?,
            })
        };
        self.one(tenant, STOCK_VALUE, &[&tenant.uuid()], value).await
    }

    /// What became of a product, newest first.
    ///
    /// # Errors
    /// [`ReadError::NotFound`], [`ReadError::BadCursor`] or [`ReadError::Unavailable`].
    pub async fn product_history(
        &self,
        tenant: TenantId,
        product: ProductId,
        limit: u16,
        cursor: Option<&str>,
    ) -> Result<Page<ProductEvent>, ReadError> {
        let newest = || Ok([jiff::Timestamp::MAX.to_string(), Uuid::max().to_string()]);
        let [at, before] = cursor.map_or_else(newest, cursor::read)?;
        let at: jiff::Timestamp = at.parse().map_err(|_| ReadError::BadCursor)?;
        let before: Uuid = before.parse().map_err(|_| ReadError::BadCursor)?;
        let rows = self.ask(tenant, HISTORY, &[&tenant.uuid(), &product.uuid(), &at, &before, &rows_of(limit)]).await?;
        if rows.is_empty() {
            self.product(tenant, product).await?;
        }
        page(&rows, limit, event, |event| cursor::write(&[&event.created_at.to_string(), &event.id.to_string()]))
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

impl Shown {
    /// What `is_active` must be, if anything.
    const fn active(self) -> Option<bool> {
        match self {
            Self::Active => Some(true),
            Self::Retired => Some(false),
            Self::All => None,
        }
    }
}

fn event(row: &Row) -> Result<ProductEvent, RowError> {
    let Json(after): Json<Product> = row.try_get("product")?;
    let before: Option<Json<Product>> = row.try_get("before")?;
    let kind: String = row.try_get("kind")?;
    let stock = (kind == "counted").then_some(after.stock);
    Ok(ProductEvent {
        id: row.try_get("change_id")?,
        fields: before.map(|before| before.0.difference(&after)).unwrap_or_default(),
        kind,
        quantity: row.try_get::<_, Option<i64>>("quantity")?.map(Quantity::from_milli),
        stock,
        reason: row.try_get("reason")?,
        user_id: row.try_get::<_, Option<Uuid>>("user_id")?.map(UserId::from_uuid),
        created_at: row.try_get("created_at")?,
    })
}

const PRODUCTS: &str = concat!(
    "SELECT ",
    product_columns!(),
    " FROM products WHERE tenant_id = $1 AND (lower(name), product_id) > (lower($2), $3) \
     AND ($4::boolean IS NULL OR is_active = $4) ORDER BY lower(name), product_id LIMIT $5"
);

const PRODUCT: &str = concat!("SELECT ", product_columns!(), " FROM products WHERE tenant_id = $1 AND product_id = $2");

const BY_BARCODE: &str =
    concat!("SELECT ", product_columns!(), " FROM products WHERE tenant_id = $1 AND barcode = $2 AND is_active");

const LOW_STOCK: &str = concat!(
    "SELECT ",
    product_columns!(),
    " FROM products WHERE tenant_id = $1 AND is_active \
     AND stock <= coalesce(low_stock, (SELECT t.low_stock FROM tenants t WHERE t.tenant_id = $1)) ORDER BY lower(name)"
);

/// A loose quantity is worth what it would be sold at: to the paisa, halves away from zero.
const STOCK_VALUE: &str = "SELECT count(*) AS products, \
     count(*) FILTER (WHERE p.stock <= coalesce(p.low_stock, t.low_stock)) AS low, \
     count(*) FILTER (WHERE p.stock < 0) AS below_zero, \
     coalesce(sum(round(p.stock::numeric * p.price / 1000)) FILTER (WHERE p.stock > 0), 0)::bigint AS value \
     FROM products p JOIN tenants t USING (tenant_id) WHERE p.tenant_id = $1 AND p.is_active";

const HISTORY: &str = "SELECT change_id, kind, product, before, quantity, reason, user_id, created_at FROM (\
     SELECT change_id, kind, product, lag(product) OVER (ORDER BY created_at, change_id) AS before, quantity, reason, user_id, \
     created_at FROM product_changes WHERE tenant_id = $1 AND product_id = $2) changes \
     WHERE (created_at, change_id) < ($3, $4) ORDER BY created_at DESC, change_id DESC LIMIT $5";

const CATALOG_VERSION: &str = "SELECT catalog_version FROM tenants WHERE tenant_id = $1";
