//! From a clause and its intent to a frame, or to the question that has to be asked first.
#![expect(clippy::wildcard_enum_match_arm, reason = "only some kinds of entity matter here")]
#![expect(clippy::match_same_arms, reason = "one line for each intent")]

use super::amounts::invoice;
use super::amounts::money;
use super::contacts::create_customer;
use super::contacts::field;
use super::contacts::update_customer;
use super::dates::Direction;
use super::diary::is_unresolved;
use super::diary::list_reminders;
use super::diary::modify_reminder;
use super::diary::schedule;
use super::diary::when;
use super::entity::{Entity, Kind};
use super::facts::Facts;
use super::frame::{Candidate, Clarify, Frame, Intent, Reason, Slot, Slots};
use super::items::Trouble;
use super::lexicon::Lexicon;
use super::papers::cancel_invoice;
use super::papers::debtors;
use super::papers::language;
use super::papers::send_invoice;
use super::papers::summary;
use super::senses::{ALL, ALSO, AND, HONOR, KA};
use super::stocking::add_product;
use super::stocking::update_price;
use super::stocking::update_stock;
use super::token::Token;
use jiff::civil::DateTime;
use std::ops::Range;

/// A clause with all that is needed to read it.
pub(super) struct Clause<'a> {
    pub tokens: &'a [Token],
    pub entities: Vec<&'a Entity>,
    /// Everything that was found, struck or not.
    pub all: &'a [Entity],
    /// Something in the utterance was taken back.
    pub struck: bool,
    pub range: Range<usize>,
    pub facts: &'a Facts,
    pub lexicon: &'a Lexicon,
    pub now: DateTime,
    /// Who was spoken of just before.
    pub before: Option<&'a str>,
}

/// A frame in the making, and the questions it raises.
pub(super) struct Draft {
    pub slots: Slots,
    pub questions: Vec<Clarify>,
}

impl Draft {
    pub(super) fn ask(&mut self, reason: Reason, slot: Slot, candidates: Vec<Candidate>, heard: Option<String>) {
        self.questions.push(Clarify { reason, frame: 0, slot: Some(slot), candidates, heard });
    }
}

/// Fills the slots of `intent` from the clause.
pub(super) fn fill(clause: &Clause<'_>, intent: Intent) -> (Frame, Vec<Clarify>) {
    let mut draft = Draft { slots: Slots::default(), questions: vec![] };
    if let Some(slot) = bulk(clause, intent) {
        draft.ask(Reason::UnsafeBulk, slot, vec![], None);
        return (Frame { intent, slots: draft.slots }, draft.questions);
    }
    match intent {
        Intent::CreateInvoice => invoice(clause, &mut draft),
        Intent::RecordPayment | Intent::AddCredit => money(clause, &mut draft, intent),
        Intent::CheckBalance => customer(clause, &mut draft),
        Intent::ScheduleReminder => schedule(clause, &mut draft),
        Intent::ListReminders => list_reminders(clause, &mut draft),
        Intent::CancelReminder => {
            customer(clause, &mut draft);
            let (day, time, _) = when(clause, Direction::Future);
            draft.slots.date = day;
            draft.slots.time = time;
        }
        Intent::ModifyReminder => modify_reminder(clause, &mut draft),
        Intent::CreateCustomer => create_customer(clause, &mut draft),
        Intent::UpdateCustomer => update_customer(clause, &mut draft),
        Intent::DeleteCustomer => customer(clause, &mut draft),
        Intent::GetCustomerInfo => {
            customer(clause, &mut draft);
            draft.slots.field = field(clause.facts);
        }
        Intent::CheckStock => {
            let _ = product(clause, &mut draft);
        }
        Intent::AddProduct => add_product(clause, &mut draft),
        Intent::UpdateStock => update_stock(clause, &mut draft),
        Intent::UpdatePrice => update_price(clause, &mut draft),
        Intent::CancelInvoice => cancel_invoice(clause, &mut draft),
        Intent::DailySummary => summary(clause, &mut draft),
        Intent::TopDebtors => debtors(clause, &mut draft),
        Intent::SendInvoice => send_invoice(clause, &mut draft),
        Intent::SwitchLanguage => draft.slots.language = Some(language(clause.facts)),
        Intent::Confirm | Intent::Deny | Intent::Correct | Intent::Help | Intent::Stop | Intent::Unknown => {}
    }
    let dated =
        matches!(intent, Intent::RecordPayment | Intent::AddCredit | Intent::ScheduleReminder | Intent::ModifyReminder);
    if dated && is_unresolved(clause, intent) {
        draft.slots.date = None;
        draft.ask(Reason::MissingSlot, Slot::Date, vec![], None);
    }
    (Frame { intent, slots: draft.slots }, draft.questions)
}

