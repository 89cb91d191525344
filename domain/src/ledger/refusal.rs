//! Why the books say no.

use super::{Channel, Party};
use crate::money::Money;
use crate::quantity::Quantity;
use serde::{Deserialize, Serialize};

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
    /// Somebody of this name and place, as far as one can tell, is in the books.
    #[error("{name} may be in the books already: take one of them, or say that this is somebody else")]
    SimilarParty {
        /// Who was to be entered.
        name: String,
        /// Who is there.
        known: Vec<Party>,
    },
    /// A customer with the shop's own GSTIN: nobody sends a bill to themselves.
    #[error("this is the shop's own GSTIN: there is no bill to oneself")]
    OwnGstin,
    /// The account is closed.
    #[error("the account of {name} is closed")]
    RetiredParty {
        /// Whose.
        name: String,
    },
    /// An account is closed only where nothing is owed on either side.
    #[error("the account of {name} is not even: it stands at {balance}")]
    NotEven {
        /// Whose.
        name: String,
        /// What they owe; below zero, what the shop owes them.
        balance: Money,
    },
    /// More than is owed was to be written off or given back.
    #[error("no more than {owed} is owed")]
    AboveOwed {
        /// What is owed: by the customer, or to the customer.
        owed: Money,
    },
    /// A product of this name is on the shelf.
    #[error("{name} is on the shelf already")]
    DuplicateProduct {
        /// Which.
        name: String,
    },
    /// A product with this barcode is on the shelf.
    #[error("{name} has this barcode")]
    DuplicateBarcode {
        /// Which.
        name: String,
    },
    /// It is not sold any more.
    #[error("{name} is not sold any more: make it active first")]
    RetiredProduct {
        /// Which.
        name: String,
    },
    /// Sold for more than the price printed on it.
    #[error("{name} may not be sold above its MRP of {mrp}")]
    AboveMrp {
        /// Which.
        name: String,
        /// What is printed on it.
        mrp: Money,
    },
    /// What is on the shelf was counted in the old unit.
    #[error("the unit of {name} cannot change: its stock was counted in it")]
    UnitInUse {
        /// Of what.
        name: String,
    },
    /// The day, or a later one, was closed before.
    #[error("{day} is closed: only what is dated after it can still be written")]
    DayClosed {
        /// The day that is closed.
        day: jiff::civil::Date,
    },
    /// Somebody without an account paid more than the total, and not in cash.
    #[error("more than the total of {total} was paid: change is given of cash only")]
    PaidTooMuch {
        /// What was to be paid.
        total: Money,
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
    /// No such bill, credit note or draft in this shop, or it was thrown away.
    #[error("there is no such bill")]
    UnknownInvoice,
    /// The draft is a bill by now.
    #[error("this bill is confirmed: cancel it, or take goods of it back")]
    AlreadyConfirmed,
    /// It was undone before.
    #[error("this bill is cancelled")]
    AlreadyCancelled,
    /// What came back of it would come back twice.
    #[error("a part of this bill was taken back: cancel its credit notes first")]
    HasCreditNotes,
    /// A credit note, where a bill is needed.
    #[error("this is a credit note, not a bill")]
    NotABill,
    /// Everything on the bill came back.
    #[error("nothing is left on this bill that could come back")]
    NothingLeft,
    /// More is to come back than was billed and did not come back yet.
    #[error("only {left} of {name} can still come back")]
    MoreThanBilled {
        /// Of what.
        name: String,
        /// What is left.
        left: Quantity,
    },
    /// No such reminder in this shop.
    #[error("there is no such reminder")]
    UnknownReminder,
    /// It was due, or called off, before.
    #[error("this reminder is over: make a new one")]
    ReminderOver,
    /// The customer has no phone or e-mail that a message could go to.
    #[error("{name} has no {}", match channel { Channel::Whatsapp | Channel::Sms => "phone", Channel::Email => "e-mail" })]
    NoAddress {
        /// Who.
        name: String,
        /// In which way they were to be reached.
        channel: Channel,
    },
    /// The draft was changed since it was seen.
    #[error("this draft was changed: its version is {version} now")]
    StaleVersion {
        /// Its version.
        version: i64,
    },
}
