//! Which of the readings of an utterance is taken, and when two of them are too close to choose between.
//!
//! Ears give several readings, each with a confidence. A reading is worth more where it makes a whole command of this
//! shop; readings that mean the same support one another. Where two meanings are close and differ in money, in whom
//! or in what is done, nobody can know which was said: then it is asked. The same where the ears were unsure of an
//! amount that sounds like another. What was typed is one reading of full confidence: it is never asked about here.

use super::Heard;
use super::sound_alike;
use super::words::words;
use crate::intent::mend::Mender;
use crate::intent::rules::{MONEY, NUMBER, UNEXPLAINED};
use crate::intent::{Candidate, Clarify, Frame, Intent, Lexicon, Parse, Reason, Slot, understand};
use crate::money::Money;
use jiff::civil::DateTime;

/// A reading this much less likely than the best, in thousandths, is not considered.
const CONFIDENCE_GAP: u16 = 250;
/// A reading is half as likely as one that is ahead by so many thousandths: measured on a dozen tokens each.
const HALVING: u16 = 45;
/// A meaning with this share of the best one's support is close to it, in percent.
const CLOSE: u32 = 50;
/// The most that is offered to choose from.
const ASKED_MAX: usize = 3;
/// Below this confidence a command with a word that nothing explains is not believed.
const FAINT: u16 = 520;
/// What a reading loses in confidence where it had to be mended.
const MENDED: u16 = 40;
/// What is typed has this confidence, and nothing that is heard has.
const TYPED: u16 = 1_000;
/// What full support is: room for halving it, and for adding some up.
const WHOLE: u32 = 1 << 16;

/// One reading of what was heard.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Its words.
    pub text: String,
    /// How sure the ears are of it, in thousandths.
    pub confidence: u16,
    /// What it means in this shop.
    pub parse: Parse,
    /// How much speaks for its meaning: its own likelihood, and that of all readings that mean the same.
    pub support: u32,
}

/// What was taken of several readings, and why.
#[derive(Clone, Debug)]
pub struct Hearing {
    /// The readings that were considered: as the ears gave them, and where none makes a whole command, mended.
    pub readings: Vec<Reading>,
    /// Which of them was taken.
    pub taken: usize,
    /// What it means, with the question to ask first, if there is one.
    pub parse: Parse,
    /// Why that one.
    pub why: &'static str,
    /// Whether the question is about what was heard, and not about what the words mean: nobody who reads the words can
    /// answer it.
    pub is_open: bool,
}

impl Hearing {
    /// The words that were taken.
    #[must_use]
    pub fn text(&self) -> &str {
        self.readings.get(self.taken).map_or("", |reading| &reading.text)
    }
}

/// What is taken of what was heard.
pub(super) fn choose(heard: &Heard<'_>, lexicon: &Lexicon, context: Option<&Frame>) -> Hearing {
    weigh(heard.hypotheses, lexicon, context, heard.clock)
}

/// What was heard less surely than this, in thousandths, is a guess.
const SURE_MIN: u16 = 700;

/// Whether nothing was guessed: the likeliest words were taken, and who is meant was called by a word of their name.
pub(super) fn is_sure(text: &str, parse: &Parse, heard: &Heard<'_>, lexicon: &Lexicon) -> bool {
    let likeliest = heard.hypotheses.first().is_some_and(|(first, sure)| first == text && *sure >= SURE_MIN);
    let said = words(text);
    let named = |id: &String| {
        let customer = lexicon.world().customers.iter().find(|customer| &customer.id == id);
        let called = customer.map(|customer| {
            let mut called = words(&customer.name);
            called.extend(customer.nickname.as_deref().map(words).unwrap_or_default());
            called
        });
        called.is_some_and(|called| called.iter().any(|word| said.contains(word)))
    };
    likeliest
        && parse.clarify.is_none()
        && parse.frames.iter().filter_map(|frame| frame.slots.customer_id.as_ref()).all(named)
}