/// The slot to ask for where everything at once is to be changed.
fn bulk(clause: &Clause<'_>, intent: Intent) -> Option<Slot> {
    let facts = clause.facts;
    if !facts.has(ALL) {
        return None;
    }
    match intent {
        Intent::CancelInvoice => Some(Slot::InvoiceNo),
        Intent::DeleteCustomer | Intent::UpdateCustomer if !facts.person() => Some(Slot::CustomerId),
        Intent::CancelReminder | Intent::ModifyReminder if !facts.person() => Some(Slot::CustomerId),
        Intent::AddCredit | Intent::RecordPayment if !facts.person() => Some(Slot::CustomerId),
        Intent::UpdatePrice | Intent::UpdateStock if facts.products == 0 => Some(Slot::ProductId),
        _ => None,
    }
}

pub(super) fn said(tokens: &[Token], range: Range<usize>) -> String {
    let words: Vec<&str> = tokens.get(range).unwrap_or_default().iter().map(|token| token.word.said.as_str()).collect();
    words.join(" ")
}

/// Who it is about.
pub(super) fn customer(clause: &Clause<'_>, draft: &mut Draft) {
    let mut found: Vec<(&Entity, &[usize])> = vec![];
    for entity in &clause.entities {
        if let Kind::Customer(mention) = &entity.kind
            && !found.iter().any(|(_, people)| *people == mention.people.as_slice() && !people.is_empty())
        {
            found.push((entity, &mention.people));
        }
    }
    owned_by(clause, &mut found);
    let id = |person: &usize| clause.lexicon.world.customers.get(*person).map(|customer| customer.id.clone());
    match found.as_slice() {
        [(_, [person])] => draft.slots.customer_id = id(person),
        [(entity, [])] => {
            draft.ask(
                Reason::UnknownCustomer,
                Slot::CustomerId,
                vec![],
                Some(said(clause.tokens, entity.start..entity.end)),
            );
        }
        [] => {
            let referred = clause.facts.pronoun
                || clause.tokens.get(clause.range.start).is_some_and(|token| token.is(AND.or(ALSO)));
            match clause.before.filter(|_| referred || clause.range.start > 0) {
                Some(before) => draft.slots.customer_id = Some(before.to_owned()),
                None => draft.ask(Reason::MissingSlot, Slot::CustomerId, vec![], None),
            }
        }
        several => {
            let stranger = several.iter().find(|(_, people)| people.is_empty());
            if let Some((entity, _)) = stranger {
                draft.ask(
                    Reason::UnknownCustomer,
                    Slot::CustomerId,
                    vec![],
                    Some(said(clause.tokens, entity.start..entity.end)),
                );
                return;
            }
            let mut candidates: Vec<String> =
                several.iter().flat_map(|(_, people)| people.iter().filter_map(id)).collect();
            candidates.sort();
            candidates.dedup();
            let heard = several.first().map(|(entity, _)| said(clause.tokens, entity.start..entity.end));
            let candidates = candidates.into_iter().map(Candidate::Id).collect();
            draft.ask(Reason::AmbiguousCustomer, Slot::CustomerId, candidates, heard);
        }
    }
}

