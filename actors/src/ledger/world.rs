//! What a shop's speech can refer to, read in one round trip.

use super::read::{LedgerReader, ReadError, known};
use super::row::{self, RowError};
use super::row::{party_columns, product_columns};
use crate::database::Step;
use execora_domain::ids::{PartyId, TenantId};
use execora_domain::intent::{Limits, World, WorldCustomer, WorldInvoice, WorldProduct, WorldReminder};
use execora_domain::ledger::{Oversell, india_day};
use execora_domain::quantity::Quantity;
use std::collections::HashMap;
use tokio_postgres::Row;
use uuid::Uuid;

impl LedgerReader {
    /// What the shop's speech can refer to: customers, products, reminders, the last bills. `now` is the clock's.
    ///
    /// # Errors
    /// [`ReadError::NotFound`] or [`ReadError::Unavailable`].
    pub async fn world(&self, tenant: TenantId, now: jiff::Zoned) -> Result<World, ReadError> {
        let shop = tenant.uuid();
        let asked = [SHOP, CUSTOMERS, GOODS, REMINDERS, LAST_BILLS].map(|statement| Step::Ask(statement, vec![&shop]));
        let rows = self.ask_all(tenant, asked).await?;
        let [shop, customers, goods, reminders, bills] = rows.as_slice() else { return Err(ReadError::Unavailable) };
        let shop = shop.first().ok_or(ReadError::NotFound)?;
        known((|| {
            let quantity_max = Quantity::from_milli(shop.try_get("quantity_max")?);
            Ok(World {
                now: now.timestamp(),
                timezone: shop.try_get("timezone")?,
                limits: Limits { amount_max: row::money(shop, "amount_max")?, quantity_max },
                confirm: row::confirm(shop)?,
                customers: customers.iter().map(customer).collect::<Result<_, _>>()?,
                products: goods.iter().map(product).collect::<Result<_, _>>()?,
                reminders: reminders.iter().map(|row| reminder(row, now.time_zone())).collect::<Result<_, _>>()?,
                invoices: bills.iter().map(bill).collect::<Result<_, _>>()?,
                can_send: false,
                refuses_oversell: row::word::<Oversell>(shop, "oversell")? == Oversell::Refuse,
                walk_in: Some(PartyId::walk_in(tenant).to_string()),
            })
        })())
    }
}

/// What of a shop's speech changes with every entry: the reminders to come and the last bills.
#[derive(Clone, Debug)]
pub struct Papers {
    /// Reminders to come.
    pub reminders: Vec<WorldReminder>,
    /// The last bills, newest first.
    pub invoices: Vec<WorldInvoice>,
    /// What is on the shelf, of each product by its identity, where the shop sells no more than that.
    pub stocks: HashMap<String, Quantity>,
}

/// What a kept world is a world of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WorldVersion {
    /// Raised where customers, products or prices change.
    pub catalog: i64,
    /// Raised by every batch that writes the shop's books.
    pub books: i64,
}

impl LedgerReader {
    /// The versions of what can be said; what is read after them is at least as new.
    ///
    /// # Errors
    /// [`ReadError::NotFound`] or [`ReadError::Unavailable`].
    pub async fn world_version(&self, tenant: TenantId) -> Result<WorldVersion, ReadError> {
        let version = |row: &Row| {
            Ok(WorldVersion { catalog: row.try_get("catalog_version")?, books: row.try_get("books_version")? })
        };
        self.one(tenant, VERSION, &[&tenant.uuid()], version).await
    }

    /// The reminders to come, the last bills, and what is on the shelf. `now` is the clock's.
    ///
    /// # Errors
    /// [`ReadError::Unavailable`].
    pub async fn papers(&self, tenant: TenantId, now: jiff::Zoned) -> Result<Papers, ReadError> {
        let shop = tenant.uuid();
        let asked = [REMINDERS, LAST_BILLS, STOCKS].map(|statement| Step::Ask(statement, vec![&shop]));
        let rows = self.ask_all(tenant, asked).await?;
        let [reminders, bills, stocks] = rows.as_slice() else { return Err(ReadError::Unavailable) };
        known((|| {
            Ok(Papers {
                reminders: reminders.iter().map(|row| reminder(row, now.time_zone())).collect::<Result<_, _>>()?,
                invoices: bills.iter().map(bill).collect::<Result<_, _>>()?,
                stocks: stocks.iter().map(stock).collect::<Result<_, _>>()?,
            })
        })())
    }
}

fn stock(row: &Row) -> Result<(String, Quantity), RowError> {
    Ok((row.try_get::<_, Uuid>("product_id")?.to_string(), Quantity::from_milli(row.try_get("stock")?)))
}

fn customer(row: &Row) -> Result<WorldCustomer, RowError> {
    let party = row::party(row)?;
    Ok(WorldCustomer {
        id: party.id.to_string(),
        name: party.name,
        phone: party.phone,
        nickname: party.nickname,
        landmark: party.landmark,
        balance: party.balance,
    })
}

fn product(row: &Row) -> Result<WorldProduct, RowError> {
    let product = row::product(row)?;
    Ok(WorldProduct {
        id: product.id.to_string(),
        name: product.name,
        unit: product.unit,
        price: product.price,
        stock: product.stock,
        packs: product.packs,
        aliases: product.aliases,
    })
}

fn reminder(row: &Row, zone: &jiff::tz::TimeZone) -> Result<WorldReminder, RowError> {
    let due: jiff::Timestamp = row.try_get("due_at")?;
    let local = zone.to_datetime(due);
    Ok(WorldReminder {
        id: row.try_get::<_, Uuid>("reminder_id")?.to_string(),
        customer_id: row.try_get::<_, Uuid>("party_id")?.to_string(),
        date: local.date().to_string(),
        time: local.strftime("%H:%M").to_string(),
    })
}

fn bill(row: &Row) -> Result<WorldInvoice, RowError> {
    Ok(WorldInvoice {
        id: Some(row.try_get::<_, Uuid>("invoice_id")?.to_string()),
        no: row.try_get("running_number")?,
        customer_id: row.try_get::<_, Uuid>("party_id")?.to_string(),
        total: row::money(row, "total")?,
        date: india_day(row.try_get("created_at")?).to_string(),
    })
}

const VERSION: &str = "SELECT catalog_version, books_version FROM tenants WHERE tenant_id = $1";

const SHOP: &str = "SELECT timezone, amount_max, quantity_max, confirm_by, confirm_amount_from, \
     confirm_code_from, oversell FROM tenants WHERE tenant_id = $1";

const CUSTOMERS: &str = concat!(
    "SELECT ",
    party_columns!(),
    " FROM parties WHERE tenant_id = $1 AND party_id <> tenant_id AND is_active ORDER BY name, party_id"
);

const GOODS: &str =
    concat!("SELECT ", product_columns!(), " FROM products WHERE tenant_id = $1 AND is_active ORDER BY lower(name)");

const REMINDERS: &str = "SELECT reminder_id, party_id, due_at FROM reminders \
     WHERE tenant_id = $1 AND status = 'scheduled' ORDER BY due_at LIMIT 200";

const STOCKS: &str = "SELECT product_id, stock FROM products WHERE tenant_id = $1 AND is_active \
     AND EXISTS (SELECT FROM tenants t WHERE t.tenant_id = $1 AND t.oversell = 'refuse')";

const LAST_BILLS: &str = "SELECT invoice_id, running_number, party_id, total, created_at FROM invoices \
     WHERE tenant_id = $1 AND status = 'confirmed' AND kind <> 'credit_note' ORDER BY entry_id DESC LIMIT 200";
