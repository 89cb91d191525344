//! The last look at a reading before it may move money: what nothing explains makes it a question.

use super::entity::Kind;
use super::frame::{Candidate, Clarify, Frame, Intent, Reason};
use super::senses::{
    ADD, BILL, BOOK, CREDIT, FILLER, GAVE, GIVEN, GOT, MONEY, PAY, PAYMENT, REMIND, REPAIR, SETTLE, TOOK, WRITE,
};
use super::slots::Clause;
use super::token::Token;

/// So far must the best reading be ahead where one word is unexplained.
const LEAD_MIN: i32 = 45;
/// So many of a thing, without a unit or a bill, are more likely rupees.
const HUNDRED: i64 = 100_000;
/// So many unexplained words are too many.
const UNKNOWN_MAX: usize = 2;

/// Whether too much of the clause is unexplained for what it would do.
pub(super) fn is_unsure(clause: &Clause<'_>, intent: Intent, lead: i32) -> bool {
    let moves = matches!(
        intent,
        Intent::CreateInvoice
            | Intent::RecordPayment
            | Intent::AddCredit
            | Intent::DeleteCustomer
            | Intent::CancelInvoice
            | Intent::UpdatePrice
            | Intent::UpdateStock
            | Intent::UpdateCustomer
    );
    if !moves {
        return false;
    }
    if is_other(clause, intent) {
        return true;
    }
    let money = matches!(intent, Intent::RecordPayment | Intent::AddCredit);
    if money && clause.facts.has(REMIND) {
        return true;
    }
    if unrepaired(clause) || only_guessed(clause, intent) {
        return true;
    }
    let named = intent == Intent::UpdateCustomer && !clause.facts.phone && !clause.facts.email;
    let unknown = if named { 0 } else { unexplained(clause) };
    unknown >= UNKNOWN_MAX || (unknown == 1 && lead < LEAD_MIN)
}

/// Whether a bill is more likely something that was paid, or so many rupees.
pub(super) fn is_other(clause: &Clause<'_>, intent: Intent) -> bool {
    if intent != Intent::CreateInvoice {
        return false;
    }
    let paid_for = clause.facts.has(MONEY.or(PAYMENT)) && clause.facts.has(GIVEN.or(PAY).or(GOT));
    let hundreds =
        clause.entities.iter().any(|entity| matches!(entity.kind, Kind::Number(figure) if figure.milli >= HUNDRED));
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
    corrects && !led && !clause.struck && earlier.len() > 2
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
    weak.then_some(Clarify { reason: Reason::AmbiguousIntent, frame: first, slot: None, candidates, heard: None })
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
