//! Which figure belongs to which thing on a bill.
#![expect(clippy::wildcard_enum_match_arm, reason = "only some kinds of entity matter here")]

use super::entity::{Entity, Figure, Kind};
use super::frame::Item;
use super::lexicon::Lexicon;
use super::products::Called;
use super::senses::{
    AND, DAY, EACH, FILLER, FOR, GIVE, GIVEN, HOUR, KA, MINUTE, MONTH, ON, PRICE, RATE, RUPEE, SALES, WEEK,
};
use super::token::Token;
use super::units::{self, Measure};
use crate::money::Money;
use crate::quantity::Quantity;

/// What is wrong with the things on a bill.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Trouble {
    /// Nothing of the shop's fits these words.
    Unknown { start: usize, end: usize },
    /// Several products fit.
    Ambiguous { start: usize, end: usize, products: Vec<usize> },
    /// An amount or quantity that cannot be.
    Invalid,
    /// A thing without a quantity, or a figure without a thing.
    Missing,
}

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Counts {
    Much(i64, Option<Measure>),
    For(i64),
    Rate(i64),
}

/// "a horn" is one.
const ONE: i64 = 1_000;

/// The things on the bill, or what has to be asked first.
pub(super) fn items(tokens: &[Token], entities: &[&Entity], lexicon: &Lexicon) -> Result<Vec<Item>, Trouble> {
    let things: Vec<(&Entity, &Called)> = entities
        .iter()
        .filter_map(|entity| match &entity.kind {
            Kind::Product(called) => Some((*entity, called)),
            _ => None,
        })
        .collect();
    for (entity, called) in &things {
        match called.products.as_slice() {
            [_] => {}
            [] => return Err(Trouble::Unknown { start: entity.start, end: entity.end }),
            several => {
                return Err(Trouble::Ambiguous { start: entity.start, end: entity.end, products: several.to_vec() });
            }
        }
    }
    if things.is_empty() {
        return Err(Trouble::Missing);
    }
    let figures: Vec<(&Entity, Counts)> =
        entities.iter().filter_map(|entity| Some((*entity, counts(tokens, entity)?))).collect();
    let mut owned: Vec<(Option<Counts>, Option<i64>)> = vec![(None, None); things.len()];
    let first_figure = figures
        .iter()
        .find(|(_, counts)| !matches!(counts, Counts::Rate(_)))
        .map_or(usize::MAX, |(entity, _)| entity.start);
    let behind = things.first().is_some_and(|(thing, _)| thing.start < first_figure);
    for (entity, counts) in &figures {
        let before = things.iter().rposition(|(thing, _)| thing.end <= entity.start);
        let after = things.iter().position(|(thing, _)| thing.start >= entity.end);
        if let Counts::Rate(paise) = counts {
            let Some(rate) = before.or(after).and_then(|at| owned.get_mut(at)) else { return Err(Trouble::Missing) };
            rate.1 = Some(*paise);
            continue;
        }
        let touches = |at: usize| {
            let cut = tokens.get(at).is_some_and(|token| token.word.after_stop);
            !cut && !tokens.get(at).is_some_and(|token| token.is(AND))
        };
        let next = after
            .and_then(|at| things.get(at))
            .is_some_and(|(thing, _)| thing.start == entity.end && touches(thing.start));
        let last = before
            .and_then(|at| things.get(at))
            .is_some_and(|(thing, _)| thing.end == entity.start && touches(entity.start));
        let choice = if behind && (last || !next) { [before, after] } else { [after, before] };
        let free = choice.into_iter().flatten().find(|&at| owned.get(at).is_some_and(|(own, _)| own.is_none()));
        let Some(own) = free.and_then(|at| owned.get_mut(at)) else { return Err(Trouble::Missing) };
        own.0 = Some(*counts);
    }
    let single = |entity: &Entity| {
        let last = entity.start.checked_sub(1).and_then(|at| tokens.get(at));
        last.is_some_and(|token| !token.masked && matches!(token.word.plain.as_str(), "a" | "an"))
            .then_some(Counts::Much(ONE, None))
    };
    things
        .iter()
        .zip(owned)
        .map(|((entity, called), (counts, rate))| item(called, counts.or_else(|| single(entity)), rate, lexicon))
        .collect()
}