/// Weighs what may have been said, the likeliest first, each with its confidence in thousandths; `context` is the
/// action that was just read back.
///
/// "Yes" counts only as the likeliest reading, and only if no other says "no".
#[must_use]
pub fn weigh(hypotheses: &[(String, u16)], lexicon: &Lexicon, context: Option<&Frame>, clock: DateTime) -> Hearing {
    let readings = readings(hypotheses, lexicon, context, clock);
    let said_no = readings.iter().position(|reading| is(&reading.parse, Intent::Deny));
    let clear = best(&readings, |index, parse| {
        let certain = index == 0 || !is(parse, Intent::Confirm);
        is_whole(&readings[index]) && certain
    });
    let known = best(&readings, |index, parse| {
        !is(parse, Intent::Unknown) && !is(parse, Intent::Confirm) && !acts_on_little(&readings[index])
    });
    let confirmed = clear.is_some_and(|index| is(&readings[index].parse, Intent::Confirm));
    let (taken, why) = match (clear, known, said_no) {
        (Some(_), _, Some(no)) if confirmed => (no, "a no among yeses"),
        (Some(index), ..) => (index, "the best supported of those that make a whole command"),
        (None, Some(index), _) => {
            (index, "none makes a whole command; the best supported of those that mean something")
        }
        (None, None, _) => (0, "none means anything; the likeliest"),
    };
    if acts_on_little(&readings[taken]) {
        let parse = understand("", lexicon, context, clock);
        return Hearing { readings, taken, parse, why: "too faint to act upon", is_open: true };
    }
    let parse = readings[taken].parse.clone();
    match question(&readings, taken, context.is_some()) {
        Some((question, why)) => Hearing { parse: asking(parse, question), readings, taken, why, is_open: true },
        None => Hearing { readings, taken, parse, why, is_open: false },
    }
}

/// The readings near the likeliest, with what they mean; there is always one.
fn readings(hypotheses: &[(String, u16)], lexicon: &Lexicon, context: Option<&Frame>, clock: DateTime) -> Vec<Reading> {
    let top = hypotheses.first().map_or(0, |(_, confidence)| *confidence);
    let near = hypotheses.iter().filter(|(_, confidence)| confidence.saturating_add(CONFIDENCE_GAP) >= top);
    let read = |text: &str, confidence| Reading {
        text: text.to_owned(),
        confidence,
        parse: understand(text, lexicon, context, clock),
        support: likelihood(top.saturating_sub(confidence)),
    };
    let mut readings: Vec<Reading> = near.map(|(text, confidence)| read(text, *confidence)).collect();
    if readings.iter().any(|reading| reading.confidence < TYPED) && !readings.iter().any(is_whole) {
        let shop = Mender::new(lexicon);
        let mended: Vec<Reading> = readings
            .iter()
            .filter_map(|reading| Some(read(&shop.mended(&reading.text)?, reading.confidence.saturating_sub(MENDED))))
            .collect();
        readings.extend(mended);
    }
    if readings.is_empty() {
        readings.push(read("", 0));
    }
    let support = |reading: &Reading| {
        let same = readings.iter().filter(|other| same_meaning(&other.parse, &reading.parse));
        same.map(|other| other.support).sum()
    };
    let supports: Vec<u32> = readings.iter().map(support).collect();
    for (reading, support) in readings.iter_mut().zip(supports) {
        reading.support = support;
    }
    readings
}

/// How likely a reading is that lies so many thousandths behind: halved at every step, a straight line in between.
fn likelihood(behind: u16) -> u32 {
    let (halvings, rest) = (behind / HALVING, behind % HALVING);
    let whole = WHOLE >> halvings;
    whole - whole * u32::from(rest) / (2 * u32::from(HALVING))
}

/// The reading that has most support among those that fit; of equals the likeliest.
fn best(readings: &[Reading], fits: impl Fn(usize, &Parse) -> bool) -> Option<usize> {
    let fitting = readings.iter().enumerate().filter(|(index, reading)| fits(*index, &reading.parse));
    fitting.rev().max_by_key(|(_, reading)| reading.support).map(|(index, _)| index)
}

fn same_meaning(one: &Parse, other: &Parse) -> bool {
    one.frames == other.frames && one.clarify == other.clarify
}

fn is(parse: &Parse, intent: Intent) -> bool {
    parse.frames.first().is_some_and(|frame| frame.intent == intent)
}

