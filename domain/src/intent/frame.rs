//! What a sentence means: typed frames, and the question to ask where it is not clear.

use super::beyond::Beyond;
use crate::money::Money;
use crate::quantity::{Quantity, Unit};
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

/// What the speaker wants.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "the names are the contract's own and say it")]
pub enum Intent {
    CreateInvoice,
    RecordPayment,
    AddCredit,
    CheckBalance,
    ScheduleReminder,
    ListReminders,
    CancelReminder,
    ModifyReminder,
    CreateCustomer,
    UpdateCustomer,
    DeleteCustomer,
    GetCustomerInfo,
    CheckStock,
    AddProduct,
    UpdateStock,
    UpdatePrice,
    CancelInvoice,
    DailySummary,
    TopDebtors,
    SendInvoice,
    Confirm,
    Deny,
    Correct,
    SwitchLanguage,
    Help,
    Stop,
    Unknown,
}

impl Intent {
    /// Whether carrying it out changes the books, the shelf or the people in them.
    #[must_use]
    pub const fn changes_state(self) -> bool {
        match self {
            Self::CreateInvoice
            | Self::RecordPayment
            | Self::AddCredit
            | Self::ScheduleReminder
            | Self::CancelReminder
            | Self::ModifyReminder
            | Self::CreateCustomer
            | Self::UpdateCustomer
            | Self::DeleteCustomer
            | Self::AddProduct
            | Self::UpdateStock
            | Self::UpdatePrice
            | Self::CancelInvoice
            | Self::Confirm
            | Self::Correct => true,
            Self::CheckBalance
            | Self::ListReminders
            | Self::GetCustomerInfo
            | Self::CheckStock
            | Self::DailySummary
            | Self::TopDebtors
            | Self::SendInvoice
            | Self::Deny
            | Self::SwitchLanguage
            | Self::Help
            | Self::Stop
            | Self::Unknown => false,
        }
    }
}

macro_rules! words {
    ($(#[doc = $doc:literal])* $name:ident { $($variant:ident)* }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[expect(missing_docs, reason = "the names say it")]
        pub enum $name { $($variant),* }
    };
}

words! {
    /// How money came in.
    Method { Cash Upi Bank Cheque Card }
}
words! {
    /// A part of the day, where no clock time was said.
    Daypart { Morning Afternoon Evening Night }
}
words! {
    /// What is wanted of a customer's details.
    Field { Phone Email Address }
}
words! {
    /// How the shelf changes.
    StockOp { Add Remove Set }
}
words! {
    /// Which of several bills.
    Which { Last }
}
words! {
    /// Where a bill is sent.
    Channel { Whatsapp Email Sms }
}
words! {
    /// The language to speak.
    Language { Hi En Hinglish }
}
words! {
    /// Why nothing is done yet.
    Reason {
        AmbiguousCustomer UnknownCustomer AmbiguousProduct UnknownProduct AmbiguousAmount AmbiguousIntent
        InvalidAmount MissingSlot PastDate UnsafeBulk OutOfScope
    }
}
words! {
    /// A slot's name.
    Slot {
        CustomerId Items OnCredit AmountPaise Method Date Time Daypart Name Phone Email Field ProductId PricePaise
        Unit StockMilli Op QtyMilli InvoiceNo Which From To Limit MinPaise Channel Language
    }
}

/// One thing on a bill: exactly one of `qty_milli` and `amount_paise` is there.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Item {
    /// What was taken.
    pub product_id: String,
    /// How much of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qty_milli: Option<Quantity>,
    /// For how much money: "pachas rupaye ki chini".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_paise: Option<Money>,
    /// The price of one base unit, if it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate_paise: Option<Money>,
}

/// What was said about an action; a slot is there only if it was said, or has a default.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names are the contract's own and say it")]
pub struct Slots {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Vec<Item>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_credit: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount_paise: Option<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none", with = "clock")]
    pub time: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub daypart: Option<Daypart>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<Field>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_paise: Option<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Unit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stock_milli: Option<Quantity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub op: Option<StockOp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qty_milli: Option<Quantity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice_no: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub which: Option<Which>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_paise: Option<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// What the contract has no slot for: never printed with a frame.
    #[serde(skip_serializing_if = "Beyond::is_empty")]
    pub beyond: Beyond,
}

