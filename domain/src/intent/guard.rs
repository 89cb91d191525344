//! The last look at a reading before it may move money: what nothing explains makes it a question.

use super::entity::{Entity, Kind};
use super::frame::{Candidate, Clarify, Frame, Intent, Reason};
use super::items;
use super::senses::{
    ADD, BANK, BILL, BOOK, CARD, CASH, CHEQUE, CREDIT, FILLER, GAVE, GIVEN, GOT, KA, MONEY, PAY, PAYMENT, REMIND,
    REPAIR, SETTLE, TOOK, UPI, WRITE,
};
use super::slots::Clause;
use super::token::Token;
use crate::money::Money;

/// Ten rupees, in paise.
const TEN: i64 = 1_000;
/// So far must the best reading be ahead where one word is unexplained.
const LEAD_MIN: i32 = 45;
/// So many of a thing, without a unit or a bill, are more likely rupees.
const HUNDRED: i64 = 100_000;
/// So many unexplained words are too many.
const UNKNOWN_MAX: usize = 2;

/// Whether it moves money, goods or people.
pub(super) const fn moves(intent: Intent) -> bool {
    matches!(
        intent,
        Intent::CreateInvoice
            | Intent::RecordPayment
            | Intent::AddCredit
            | Intent::DeleteCustomer
            | Intent::CancelInvoice
            | Intent::UpdatePrice
            | Intent::UpdateStock
            | Intent::UpdateCustomer
    )
}

/// Whether too much of the clause is unexplained for what it would do.
pub(super) fn is_unsure(clause: &Clause<'_>, intent: Intent, lead: i32) -> bool {
    if !moves(intent) {
        return false;
    }
    if is_amiss(clause, intent) || only_guessed(clause, intent) {
        return true;
    }
    let named = intent == Intent::UpdateCustomer && !clause.facts.phone && !clause.facts.email;
    let unknown = if named { 0 } else { unexplained(clause) };
    unknown >= UNKNOWN_MAX || (unknown == 1 && lead < LEAD_MIN)
}

/// Whether something else is said, or something is taken back that was not found.
pub(super) fn is_amiss(clause: &Clause<'_>, intent: Intent) -> bool {
    let money = matches!(intent, Intent::RecordPayment | Intent::AddCredit);
    is_other(clause, intent) || (money && clause.facts.has(REMIND)) || unrepaired(clause)
}

/// Whether a bill is more likely something that was paid, or so many rupees.
pub(super) fn is_other(clause: &Clause<'_>, intent: Intent) -> bool {
    if intent != Intent::CreateInvoice {
        return false;
    }
    let paid_for = clause.facts.has(MONEY.or(PAYMENT)) && clause.facts.has(GIVEN.or(PAY).or(GOT));
    let priced = |entity: &Entity| {
        let of_thing = clause.tokens.get(entity.end + 1).is_some_and(|token| token.product)
            && clause.tokens.get(entity.end).is_some_and(|token| token.is(KA));
        of_thing || items::is_rate(clause.tokens, entity)
    };
    let hundreds = clause
        .entities
        .iter()
        .any(|entity| matches!(entity.kind, Kind::Number(figure) if figure.milli >= HUNDRED) && !priced(entity));
    (paid_for && clause.facts.quantities == 0) || (hundreds && !clause.facts.has(BILL))
}

/// Whether the speaker corrects himself and nothing was found that he takes back.
fn unrepaired(clause: &Clause<'_>) -> bool {
    let corrects = clause.range.clone().any(|at| {
        clause.tokens.get(at).is_some_and(|token| {
            token.is(REPAIR)
                && !token.is(FILLER)
                && matches!(
                    token.word.plain.as_str(),
                    "i" | "no"
                        | "oops"
                        | "correction"
                        | "make"
                        | "scratch"
                        | "galti"
                        | "galat"
                        | "balki"
                        | "nahi"
                        | "nahin"
                )
        })
    });
    let led = clause.tokens.get(clause.range.start).is_some_and(|token| token.is(REPAIR));
    let earlier = clause.tokens.get(clause.range.clone()).unwrap_or_default();
    let ways = CASH.or(UPI).or(BANK).or(CHEQUE).or(CARD);
    let paid_otherwise = earlier.iter().filter(|token| token.is(ways)).count() > 1;
    corrects && !led && !clause.struck && !paid_otherwise && earlier.len() > 2
}