/// What has to be asked about the reading that was taken, and why; nothing where it only asks or looks something up.
fn question(readings: &[Reading], taken: usize, answers: bool) -> Option<(Clarify, &'static str)> {
    let own = &readings[taken];
    // Who is meant may be known from before: "uska". What else is close must be asked all the same.
    let settled = own
        .parse
        .clarify
        .as_ref()
        .is_none_or(|clarify| clarify.reason == Reason::MissingSlot && clarify.slot == Some(Slot::CustomerId));
    if !settled || !own.parse.frames.iter().any(|frame| frame.intent.changes_state()) {
        return None;
    }
    let close = |reading: &&Reading| reading.support.saturating_mul(100) >= own.support.saturating_mul(CLOSE);
    let rivals = readings.iter().filter(close).filter_map(|rival| differs(&own.parse, &rival.parse));
    if let Some(question) = merged(rivals) {
        return Some((question, "another reading is close and means something else"));
    }
    if own.confidence < TYPED && own.parse.clarify.is_none() && told_to_write(own) {
        let candidates = vec![Candidate::Intent(Intent::RecordPayment), Candidate::Intent(Intent::AddCredit)];
        let question = Clarify { slot: None, ..ask(Reason::AmbiguousIntent, 0, Slot::Items, candidates) };
        return Some((question, "whoever paid is said, and then that it is to be written as credit"));
    }
    let amounts = own.parse.frames.iter().enumerate();
    let mut amounts = amounts.filter_map(|(index, frame)| frame.slots.amount_paise.map(|amount| (index, amount)));
    if let Some((index, _)) = amounts.clone().next().filter(|_| own.confidence < TYPED && half_heard(&own.parse)) {
        let question = ask(Reason::AmbiguousAmount, index, Slot::AmountPaise, vec![]);
        return Some((question, "nothing explains the word before the amount: it may be half of it"));
    }
    let doubtful = amounts.find_map(|(index, amount)| {
        let alike = sound_alike::unsure_of(amount, &own.text, own.confidence);
        (!alike.is_empty()).then(|| {
            let candidates = std::iter::once(amount).chain(alike).map(Candidate::Amount).collect();
            ask(Reason::AmbiguousAmount, index, Slot::AmountPaise, candidates)
        })
    });
    let question = doubtful.filter(|_| !answers)?;
    Some((question, "an amount that sounds like another was not heard well"))
}

/// "X ne do sau rupaye udhaar likho" is what nobody says: ears that were told to expect "udhaar likho" write it where they
/// did not hear "diye", and then a payment would be lent.
fn told_to_write(reading: &Reading) -> bool {
    let said = words(&reading.text);
    let has = |known: &[&str]| said.iter().any(|word| known.contains(&word.as_str()));
    let lent = reading.parse.frames.first().is_some_and(|frame| frame.intent == Intent::AddCredit);
    lent && has(&["ne", "ने"]) && !has(&["ko", "को", "liya", "liye", "li", "le", "लिया", "लिए", "kaha", "bola"])
}

/// Whether a reading makes a whole command, or answers.
fn is_whole(reading: &Reading) -> bool {
    reading.parse.clarify.is_none() && !is(&reading.parse, Intent::Unknown) && !faint(reading)
}

/// Whether a command was heard so badly, with words that nothing explains, that it is rather none.
fn faint(reading: &Reading) -> bool {
    let changes = reading.parse.frames.iter().any(|frame| frame.intent.changes_state());
    changes && reading.confidence < FAINT && unexplained(&reading.parse).next().is_some()
}

/// Whether a command was heard so badly, and would be carried out without a question all the same.
fn acts_on_little(reading: &Reading) -> bool {
    reading.parse.clarify.is_none() && faint(reading)
}

/// The places of words that nothing explains.
fn unexplained(parse: &Parse) -> impl Iterator<Item = usize> {
    parse.trace.iter().filter(|step| step.rule == UNEXPLAINED).map(|step| step.words.start)
}

/// Whether a word that nothing explains stands right before a number: "sahe 400" may be "saadhe char sau".
fn half_heard(parse: &Parse) -> bool {
    let numbers = parse.trace.iter().filter(|step| matches!(step.rule, NUMBER | MONEY)).map(|step| step.words.start);
    let strange: Vec<usize> = unexplained(parse).collect();
    numbers.filter_map(|start| start.checked_sub(1)).any(|before| strange.contains(&before))
}

/// The first of several questions, with the candidates of all that ask the same.
fn merged(questions: impl Iterator<Item = Clarify>) -> Option<Clarify> {
    questions.reduce(|mut first, next| {
        if (next.reason, next.frame, next.slot) == (first.reason, first.frame, first.slot) {
            let fresh: Vec<Candidate> =
                next.candidates.into_iter().filter(|candidate| !first.candidates.contains(candidate)).collect();
            first.candidates.extend(fresh);
            first.candidates.truncate(ASKED_MAX);
        }
        first
    })
}

