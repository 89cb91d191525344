//! A bill: what was taken, at which price, with which tax, and what it comes to.
#![warn(clippy::arithmetic_side_effects)]

mod draft;
mod reckon;

pub use draft::{BillWish, Discount, Draft, DraftBill, DraftEdit, DraftLine, InvoiceDraft, LineEdit, Returned};
pub(crate) use reckon::tax_in;
pub use reckon::{Charge, Charged, ReckonError, Reckoned, Supply, TaxSum, Totals, reckon, tax_sums};

use crate::ids::{EntryId, InvoiceId, PartyId, ProductId};
use crate::ledger::{PaymentPart, TaxFree};
use crate::money::{Money, TaxRate};
use crate::quantity::{Quantity, Unit};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The most lines that one bill holds.
pub const LINES_MAX: usize = 200;

/// A line with its price, discounts and tax.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct InvoiceLine {
    /// What was taken.
    pub product_id: ProductId,
    /// Its name at that moment.
    pub name: String,
    /// Its HSN code at that moment.
    #[serde(default)]
    pub hsn: Option<String>,
    /// Its unit.
    pub unit: Unit,
    /// How much, in thousandths.
    #[serde(rename = "quantityMilli")]
    pub quantity: Quantity,
    /// The price of one unit.
    #[serde(rename = "ratePaise")]
    pub rate: Money,
    /// Whether that price includes the tax, as a shelf price (MRP) does.
    #[serde(default = "yes")]
    pub tax_included: bool,
    /// Its tax rate at that moment; zero where the shop collects no tax.
    #[serde(rename = "taxRateBp")]
    pub tax_rate: TaxRate,
    /// Why it bears no tax, where a shop that collects tax sold it without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_free: Option<TaxFree>,
    /// What was taken off `quantity · rate` for this line alone.
    #[serde(rename = "discountPaise", default)]
    pub discount: Money,
    /// This line's share of what was taken off the whole bill.
    #[serde(rename = "billDiscountPaise", default)]
    pub bill_discount: Money,
    /// What the tax is reckoned on, after the discounts.
    #[serde(rename = "taxablePaise")]
    pub taxable: Money,
    /// Central tax.
    #[serde(rename = "cgstPaise")]
    pub cgst: Money,
    /// State tax; always equal to the central tax.
    #[serde(rename = "sgstPaise")]
    pub sgst: Money,
    /// Integrated tax, on a supply to another State; never with the other two.
    #[serde(rename = "igstPaise", default)]
    pub igst: Money,
    /// `taxable + cgst + sgst + igst`; where the price includes its tax, exactly `quantity · rate` less the discounts.
    #[serde(rename = "totalPaise")]
    pub total: Money,
    /// On a credit note: which line of the original came back; the first is 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original_line: Option<u16>,
}

const fn yes() -> bool {
    true
}

/// What kind of paper a bill is, by how the shop was taxed on that day, and what it sold to whom.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceKind {
    /// Of a shop that collects tax: goods that bear it; to a buyer with a GSTIN, others beside them. Bills from before the
    /// next two were kinds of their own are this one, whatever is on them.
    #[default]
    TaxInvoice,
    /// Of the same shop, to a buyer without a GSTIN: goods that bear tax and goods that bear none (rule 46A).
    InvoiceCumBillOfSupply,
    /// Of goods that bear no tax alone, or of a shop under the composition scheme, which collects none.
    BillOfSupply,
    /// Of a shop without a GSTIN: no word of tax.
    Bill,
    /// Takes back a bill, or a part of it; its amounts are above zero and lower what the customer owes.
    CreditNote,
}

