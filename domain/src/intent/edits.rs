//! Edits of a bill that was read back: another quantity, one thing more or less, a rate, one thing for another.
#![expect(clippy::wildcard_enum_match_arm, reason = "only some kinds of entity matter here")]

use super::entity::{Entity, Kind};
use super::frame::{Item, Pending, Reason, Slot};
use super::items::{self, Trouble};
use super::number::Numeral;
use super::senses::{
    ADD, ALSO, AND, ARRIVED, CANCEL, CHANGE, DELETE, DROP, HOWMUCH, INSTEAD, LOWER, MAKE, MORE, NO, NOT, PRICE,
    PROHIBIT, RATE, SETTO, STEM, STOCK, WHAT,
};
use super::slots::{self, Clause, Draft};
use super::token::Token;
use super::units::{self, Measure};
use crate::money::Money;
use crate::quantity::{Quantity, Unit};

/// Words that leave a thing out.
const WITHOUT: &[&str] = &["without", "bina", "minus", "बिना"];

/// Whether the words speak of a thing on the bill, or of its rate, and of nobody: then they are about this bill and not
/// about the shelf.
pub(super) fn is_about_the_bill(clause: &Clause<'_>, pending: &Pending) -> bool {
    let facts = clause.facts;
    let asks = facts.question || facts.has(HOWMUCH.or(WHAT).or(STOCK));
    let rated = facts.has(RATE.or(PRICE)) || clause.entities.iter().any(|it| items::is_rate(clause.tokens, it));
    let edits =
        rated || facts.has(DELETE.or(DROP).or(CANCEL).or(LOWER).or(PROHIBIT).or(CHANGE).or(MAKE)) || leaves_out(clause);
    let lines = pending.slots.items.as_deref().unwrap_or_default();
    let things = things(clause);
    let on_bill = !things.is_empty() && things.iter().all(|(_, id)| lines.iter().any(|item| item.product_id == *id));
    let adds = facts.has(ADD) && !facts.has(ARRIVED) && !things.is_empty() && !figures(clause).is_empty();
    !asks && facts.customers == 0 && ((edits && on_bill) || adds)
}

/// The things of the bill as they are after the edit, where the words edit it; else what has to be asked.
pub(super) fn items(clause: &Clause<'_>, all: &[Entity], pending: &Pending, draft: &mut Draft) {
    let old: Vec<Item> = pending.slots.items.clone().unwrap_or_default();
    let unclear = clause.entities.iter().find_map(|entity| match &entity.kind {
        Kind::Product(called) if called.products.is_empty() => {
            Some(Trouble::Unknown { start: entity.start, end: entity.end })
        }
        Kind::Product(called) if called.products.len() > 1 && on_bill(clause, entity, &old).is_none() => {
            Some(Trouble::Ambiguous { start: entity.start, end: entity.end, products: called.products.clone() })
        }
        _ => None,
    });
    if let Some(trouble) = unclear {
        return slots::ask_about(clause, draft, trouble, Slot::Items);
    }
    let (things, figures) = (things(clause), figures(clause));
    if things.is_empty() && figures.is_empty() {
        return;
    }
    if figures.iter().any(|figure| matches!(figure.kind, Kind::Number(figure) if figure.other.is_some())) {
        return draft.ask(Reason::MissingSlot, Slot::Items, vec![], None);
    }
    let edited = match (things.as_slice(), figures.as_slice()) {
        (_, []) => exchanged(clause, all, &things, &old)
            .or_else(|| without(clause, &things, &old))
            .or_else(|| told(clause, &old).filter(|_| adds(clause))),
        (_, [_]) if is_rated(clause) => rated(clause, &things, &old),
        ([], [figure]) => counted(clause, all, figure, &old),
        _ => told(clause, &old).or_else(|| one_told(clause, &things, &figures, &old)),
    };
    match edited {
        Some(items) if within(clause, &items) => {
            draft.slots.items = Some(items).filter(|items| Some(items) != pending.slots.items.as_ref());
        }
        Some(_) => draft.ask(Reason::InvalidAmount, Slot::Items, vec![], None),
        None => draft.ask(Reason::MissingSlot, Slot::Items, vec![], None),
    }
}

/// The things that are named, each with its place among the entities and its identity.
fn things<'a>(clause: &Clause<'a>) -> Vec<(&'a Entity, &'a str)> {
    let product = |entity: &&'a Entity| match &entity.kind {
        Kind::Product(called) => {
            let [only] = called.products.as_slice() else { return None };
            clause.lexicon.world.products.get(*only).map(|product| (*entity, product.id.as_str()))
        }
        _ => None,
    };
    clause.entities.iter().filter_map(product).collect()
}

/// The one line of the bill that an ambiguous name fits.
fn on_bill(clause: &Clause<'_>, entity: &Entity, old: &[Item]) -> Option<usize> {
    let Kind::Product(called) = &entity.kind else { return None };
    let fits = |item: &Item| {
        called
            .products
            .iter()
            .filter_map(|at| clause.lexicon.world.products.get(*at))
            .any(|it| it.id == item.product_id)
    };
    let mut places = old.iter().enumerate().filter(|(_, item)| fits(item)).map(|(at, _)| at);
    places.next().filter(|_| places.next().is_none())
}

