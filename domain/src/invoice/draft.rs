//! What is asked of bills: to issue one, to draft and change it, to undo it, to take goods back.

use super::{InvoiceKind, InvoiceLine, InvoiceStatus, TaxSum};
use crate::ids::{InvoiceId, PartyId, ProductId};
use crate::ledger::{Patch, PaymentPart};
use crate::money::Money;
use crate::quantity::Quantity;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A bill as it was asked for, before prices and taxes are looked up.
///
/// What is left out is not written either: a request of an older program has the same hash under its key.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct InvoiceDraft {
    /// The customer.
    pub party: PartyId,
    /// What was taken, in the order it was said; 1 to [`super::LINES_MAX`].
    pub lines: Vec<DraftLine>,
    /// A remark for the bill.
    pub notes: Option<String>,
    /// What was read back to the user: where the shop's prices now give another total, the bill is refused.
    pub expected_total: Option<Money>,
    /// What is taken off the whole bill, after the lines' own discounts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Discount>,
    /// The code of the State that the goods go to, if not the customer's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place_of_supply: Option<String>,
    /// What is paid at once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub payments: Vec<PaymentPart>,
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
    /// Whether that price includes the tax; it does where this is left out, as a product's own price does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_included: Option<bool>,
    /// What is taken off this line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Discount>,
}

/// What is taken off a price.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Discount {
    /// So much money.
    #[serde(rename = "paise")]
    Paise(Money),
    /// So many hundredths of a percent.
    #[serde(rename = "bp")]
    BasisPoints(u32),
}

impl InvoiceDraft {
    /// A bill for these lines, with nothing else said.
    #[must_use]
    pub const fn new(party: PartyId, lines: Vec<DraftLine>) -> Self {
        let payments = vec![];
        Self { party, lines, notes: None, expected_total: None, discount: None, place_of_supply: None, payments }
    }
}

impl DraftLine {
    /// This much of a product, at the shop's own price.
    #[must_use]
    pub const fn new(product: ProductId, quantity: Quantity) -> Self {
        Self { product, quantity, rate: None, tax_included: None, discount: None }
    }
}

/// A bill that is not in the books yet: what is wished, and what that comes to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Draft {
    /// What is asked for.
    pub wish: InvoiceDraft,
    /// What it comes to, at the prices of its last change.
    pub bill: DraftBill,
}

/// How a draft is shown: as the bill that it will be, which has its identity.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DraftBill {
    /// The bill that it will be.
    pub id: InvoiceId,
    /// What kind of paper that will be.
    pub kind: InvoiceKind,
    /// `draft`; `cancelled` once it is thrown away.
    pub status: InvoiceStatus,
    /// Raised by every change: a change that names another is refused.
    pub version: i64,
    /// The customer.
    pub customer_id: PartyId,
    /// The customer's name.
    pub customer_name: String,
    /// The code of the State that the goods go to.
    pub place_of_supply: String,
    /// The lines, in order.
    pub items: Vec<InvoiceLine>,
    /// What is taken off the whole bill.
    #[serde(rename = "discountPaise")]
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
    #[serde(rename = "igstPaise")]
    pub igst: Money,
    /// What brings the bill to a whole rupee; at most 50 paise either way.
    #[serde(rename = "roundOffPaise")]
    pub round_off: Money,
    /// What the customer will owe for it.
    #[serde(rename = "totalPaise")]
    pub total: Money,
    /// The sums of each tax rate, lowest rate first.
    pub taxes: Vec<TaxSum>,
    /// A remark.
    pub notes: Option<String>,
    /// What is to be paid at once.
    pub payments: Vec<PaymentPart>,
    /// When it was begun.
    pub created_at: jiff::Timestamp,
    /// When it was last changed.
    pub updated_at: jiff::Timestamp,
    /// When it is forgotten, unless it is changed or confirmed before.
    pub expires_at: jiff::Timestamp,
}

