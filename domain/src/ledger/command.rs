//! What the books are asked, and what they answer.

use super::{Entry, Party, PaymentMode, Product};
use crate::ids::{EntryId, PartyId, ProductId};
use crate::invoice::{Invoice, InvoiceDraft};
use crate::money::{Money, TaxRate};
use crate::quantity::{Quantity, Unit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A wish to change the books of one shop.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Command {
    /// Open an account for a customer.
    CreateParty(NewParty),
    /// Put something new on the shelf.
    CreateProduct(NewProduct),
    /// Count stock in, out, or afresh.
    MoveStock {
        /// Of what.
        product: ProductId,
        /// In which way.
        op: StockOp,
        /// How much; not negative.
        quantity: Quantity,
        /// Why.
        reason: Option<String>,
    },
    /// Bill a customer: the goods leave the shelf, the customer owes the total.
    IssueInvoice(InvoiceDraft),
    /// A customer pays.
    ReceivePayment {
        /// Who.
        party: PartyId,
        /// How much; more than zero.
        amount: Money,
        /// In which way.
        mode: PaymentMode,
        /// A remark.
        notes: Option<String>,
    },
    /// A customer takes goods or money on credit, without a bill.
    GiveCredit {
        /// Who.
        party: PartyId,
        /// How much; more than zero.
        amount: Money,
        /// For what.
        description: String,
    },
    /// Undo an entry, once, with mirrored amounts.
    Reverse {
        /// Which.
        entry: EntryId,
    },
}

/// A customer to be.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct NewParty {
    /// The name, 1 to 200 characters.
    pub name: String,
    /// E.164, `+919810010001`.
    pub phone: Option<String>,
    /// What the shop calls them.
    pub nickname: Option<String>,
    /// Where they live: what tells two Rahuls apart.
    pub landmark: Option<String>,
    /// Electronic mail.
    pub email: Option<String>,
    /// What they owe already; posted as an entry of its own when it is not zero.
    pub opening_balance: Money,
    /// The most they may owe.
    pub credit_limit: Option<Money>,
}

/// A product to be.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewProduct {
    /// The name, 1 to 200 characters.
    pub name: String,
    /// What it is counted in.
    pub unit: Unit,
    /// The price of one unit, tax included; more than zero.
    pub price: Money,
    /// Its tax rate.
    pub tax_rate: TaxRate,
    /// Its HSN code: 4, 6 or 8 digits.
    pub hsn: Option<String>,
    /// What is on the shelf.
    pub stock: Quantity,
    /// Below this it counts as low.
    pub low_stock: Option<Quantity>,
    /// Pack word → thousandths of the unit in one pack: `{"peti": 24000}`.
    pub packs: BTreeMap<String, i64>,
    /// Other names: `["chawal", "चावल"]`.
    pub aliases: Vec<String>,
}

/// How stock is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum StockOp {
    /// This much more.
    Add,
    /// This much less.
    Remove,
    /// Exactly this much.
    Set,
}

/// Names one wish to change the books, so that asking again posts once; 1 to 255 characters.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// A key, unless it is empty, longer than 255 characters or holds a control character.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let sane = !text.is_empty() && text.chars().count() <= 255 && !text.chars().any(char::is_control);
        sane.then(|| Self(text.to_owned()))
    }

    /// The key's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a command came to. Stored with its idempotency key: asking again gives this again.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Posted {
    /// An account was opened.
    Party(Party),
    /// A product was put on the shelf, or its stock was counted.
    Product(Product),
    /// A bill was issued.
    Invoice(Invoice),
    /// A payment, a credit or a reversal.
    Entry(Entry),
}