/// One action: what is wanted, of whom, how much, when.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Frame {
    /// What is wanted.
    pub intent: Intent,
    /// What was said about it.
    #[serde(default)]
    pub slots: Slots,
}

/// The action that was just read back and awaits a yes.
pub type Pending = Frame;

/// One of the things that the speaker may have meant.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Candidate {
    /// An action.
    Intent(Intent),
    /// An amount, in paise.
    Amount(Money),
    /// A customer or product, by its identity in the world.
    Id(String),
}

/// The one question to ask before anything is done.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Clarify {
    /// Why it has to be asked.
    pub reason: Reason,
    /// Which of the frames it concerns.
    pub frame: usize,
    /// What to ask for; that slot is absent from the frame.
    pub slot: Option<Slot>,
    /// What it may be.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<Candidate>,
    /// The words that were not clear, as they were said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heard: Option<String>,
}

/// Who read a sentence.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// The grammar, by itself.
    #[default]
    Grammar,
    /// A language model, and the guard found it in the words: never done without a read-back and a yes.
    Model,
}

/// What a sentence means: actions in spoken order, or the question to ask first.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Parse {
    /// The actions, at least one; `Unknown` where nothing was understood.
    pub frames: Vec<Frame>,
    /// Where this is set, nothing may be done before it is answered.
    pub clarify: Option<Clarify>,
    /// Thousandths: how sure the least sure of the readings is, less for words that nothing explains.
    #[serde(skip)]
    pub confidence: u16,
    /// Points by which the best reading of the least sure clause is ahead of the next; a small margin is worth asking
    /// somebody cleverer about.
    #[serde(skip)]
    pub margin: u16,
    /// Who read it.
    #[serde(skip)]
    pub source: Source,
    /// Why: what was seen where, and what it weighed.
    #[serde(skip)]
    pub trace: Vec<super::Trace>,
}

/// `HH:MM`, 24 hours.
mod clock {
    use super::Time;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    #[expect(clippy::ref_option, reason = "serde's signature")]
    pub(super) fn serialize<S: Serializer>(time: &Option<Time>, serializer: S) -> Result<S::Ok, S::Error> {
        match time {
            Some(time) => serializer.collect_str(&format_args!("{:02}:{:02}", time.hour(), time.minute())),
            None => serializer.serialize_none(),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Time>, D::Error> {
        let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
        let parsed = text.split_once(':').and_then(|(hour, minute)| {
            let (hour, minute) = (hour.parse().ok()?, minute.parse().ok()?);
            Time::new(hour, minute, 0, 0).ok()
        });
        parsed.map(Some).ok_or_else(|| Error::custom("a time is written HH:MM"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_written_as_the_contract_says() {
        let line = r#"{"intent":"SCHEDULE_REMINDER","slots":{"customer_id":"c1","amount_paise":50000,"date":"2026-11-21","time":"14:05"}}"#;
        let frame: Frame = serde_json::from_str(line).unwrap();
        assert_eq!(frame.slots.time, Some(jiff::civil::time(14, 5, 0, 0)));
        assert_eq!(serde_json::to_string(&frame).unwrap(), line);
    }

    #[test]
    fn candidates_are_told_apart_by_their_shape() {
        let line = r#"{"reason":"ambiguous_intent","frame":0,"slot":null,"candidates":["ADD_CREDIT",5000,"c1"]}"#;
        let clarify: Clarify = serde_json::from_str(line).unwrap();
        assert_eq!(clarify.candidates[0], Candidate::Intent(Intent::AddCredit));
        assert_eq!(clarify.candidates[1], Candidate::Amount(Money::from_paise(5_000)));
        assert_eq!(serde_json::to_string(&clarify).unwrap(), line);
    }
}
