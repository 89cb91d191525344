//! A bill as it is asked for, before prices and taxes are looked up.

use super::PaidPart;
use crate::ids::{PartyId, ProductId};
use crate::money::Money;
use crate::quantity::Quantity;
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
    pub payments: Vec<PaidPart>,
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
    /// Whether that price includes the tax, if not as the product's own does.
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
