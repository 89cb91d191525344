//! What is said back, as data and as text: in English or Hindi, for eyes or for a voice.
//!
//! As few words as a shopkeeper would use. Hindi is written in Devanagari, so that a Hindi voice reads it right;
//! names stay as the shop wrote them.

use crate::intent::{Field, Intent, Slot};
use crate::ledger::{Channel, Refusal};
use crate::money::Money;
use crate::quantity::{Quantity, Unit};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

mod books;
mod diary;
mod question;
mod render;
mod shop;
mod wish;
pub mod words;

pub use wish::{Change, Undone};
pub use words::{Form, Tongue};

/// One thing that is said back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reply {
    /// What will be written, with the question whether to write it.
    ReadBack(Vec<Wish>),
    /// A fresh command came while this one waits: this one first.
    StillWaiting(Vec<Wish>),
    /// Neither yes nor no was heard while this waits.
    YesOrNo(Vec<Wish>),
    /// What waits was edited: only what is different now, and what it comes to.
    Changed {
        /// What will be written.
        wishes: Vec<Wish>,
        /// What is different.
        changes: Vec<Change>,
    },
    /// What will be written if its amount is said again.
    SayAmount(Vec<Wish>),
    /// A code was sent to the owner: it is asked for.
    SayCode,
    /// That was not the code; it may be tried again.
    WrongCode,
    /// The code counts no more; nothing was written.
    CodeSpent,
    /// No code could be sent; nothing was written.
    NoCode,
    /// It was written.
    Written(Deed),
    /// What a customer owes.
    Balance {
        /// The customer.
        name: String,
        /// Above zero: owes the shop.
        balance: Money,
    },
    /// What is on the shelf.
    Stock {
        /// The product.
        name: String,
        /// How much of it.
        stock: Quantity,
        /// Its unit.
        unit: Unit,
    },
    /// What happened on one day, or on several.
    Summary {
        /// The day, or the first of them, when it is not today alone.
        day: Option<jiff::civil::Date>,
        /// The last of several days.
        until: Option<jiff::civil::Date>,
        /// Bills.
        invoices: i64,
        /// What they came to.
        sales: Money,
        /// What was paid.
        payments: Money,
        /// Credit without a bill.
        credit: Money,
    },
    /// What is known of a customer.
    Customer(Box<Known>),
    /// Who owes the most, the most first.
    Debtors(Vec<(String, Money)>),
    /// What customers will be reminded of, the earliest first.
    Reminders {
        /// Who, and when.
        list: Vec<(String, DateTime)>,
        /// Whether there are more.
        has_more: bool,
    },
    /// Nothing is set up that sends messages.
    NoCourier,
    /// Something is asked before anything can be done.
    Ask(Question),
    /// A command that waited was given up.
    Cancelled,
    /// What was to be taken back stays.
    Kept,
    /// The time to confirm has run out.
    Expired,
    /// "Yes" or "no", but there is nothing to say it to.
    NothingPending,
    /// A customer is deleted with a one-time password only.
    NeedsPassword,
    /// Answers are in this language from now on.
    Language(Tongue),
    /// What can be said.
    Help,
    /// Said when the user ends the conversation.
    Goodbye,
    /// Not understood.
    Unclear,
    /// Nothing was heard well enough; say it again.
    SayAgain,
    /// A rule of the books said no.
    Refused(Refusal),
    /// A rule of the books said no to one of several.
    RefusedOne {
        /// Whose.
        name: String,
        /// Why.
        refusal: Refusal,
    },
    /// Nothing was written that could be taken back.
    NothingToUndo,
    /// It was taken back before.
    AlreadyUndone {
        /// Whose.
        name: String,
        /// What.
        what: Undone,
        /// How much.
        amount: Money,
    },
    /// The books are busy; nothing was written.
    Busy,
    /// The books did not answer: it may be written. Asking again is safe.
    Unsure,
    /// Given up after no answer from the books: it may be written all the same.
    MayBeWritten,
    /// The books could not be read or written.
    Trouble,
}

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

