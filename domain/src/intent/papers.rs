//! Bills that exist, reports, and the language.
#![expect(clippy::wildcard_enum_match_arm, reason = "only some kinds of entity matter here")]

use super::dates::{self, Direction};
use super::diary::when;
use super::entity::{Entity, Figure, Kind};
use super::facts::Facts;
use super::frame::{Channel, Language, Reason, Slot, Which};
use super::senses::{BILL, EMAIL, ENGLISH, FROM, HINGLISH, LAST, MORE, MOST, NUMBER, PREVIOUS, SE, SMS, TO, WHATSAPP};
use super::slots::{Clause, Draft, customer};
use crate::money::Money;
use jiff::civil::Date;

/// The number of a bill: a whole number beside "bill" or "number".
pub(super) fn invoice_number(clause: &Clause<'_>) -> Option<i64> {
    let last = |entity: &Entity| entity.start.checked_sub(1).and_then(|at| clause.tokens.get(at));
    // "The last two bills" are no bill 2.
    let counted = |entity: &Entity| {
        let bills = clause.tokens.get(entity.end).is_some_and(|token| token.is(BILL));
        bills && last(entity).is_some_and(|token| token.is(LAST.or(PREVIOUS)) && !token.is(NUMBER))
    };
    let mut found = clause.entities.iter().filter(|entity| !counted(entity)).filter_map(|entity| match entity.kind {
        Kind::Number(Figure { milli, article, other: None, .. }) if milli % 1_000 == 0 && milli > 0 => {
            let near = |at: usize| clause.tokens.get(at).is_some_and(|token| token.is(BILL.or(NUMBER)));
            let beside = near(entity.end)
                || entity.start.checked_sub(1).is_some_and(near)
                || entity.start.checked_sub(2).is_some_and(near);
            (beside || !article).then_some(milli / 1_000)
        }
        _ => None,
    });
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}

pub(super) fn cancel_invoice(clause: &Clause<'_>, draft: &mut Draft) {
    let last_one = clause.facts.has(LAST) && !clause.entities.iter().any(|entity| is_several(entity));
    if let Some(number) = invoice_number(clause) {
        draft.slots.invoice_no = Some(number);
        if clause.facts.known > 0 {
            customer(clause, draft);
        }
        known_invoice(clause, draft);
    } else if clause.facts.customers > 0 || clause.facts.pronoun {
        customer(clause, draft);
        if last_one {
            draft.slots.which = Some(Which::Last);
        } else if draft.questions.is_empty() {
            draft.ask(Reason::MissingSlot, Slot::InvoiceNo, vec![], None);
        }
    } else if last_one {
        draft.slots.which = Some(Which::Last);
    } else {
        draft.ask(Reason::MissingSlot, Slot::InvoiceNo, vec![], None);
    }
}

fn is_several(entity: &Entity) -> bool {
    matches!(entity.kind, Kind::Number(figure) if !figure.article)
}

/// A bill that the shop does not have is asked for again; somebody else's, too.
pub(super) fn known_invoice(clause: &Clause<'_>, draft: &mut Draft) {
    let Some(number) = draft.slots.invoice_no else { return };
    let known = clause.lexicon.world.invoices.iter().find(|invoice| invoice.no == number);
    let others = draft
        .slots
        .customer_id
        .as_deref()
        .is_some_and(|customer| known.is_some_and(|invoice| invoice.customer_id != customer));
    if known.is_none() || others {
        draft.slots.invoice_no = None;
        draft.ask(Reason::MissingSlot, Slot::InvoiceNo, vec![], None);
    }
}

