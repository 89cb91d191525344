//! A bill: what was taken, at which price, with which tax, and what it comes to.

use crate::ids::{EntryId, InvoiceId, PartyId, ProductId};
use crate::money::{Money, TaxRate};
use crate::quantity::{Quantity, Unit};
use serde::{Deserialize, Serialize};

/// A bill as it was asked for, before prices and taxes are looked up.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct InvoiceDraft {
    /// The customer.
    pub party: PartyId,
    /// What was taken, in the order it was said; 1 to [`LINES_MAX`].
    pub lines: Vec<DraftLine>,
    /// A remark for the bill.
    pub notes: Option<String>,
    /// What was read back to the user: where the shop's prices now give another total, the bill is refused.
    pub expected_total: Option<Money>,
}

/// One line of a draft.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DraftLine {
    /// What was taken.
    pub product: ProductId,
    /// How much of it.
    pub quantity: Quantity,
    /// The price of one unit, if not the shop's own.
    pub rate: Option<Money>,
}

/// The most lines that one bill holds.
pub const LINES_MAX: usize = 200;

/// A line with its price and tax. Prices include tax, as a shelf price (MRP) does.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InvoiceLine {
    /// What was taken.
    pub product_id: ProductId,
    /// Its name at that moment.
    pub name: String,
    /// Its unit.
    pub unit: Unit,
    /// How much, in thousandths.
    #[serde(rename = "quantityMilli")]
    pub quantity: Quantity,
    /// The price of one unit, tax included.
    #[serde(rename = "ratePaise")]
    pub rate: Money,
    /// Its tax rate at that moment.
    #[serde(rename = "taxRateBp")]
    pub tax_rate: TaxRate,
    /// What the tax is reckoned on.
    #[serde(rename = "taxablePaise")]
    pub taxable: Money,
    /// Central tax.
    #[serde(rename = "cgstPaise")]
    pub cgst: Money,
    /// State tax; always equal to the central tax.
    #[serde(rename = "sgstPaise")]
    pub sgst: Money,
    /// `taxable + cgst + sgst`.
    #[serde(rename = "totalPaise")]
    pub total: Money,
}

/// Where a bill stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum InvoiceStatus {
    /// Not in the books yet.
    Draft,
    /// In the books.
    Confirmed,
    /// Reversed; its number is never used again.
    Cancelled,
}

/// A bill in the books.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Invoice {
    /// The bill.
    pub id: InvoiceId,
    /// Its number, consecutive in the shop's series and financial year: `INV/26-27/000001`.
    pub number: String,
    /// Where it stands.
    pub status: InvoiceStatus,
    /// The customer.
    pub customer_id: PartyId,
    /// The customer's name.
    pub customer_name: String,
    /// The lines, in order.
    pub items: Vec<InvoiceLine>,
    /// Σ taxable.
    #[serde(rename = "taxablePaise")]
    pub taxable: Money,
    /// Σ cgst.
    #[serde(rename = "cgstPaise")]
    pub cgst: Money,
    /// Σ sgst.
    #[serde(rename = "sgstPaise")]
    pub sgst: Money,
    /// What brings the bill to a whole rupee; at most 50 paise either way.
    #[serde(rename = "roundOffPaise")]
    pub round_off: Money,
    /// What the customer owes for it.
    #[serde(rename = "totalPaise")]
    pub total: Money,
    /// A remark.
    pub notes: Option<String>,
    /// The entry that posted it.
    pub entry_id: Option<EntryId>,
    /// The customer's balance just after it.
    #[serde(rename = "balancePaise")]
    pub balance: Money,
    /// When it was posted.
    pub created_at: jiff::Timestamp,
}
