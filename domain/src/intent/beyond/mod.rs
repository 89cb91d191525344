//! What shopkeepers say that the contract's format has no frame or no slot for. It stays inside: a frame that is printed
//! leaves it out ([`Frame::plain`]), and [`super::parse`] reads what a conversation understands ([`understand`]) as out of
//! its scope where the format does.

mod counter;
mod every;
mod paid;
mod part;
mod price;
mod refund;
mod repeat;
mod scene;
mod span;

pub(super) use paid::{paid, paid_instead};
pub(super) use part::paid_apart;

use super::frame::{Clarify, Frame, Intent, Method, Parse, Pending, Reason, Slot, Slots, Source};
use super::lexicon::Lexicon;
use super::parse::{first, parse};
use super::trace::Trace;
use crate::ledger::Recurrence;
use crate::money::Money;
use jiff::civil::DateTime;
use scene::Scene;
use serde::{Deserialize, Serialize};

/// What was said beyond the contract's slots.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Beyond {
    /// What the frame is in truth, where that has no intent of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meant: Option<Meant>,
    /// How a bill is paid at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid: Option<Paid>,
    /// A bill was told for another day than today, for which none can be written.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub of_another_day: bool,
    /// How often a reminder comes again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every: Option<Recurrence>,
}

/// What a frame is in truth.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Meant {
    /// What a product costs is asked, not how much is there.
    Price,
    /// Money goes back to the customer: no credit, though it raises what they owe as one does.
    Refund,
    /// The customer's last bill, once more.
    Repeat,
    /// A bill for somebody without a name or an account.
    WalkIn,
    /// Sales of more days than are told by voice: a year, a quarter, all there are.
    OtherSpan,
}

/// What is handed over with a bill.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Paid {
    /// In which way, if that was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
    /// How much; all that the bill comes to, if that was not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount_paise: Option<Money>,
}

impl Beyond {
    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Frame {
    /// The frame in the contract's own slots.
    #[must_use]
    pub fn plain(&self) -> Self {
        Self { intent: self.intent, slots: Slots { beyond: Beyond::default(), ..self.slots.clone() } }
    }
}

/// A frame, and what has to be asked about it.
type Read = (Frame, Vec<Clarify>);

/// What `text` means in a conversation: as [`parse`] has it, and where the contract's format has nothing for it, what it
/// means all the same.
#[must_use]
pub fn understand(text: &str, lexicon: &Lexicon, context: Option<&Pending>, now: DateTime) -> Parse {
    let mut read = parse(text, lexicon, context, now);
    if let ([bill], None) = (read.frames.as_mut_slice(), context)
        && is_nobodys(bill, read.clarify.as_ref(), text, lexicon, now)
    {
        bill.slots.beyond.meant = Some(Meant::WalkIn);
        read.clarify = None;
        return read;
    }
    if let (Some((every, rest)), None) = (every::read(text), context)
        && let Some(again) = recurring(&read, &rest, lexicon, now)
    {
        let mut again = again;
        again.frames.iter_mut().for_each(|frame| frame.slots.beyond.every = Some(every));
        return again;
    }
    match beyond(&read, text, lexicon, context, now) {
        Some((frame, questions, rule)) => {
            let words = 0..text.split_whitespace().count();
            read.trace.push(Trace { words, text: format!("{:?}", frame.intent), rule, weight: 0 });
            let (frames, clarify) = (vec![frame], first(questions));
            Parse { frames, clarify, confidence: CONFIDENCE, source: Source::Grammar, ..read }
        }
        None => read,
    }
}

/// How sure what is read here is, in thousandths.
const CONFIDENCE: u16 = 900;

/// A reminder that comes again, read without the words that say how often where they hide when; what is not clear is asked
/// about, and then how often is not lost.
fn recurring(read: &Parse, rest: &str, lexicon: &Lexicon, now: DateTime) -> Option<Parse> {
    let reminds = |read: &Parse| matches!(read.frames.as_slice(), [one] if one.intent == Intent::ScheduleReminder);
    let alone = parse(rest, lexicon, None, now);
    if reminds(&alone) && alone.clarify.is_none() {
        return Some(alone);
    }
    reminds(read).then(|| read.clone())
}

/// A bill that is paid and of which nobody said whose it is.
fn is_nobodys(bill: &Frame, clarify: Option<&Clarify>, text: &str, lexicon: &Lexicon, now: DateTime) -> bool {
    let asks = clarify.is_some_and(|it| it.reason == Reason::MissingSlot && it.slot == Some(Slot::CustomerId));
    asks && bill.intent == Intent::CreateInvoice
        && bill.slots.items.is_some()
        && bill.slots.beyond.paid.is_some()
        && !Scene::of(text, lexicon, now).facts.person()
}

fn beyond(
    read: &Parse,
    text: &str,
    lexicon: &Lexicon,
    context: Option<&Pending>,
    now: DateTime,
) -> Option<(Frame, Vec<Clarify>, &'static str)> {
    let [frame] = read.frames.as_slice() else { return None };
    let reason = read.clarify.as_ref().map(|clarify| clarify.reason);
    let lost = frame.intent == Intent::Unknown && reason == Some(Reason::OutOfScope);
    if lost || frame.intent == Intent::CheckStock {
        let scene = Scene::of(text, lexicon, now);
        if let Some((frame, questions)) = price::read(&scene) {
            return Some((frame, questions, "asks for a price"));
        }
    }
    if (lost || frame.intent == Intent::DailySummary)
        && let Some((frame, questions)) = span::read(&Scene::of(text, lexicon, now), frame, now.date())
    {
        return Some((frame, questions, "sales of days of its own"));
    }
    if context.is_some() {
        return None;
    }
    let given = frame.intent == Intent::AddCredit && reason == Some(Reason::AmbiguousIntent);
    if (lost || given)
        && let Some((frame, questions)) = refund::read(&Scene::of(text, lexicon, now))
    {
        return Some((frame, questions, "money goes back to them"));
    }
    let unfinished = frame.intent == Intent::CreateInvoice && frame.slots.items.is_none() && reason.is_some();
    if (lost || unfinished)
        && let Some((frame, questions)) = repeat::read(text, lexicon, now)
    {
        return Some((frame, questions, "a bill once more"));
    }
    let unnamed = frame.intent == Intent::CreateInvoice && frame.slots.customer_id.is_none() && reason.is_some();
    if !lost && !unnamed {
        return None;
    }
    let called = counter::nameless(text);
    let rest = called.as_ref().map_or(text, |(rest, _)| rest.as_str());
    let found = counter::read(&Scene::of(rest, lexicon, now), called.as_ref().map(|(_, cash)| *cash));
    found.map(|(frame, questions)| (frame, questions, "a bill for nobody with a name"))
}
