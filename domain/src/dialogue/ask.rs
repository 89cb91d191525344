//! From what the parser could not know to the question that is asked.

use super::words::words;
use crate::intent::{Candidate, Clarify, Frame, Intent, Reason, Slot, Slots, World, WorldCustomer};
use crate::money::Money;
use crate::reply::Question;

/// The one short question.
pub(super) fn question(clarify: &Clarify, world: &World) -> Question {
    match clarify.reason {
        Reason::AmbiguousCustomer | Reason::AmbiguousProduct => {
            Question::Which(ids(clarify).iter().map(|id| called(id, &ids(clarify), world)).collect())
        }
        Reason::UnknownCustomer => Question::WhoIs { heard: clarify.heard.clone() },
        Reason::UnknownProduct => Question::WhatIs { heard: clarify.heard.clone() },
        Reason::AmbiguousAmount => Question::WhichAmount(amounts(clarify)),
        Reason::InvalidAmount => Question::InvalidAmount { limit: world.limits.amount_max },
        Reason::AmbiguousIntent => Question::WhichAction(
            clarify
                .candidates
                .iter()
                .filter_map(|candidate| match candidate {
                    Candidate::Intent(intent) => Some(*intent),
                    Candidate::Amount(_) | Candidate::Id(_) => None,
                })
                .collect(),
        ),
        Reason::UnsafeBulk => Question::OneAtATime,
        Reason::MissingSlot | Reason::PastDate | Reason::OutOfScope => {
            Question::Missing(clarify.slot.unwrap_or(Slot::Field))
        }
    }
}

/// What half of it comes to nobody knows but the speaker: "half of her balance".
const WHOLES: &[&str] = &[
    "balance",
    "account",
    "dues",
    "credit",
    "hisaab",
    "hisab",
    "udhaar",
    "udhar",
    "baaki",
    "baki",
    "bakaya",
    "khata",
    "khaata",
    "हिसाब",
    "उधार",
    "बाकी",
    "बाक़ी",
    "बकाया",
    "खाता",
];

/// What a half is taken for where it stands alone: half a rupee, or fifty.
const HALF: [Candidate; 2] = [Candidate::Amount(Money::from_paise(50)), Candidate::Amount(Money::from_paise(5_000))];

/// The same, with the question about what is unclear: which of two sums was told of the same person, or how much half of
/// something is.
pub(super) fn sharpened(frames: Vec<Frame>, clarify: Clarify, said: &str) -> (Vec<Frame>, Clarify) {
    let half = clarify.reason == Reason::AmbiguousAmount && HALF.iter().all(|it| clarify.candidates.contains(it));
    if half && words(said).iter().any(|word| WHOLES.contains(&word.as_str())) {
        return (frames, Clarify { candidates: vec![], ..clarify });
    }
    let [one, other] = frames.as_slice() else { return (frames, clarify) };
    let money = matches!(one.intent, Intent::RecordPayment | Intent::AddCredit);
    let alike = one.intent == other.intent && one.slots.customer_id == other.slots.customer_id;
    let (Some(sum), Some(another)) = (one.slots.amount_paise, other.slots.amount_paise) else {
        return (frames, clarify);
    };
    let asked = clarify.reason == Reason::AmbiguousIntent && one.slots.customer_id.is_some();
    if !(money && alike && asked) || sum == another {
        return (frames, clarify);
    }
    let slots = Slots { amount_paise: None, ..one.slots.clone() };
    let candidates = vec![Candidate::Amount(sum), Candidate::Amount(another)];
    let (reason, slot) = (Reason::AmbiguousAmount, Some(Slot::AmountPaise));
    (vec![Frame { intent: one.intent, slots }], Clarify { reason, frame: 0, slot, candidates, heard: None })
}

/// Whether there is nothing to choose from that anybody could name: "given, or received?" is asked of money alone.
pub(super) fn is_unanswerable(clarify: &Clarify) -> bool {
    let is_named = |candidate: &Candidate| match candidate {
        Candidate::Intent(intent) => matches!(
            intent,
            Intent::AddCredit
                | Intent::RecordPayment
                | Intent::CreateInvoice
                | Intent::CheckBalance
                | Intent::CheckStock
                | Intent::CreateCustomer
        ),
        Candidate::Amount(_) | Candidate::Id(_) => true,
    };
    let named = clarify.candidates.iter().filter(|candidate| is_named(candidate)).count();
    let of_money =
        |candidate: &Candidate| matches!(candidate, Candidate::Intent(Intent::AddCredit | Intent::RecordPayment));
    clarify.reason == Reason::AmbiguousIntent && named < 2 && !clarify.candidates.iter().any(of_money)
}

/// Whether an answer is waited for: what is out of reach stays so.
pub(super) const fn stays_open(clarify: &Clarify) -> bool {
    !matches!(clarify.reason, Reason::UnsafeBulk | Reason::OutOfScope)
}

/// Whether money is told for a day to come: there is nothing to choose, for nobody has paid tomorrow.
pub(super) fn is_of_a_day_to_come(clarify: &Clarify) -> bool {
    clarify.reason == Reason::AmbiguousIntent && clarify.slot == Some(Slot::Date)
}

/// The candidates that are customers or products.
pub(super) fn ids(clarify: &Clarify) -> Vec<String> {
    let ids = clarify.candidates.iter().filter_map(|candidate| match candidate {
        Candidate::Id(id) => Some(id.clone()),
        Candidate::Intent(_) | Candidate::Amount(_) => None,
    });
    ids.collect()
}

/// The candidates that are amounts.
pub(super) fn amounts(clarify: &Clarify) -> Vec<Money> {
    let amounts = clarify.candidates.iter().filter_map(|candidate| match candidate {
        Candidate::Amount(amount) => Some(*amount),
        Candidate::Intent(_) | Candidate::Id(_) => None,
    });
    amounts.collect()
}

/// A name with what tells it apart from the others: where they live, what they are called, or the last four digits.
fn called(id: &str, among: &[String], world: &World) -> String {
    let Some(customer) = world.customers.iter().find(|customer| customer.id == id) else {
        return world.products.iter().find(|product| product.id == id).map_or_else(String::new, |it| it.name.clone());
    };
    let shares_name =
        world.customers.iter().any(|other| other.id != id && among.contains(&other.id) && other.name == customer.name);
    let mark = customer.landmark.clone().or_else(|| customer.nickname.clone());
    let mark = mark.or_else(|| customer.phone.as_deref().filter(|_| shares_name).map(last_four));
    mark.map_or_else(|| customer.name.clone(), |mark| format!("{}, {mark}", customer.name))
}

/// A customer's name with the place, the other name or the last four digits that tell them from a namesake.
pub(super) fn told_apart(customer: &WorldCustomer) -> String {
    let mark = customer.landmark.clone().or_else(|| customer.nickname.clone());
    let mark = mark.or_else(|| customer.phone.as_deref().map(last_four));
    mark.map_or_else(|| customer.name.clone(), |mark| format!("{}, {mark}", customer.name))
}

fn last_four(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().filter(char::is_ascii_digit).collect();
    digits.get(digits.len().saturating_sub(4)..).unwrap_or_default().iter().collect()
}
