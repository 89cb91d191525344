//! The books: a [`Command`] is a wish to change them, an [`Entry`] is a change that balances.

use crate::ids::{EntryId, PartyId, ProductId};
use crate::invoice::{Invoice, InvoiceDraft};
use crate::money::{Money, TaxRate};
use crate::quantity::{Quantity, Unit};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

mod book;
mod decide;
mod field;

pub use book::{
    Account, AccountKind, BookView, Change, Decision, FinancialYear, Movement, Posting, Recorded, ShopLimits,
};
pub use decide::{Moment, decide, india_day};
pub use field::{is_gstin, name, phone};

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
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StockOp {
    /// This much more.
    Add,
    /// This much less.
    Remove,
    /// Exactly this much.
    Set,
}

/// How a customer pays.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
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

/// A customer in the books.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
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
    /// What they owe; negative where the shop owes them.
    #[serde(rename = "balancePaise")]
    pub balance: Money,
    /// The most they may owe.
    #[serde(rename = "creditLimitPaise")]
    pub credit_limit: Option<Money>,
    /// When the account was opened.
    pub created_at: jiff::Timestamp,
}

/// A product in the books.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
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
    /// Its tax rate.
    #[serde(rename = "taxRateBp")]
    pub tax_rate: TaxRate,
    /// Its HSN code.
    pub hsn: Option<String>,
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
}

/// What an entry was for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
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
            Self::Reversal => "reversal",
        }
    }
}

/// A change in the books, as a customer's statement shows it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
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
    /// In which way, for a payment.
    pub mode: Option<PaymentMode>,
    /// A remark, or what the credit was for.
    pub description: Option<String>,
    /// The bill's number, for an invoice.
    pub invoice_number: Option<String>,
    /// The entry that it undoes, for a reversal.
    pub reverses: Option<EntryId>,
    /// When it was posted.
    pub created_at: jiff::Timestamp,
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

/// A rule said no. Nothing changed.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error, Serialize, Deserialize)]
pub enum Refusal {
    /// Zero, negative, or above the shop's limit.
    #[error("the amount must be more than zero and at most {limit}")]
    InvalidAmount {
        /// The most that one entry may be.
        limit: Money,
    },
    /// Zero, negative, a fraction of a counted thing, or too many.
    #[error("the quantity of {name} is not one that can be sold")]
    InvalidQuantity {
        /// Of what.
        name: String,
    },
    /// A name that is empty, too long or holds control characters, or a malformed phone, code or pack.
    #[error("{field}: {problem}")]
    InvalidField {
        /// The field's JSON pointer: `/phone`.
        field: String,
        /// What to do.
        problem: String,
    },
    /// No line, or too many.
    #[error("a bill has 1 to {max} lines", max = crate::invoice::LINES_MAX)]
    InvalidLines,
    /// No such customer in this shop.
    #[error("there is no such customer")]
    UnknownParty,
    /// No such product in this shop.
    #[error("there is no such product")]
    UnknownProduct,
    /// No such entry in this shop.
    #[error("there is no such entry")]
    UnknownEntry,
    /// It was reversed before, or is itself a reversal.
    #[error("this entry cannot be reversed again")]
    AlreadyReversed,
    /// Someone with this phone is in the books.
    #[error("{name} is in the books with this phone")]
    DuplicateParty {
        /// Who.
        name: String,
    },
    /// A product of this name is on the shelf.
    #[error("{name} is on the shelf already")]
    DuplicateProduct {
        /// Which.
        name: String,
    },
    /// Not enough on the shelf.
    #[error("only {left} {unit} of {name} left")]
    OutOfStock {
        /// Of what.
        name: String,
        /// What is left.
        left: Quantity,
        /// Its unit.
        unit: String,
    },
    /// The customer would owe more than they may.
    #[error("the credit limit of {limit} would be passed")]
    CreditLimit {
        /// The most they may owe.
        limit: Money,
    },
    /// Prices changed since the bill was read back.
    #[error("the total is now {total}")]
    TotalChanged {
        /// What it comes to now.
        total: Money,
    },
}
