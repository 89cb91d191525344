//! What a shop's speech can refer to.

use crate::ledger::ConfirmPolicy;
use crate::money::Money;
use crate::quantity::{Quantity, Unit};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The customers, products, reminders and bills of one shop, and its clock.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct World {
    /// The moment of speaking, with the shop's offset.
    pub now: jiff::Timestamp,
    /// IANA name: `Asia/Kolkata`.
    pub timezone: String,
    /// What is too much.
    pub limits: Limits,
    /// How the shop wants spoken commands to be confirmed.
    #[serde(default)]
    pub confirm: ConfirmPolicy,
    /// Customers.
    pub customers: Vec<WorldCustomer>,
    /// Products.
    pub products: Vec<WorldProduct>,
    /// Reminders to come.
    #[serde(default)]
    pub reminders: Vec<WorldReminder>,
    /// The last bills.
    #[serde(default)]
    pub invoices: Vec<WorldInvoice>,
    /// Whether something is set up that sends messages.
    #[serde(default)]
    pub can_send: bool,
    /// Whether no more is sold than is on the shelf.
    #[serde(default)]
    pub refuses_oversell: bool,
    /// The customer whom nobody names, where there are books.
    #[serde(default)]
    pub walk_in: Option<String>,
}

/// What is too much: an amount or quantity above it is asked about.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Limits {
    /// Paise.
    #[serde(rename = "max_amount_paise")]
    pub amount_max: Money,
    /// Thousandths.
    #[serde(rename = "max_qty_milli")]
    pub quantity_max: Quantity,
}

/// A customer who can be named. In the server `id` is a `PartyId` as text.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WorldCustomer {
    /// Its identity, given back in slots.
    pub id: String,
    /// As the merchant stored it, Latin or Devanagari.
    pub name: String,
    /// Ten digits, or E.164.
    #[serde(default)]
    pub phone: Option<String>,
    /// What the shop calls them.
    #[serde(default)]
    pub nickname: Option<String>,
    /// Where they live.
    #[serde(default)]
    pub landmark: Option<String>,
    /// Above zero: owes the shop.
    #[serde(rename = "balance_paise", default)]
    pub balance: Money,
}

/// A product that can be named. In the server `id` is a `ProductId` as text.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WorldProduct {
    /// Its identity, given back in slots.
    pub id: String,
    /// As the merchant stored it, Latin or Devanagari.
    pub name: String,
    /// What it is counted in.
    pub unit: Unit,
    /// The price of one unit.
    #[serde(rename = "price_paise")]
    pub price: Money,
    /// What is on the shelf.
    #[serde(rename = "stock_milli", default)]
    pub stock: Quantity,
    /// Pack word → thousandths of the unit in one pack.
    #[serde(default)]
    pub packs: BTreeMap<String, i64>,
    /// Other names.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// A reminder to come.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WorldReminder {
    /// Its identity.
    pub id: String,
    /// For whom.
    pub customer_id: String,
    /// `YYYY-MM-DD`.
    pub date: String,
    /// `HH:MM`.
    pub time: String,
}

/// A bill.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WorldInvoice {
    /// Its identity in the books, where there are books.
    #[serde(default)]
    pub id: Option<String>,
    /// The running number that people say.
    pub no: i64,
    /// Whose.
    pub customer_id: String,
    /// Its total.
    #[serde(rename = "total_paise")]
    pub total: Money,
    /// `YYYY-MM-DD`.
    pub date: String,
}