/// A change to a draft; what is left out stays. Lines are numbered from 1 as the draft has them: first some are
/// changed, then some removed, then some added.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct DraftEdit {
    /// Another customer.
    pub party: Option<PartyId>,
    /// These lines instead of all.
    pub lines: Option<Vec<DraftLine>>,
    /// Lines that become different.
    pub changed: Vec<LineEdit>,
    /// Lines that go.
    pub removed: Vec<u16>,
    /// Lines that come at the end.
    pub added: Vec<DraftLine>,
    /// What is taken off the whole bill.
    pub discount: Patch<Discount>,
    /// A remark.
    pub notes: Patch<String>,
    /// The code of the State that the goods go to.
    pub place_of_supply: Patch<String>,
    /// What is paid at once, instead of what was said before.
    pub payments: Option<Vec<PaymentPart>>,
}

/// A change to one line of a draft.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LineEdit {
    /// Which; the first is 1.
    pub line: u16,
    /// How much of it.
    pub quantity: Option<Quantity>,
    /// The price of one unit; cleared, the shop's own.
    pub rate: Patch<Money>,
    /// What is taken off it.
    pub discount: Patch<Discount>,
}

/// What comes back of one line of a bill.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Returned {
    /// Which; the first is 1.
    pub line: u16,
    /// How much; all that did not come back yet, if not said.
    pub quantity: Option<Quantity>,
}

/// A wish about a bill or a draft, beyond issuing a bill at once.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum BillWish {
    /// Begin a draft.
    Draft(InvoiceDraft),
    /// Begin a draft with what a bill had, at today's prices.
    Repeat {
        /// The bill.
        invoice: InvoiceId,
    },
    /// Change a draft.
    Edit {
        /// The draft.
        draft: InvoiceId,
        /// The version that was seen; where the draft has another by now, it is not changed.
        version: Option<i64>,
        /// The change.
        edit: DraftEdit,
    },
    /// Issue the bill that a draft is for.
    Confirm {
        /// The draft.
        draft: InvoiceId,
        /// The version that was seen.
        version: Option<i64>,
        /// What it is to come to; what the draft says, if not said.
        expected_total: Option<Money>,
        /// What is paid at once; what the draft says, if not said.
        payments: Option<Vec<PaymentPart>>,
    },
    /// Throw a draft away; undo a bill or a credit note, with what was paid with it.
    Cancel {
        /// Which.
        invoice: InvoiceId,
        /// Why.
        reason: Option<String>,
    },
    /// Take goods of a bill back.
    Return {
        /// The bill.
        invoice: InvoiceId,
        /// What comes back; all that did not yet, where this is empty.
        lines: Vec<Returned>,
        /// Why.
        reason: Option<String>,
    },
}

impl DraftEdit {
    /// The wish as it is with this change.
    ///
    /// # Errors
    /// The JSON pointer of a line that the draft does not have.
    pub fn applied(&self, old: &InvoiceDraft) -> Result<InvoiceDraft, String> {
        let mut lines: Vec<Option<DraftLine>> =
            self.lines.as_ref().unwrap_or(&old.lines).iter().cloned().map(Some).collect();
        let at = |line: u16| usize::from(line).checked_sub(1);
        for (index, edit) in self.changed.iter().enumerate() {
            let line = at(edit.line).and_then(|at| lines.get_mut(at)).and_then(Option::as_mut);
            let line = line.ok_or_else(|| format!("/changeItems/{index}/line"))?;
            line.quantity = edit.quantity.unwrap_or(line.quantity);
            line.rate = edit.rate.over(line.rate);
            line.discount = edit.discount.over(line.discount);
        }
        for (index, line) in self.removed.iter().enumerate() {
            let line = at(*line).and_then(|at| lines.get_mut(at)).filter(|line| line.is_some());
            *line.ok_or_else(|| format!("/removeItems/{index}"))? = None;
        }
        Ok(InvoiceDraft {
            party: self.party.unwrap_or(old.party),
            lines: lines.into_iter().flatten().chain(self.added.iter().cloned()).collect(),
            notes: self.notes.over(old.notes.clone()),
            expected_total: None,
            discount: self.discount.over(old.discount),
            place_of_supply: self.place_of_supply.over(old.place_of_supply.clone()),
            payments: self.payments.as_ref().unwrap_or(&old.payments).clone(),
        })
    }
}
