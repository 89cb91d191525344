//! What the books hold: customers, products and entries.

use super::{RateFrom, TaxFree};
use crate::ids::{EntryId, PartyId, ProductId};
use crate::money::{Money, TaxRate};
use crate::quantity::{Quantity, Unit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How a customer pays.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PaymentMode {
    /// Notes and coins.
    #[default]
    Cash,
    /// UPI.
    Upi,
    /// A card.
    Card,
    /// A bank transfer.
    Bank,
    /// A cheque.
    Cheque,
    /// Another way.
    Other,
}

impl PaymentMode {
    /// Every way.
    pub const ALL: [Self; 6] = [Self::Cash, Self::Upi, Self::Card, Self::Bank, Self::Cheque, Self::Other];

    /// The way's short name, as stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::Upi => "upi",
            Self::Card => "card",
            Self::Bank => "bank",
            Self::Cheque => "cheque",
            Self::Other => "other",
        }
    }
}

/// What of a payment came in which way.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PaymentPart {
    /// In which way.
    pub mode: PaymentMode,
    /// How much; more than zero.
    #[serde(rename = "amountPaise")]
    pub amount: Money,
}

/// A customer in the books.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Party {
    /// The customer.
    pub id: PartyId,
    /// The name.
    pub name: String,
    /// E.164.
    pub phone: Option<String>,
    /// What the shop calls them.
    pub nickname: Option<String>,
    /// Where they live.
    pub landmark: Option<String>,
    /// Electronic mail.
    pub email: Option<String>,
    /// The code of the State they are in, where it is known.
    #[serde(default)]
    pub state_code: Option<String>,
    /// Their GSTIN, if they are registered.
    #[serde(default)]
    pub gstin: Option<String>,
    /// Where bills are addressed to, on one line.
    #[serde(default)]
    pub address: Option<String>,
    /// What they owe; negative where the shop owes them.
    #[serde(rename = "balancePaise")]
    pub balance: Money,
    /// The most they may owe.
    #[serde(rename = "creditLimitPaise")]
    pub credit_limit: Option<Money>,
    /// When the account was opened.
    pub created_at: jiff::Timestamp,
    /// Whether the account is open.
    #[serde(rename = "active", default = "yes")]
    pub is_active: bool,
}

/// A product in the books.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Product {
    /// The product.
    pub id: ProductId,
    /// The name.
    pub name: String,
    /// What it is counted in.
    pub unit: Unit,
    /// The price of one unit, tax included.
    #[serde(rename = "pricePaise")]
    pub price: Money,
    /// The price printed on it, tax included, above which the law lets nobody sell it.
    #[serde(rename = "mrpPaise", default)]
    pub mrp: Option<Money>,
    /// Its tax rate.
    #[serde(rename = "taxRateBp")]
    pub tax_rate: TaxRate,
    /// Rates that it changes to, earliest first.
    #[serde(default)]
    pub tax_rates: Vec<RateFrom>,
    /// Why it bears no tax, where its rate is nothing; nil-rated where it does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_free: Option<TaxFree>,
    /// Its HSN code.
    pub hsn: Option<String>,
    /// Its barcode: thirteen digits or eight.
    #[serde(default)]
    pub barcode: Option<String>,
    /// Σ stock movements.
    #[serde(rename = "stockMilli")]
    pub stock: Quantity,
    /// Below this it counts as low.
    #[serde(rename = "lowStockMilli")]
    pub low_stock: Option<Quantity>,
    /// Pack word → thousandths in one pack.
    pub packs: BTreeMap<String, i64>,
    /// Other names.
    pub aliases: Vec<String>,
    /// Whether it is still sold.
    #[serde(rename = "active", default = "yes")]
    pub is_active: bool,
}

/// Products of before they could be retired are sold, and such customers have an account.
const fn yes() -> bool {
    true
}

/// What an entry was for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum EntryKind {
    /// What was owed when the account was opened.
    Opening,
    /// A bill.
    Invoice,
    /// A payment.
    Payment,
    /// Credit without a bill.
    Credit,
    /// What the shop no longer asks for.
    #[serde(rename = "write_off")]
    WriteOff,
    /// Money given back.
    Refund,
    /// A bill, or a part of it, taken back.
    #[serde(rename = "credit_note")]
    CreditNote,
    /// What the drawer had more or less than it should when it was counted: on nobody's account, so its amount is zero
    /// and only its postings tell.
    #[serde(rename = "cash_difference")]
    CashDifference,
    /// The undoing of another entry.
    Reversal,
}

impl EntryKind {
    /// The kind's short name, as stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::Invoice => "invoice",
            Self::Payment => "payment",
            Self::Credit => "credit",
            Self::WriteOff => "write_off",
            Self::Refund => "refund",
            Self::CreditNote => "credit_note",
            Self::CashDifference => "cash_difference",
            Self::Reversal => "reversal",
        }
    }
}

/// A change in the books, as a customer's statement shows it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// The entry.
    pub id: EntryId,
    /// What it was for.
    pub kind: EntryKind,
    /// Whose account.
    pub customer_id: PartyId,
    /// Their name.
    pub customer_name: String,
    /// 1, 2, 3 … in that account, without gaps.
    pub sequence: i64,
    /// What it changed the balance by: above zero raises what the customer owes.
    #[serde(rename = "amountPaise")]
    pub amount: Money,
    /// The balance just after it.
    #[serde(rename = "balanceAfterPaise")]
    pub balance_after: Money,
    /// In which way, for a payment or a refund; none where it came in more than one.
    pub mode: Option<PaymentMode>,
    /// What came in which way, where that was more than one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<PaymentPart>,
    /// A remark, or what the credit was for.
    pub description: Option<String>,
    /// The bill's number, for an invoice.
    pub invoice_number: Option<String>,
    /// The entry that it undoes, for a reversal.
    pub reverses: Option<EntryId>,
    /// The day in India that it is for, where that is not the day on which it was posted.
    #[serde(default)]
    pub effective_on: Option<jiff::civil::Date>,
    /// When it was posted.
    pub created_at: jiff::Timestamp,
}
