//! What is wished and what becomes of it, as data.

use crate::ledger::{Channel, Recurrence};
use crate::money::Money;
use crate::quantity::{Quantity, Unit};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// A change that waits for "yes", as it is read back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Wish {
    /// A bill.
    Invoice {
        /// For whom.
        name: String,
        /// What, how much.
        lines: Vec<WishLine>,
        /// What it comes to.
        total: Money,
        /// What was taken off.
        #[serde(default)]
        discount: Option<Money>,
        /// What is handed over with it.
        #[serde(default)]
        paid: Option<Paying>,
        /// Whether another day was told than today, for which it is written.
        #[serde(default)]
        is_redated: bool,
    },
    /// A payment.
    Payment {
        /// By whom.
        name: String,
        /// How much.
        amount: Money,
        /// In which way, if said.
        mode: Option<crate::ledger::PaymentMode>,
        /// On which day, if not today.
        day: Option<jiff::civil::Date>,
    },
    /// Money that goes back to a customer.
    Refund {
        /// To whom.
        name: String,
        /// How much.
        amount: Money,
        /// In which way, if said.
        mode: Option<crate::ledger::PaymentMode>,
    },
    /// Credit without a bill.
    Credit {
        /// To whom.
        name: String,
        /// How much.
        amount: Money,
        /// On which day, if not today.
        day: Option<jiff::civil::Date>,
    },
    /// A new customer.
    Customer {
        /// The name.
        name: String,
        /// Ten digits.
        phone: Option<String>,
        /// Who is called so already, each with what tells them apart.
        #[serde(default)]
        beside: Vec<String>,
    },
    /// Something else is known of a customer.
    Known {
        /// Of whom, as they are called now.
        name: String,
        /// As they will be called.
        to: Option<String>,
        /// Ten digits.
        phone: Option<String>,
        /// Electronic mail.
        email: Option<String>,
    },
    /// A customer's account, which is even, is closed.
    CloseAccount {
        /// Whose.
        name: String,
    },
    /// A product is new on the shelf.
    Product {
        /// The name.
        name: String,
        /// The price of one unit.
        price: Money,
        /// What it is counted in.
        unit: Unit,
        /// What is there of it.
        stock: Quantity,
    },
    /// Stock came, went or was counted.
    Stock {
        /// Of what.
        name: String,
        /// In which way.
        op: crate::ledger::StockOp,
        /// How much.
        quantity: Quantity,
        /// Its unit.
        unit: Unit,
    },
    /// Another price.
    Price {
        /// Of what.
        name: String,
        /// The price of one unit.
        price: Money,
        /// The unit.
        unit: Unit,
    },
    /// A customer is reminded later.
    Remind {
        /// Whom.
        name: String,
        /// When.
        at: DateTime,
        /// Of how much, at most.
        amount: Option<Money>,
        /// How often from then on.
        #[serde(default)]
        recurrence: Recurrence,
        /// Whether something sends it.
        is_sent: bool,
    },
    /// A reminder comes at another time.
    MoveReminder {
        /// Whose.
        name: String,
        /// When it was to come.
        from: DateTime,
        /// When it comes.
        to: DateTime,
        /// Whether something sends it.
        is_sent: bool,
    },
    /// A reminder is called off.
    CancelReminder {
        /// Whose.
        name: String,
        /// When it was to come.
        at: DateTime,
    },
    /// A bill is sent.
    Send {
        /// Its running number.
        number: i64,
        /// To whom.
        name: String,
        /// What it came to.
        total: Money,
        /// In which way.
        channel: Channel,
    },
    /// A bill is undone.
    CancelBill {
        /// Its running number.
        number: i64,
        /// Whose it is.
        name: String,
        /// What it came to.
        total: Money,
    },
    /// Something that was written is taken back.
    Undo {
        /// Whose.
        name: String,
        /// What it was.
        what: Undone,
        /// How much.
        amount: Money,
    },
}

/// What is handed over with a bill.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Paying {
    /// In which way, if said.
    pub mode: Option<crate::ledger::PaymentMode>,
    /// How much.
    pub amount: Money,
    /// Whether that is whatever the bill comes to.
    pub is_all: bool,
    /// Whether what is too much goes back; who has an account keeps it there.
    pub gets_change: bool,
}