/// What is counted, paid or asked per unit; no articles.
fn figures<'a>(clause: &Clause<'a>) -> Vec<&'a Entity> {
    let figure = |entity: &&&'a Entity| match &entity.kind {
        Kind::Quantity { .. } | Kind::Money { .. } => true,
        Kind::Number(figure) => !figure.article || clause.tokens.get(entity.end).is_some_and(|next| next.product),
        _ => false,
    };
    clause.entities.iter().filter(figure).copied().collect()
}

fn is_rated(clause: &Clause<'_>) -> bool {
    let price = clause.entities.iter().any(|entity| items::is_rate(clause.tokens, entity));
    let bare = figures(clause).iter().all(|entity| !matches!(entity.kind, Kind::Quantity { .. }));
    (price || clause.facts.has(RATE.or(PRICE))) && bare
}

fn leaves_out(clause: &Clause<'_>) -> bool {
    clause.tokens.iter().any(|token| !token.masked && WITHOUT.contains(&token.word.plain.as_str()))
}

/// "Chini hata do": the things that are named go.
fn without(clause: &Clause<'_>, things: &[(&Entity, &str)], old: &[Item]) -> Option<Vec<Item>> {
    let goes = clause.facts.has(DELETE.or(DROP).or(CANCEL).or(PROHIBIT).or(NO).or(NOT)) || leaves_out(clause);
    let is_named = |item: &Item| things.iter().any(|(_, id)| item.product_id == *id);
    let all_there = things.iter().all(|(_, id)| old.iter().any(|item| item.product_id == *id));
    (goes && all_there && !things.is_empty()).then(|| old.iter().filter(|item| !is_named(item)).cloned().collect())
}

/// "Chawal ki jagah aata": as much of the one as there was of the other.
fn exchanged(clause: &Clause<'_>, all: &[Entity], things: &[(&Entity, &str)], old: &[Item]) -> Option<Vec<Item>> {
    let [(_, new)] = things else { return None };
    let struck = all.iter().filter(|entity| entity.struck).find_map(|entity| match &entity.kind {
        Kind::Product(_) => on_bill(clause, entity, old),
        _ => None,
    })?;
    let mut items = old.to_vec();
    let item = items.get_mut(struck).filter(|_| !old.iter().any(|item| item.product_id == *new))?;
    (*new).clone_into(&mut item.product_id);
    item.rate_paise = None;
    Some(items)
}

/// "Chawal ka rate pachaas": the price of a unit on this bill alone.
fn rated(clause: &Clause<'_>, things: &[(&Entity, &str)], old: &[Item]) -> Option<Vec<Item>> {
    let figure = figures(clause).into_iter().next()?;
    let paise = match &figure.kind {
        Kind::Money { paise } => *paise,
        Kind::Number(figure) => figure.milli / 10,
        _ => return None,
    };
    let mut items = old.to_vec();
    let place = match things {
        [(_, id)] => items.iter().position(|item| item.product_id == *id),
        [] if items.len() == 1 => Some(0),
        _ => None,
    };
    let item = place.and_then(|at| items.get_mut(at)).filter(|_| paise > 0)?;
    item.rate_paise = Some(Money::from_paise(paise));
    Some(items)
}

/// "Teen kilo", "do ki jagah teen": the line that had what was taken back, or the only one.
fn counted(clause: &Clause<'_>, all: &[Entity], figure: &Entity, old: &[Item]) -> Option<Vec<Item>> {
    let mut items = old.to_vec();
    let struck = all.iter().filter(|entity| entity.struck).find_map(milli).or_else(|| replaced(clause));
    let had = |item: &Item| {
        struck.is_some_and(|(milli, measure)| {
            item.qty_milli.is_some() && in_base(clause, &item.product_id, milli, measure) == item.qty_milli
        })
    };
    let mut places = items.iter().enumerate().filter(|(_, item)| had(item)).map(|(at, _)| at);
    let only = places.next().filter(|_| places.next().is_none());
    let place = only.or((items.len() == 1).then_some(0))?;
    let item = items.get_mut(place)?;
    let (milli, measure) = milli(figure)?;
    item.qty_milli = match item.qty_milli.filter(|_| struck.is_none() && is_halving(clause, figure)) {
        Some(old) => Some(half(old)?),
        None => Some(in_base(clause, &item.product_id, milli, measure)?),
    };
    item.amount_paise = None;
    Some(items)
}

