//! The one short question that is asked before anything is done.

use super::diary;
use super::render::{capital, either, pick, stop};
use super::shop::in_stock;
use super::words::{self, Form, Tongue};
use crate::intent::{Intent, Slot};
use crate::money::Money;
use crate::quantity::{Quantity, Unit};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// What a question is about.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct About {
    /// What was wanted.
    pub intent: Intent,
    /// Of whom, if that is known.
    pub name: Option<String>,
    /// How much, if that is known.
    pub amount: Option<Money>,
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
        /// How much of it will be on the shelf; nothing, where that is not kept to.
        #[serde(default)]
        stock: Quantity,
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
    /// The same was told several times: how often is it meant?
    HowOften {
        /// Whose, or what.
        name: Option<String>,
        /// How much.
        amount: Option<Money>,
        /// How often it was told.
        times: usize,
    },
    /// A slot was not said.
    Missing(Slot),
    /// One at a time: nothing is done to everything.
    OneAtATime,
    /// Which of these actions.
    WhichAction(Vec<Intent>),
}

/// A question that was asked before: "Suresh's credit. How much?"
pub(super) fn again(about: &About, question: &Question, tongue: Tongue, form: Form) -> String {
    let asked = text(question, tongue, form);
    match told(about, tongue, form) {
        Some(told) => format!("{}{} {asked}", capital(&told), stop(tongue)),
        None => asked,
    }
}

/// What a question was about that is not asked any more: "Not written: Suresh's credit."
pub(super) fn dropped(about: Option<&About>, tongue: Tongue, form: Form) -> String {
    match about.and_then(|about| told(about, tongue, form)) {
        Some(told) => format!("{} {told}{}", pick(tongue, "Not written:", "नहीं लिखा:"), stop(tongue)),
        None => pick(tongue, "What was asked before is left.", "पहले वाली बात छोड़ दी।"),
    }
}

/// What it is about, where that can be named.
fn told(about: &About, tongue: Tongue, form: Form) -> Option<String> {
    let kinds = [
        (Intent::CreateInvoice, "bill", "बिल"),
        (Intent::RecordPayment, "payment", "भुगतान"),
        (Intent::AddCredit, "credit", "उधार"),
    ];
    let (_, en, hi) = kinds.into_iter().find(|(intent, ..)| *intent == about.intent)?;
    let amount = about.amount.map(|amount| words::money(amount, tongue, form));
    match (tongue, &about.name, amount) {
        (_, None, None) => None,
        (Tongue::En, Some(name), Some(amount)) => Some(format!("{name}'s {en} of {amount}")),
        (Tongue::En, Some(name), None) => Some(format!("{name}'s {en}")),
        (Tongue::En, None, Some(amount)) => Some(format!("the {en} of {amount}")),
        (Tongue::Hi, Some(name), Some(amount)) => Some(format!("{name} का {amount} का {hi}")),
        (Tongue::Hi, Some(name), None) => Some(format!("{name} का {hi}")),
        (Tongue::Hi, None, Some(amount)) => Some(format!("{amount} का {hi}")),
    }
}

/// The text of a question.
pub(super) fn text(question: &Question, tongue: Tongue, form: Form) -> String {
    match question {
        Question::Which(names) => format!("{} {}?", pick(tongue, "Which one:", "कौन से:"), either(names, tongue)),
        Question::WhoIs { heard } => who_is(heard.as_deref(), tongue),
        Question::WhatIs { heard } => what_is(heard.as_deref(), tongue),
        Question::DidYouMean { heard, names } => {
            let names = either(names, tongue);
            match tongue {
                Tongue::En => format!("There is no {heard}. {names}?"),
                Tongue::Hi => format!("{heard} नहीं मिला। {names}?"),
            }
        }
        Question::PriceOf { name } => match tongue {
            Tongue::En => format!("{name} is new. At what price?"),
            Tongue::Hi => format!("{name} नया है। किस भाव से?"),
        },
        Question::AddProduct { name, price, unit, stock } => {
            let price = format!(
                "{}{}",
                super::shop::priced(*price, *unit, tongue, form),
                in_stock(*stock, *unit, tongue, form)
            );
            match tongue {
                Tongue::En => format!("{name} is new. Shall I add it, {price}?"),
                Tongue::Hi => format!("{name} नया है। {price}, जोड़ दूँ?"),
            }
        }
        Question::AddCustomer { name } => match tongue {
            Tongue::En => format!("I do not know {name}. Shall I add them?"),
            Tongue::Hi => format!("{name} नाम का कोई नहीं मिला। नया ग्राहक जोड़ दूँ?"),
        },
        Question::WhichTime(times) => {
            let times: Vec<String> = times.iter().map(|at| diary::moment(*at, tongue, form)).collect();
            format!("{} {}?", pick(tongue, "Which one:", "कौन सा:"), either(&times, tongue))
        }
        Question::WhichAmount(amounts) if amounts.is_empty() => pick(tongue, "How much exactly?", "ठीक कितने रुपये?"),
        Question::WhichAmount(amounts) => {
            let amounts: Vec<String> = amounts.iter().map(|it| words::money(*it, tongue, form)).collect();
            format!("{}?", either(&amounts, tongue))
        }
        Question::InvalidAmount { limit } => {
            let limit = words::money(*limit, tongue, form);
            match tongue {
                Tongue::En => format!("The amount must be more than zero and at most {limit}. How much?"),
                Tongue::Hi => format!("रकम शून्य से ज़्यादा और {limit} तक हो सकती है। कितने?"),
            }
        }
        Question::HowMany { name, price } => {
            let price = words::money(*price, tongue, form);
            match tongue {
                Tongue::En => format!("One {name} is {price}. How many?"),
                Tongue::Hi => format!("{name} {price} का एक है। कितने?"),
            }
        }
        Question::HowOften { name, amount, times } => {
            let amount = amount.map(|it| words::money(it, tongue, form));
            how_often(name.as_deref(), amount.as_deref(), *times, tongue)
        }
        Question::Missing(slot) => missing(*slot, tongue),
        Question::OneAtATime => pick(tongue, "One at a time, please: whose?", "एक-एक करके: किसका?"),
        Question::WhichAction(intents) => which_action(intents, tongue),
    }
}