impl InvoiceKind {
    /// The kind's short name, as stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TaxInvoice => "tax_invoice",
            Self::InvoiceCumBillOfSupply => "invoice_cum_bill_of_supply",
            Self::BillOfSupply => "bill_of_supply",
            Self::Bill => "bill",
            Self::CreditNote => "credit_note",
        }
    }

    /// The paper of a shop that collects tax, for these lines and this buyer (sections 31 (1) and (3) (c) of the CGST Act,
    /// rule 46A).
    #[must_use]
    pub fn of_registered(items: &[InvoiceLine], buyer_gstin: Option<&str>) -> Self {
        let bears_none = |line: &InvoiceLine| line.tax_rate == TaxRate::ZERO;
        if items.iter().all(bears_none) {
            Self::BillOfSupply
        } else if buyer_gstin.is_none() && items.iter().any(bears_none) {
            Self::InvoiceCumBillOfSupply
        } else {
            Self::TaxInvoice
        }
    }
}

/// Where a bill stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum InvoiceStatus {
    /// Not in the books yet.
    Draft,
    /// In the books.
    Confirmed,
    /// Reversed; its number is never used again.
    Cancelled,
}

impl InvoiceStatus {
    /// The status's short name, as stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Confirmed => "confirmed",
            Self::Cancelled => "cancelled",
        }
    }
}

/// The bill that a credit note takes back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Original {
    /// The bill.
    pub id: InvoiceId,
    /// Its number.
    pub number: String,
    /// What kind of paper it is.
    pub kind: InvoiceKind,
    /// The day in India on which it was issued; none where a credit note of before did not keep it.
    #[serde(default)]
    pub date: Option<Date>,
}

/// A bill in the books, or a credit note.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Invoice {
    /// The bill.
    pub id: InvoiceId,
    /// What kind of paper it is.
    #[serde(default)]
    pub kind: InvoiceKind,
    /// The series of its number: `INV`, or the shop's own; `CN` for a credit note.
    #[serde(default)]
    pub series: String,
    /// Its number, consecutive in the shop's series and financial year: `INV/26-27/000001`.
    pub number: String,
    /// Where it stands.
    pub status: InvoiceStatus,
    /// The customer.
    pub customer_id: PartyId,
    /// The customer's name.
    pub customer_name: String,
    /// The customer's GSTIN at that moment.
    #[serde(default)]
    pub customer_gstin: Option<String>,
    /// The code of the State that the goods went to; none on a bill from before it was kept.
    #[serde(default)]
    pub place_of_supply: Option<String>,
    /// The lines, in order.
    pub items: Vec<InvoiceLine>,
    /// What was taken off the whole bill: Σ `billDiscountPaise` of the lines.
    #[serde(rename = "discountPaise", default)]
    pub discount: Money,
    /// Σ taxable.
    #[serde(rename = "taxablePaise")]
    pub taxable: Money,
    /// Σ cgst.
    #[serde(rename = "cgstPaise")]
    pub cgst: Money,
    /// Σ sgst.
    #[serde(rename = "sgstPaise")]
    pub sgst: Money,
    /// Σ igst.
    #[serde(rename = "igstPaise", default)]
    pub igst: Money,
    /// What brings the bill to a whole rupee; at most 50 paise either way.
    #[serde(rename = "roundOffPaise")]
    pub round_off: Money,
    /// What the customer owes for it.
    #[serde(rename = "totalPaise")]
    pub total: Money,
    /// The sums of each tax rate, lowest rate first; none where the shop collects no tax.
    #[serde(default)]
    pub taxes: Vec<TaxSum>,
    /// A remark.
    pub notes: Option<String>,
    /// What was paid at once, with the bill.
    #[serde(default)]
    pub payments: Vec<PaymentPart>,
    /// What was given back of cash that was more than the total, to somebody without an account.
    #[serde(rename = "changePaise", default)]
    pub change: Money,
    /// On a credit note: what it takes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original: Option<Original>,
    /// The entry that posted it.
    pub entry_id: Option<EntryId>,
    /// The entry that posted what was paid with it.
    #[serde(default)]
    pub payment_entry_id: Option<EntryId>,
    /// Once it is cancelled: the entries that undid what it and its payment posted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reversed_by: Vec<EntryId>,
    /// The customer's balance just after it, and after what was paid with it.
    #[serde(rename = "balancePaise")]
    pub balance: Money,
    /// When it was posted.
    pub created_at: jiff::Timestamp,
}