/// Whether every word for what was done only sounds somewhat like one.
fn only_guessed(clause: &Clause<'_>, intent: Intent) -> bool {
    let deed = PAY.or(GIVEN).or(GOT).or(GAVE).or(TOOK).or(SETTLE).or(CREDIT).or(WRITE).or(PAYMENT).or(ADD).or(BOOK);
    let own = || clause.tokens.get(clause.range.clone()).unwrap_or_default().iter().filter(|token| token.is(deed));
    matches!(intent, Intent::RecordPayment | Intent::AddCredit)
        && own().next().is_some()
        && own().all(|token| token.guessed)
}

/// So far ahead must a clause that moves money be, where there are several.
const LEAD_OF_SEVERAL: u16 = 50;
/// So far ahead must one be that only shows or sends something.
const LEAD_OF_OTHERS: u16 = 20;

/// Several commands of which one is barely believed may be one that was not understood.
pub(super) fn several(frames: &[Frame], leads: &[u16]) -> Option<Clarify> {
    let money = |intent| matches!(intent, Intent::RecordPayment | Intent::AddCredit | Intent::CreateInvoice);
    let first = frames.iter().position(|frame| money(frame.intent))?;
    let weak = frames.iter().zip(leads).any(|(frame, lead)| {
        *lead < if money(frame.intent) { LEAD_OF_SEVERAL } else { LEAD_OF_OTHERS } || frame.intent == Intent::Unknown
    });
    let candidates = vec![Candidate::Intent(frames.get(first)?.intent), Candidate::Intent(Intent::Unknown)];
    (weak || is_told_again(frames) || is_short(frames)).then_some(Clarify {
        reason: Reason::AmbiguousIntent,
        frame: first,
        slot: None,
        candidates,
        heard: None,
    })
}

/// "Baburam ne teen sau diye, Baburam ne chaar sau": the second may be the first put right.
fn is_told_again(frames: &[Frame]) -> bool {
    frames.iter().enumerate().any(|(at, frame)| {
        let money = matches!(frame.intent, Intent::RecordPayment | Intent::AddCredit);
        let same = |other: &Frame| {
            other.intent == frame.intent
                && other.slots.customer_id == frame.slots.customer_id
                && other.slots.amount_paise != frame.slots.amount_paise
        };
        money && frame.slots.customer_id.is_some() && frames.iter().take(at).any(same)
    })
}

/// "Nisha paid four hundred and Nikhil paid five": the second may have left out its hundred.
fn is_short(frames: &[Frame]) -> bool {
    let paise = |frame: &Frame| frame.slots.amount_paise.map_or(0, Money::paise);
    frames.windows(2).any(|pair| match pair {
        [left, right] => left.intent == right.intent && (1..TEN).contains(&paise(right)) && paise(left) >= TEN * 10,
        _ => false,
    })
}

/// A word that nothing explains may be one more thing on the bill.
pub(super) fn strange_thing(clause: &Clause<'_>, intent: Intent) -> Option<usize> {
    if intent != Intent::CreateInvoice {
        return None;
    }
    clause.range.clone().find(|&at| is_unexplained(clause, at))
}

/// How many words nothing explains.
fn unexplained(clause: &Clause<'_>) -> usize {
    clause.range.clone().filter(|&at| is_unexplained(clause, at)).count()
}

/// Whether nothing explains the word; what stands right behind a name may be more of the name.
fn is_unexplained(clause: &Clause<'_>, at: usize) -> bool {
    let behind_name = clause.entities.iter().any(|entity| entity.end == at && matches!(entity.kind, Kind::Customer(_)));
    !behind_name && clause.tokens.get(at).is_some_and(Token::is_unknown)
}