/// "Sunita Devi, ₹500: once, or twice?"
fn how_often(name: Option<&str>, amount: Option<&str>, times: usize, tongue: Tongue) -> String {
    let told: Vec<&str> = name.into_iter().chain(amount).collect();
    let told = if told.is_empty() { String::new() } else { format!("{}: ", told.join(", ")) };
    let times = u64::try_from(times).unwrap_or(u64::MAX);
    let asked = match (tongue, times) {
        (Tongue::En, 2) => "once, or twice?".to_owned(),
        (Tongue::En, _) => format!("once, or {} times?", words::number(times, tongue)),
        (Tongue::Hi, _) => format!("एक बार, या {} बार?", words::number(times, tongue)),
    };
    format!("{told}{asked}")
}

fn who_is(heard: Option<&str>, tongue: Tongue) -> String {
    match (tongue, heard) {
        (Tongue::En, Some(heard)) => format!("I do not know {heard}. Who is it?"),
        (Tongue::En, None) => "I do not know that name. Who is it?".to_owned(),
        (Tongue::Hi, Some(heard)) => format!("{heard} नाम का कोई नहीं मिला। किसका?"),
        (Tongue::Hi, None) => "यह नाम नहीं मिला। किसका?".to_owned(),
    }
}

fn what_is(heard: Option<&str>, tongue: Tongue) -> String {
    match (tongue, heard) {
        (Tongue::En, Some(heard)) => format!("There is no {heard} on the shelf. What is it?"),
        (Tongue::En, None) => "That is not on the shelf. What is it?".to_owned(),
        (Tongue::Hi, Some(heard)) => format!("{heard} दुकान में नहीं मिला। क्या चाहिए?"),
        (Tongue::Hi, None) => "यह सामान नहीं मिला। क्या चाहिए?".to_owned(),
    }
}

fn missing(slot: Slot, tongue: Tongue) -> String {
    if slot == Slot::CustomerId {
        return pick(tongue, "Whose account?", "किसके खाते में?");
    }
    if matches!(slot, Slot::Items | Slot::QtyMilli) {
        return pick(tongue, "How much of what?", "क्या, और कितना?");
    }
    if slot == Slot::AmountPaise {
        return pick(tongue, "How much?", "कितने रुपये?");
    }
    if slot == Slot::PricePaise {
        return pick(tongue, "At what price?", "क्या भाव?");
    }
    if slot == Slot::InvoiceNo {
        return pick(tongue, "Which bill number?", "कौन सा बिल नंबर?");
    }
    if matches!(slot, Slot::Date | Slot::Time) {
        return pick(tongue, "When?", "कब?");
    }
    if slot == Slot::Phone {
        return pick(tongue, "What is the phone number?", "फ़ोन नंबर क्या है?");
    }
    if slot == Slot::Op {
        return pick(tongue, "Did it come, go, or was it counted?", "माल आया, गया, या गिना?");
    }
    if slot == Slot::Name {
        return pick(tongue, "What is the name?", "नाम क्या है?");
    }
    if slot == Slot::ProductId {
        return pick(tongue, "Of what?", "कौन सा सामान?");
    }
    pick(tongue, "Please say that again, in full.", "पूरा फिर से बोलिए।")
}

fn which_action(intents: &[Intent], tongue: Tongue) -> String {
    let names: Vec<String> = intents.iter().filter_map(|intent| action(*intent, tongue)).collect();
    if names.len() < 2 {
        return pick(tongue, "Was it given, or received?", "दिए या मिले?");
    }
    format!("{}?", either(&names, tongue))
}

fn action(intent: Intent, tongue: Tongue) -> Option<String> {
    let known = [
        (Intent::AddCredit, "Credit given", "उधार दिया"),
        (Intent::RecordPayment, "Payment received", "पैसे मिले"),
        (Intent::CreateInvoice, "A bill", "बिल"),
        (Intent::CheckBalance, "The balance", "हिसाब"),
        (Intent::CheckStock, "The stock", "स्टॉक"),
        (Intent::CreateCustomer, "A new customer", "नया ग्राहक"),
    ];
    known.iter().find(|(name, ..)| *name == intent).map(|(_, en, hi)| pick(tongue, en, hi))
}
