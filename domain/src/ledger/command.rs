//! What the books are asked, and what they answer.

use super::{Channel, Reminder, ReminderWish, Sending};
use super::{
    DayClose, DayCount, Entry, Party, Patch, PaymentMode, PaymentPart, Product, ProductChange, RateFrom, Shop,
    ShopChange, TaxFree,
};
use crate::ids::{EntryId, InvoiceId, PartyId, ProductId};
use crate::invoice::{BillWish, Draft, Invoice, InvoiceDraft};
use crate::money::{Money, TaxRate};
use crate::quantity::{Quantity, Unit};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A wish to change the books of one shop.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Command {
    /// Open an account for a customer.
    CreateParty(NewParty),
    /// Change what is known of a customer.
    UpdateParty {
        /// Who.
        party: PartyId,
        /// What becomes different.
        change: PartyChange,
    },
    /// Close a customer's account: what was written stays, nothing more is.
    RetireParty {
        /// Who; owes nothing, and is owed nothing.
        party: PartyId,
    },
    /// Put something new on the shelf.
    CreateProduct(NewProduct),
    /// Change what is on the shelf: its name, price, codes; or retire it.
    ChangeProduct {
        /// Which.
        product: ProductId,
        /// What of it.
        change: ProductChange,
    },
    /// Change the shop's settings.
    ChangeShop(ShopChange),
    /// Count the drawer and close a day.
    CloseDay(DayCount),
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
    /// Draft a bill, change, confirm or undo it, or take goods of it back.
    Bill(BillWish),
    /// Give a bill to the messenger.
    SendInvoice {
        /// Which.
        invoice: InvoiceId,
        /// In which way.
        channel: Channel,
    },
    /// Remind a customer later, at another time, or not.
    Remind(ReminderWish),
    /// A customer pays.
    ReceivePayment {
        /// Who.
        party: PartyId,
        /// How much in which way; each way once.
        parts: Vec<PaymentPart>,
        /// A remark.
        notes: Option<String>,
        /// The day in India that it is for, if not today.
        on: Option<Date>,
    },
    /// A customer takes goods or money on credit, without a bill.
    GiveCredit {
        /// Who.
        party: PartyId,
        /// How much; more than zero.
        amount: Money,
        /// For what.
        description: String,
        /// The day in India that it is for, if not today.
        on: Option<Date>,
    },
    /// Ask no longer for a part of what a customer owes.
    WriteOff {
        /// Who.
        party: PartyId,
        /// How much; more than zero and no more than they owe.
        amount: Money,
        /// Why.
        reason: String,
    },
    /// Give money back to a customer.
    Refund {
        /// Who.
        party: PartyId,
        /// How much; more than zero.
        amount: Money,
        /// In which way.
        mode: PaymentMode,
        /// A remark.
        notes: Option<String>,
        /// Whether it may be more than the shop owes them, which makes the rest their debt.
        may_exceed: bool,
    },
    /// Undo an entry, once, with mirrored amounts.
    Reverse {
        /// Which.
        entry: EntryId,
    },
}

impl Command {
    /// A payment of today in one way, without a remark.
    #[must_use]
    pub fn payment(party: PartyId, amount: Money, mode: PaymentMode) -> Self {
        Self::ReceivePayment { party, parts: vec![PaymentPart { mode, amount }], notes: None, on: None }
    }

    /// A credit of today.
    #[must_use]
    pub fn credit(party: PartyId, amount: Money, description: String) -> Self {
        Self::GiveCredit { party, amount, description, on: None }
    }
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
    /// The code of the State they are in.
    pub state_code: Option<String>,
    /// Their GSTIN.
    pub gstin: Option<String>,
    /// Where bills are addressed to.
    pub address: Option<String>,
    /// What they owe already; posted as an entry of its own when it is not zero.
    pub opening_balance: Money,
    /// The most they may owe.
    pub credit_limit: Option<Money>,
    /// Whether somebody who seems to be in the books already may be entered once more.
    pub may_be_known: bool,
    /// Whether their phone may be somebody else's too, as in a family.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub may_share_phone: bool,
}

/// A wish to change what is known of a customer; what is left out stays.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each is the field of the same name of the customer")]
pub struct PartyChange {
    pub name: Option<String>,
    pub phone: Patch<String>,
    pub nickname: Patch<String>,
    pub landmark: Patch<String>,
    pub email: Patch<String>,
    pub state_code: Patch<String>,
    pub gstin: Patch<String>,
    pub address: Patch<String>,
    pub credit_limit: Patch<Money>,
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
    /// The price printed on it, which the price does not pass.
    pub mrp: Option<Money>,
    /// Its tax rate.
    pub tax_rate: TaxRate,
    /// Rates that it changes to on a day.
    pub tax_rates: Vec<RateFrom>,
    /// Why it bears no tax, where a rate is nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_free: Option<TaxFree>,
    /// Its HSN code: 4, 6 or 8 digits.
    pub hsn: Option<String>,
    /// Its barcode: EAN-13, EAN-8 or UPC-A.
    pub barcode: Option<String>,
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
    /// An account was opened, or what is known of a customer changed.
    Party(Party),
    /// A product was put on the shelf or changed, or its stock was counted.
    Product(Product),
    /// The settings were changed.
    Shop(Shop),
    /// A day was closed.
    DayClose(DayClose),
    /// A bill or a credit note was issued or undone.
    Invoice(Invoice),
    /// A draft was begun, changed or thrown away.
    Draft(Box<Draft>),
    /// A payment, a credit, a write-off, a refund or a reversal.
    Entry(Entry),
    /// A reminder was made, changed or called off.
    Reminder(Reminder),
    /// A bill was given to the messenger.
    Sending(Sending),
}