/// "Do ki jagah teen", "three instead of two": the figure that is not meant any more, where it was too short a word to
/// count as one by itself.
fn replaced(clause: &Clause<'_>) -> Option<(i64, Option<Measure>)> {
    let at = clause.tokens.iter().position(|token| token.is(INSTEAD))?;
    let figure = |token: &Token| match token.number.map(|number| number.numeral) {
        Some(Numeral::Small(value) | Numeral::English(value)) => Some(value * 1_000),
        Some(Numeral::Fixed(milli) | Numeral::Digits(milli)) => Some(milli),
        Some(Numeral::Of(milli, times)) => milli.checked_mul(times),
        Some(Numeral::Times(_) | Numeral::Plus(_)) | None => token.digits,
    };
    let english = clause.tokens.get(at).is_some_and(|token| token.word.plain == "instead");
    let (before, after) = (clause.tokens.get(..at)?, clause.tokens.get(at..)?);
    let milli = if english { after.iter().find_map(figure) } else { before.iter().rev().find_map(figure) };
    Some((milli?, None))
}

/// "Ek kilo namak bhi", "chawal teen kilo aur chini do": what is told of each thing.
fn told(clause: &Clause<'_>, old: &[Item]) -> Option<Vec<Item>> {
    let told = items::items(clause.tokens, &clause.entities, clause.lexicon).ok()?;
    let more = told.len() == 1 && adds(clause);
    let mut items = old.to_vec();
    for new in told {
        match items.iter_mut().find(|item| item.product_id == new.product_id) {
            Some(item) => put(item, new, more, clause.facts.has(LOWER))?,
            None => items.push(new),
        }
    }
    Some(items)
}

/// "Chawal teen": a bare figure counts what the product is sold in.
fn one_told(clause: &Clause<'_>, things: &[(&Entity, &str)], figures: &[&Entity], old: &[Item]) -> Option<Vec<Item>> {
    let ([(_, id)], [figure]) = (things, figures) else { return None };
    let (milli, measure) = milli(figure)?;
    let quantity = in_base(clause, id, milli, measure)?;
    let new = Item { product_id: (*id).to_owned(), qty_milli: Some(quantity), amount_paise: None, rate_paise: None };
    let mut items = old.to_vec();
    match items.iter_mut().find(|item| item.product_id == *id) {
        Some(item) => put(item, new, adds(clause), clause.facts.has(LOWER))?,
        None => items.push(new),
    }
    Some(items)
}

/// "Aadha karo": half of what there was, and not half a kilo.
fn is_halving(clause: &Clause<'_>, figure: &Entity) -> bool {
    let is_half = matches!(figure.kind, Kind::Number(figure) if figure.bare_fraction && figure.milli == 500);
    is_half && clause.facts.has(STEM.or(SETTO).or(MAKE).or(LOWER))
}

fn half(quantity: Quantity) -> Option<Quantity> {
    (quantity.milli() % 2 == 0).then(|| Quantity::from_milli(quantity.milli() / 2))
}

/// Takes over what was told: instead of what there was, more of it, or less.
fn put(item: &mut Item, new: Item, more: bool, less: bool) -> Option<()> {
    let rate = new.rate_paise.or(item.rate_paise);
    let quantity = match (item.qty_milli, new.qty_milli) {
        (Some(old), Some(new)) if less => Some(Quantity::from_milli(old.milli().checked_sub(new.milli())?)),
        (Some(old), Some(new)) if more => Some(Quantity::from_milli(old.milli().checked_add(new.milli())?)),
        (_, told) => told,
    };
    *item = Item { qty_milli: quantity, rate_paise: rate, ..new };
    Some(())
}

/// Whether what is told comes on top.
fn adds(clause: &Clause<'_>) -> bool {
    let trailing = [clause.tokens.first(), clause.tokens.last()].into_iter().flatten().any(|token| token.is(AND));
    clause.facts.has(MORE.or(ADD).or(ALSO)) || trailing
}

fn milli(entity: &Entity) -> Option<(i64, Option<Measure>)> {
    match entity.kind {
        Kind::Quantity { milli, measure } => Some((milli, Some(measure))),
        Kind::Number(figure) => Some((figure.milli, None)),
        _ => None,
    }
}

/// How much that is in what the product is sold in.
fn in_base(clause: &Clause<'_>, product: &str, milli: i64, measure: Option<Measure>) -> Option<Quantity> {
    let index = clause.lexicon.world.products.iter().position(|known| known.id == product)?;
    let known = clause.lexicon.world.products.get(index)?;
    let packs = clause.lexicon.shelf.packs.get(index).map_or(&[][..], Vec::as_slice);
    let measure = measure.or(match known.unit {
        Unit::Kg => Some(Measure::Weight(1_000)),
        Unit::L => Some(Measure::Volume(1_000)),
        _ => None,
    });
    units::in_base(milli, measure, known.unit, packs).map(Quantity::from_milli)
}

fn within(clause: &Clause<'_>, items: &[Item]) -> bool {
    let limits = clause.lexicon.world.limits;
    items.iter().all(|item| {
        item.qty_milli.is_none_or(|quantity| quantity > Quantity::ZERO && quantity <= limits.quantity_max)
            && item.rate_paise.is_none_or(|rate| rate <= limits.amount_max)
    })
}
