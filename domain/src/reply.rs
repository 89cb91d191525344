//! What is said back, as data and as text: in English or Hindi, for eyes or for a voice.
//!
//! As few words as a shopkeeper would use. Hindi is written in Devanagari, so that a Hindi voice reads it right;
//! names stay as the shop wrote them.

use crate::intent::Field;
use crate::ledger::Refusal;
use crate::money::Money;
use crate::quantity::{Quantity, Unit};
use jiff::civil::DateTime;

mod books;
mod deed;
mod diary;
pub mod openings;
mod question;
mod render;
mod sale;
mod shop;
#[cfg(test)]
mod tests;
mod wish;
pub mod words;

pub use deed::Deed;
pub use question::{About, Question};
pub use wish::{Change, Paying, Undone, Wish, WishLine};
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
    /// What was heard did not sound like a yes while this waits: with the yes that ears take best.
    SayYes(Vec<Wish>),
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
    /// What something costs.
    Price {
        /// What.
        name: String,
        /// The price of one unit.
        price: Money,
        /// The unit.
        unit: Unit,
        /// How much of it was asked about.
        quantity: Option<Quantity>,
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
        /// Credit without a bill, and what of the bills is unpaid.
        credit: Money,
        /// What all customers owe together at the end of the last day.
        receivable: Money,
        /// Today: of days that are over the customers may owe more or less since, and another year is named.
        today: jiff::civil::Date,
    },
    /// Sales of more days than are told at once.
    OtherSpan,
    /// What is known of a customer.
    Customer(Box<Known>),
    /// Who owes the most, the most first.
    Debtors {
        /// Who, and how much.
        list: Vec<(String, Money)>,
        /// How many others owe as much as was asked about.
        others: i64,
    },
    /// What customers will be reminded of, the earliest first.
    Reminders {
        /// Who, and when.
        list: Vec<(String, DateTime)>,
        /// Whether there are more.
        has_more: bool,
    },
    /// Nothing is set up that sends messages.
    NoCourier,
    /// A day so long ago that a voice writes nothing for it.
    LongAgo(jiff::civil::Date),
    /// Money that is told for a day to come is not written before that day.
    StillToCome,
    /// Something is asked before anything can be done.
    Ask(Question),
    /// Something that was asked before, and what it is about.
    AskAgain {
        /// What it is about.
        about: About,
        /// What is asked.
        question: Question,
    },
    /// A whole new command came instead of an answer: what was asked about is not done.
    Dropped(Option<About>),
    /// It was written in a conversation that was cut off before anybody heard of it.
    AlreadyWritten {
        /// What was written.
        what: Box<Wish>,
        /// What came of it.
        deed: Box<Deed>,
    },
    /// The same was written a moment ago, and perhaps nobody heard of it: a yes writes it once more.
    OnceMore(Vec<Wish>),
    /// A command that waited was given up.
    Cancelled,
    /// What was to be taken back stays.
    Kept,
    /// The time to answer has run out: this is not written.
    Expired(Vec<Wish>),
    /// This is given up, though nobody said no to it.
    LetGo(Vec<Wish>),
    /// "Yes" or "no", but there is nothing to say it to.
    NothingPending,
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
            Self::ReadBack(_) | Self::Changed { .. } | Self::OnceMore(_) => "confirm_needed",
            Self::SayAmount(_) => "amount_needed",
            Self::SayCode => "code_needed",
            Self::WrongCode => "wrong_code",
            Self::CodeSpent => "code_spent",
            Self::NoCode => "code_not_sent",
            Self::StillWaiting(_) | Self::YesOrNo(_) | Self::SayYes(_) => "still_waiting",
            Self::Written(_) => "posted",
            Self::AlreadyWritten { .. } => "already_written",
            Self::Balance { .. } => "balance",
            Self::Stock { .. } => "stock",
            Self::Price { .. } => "price",
            Self::Summary { .. } => "summary",
            Self::Customer(_) => "customer",
            Self::Debtors { .. } => "debtors",
            Self::Reminders { .. } => "reminders",
            Self::NoCourier => "no_courier",
            Self::Ask(_) | Self::AskAgain { .. } | Self::OtherSpan => "clarify",
            Self::Cancelled | Self::Kept | Self::LetGo(_) | Self::Dropped(_) => "cancelled",
            Self::Expired(_) => "expired",
            Self::NothingPending => "nothing_pending",
            Self::Language(_) => "language",
            Self::Help => "help",
            Self::Goodbye => "goodbye",
            Self::Unclear => "unclear",
            Self::SayAgain => "say_again",
            Self::Refused(_) | Self::RefusedOne { .. } | Self::LongAgo(_) | Self::StillToCome => "refused",
            Self::NothingToUndo => "nothing_to_undo",
            Self::AlreadyUndone { .. } => "already_undone",
            Self::Busy => "busy",
            Self::Unsure | Self::MayBeWritten => "outcome_unknown",
            Self::Trouble => "failed",
        }
    }

    /// Whether its last sentence only asks what is to become of all that was told before it.
    #[must_use]
    pub const fn asks_apart(&self) -> bool {
        matches!(
            self,
            Self::ReadBack(_)
                | Self::OnceMore(_)
                | Self::YesOrNo(_)
                | Self::SayYes(_)
                | Self::Changed { .. }
                | Self::SayAmount(_)
        )
    }

    /// Whether it tells that something is in the books.
    #[must_use]
    pub const fn is_written(&self) -> bool {
        matches!(self, Self::Written(_) | Self::AlreadyWritten { .. })
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
                | Self::AlreadyWritten { .. }
                | Self::OnceMore(_)
                | Self::Balance { .. }
                | Self::Stock { .. }
                | Self::Price { .. }
                | Self::Summary { .. }
                | Self::Customer(_)
                | Self::Debtors { .. }
                | Self::Reminders { .. }
                | Self::Language(_)
                | Self::Cancelled
                | Self::Kept
                | Self::Help
                | Self::Goodbye
        )
    }
}