/// "Sharma ji ki wife Sunita" is Sunita: whose somebody is does not matter where that somebody is known.
fn owned_by(clause: &Clause<'_>, found: &mut Vec<(&Entity, &[usize])>) {
    let known = found.iter().filter(|(_, people)| people.len() == 1).count();
    if found.len() != 2 || known != 1 {
        return;
    }
    let owner = found.iter().position(|(entity, people)| {
        let after = (entity.end..entity.end + 2)
            .any(|at| clause.tokens.get(at).is_some_and(|token| token.is(KA) && !token.is(HONOR)));
        let other = found.iter().find(|(_, people)| people.len() == 1).map_or(0, |(other, _)| other.start);
        people.len() > 1 && after && other > entity.end && other <= entity.end + 4
    });
    if let Some(owner) = owner {
        found.remove(owner);
    }
}

pub(super) fn ask_about(clause: &Clause<'_>, draft: &mut Draft, trouble: Trouble, slot: Slot) {
    let ids = |products: Vec<usize>| {
        products
            .into_iter()
            .filter_map(|product| clause.lexicon.world.products.get(product))
            .map(|product| Candidate::Id(product.id.clone()))
            .collect()
    };
    match trouble {
        Trouble::Unknown { start, end } => {
            draft.ask(Reason::UnknownProduct, slot, vec![], Some(said(clause.tokens, start..end)));
        }
        Trouble::Ambiguous { start, end, products } => {
            draft.ask(Reason::AmbiguousProduct, slot, ids(products), Some(said(clause.tokens, start..end)));
        }
        Trouble::Invalid => draft.ask(Reason::InvalidAmount, slot, vec![], None),
        Trouble::Missing => draft.ask(Reason::MissingSlot, slot, vec![], None),
    }
}

/// The one product it is about.
pub(super) fn product(clause: &Clause<'_>, draft: &mut Draft) -> Option<usize> {
    let mut found: Vec<(&Entity, &[usize])> = vec![];
    for entity in &clause.entities {
        if let Kind::Product(called) = &entity.kind
            && !found.iter().any(|(_, products)| *products == called.products.as_slice())
        {
            found.push((entity, &called.products));
        }
    }
    let trouble = match found.as_slice() {
        [(_, [product])] => {
            draft.slots.product_id = clause.lexicon.world.products.get(*product).map(|product| product.id.clone());
            return Some(*product);
        }
        [] => match unknown_words(clause) {
            Some(range) => Trouble::Unknown { start: range.start, end: range.end },
            None => Trouble::Missing,
        },
        [(entity, [])] => Trouble::Unknown { start: entity.start, end: entity.end },
        [(entity, several)] => Trouble::Ambiguous { start: entity.start, end: entity.end, products: several.to_vec() },
        [(entity, _), ..] if found.iter().any(|(_, products)| products.is_empty()) => {
            let (start, end) = found
                .iter()
                .find(|(_, products)| products.is_empty())
                .map_or((entity.start, entity.end), |(strange, _)| (strange.start, strange.end));
            Trouble::Unknown { start, end }
        }
        [(entity, _), ..] => {
            let products = found.iter().flat_map(|(_, products)| products.iter().copied()).collect();
            Trouble::Ambiguous { start: entity.start, end: entity.end, products }
        }
    };
    ask_about(clause, draft, trouble, Slot::ProductId);
    None
}

/// The first run of words that nothing is known about.
fn unknown_words(clause: &Clause<'_>) -> Option<Range<usize>> {
    let unknown = |at: &usize| clause.tokens.get(*at).is_some_and(Token::is_unknown);
    let start = clause.range.clone().find(|at| unknown(at))?;
    let end = (start..clause.range.end).find(|at| !unknown(at)).unwrap_or(clause.range.end);
    Some(start..end)
}