/// What is known of a customer, and what of it was asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Known {
    /// What of it; all, where that was not said.
    pub field: Option<Field>,
    /// The name.
    pub name: String,
    /// E.164.
    pub phone: Option<String>,
    /// Electronic mail.
    pub email: Option<String>,
    /// Where they live.
    pub address: Option<String>,
    /// What they owe.
    pub balance: Money,
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
    /// Anything else.
    Other,
}

/// What is asked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Question {
    /// Which of these customers or products; each told apart as well as the books can.
    Which(Vec<String>),
    /// Nobody of that name.
    WhoIs {
        /// The name as it was heard.
        heard: Option<String>,
    },
    /// Nothing of that name on the shelf.
    WhatIs {
        /// The name as it was heard.
        heard: Option<String>,
    },
    /// Nothing of that name on the shelf, but these sound like it.
    DidYouMean {
        /// The name as it was heard.
        heard: String,
        /// What it may be.
        names: Vec<String>,
    },
    /// Nothing of that name on the shelf: at what price shall it be added?
    PriceOf {
        /// The name as it was heard.
        name: String,
    },
    /// Nothing of that name on the shelf: shall it be added at this price?
    AddProduct {
        /// The name as it was heard.
        name: String,
        /// The price of one unit.
        price: Money,
        /// What it is counted in.
        unit: Unit,
    },
    /// Nobody of that name: shall they be added?
    AddCustomer {
        /// The name as it was heard.
        name: String,
    },
    /// Which of these reminders.
    WhichTime(Vec<DateTime>),
    /// Which of these amounts.
    WhichAmount(Vec<Money>),
    /// The amount was out of range.
    InvalidAmount {
        /// The most that one entry may be.
        limit: Money,
    },
    /// How many of something that is only sold whole.
    HowMany {
        /// What.
        name: String,
        /// The price of one.
        price: Money,
    },
    /// A slot was not said.
    Missing(Slot),
    /// One at a time: nothing is done to everything.
    OneAtATime,
    /// Which of these actions.
    WhichAction(Vec<Intent>),
}

impl Reply {
    /// As shown.
    #[must_use]
    pub fn text(&self, tongue: Tongue) -> String {
        render::reply(self, tongue, Form::Shown)
    }

    /// As spoken: amounts and quantities are words.
    #[must_use]
    pub fn spoken(&self, tongue: Tongue) -> String {
        render::reply(self, tongue, Form::Spoken)
    }