/// One line of a bill that is read back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct WishLine {
    /// What.
    pub name: String,
    /// How much.
    pub quantity: Quantity,
    /// Its unit.
    pub unit: Unit,
    /// The price of one unit, where it is not the shop's own.
    pub rate: Option<Money>,
}

/// What was taken back, or is to be.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Undone {
    /// A bill.
    Bill,
    /// Goods that came back.
    CreditNote,
    /// A payment.
    Payment,
    /// Credit without a bill.
    Credit,
    /// What was no longer asked for.
    WriteOff,
    /// Money given back.
    Refund,
    /// Stock that came, went or was counted.
    Stock {
        /// How much more there was of it then; below zero: how much less.
        quantity: Quantity,
        /// Its unit.
        unit: Unit,
    },
    /// Another price.
    Price {
        /// What it was before.
        before: Money,
        /// What it was then.
        after: Money,
        /// Of what.
        unit: Unit,
    },
}

/// What an edit made different.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change {
    /// It is for somebody else.
    Name(String),
    /// A line is new, or different.
    Line(WishLine),
    /// A line is gone.
    Gone(String),
    /// What is taken off.
    Discount(Option<Money>),
    /// It is paid in another way than before, or at all.
    Paid,
}

impl Wish {
    /// What it moves; none where it moves no money.
    #[must_use]
    pub const fn amount(&self) -> Option<Money> {
        match self {
            Self::Invoice { total, .. } | Self::CancelBill { total, .. } => Some(*total),
            Self::Payment { amount, .. }
            | Self::Refund { amount, .. }
            | Self::Credit { amount, .. }
            | Self::Undo { amount, .. } => Some(*amount),
            Self::Customer { .. }
            | Self::Known { .. }
            | Self::CloseAccount { .. }
            | Self::Product { .. }
            | Self::Stock { .. }
            | Self::Remind { .. }
            | Self::MoveReminder { .. }
            | Self::CancelReminder { .. }
            | Self::Send { .. }
            | Self::Price { .. } => None,
        }
    }

    /// Whom or what it is about.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Invoice { name, .. }
            | Self::Payment { name, .. }
            | Self::Credit { name, .. }
            | Self::Refund { name, .. }
            | Self::Customer { name, .. }
            | Self::Known { name, .. }
            | Self::CloseAccount { name }
            | Self::Product { name, .. }
            | Self::Stock { name, .. }
            | Self::Price { name, .. }
            | Self::CancelBill { name, .. }
            | Self::Remind { name, .. }
            | Self::MoveReminder { name, .. }
            | Self::CancelReminder { name, .. }
            | Self::Send { name, .. }
            | Self::Undo { name, .. } => name,
        }
    }

    /// Whether it is the same for somebody else.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Payment { amount, mode, day, .. }, Self::Payment { amount: a, mode: m, day: d, .. }) => {
                amount == a && mode == m && day == d
            }
            (Self::Credit { amount, day, .. }, Self::Credit { amount: a, day: d, .. }) => amount == a && day == d,
            _ => false,
        }
    }

    /// What is different in this bill from what it was; none where one of them is no bill, or nothing is.
    #[must_use]
    pub fn changes_from(&self, old: &Self) -> Option<Vec<Change>> {
        let (
            Self::Invoice { name, lines, discount, paid, .. },
            Self::Invoice { name: old_name, lines: old_lines, discount: old_discount, paid: old_paid, .. },
        ) = (self, old)
        else {
            return None;
        };
        let mut changes = vec![];
        if name != old_name {
            changes.push(Change::Name(name.clone()));
        }
        changes.extend(lines.iter().filter(|line| !old_lines.contains(line)).cloned().map(Change::Line));
        let gone = old_lines.iter().filter(|old| !lines.iter().any(|line| line.name == old.name));
        changes.extend(gone.map(|old| Change::Gone(old.name.clone())));
        if discount != old_discount {
            changes.push(Change::Discount(*discount));
        }
        if let Some(paying) = paid
            && old_paid.is_none_or(|old| old.mode != paying.mode || old.is_all != paying.is_all)
        {
            changes.push(Change::Paid);
        }
        (!changes.is_empty()).then_some(changes)
    }
}