fn item(called: &Called, counts: Option<Counts>, rate: Option<i64>, lexicon: &Lexicon) -> Result<Item, Trouble> {
    let (Some(&index), limits) = (called.products.first(), lexicon.world.limits) else { return Err(Trouble::Missing) };
    let Some(product) = lexicon.world.products.get(index) else { return Err(Trouble::Missing) };
    let packs = lexicon.shelf.packs.get(index).map_or(&[][..], Vec::as_slice);
    let money = |paise: i64| {
        if paise > 0 && paise <= limits.amount_max.paise() {
            Ok(Money::from_paise(paise))
        } else {
            Err(Trouble::Invalid)
        }
    };
    let mut item = Item {
        product_id: product.id.clone(),
        qty_milli: None,
        amount_paise: None,
        rate_paise: rate.map(money).transpose()?,
    };
    match counts {
        Some(Counts::Much(milli, measure)) => {
            if milli <= 0 {
                return Err(Trouble::Invalid);
            }
            let quantity = units::in_base(milli, measure, product.unit, packs).ok_or(Trouble::Missing)?;
            if quantity <= 0 || quantity > limits.quantity_max.milli() {
                return Err(Trouble::Invalid);
            }
            item.qty_milli = Some(Quantity::from_milli(quantity));
        }
        Some(Counts::For(paise)) => item.amount_paise = Some(money(paise)?),
        Some(Counts::Rate(_)) | None => return Err(Trouble::Missing),
    }
    Ok(item)
}

/// Whether this figure is a price per unit.
pub(super) fn is_rate(tokens: &[Token], entity: &Entity) -> bool {
    let is = |at: usize, senses| tokens.get(at).is_some_and(|token: &Token| token.is(senses));
    let after = if is(entity.end, KA) { entity.end + 1 } else { entity.end };
    let unit_follows = matches!(entity.kind, Kind::Money { .. })
        && tokens.get(after).is_some_and(|token| {
            let token =
                if token.number.is_some() && token.unit.is_none() { tokens.get(after + 1) } else { Some(token) };
            token.is_some_and(|token| !token.masked && token.unit.is_some())
        })
        && !is(entity.end, KA);
    let before = (0..entity.start).rev().find(|&at| !is(at, FILLER.or(RUPEE)));
    let led = before.and_then(|at| tokens.get(at)).is_some_and(|token| {
        !token.masked && (token.senses.any(RATE.or(PRICE)) || matches!(token.word.plain.as_str(), "at" | "@"))
    });
    let sold_in = !is(entity.end, KA)
        && tokens
            .get(entity.end)
            .is_some_and(|token| !token.masked && matches!(token.word.plain.as_str(), "mein" | "me" | "main" | "में"))
        && tokens.get(entity.end + 1).is_some_and(|token| token.is(GIVEN.or(GIVE).or(SALES)));
    is(after, RATE.or(EACH).or(PRICE)) || unit_follows || led || sold_in
}

/// What the figure says about a thing.
fn counts(tokens: &[Token], entity: &Entity) -> Option<Counts> {
    let paise = match &entity.kind {
        Kind::Quantity { milli, measure } => return Some(Counts::Much(*milli, Some(*measure))),
        Kind::Money { paise } => Some(*paise),
        // What may be either of two is neither.
        Kind::Number(figure) if figure.other.is_some() => return None,
        Kind::Number(_) => None,
        _ => return None,
    };
    let elsewhere = MINUTE.or(HOUR).or(DAY).or(WEEK).or(MONTH);
    if tokens.get(entity.end).is_some_and(|next| next.is(elsewhere) || next.word.plain == "baar") {
        return None;
    }
    let Kind::Number(Figure { milli, article, .. }) = entity.kind else {
        let paise = paise?;
        return Some(if is_rate(tokens, entity) { Counts::Rate(paise) } else { Counts::For(paise) });
    };
    if is_rate(tokens, entity) {
        return Some(Counts::Rate(milli / 10));
    }
    let next = tokens.get(entity.end);
    if next.is_some_and(|token| token.is(KA) && !token.is(ON.or(FOR)))
        && tokens.get(entity.end + 1).is_some_and(|token| token.product)
    {
        return Some(Counts::For(milli / 10));
    }
    let beside = next.is_some_and(|token| token.product)
        || entity.start.checked_sub(1).and_then(|at| tokens.get(at)).is_some_and(|token| token.product);
    (!article || beside).then_some(Counts::Much(milli, None))
}
