//! New customers, and what is known of those that the shop has.
#![expect(clippy::wildcard_enum_match_arm, reason = "only some kinds of entity matter here")]

use super::entity::{Entity, Figure, Kind};
use super::facts::Facts;
use super::frame::{Field, Reason, Slot};
use super::senses::{ADDRESS, DETAIL, EMAIL, NAME, NUMBER, PHONE};
use super::slots::{Clause, Draft, customer};
use super::title;

/// Whether digits were told that are too few to ring.
pub(super) fn short_number(clause: &Clause<'_>) -> bool {
    let long = |entity: &&Entity| matches!(entity.kind, Kind::Number(Figure { milli, .. }) if milli >= 10_000_000);
    clause.facts.has(PHONE.or(NUMBER)) && !clause.facts.phone && clause.entities.iter().any(long)
}

/// The number to ring and the address that were said.
pub(super) fn contacts(clause: &Clause<'_>, draft: &mut Draft) {
    if short_number(clause) {
        draft.ask(Reason::MissingSlot, Slot::Phone, vec![], None);
    }
    for entity in &clause.entities {
        match &entity.kind {
            Kind::Phone(phone) => draft.slots.phone = Some(phone.clone()),
            Kind::Email(email) => draft.slots.email = Some(email.clone()),
            Kind::Digits => draft.ask(Reason::MissingSlot, Slot::Phone, vec![], None),
            _ => {}
        }
    }
}

pub(super) fn create_customer(clause: &Clause<'_>, draft: &mut Draft) {
    contacts(clause, draft);
    draft.slots.name = title::of_customer(clause);
    if draft.slots.name.is_none() {
        draft.ask(Reason::MissingSlot, Slot::Name, vec![], None);
    }
}

pub(super) fn update_customer(clause: &Clause<'_>, draft: &mut Draft) {
    let renamed = clause.facts.has(NAME) && !clause.facts.phone && !clause.facts.email;
    let anchor = clause.range.clone().find(|&at| renamed && clause.tokens.get(at).is_some_and(|token| token.is(NAME)));
    let anchor = anchor.unwrap_or(clause.range.end);
    let owners = clause.entities.iter().copied().filter(|entity| entity.start < anchor).collect();
    customer(&Clause { entities: owners, range: clause.range.clone(), ..*clause }, draft);
    contacts(clause, draft);
    if draft.slots.phone.is_none()
        && draft.slots.email.is_none()
        && draft.questions.iter().all(|question| question.slot != Some(Slot::Phone))
    {
        if clause.facts.has(NAME) {
            match title::new_name(clause) {
                Some(name) => draft.slots.name = Some(name),
                None => draft.ask(Reason::MissingSlot, Slot::Name, vec![], None),
            }
        } else {
            let slot = if clause.facts.has(EMAIL) { Slot::Email } else { Slot::Phone };
            draft.ask(Reason::MissingSlot, slot, vec![], None);
        }
    }
}

pub(super) const fn field(facts: &Facts) -> Option<Field> {
    let phone = facts.has(PHONE.or(NUMBER));
    match (phone, facts.has(EMAIL), facts.has(ADDRESS)) {
        _ if facts.has(DETAIL) => None,
        (true, false, false) => Some(Field::Phone),
        (_, true, false) => Some(Field::Email),
        (false, false, true) => Some(Field::Address),
        _ => None,
    }
}
