//! What was written, as it is told.

use super::Wish;
use crate::ledger::{Channel, PaymentMode, Recurrence};
use crate::money::Money;
use crate::quantity::{Quantity, Unit};
use jiff::civil::DateTime;

/// What was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Deed {
    /// A bill, a payment or a credit: the customer's balance after it.
    Entry {
        /// Whose.
        name: String,
        /// The balance.
        balance: Money,
    },
    /// A bill that was paid with it.
    Sold {
        /// Whose; nobody's, where the customer has no name.
        name: Option<String>,
        /// In which way, where it was one.
        mode: Option<PaymentMode>,
        /// How much was paid.
        paid: Money,
        /// How much of what was handed over goes back.
        change: Money,
        /// The balance.
        balance: Money,
    },
    /// A customer.
    Customer {
        /// The name.
        name: String,
    },
    /// Something else is known of a customer: what it is now.
    Known {
        /// The name.
        name: String,
        /// The phone, where that changed.
        phone: Option<String>,
        /// The e-mail, where that changed.
        email: Option<String>,
    },
    /// An account was closed.
    AccountClosed {
        /// Whose it was.
        name: String,
    },
    /// A product.
    Product {
        /// The name.
        name: String,
    },
    /// What is on the shelf now.
    Stock {
        /// Of what.
        name: String,
        /// How much.
        stock: Quantity,
        /// Its unit.
        unit: Unit,
    },
    /// What it costs now.
    Price {
        /// What.
        name: String,
        /// The price of one unit.
        price: Money,
        /// The unit.
        unit: Unit,
    },
    /// A customer will be reminded.
    Reminder {
        /// Whom.
        name: String,
        /// When.
        at: DateTime,
        /// How often from then on.
        recurrence: Recurrence,
        /// Whether something sends it.
        is_sent: bool,
    },
    /// A reminder was called off.
    ReminderCancelled {
        /// Whose.
        name: String,
        /// When it was to come.
        at: DateTime,
    },
    /// A bill was given to the messenger.
    Sending {
        /// Who gets it.
        name: String,
        /// In which way.
        channel: Channel,
    },
    /// A bill was undone.
    BillCancelled {
        /// Its running number.
        number: i64,
        /// Whose it was.
        name: String,
        /// What they owe now.
        balance: Money,
    },
    /// Something was taken back: the customer's balance after it.
    Undone {
        /// Whose.
        name: String,
        /// The balance.
        balance: Money,
    },
    /// Something that was not read back before it was written: what it was, and what came of it.
    Unread {
        /// What was written.
        what: Box<Wish>,
        /// What came of it.
        deed: Box<Deed>,
    },
    /// Anything else.
    Other,
}