/// The question that tells two readings apart, where they differ in who, in what is done, in money or in goods.
/// A reading that means nothing by itself tells nothing.
fn differs(own: &Parse, other: &Parse) -> Option<Clarify> {
    if is(own, Intent::Correct) && is(other, Intent::Confirm) {
        let candidates = vec![Candidate::Intent(Intent::Correct), Candidate::Intent(Intent::Confirm)];
        return Some(Clarify { slot: None, ..ask(Reason::AmbiguousIntent, 0, Slot::Items, candidates) });
    }
    if is(other, Intent::Unknown) || is(other, Intent::Confirm) || is(other, Intent::Deny) {
        return None;
    }
    let pairs = own.frames.iter().zip(&other.frames).enumerate();
    let found = pairs.filter(|(_, (own, _))| own.intent.changes_state()).find_map(|(index, (own, other))| {
        let (mine, theirs) = (&own.slots, &other.slots);
        let ids = |one: &Option<String>, other: &Option<String>| {
            pair(one.as_ref(), other.as_ref()).map(|ids| ids.map(Candidate::Id))
        };
        let money = |one: Option<Money>, other: Option<Money>| {
            pair(one.as_ref(), other.as_ref()).map(|both| both.map(Candidate::Amount))
        };
        if let Some(ids) = ids(&mine.customer_id, &theirs.customer_id) {
            return Some(ask(Reason::AmbiguousCustomer, index, Slot::CustomerId, ids.to_vec()));
        }
        if own.intent != other.intent && other.intent.changes_state() {
            let candidates = vec![Candidate::Intent(own.intent), Candidate::Intent(other.intent)];
            return Some(Clarify { slot: None, ..ask(Reason::AmbiguousIntent, index, Slot::Items, candidates) });
        }
        if let Some(ids) = ids(&mine.product_id, &theirs.product_id) {
            return Some(ask(Reason::AmbiguousProduct, index, Slot::ProductId, ids.to_vec()));
        }
        if let Some(amounts) = money(mine.amount_paise, theirs.amount_paise) {
            return Some(ask(Reason::AmbiguousAmount, index, Slot::AmountPaise, amounts.to_vec()));
        }
        if let Some(prices) = money(mine.price_paise, theirs.price_paise) {
            return Some(ask(Reason::AmbiguousAmount, index, Slot::PricePaise, prices.to_vec()));
        }
        // What one of them does not tell is no other meaning.
        let other_count = pair(mine.qty_milli.as_ref(), theirs.qty_milli.as_ref()).is_some()
            || pair(mine.stock_milli.as_ref(), theirs.stock_milli.as_ref()).is_some()
            || pair(mine.op.as_ref(), theirs.op.as_ref()).is_some()
            || pair(mine.invoice_no.as_ref(), theirs.invoice_no.as_ref()).is_some();
        if other_count {
            return Some(ask(Reason::MissingSlot, index, Slot::QtyMilli, vec![]));
        }
        pair(mine.items.as_ref(), theirs.items.as_ref()).map(|_| ask(Reason::MissingSlot, index, Slot::Items, vec![]))
    });
    let more = own.frames.len() != other.frames.len();
    found.or_else(|| {
        let index = own.frames.iter().position(|frame| frame.intent.changes_state()).filter(|_| more)?;
        let candidates = vec![Candidate::Intent(own.frames[index].intent), Candidate::Intent(Intent::Unknown)];
        Some(Clarify { slot: None, ..ask(Reason::AmbiguousIntent, index, Slot::Items, candidates) })
    })
}

/// Both, where they are there and different.
fn pair<T: PartialEq + Clone>(one: Option<&T>, other: Option<&T>) -> Option<[T; 2]> {
    match (one, other) {
        (Some(one), Some(other)) if one != other => Some([one.clone(), other.clone()]),
        (Some(_) | None, Some(_) | None) => None,
    }
}

fn ask(reason: Reason, frame: usize, slot: Slot, mut candidates: Vec<Candidate>) -> Clarify {
    candidates.truncate(ASKED_MAX);
    Clarify { reason, frame, slot: Some(slot), candidates, heard: None }
}

/// The reading without the slot that is asked for.
fn asking(mut parse: Parse, question: Clarify) -> Parse {
    if let Some(frame) = parse.frames.get_mut(question.frame) {
        let slots = &mut frame.slots;
        match question.slot {
            Some(Slot::CustomerId) => slots.customer_id = None,
            Some(Slot::ProductId) => slots.product_id = None,
            Some(Slot::AmountPaise) => slots.amount_paise = None,
            Some(Slot::PricePaise) => slots.price_paise = None,
            Some(Slot::Items) => slots.items = None,
            Some(_) => (slots.qty_milli, slots.stock_milli, slots.op, slots.invoice_no) = (None, None, None, None),
            None => {}
        }
    }
    Parse { clarify: Some(question), ..parse }
}

#[cfg(test)]
mod tests;