    /// Stable, for programs: what came of the turn.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ReadBack(_) | Self::Changed { .. } => "confirm_needed",
            Self::SayAmount(_) => "amount_needed",
            Self::SayCode => "code_needed",
            Self::WrongCode => "wrong_code",
            Self::CodeSpent => "code_spent",
            Self::NoCode => "code_not_sent",
            Self::StillWaiting(_) | Self::YesOrNo(_) => "still_waiting",
            Self::Written(_) => "posted",
            Self::Balance { .. } => "balance",
            Self::Stock { .. } => "stock",
            Self::Summary { .. } => "summary",
            Self::Customer(_) => "customer",
            Self::Debtors(_) => "debtors",
            Self::Reminders { .. } => "reminders",
            Self::NoCourier => "no_courier",
            Self::Ask(_) => "clarify",
            Self::Cancelled | Self::Kept => "cancelled",
            Self::Expired => "expired",
            Self::NothingPending => "nothing_pending",
            Self::NeedsPassword => "needs_password",
            Self::Language(_) => "language",
            Self::Help => "help",
            Self::Goodbye => "goodbye",
            Self::Unclear => "unclear",
            Self::SayAgain => "say_again",
            Self::Refused(_) | Self::RefusedOne { .. } => "refused",
            Self::NothingToUndo => "nothing_to_undo",
            Self::AlreadyUndone { .. } => "already_undone",
            Self::Busy => "busy",
            Self::Unsure | Self::MayBeWritten => "outcome_unknown",
            Self::Trouble => "failed",
        }
    }

    /// Whether what the user wanted was done, or is on its way.
    #[must_use]
    pub const fn is_success(&self) -> bool {
        matches!(
            self,
            Self::ReadBack(_)
                | Self::Changed { .. }
                | Self::SayAmount(_)
                | Self::SayCode
                | Self::Written(_)
                | Self::Balance { .. }
                | Self::Stock { .. }
                | Self::Summary { .. }
                | Self::Customer(_)
                | Self::Debtors(_)
                | Self::Reminders { .. }
                | Self::Language(_)
                | Self::Cancelled
                | Self::Kept
                | Self::Help
                | Self::Goodbye
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bill() -> Reply {
        let line = |name: &str, milli, unit| WishLine {
            name: name.to_owned(),
            quantity: Quantity::from_milli(milli),
            unit,
            rate: None,
        };
        let lines = vec![line("Rice", 2_000, Unit::Kg), line("Eggs", 12_000, Unit::Pc)];
        Reply::ReadBack(vec![Wish::Invoice {
            name: "Rahul Sharma".into(),
            lines,
            total: Money::from_paise(19_600),
            discount: None,
        }])
    }

    #[test]
    fn a_bill_is_read_back_in_a_shopkeepers_words() {
        assert_eq!(bill().text(Tongue::En), "Rahul Sharma: 2 kg Rice, 12 Eggs. ₹196. Shall I write it?");
        assert_eq!(
            bill().spoken(Tongue::En),
            "Rahul Sharma: two kilos of Rice, twelve Eggs. one hundred ninety six rupees. Shall I write it?"
        );
        assert_eq!(bill().spoken(Tongue::Hi), "Rahul Sharma: दो किलो Rice, बारह Eggs। एक सौ छियानवे रुपये। लिख दूँ?");
    }

    #[test]
    fn a_payment_is_read_back_with_its_way_and_day() {
        let wish = Wish::Payment {
            name: "Suresh".into(),
            amount: Money::from_paise(50_000),
            mode: Some(crate::ledger::PaymentMode::Upi),
            day: Some(jiff::civil::date(2026, 11, 19)),
        };
        let reply = Reply::ReadBack(vec![wish]);
        assert_eq!(reply.text(Tongue::En), "Suresh paid ₹500 by UPI on 19 November. Shall I write it?");
        assert_eq!(reply.text(Tongue::Hi), "19 नवंबर को Suresh ने ₹500 UPI से दिए। लिख दूँ?");
    }

    #[test]
    fn a_balance_says_who_owes_whom() {
        let says =
            |paise, tongue| Reply::Balance { name: "Suresh".into(), balance: Money::from_paise(paise) }.text(tongue);
        assert_eq!(says(50_000, Tongue::En), "Suresh owes ₹500.");
        assert_eq!(says(-50_000, Tongue::En), "Suresh has ₹500 in advance.");
        assert_eq!(says(0, Tongue::En), "Suresh owes nothing.");
        assert_eq!(says(50_000, Tongue::Hi), "Suresh पर ₹500 बाकी हैं।");
    }

    #[test]
    fn a_refusal_says_what_is_left() {
        let refusal = Refusal::OutOfStock { name: "Rice".into(), left: Quantity::from_milli(1_500), unit: "kg".into() };
        assert_eq!(Reply::Refused(refusal.clone()).text(Tongue::En), "Only 1.5 kg Rice left. Nothing was written.");
        assert_eq!(Reply::Refused(refusal).spoken(Tongue::Hi), "Rice सिर्फ़ डेढ़ किलो बचा है। कुछ नहीं लिखा।");
    }

    #[test]
    fn a_choice_names_what_tells_them_apart() {
        let names = vec!["Rahul Sharma, Station Road".to_owned(), "Rahul Verma".to_owned()];
        assert_eq!(
            Reply::Ask(Question::Which(names.clone())).text(Tongue::En),
            "Which one: Rahul Sharma, Station Road or Rahul Verma?"
        );
        assert_eq!(
            Reply::Ask(Question::Which(names)).text(Tongue::Hi),
            "कौन से: Rahul Sharma, Station Road या Rahul Verma?"
        );
    }
}