pub(super) fn send_invoice(clause: &Clause<'_>, draft: &mut Draft) {
    customer(clause, draft);
    draft.slots.invoice_no = invoice_number(clause);
    if draft.slots.invoice_no.is_some() && clause.facts.customers == 0 {
        let owner = clause.lexicon.world.invoices.iter().find(|invoice| Some(invoice.no) == draft.slots.invoice_no);
        if let Some(owner) = owner {
            draft.slots.customer_id = Some(owner.customer_id.clone());
            draft.questions.retain(|question| question.slot != Some(Slot::CustomerId));
        }
    }
    let figure = |entity: &&Entity| matches!(entity.kind, Kind::Number(figure) if !figure.article);
    if draft.slots.invoice_no.is_none() && clause.entities.iter().any(figure) {
        draft.ask(Reason::MissingSlot, Slot::InvoiceNo, vec![], None);
    }
    known_invoice(clause, draft);
    if clause.facts.has(LAST) {
        draft.slots.which = Some(Which::Last);
        let is_nobodys = clause.facts.customers == 0 && !clause.facts.pronoun;
        draft.questions.retain(|question| !is_nobodys || question.slot != Some(Slot::CustomerId));
    }
    let facts = clause.facts;
    let channels = [(WHATSAPP, Channel::Whatsapp), (SMS, Channel::Sms), (EMAIL, Channel::Email)];
    draft.slots.channel = channels.into_iter().find(|(senses, _)| facts.has(*senses)).map(|(_, channel)| channel);
}

pub(super) fn summary(clause: &Clause<'_>, draft: &mut Draft) {
    let today = clause.now.date();
    let range = clause.entities.iter().find_map(|entity| match entity.kind {
        Kind::When(when) => dates::range(when, today),
        _ => None,
    });
    if let Some((from, to)) = range {
        draft.slots.from = Some(from);
        draft.slots.to = Some(to);
        return;
    }
    if let Some((from, to)) = between(clause) {
        draft.slots.from = Some(from);
        draft.slots.to = Some(to.min(today));
        return;
    }
    let day = when(clause, Direction::Past).0.unwrap_or(today);
    draft.slots.date = Some(day.min(today));
}

/// "das se pandrah tareekh tak", "from 10 November to 15 November": the first and the last of two days.
fn between(clause: &Clause<'_>) -> Option<(Date, Date)> {
    let today = clause.now.date();
    let linked = clause.range.clone().any(|at| {
        clause.tokens.get(at).is_some_and(|token| {
            token.is(SE.or(FROM).or(TO))
                || matches!(token.word.plain.as_str(), "tak" | "तक" | "between" | "till" | "until")
        })
    });
    if !linked {
        return None;
    }
    let mut days = clause.entities.iter().filter_map(|entity| match entity.kind {
        Kind::When(when) => dates::day(when, today, Direction::Past),
        Kind::Number(Figure { milli, .. }) if milli % 1_000 == 0 => {
            let day = i8::try_from(milli / 1_000).ok().filter(|day| (1..=31).contains(day))?;
            dates::day(dates::When::OfMonth { day, month: None, months: None }, today, Direction::Past)
        }
        _ => None,
    });
    let (first, last) = (days.next()?, days.next()?);
    let first = if first > last { first.checked_sub(jiff::Span::new().months(1)).ok()? } else { first };
    Some((first, last))
}

pub(super) fn debtors(clause: &Clause<'_>, draft: &mut Draft) {
    for entity in &clause.entities {
        let above = [entity.end, entity.end + 1]
            .into_iter()
            .any(|at| clause.tokens.get(at).is_some_and(|token| token.is(MORE)))
            || (1..=2).any(|back| {
                entity
                    .start
                    .checked_sub(back)
                    .and_then(|at| clause.tokens.get(at))
                    .is_some_and(|token| token.is(MORE) && !token.is(MOST))
            });
        match entity.kind {
            Kind::Money { paise } if paise > 0 => draft.slots.min_paise = Some(Money::from_paise(paise)),
            Kind::Number(Figure { milli, article: false, .. }) if milli > 0 => {
                if above && milli >= 100_000 {
                    draft.slots.min_paise = Some(Money::from_paise(milli / 10));
                } else if milli <= 100_000 {
                    draft.slots.limit = Some(milli / 1_000);
                }
            }
            _ => {}
        }
    }
}

pub(super) const fn language(facts: &Facts) -> Language {
    if facts.has(HINGLISH) {
        Language::Hinglish
    } else if facts.has(ENGLISH) {
        Language::En
    } else {
        Language::Hi
    }
}
