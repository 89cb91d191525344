//! New products, what is on the shelf, and what it costs.
#![expect(clippy::wildcard_enum_match_arm, reason = "only some kinds of entity matter here")]

use super::amounts::amount;
use super::entity::{Entity, Figure, Kind};
use super::frame::{Candidate, Clarify, Intent, Reason, Slot, StockOp};
use super::number::Numeral;
use super::senses::{
    ADD, ARRIVED, CHANGE, COUNTED, DEAR, DELETE, EACH, FILLER, IS, KA, LEFT, LOWER, MAKE, MORE, NEW, NOW, PRICE, RAISE,
    RATE, RUPEE, SALES, SETTO, SPOILED, STOCK, Senses, TO,
};
use super::slots::{Clause, Draft, product};
use super::title;
use super::token;
use super::units;
use crate::money::Money;
use crate::quantity::{Quantity, Unit};

pub(super) fn add_product(clause: &Clause<'_>, draft: &mut Draft) {
    draft.slots.name = title::of_product(clause);
    if draft.slots.name.is_none() {
        draft.ask(Reason::MissingSlot, Slot::Name, vec![], None);
    }
    let (price, stock) = (labelled(clause, PRICE), labelled(clause, STOCK));
    let is_labelled = |entity: &Entity| [price, stock].into_iter().flatten().any(|label| label.start == entity.start);
    let is_price = |entity: &Entity| match price {
        Some(label) => label.start == entity.start,
        None => !is_labelled(entity) && !matches!(entity.kind, Kind::Quantity { .. }),
    };
    let figures: Vec<Entity> =
        clause.entities.iter().copied().filter(|entity| is_price(entity)).map(as_number).collect();
    let others = Clause { entities: figures.iter().collect(), range: clause.range.clone(), ..*clause };
    draft.slots.price_paise = amount(&others, draft, Slot::PricePaise, false);
    let measures = (clause.range.clone())
        .filter_map(|at| clause.tokens.get(at).filter(|token| !token.masked).map(|token| (at, token)));
    let mut unit = None;
    for (at, token) in measures {
        let counted = clause
            .entities
            .iter()
            .any(|entity| matches!(entity.kind, Kind::Quantity { .. }) && entity.start <= at && at < entity.end);
        let each = at.checked_sub(1).and_then(|last| clause.tokens.get(last)).is_some_and(|last| last.is(EACH));
        let measure = if token.part { token::measure(&token.word.plain).filter(|_| each) } else { token.unit };
        if let Some(measure) = measure.filter(|_| !counted) {
            unit = unit_of(measure, &token.word.plain);
        }
    }
    for entity in clause.entities.iter().filter(|entity| price.is_none_or(|price| price.start != entity.start)) {
        if let Kind::Number(figure) = entity.kind
            && stock.is_some_and(|stock| stock.start == entity.start)
        {
            draft.slots.stock_milli = Some(Quantity::from_milli(figure.milli)).filter(|stock| *stock > Quantity::ZERO);
        }
        if let Kind::Quantity { milli, measure } = entity.kind {
            let word = clause.tokens.get(entity.end - 1).map_or("", |token| token.word.plain.as_str());
            let own = unit.or_else(|| unit_of(measure, word));
            unit = own;
            let stock = own.and_then(|unit| units::in_base(milli, Some(measure), unit, &[]));
            draft.slots.stock_milli =
                stock.filter(|stock| *stock > 1_000 || clause.facts.has(STOCK)).map(Quantity::from_milli);
        }
    }
    draft.slots.unit = unit;
}

/// The figure right behind a word for what it is: "price 14", "stock 20".
fn labelled<'a>(clause: &Clause<'a>, label: Senses) -> Option<&'a Entity> {
    let is_figure = |entity: &&&Entity| {
        matches!(entity.kind, Kind::Quantity { .. } | Kind::Money { .. } | Kind::Number(Figure { article: false, .. }))
    };
    let behind = |entity: &&&Entity| {
        let before = (clause.range.start..entity.start).rev().find(|&at| !is(clause, at, IS.or(KA).or(RUPEE)));
        before.is_some_and(|at| is(clause, at, label))
    };
    clause.entities.iter().filter(is_figure).find(behind).copied()
}

fn is(clause: &Clause<'_>, at: usize, senses: Senses) -> bool {
    clause.tokens.get(at).is_some_and(|token| token.is(senses))
}

/// A quantity as the bare number that it is where a price stands: "price 14 unit packet".
fn as_number(entity: &Entity) -> Entity {
    match entity.kind {
        Kind::Quantity { milli, .. } => Entity { kind: Kind::Money { paise: milli / 10 }, ..entity.clone() },
        _ => entity.clone(),
    }
}

pub(super) fn unit_of(measure: units::Measure, word: &str) -> Option<Unit> {
    match measure {
        units::Measure::Weight(_) => Some(Unit::Kg),
        units::Measure::Volume(_) => Some(Unit::L),
        units::Measure::Length(_) => Some(Unit::M),
        units::Measure::Count(_) => Some(Unit::Pc),
        units::Measure::Pack(kind) if units::is_packet(kind) => Some(Unit::Pkt),
        units::Measure::Pack(_) if word.starts_with("bag") || word.starts_with("बैग") => Some(Unit::Bag),
        units::Measure::Pack(_) | units::Measure::Vague => None,
    }
}

pub(super) fn update_stock(clause: &Clause<'_>, draft: &mut Draft) {
    let found = product(clause, draft);
    let facts = clause.facts;
    let less = facts.has(LOWER.or(SPOILED).or(DELETE));
    let more = facts.has(RAISE.or(ADD));
    draft.slots.op = if facts.has(COUNTED) && !facts.has(LOWER.or(RAISE)) {
        Some(StockOp::Set)
    } else if less && (more || (facts.has(ARRIVED) && !facts.has(LOWER.or(STOCK)))) {
        None
    } else if less {
        Some(StockOp::Remove)
    } else if more || facts.has(ARRIVED.or(MORE)) {
        Some(StockOp::Add)
    } else if facts.has(SETTO.or(LEFT).or(IS).or(CHANGE)) || (facts.has(STOCK) && facts.has(MAKE)) {
        Some(StockOp::Set)
    } else {
        None
    };
    let bare = facts.quantities == 0
        && facts.has(RAISE.or(LOWER))
        && !facts.has(STOCK.or(ARRIVED).or(SPOILED).or(ADD).or(SALES));
    if bare && draft.questions.is_empty() {
        let candidates = vec![Candidate::Intent(Intent::UpdateStock), Candidate::Intent(Intent::UpdatePrice)];
        let (reason, slot) = (Reason::AmbiguousIntent, None);
        draft.questions.push(Clarify { reason, frame: 0, slot, candidates, heard: None });
    }
    if draft.slots.op.is_none() {
        draft.ask(Reason::MissingSlot, Slot::Op, vec![], None);
    }
    let figures: Vec<(i64, Option<units::Measure>)> = clause
        .entities
        .iter()
        .filter_map(|entity| match entity.kind {
            Kind::Quantity { milli, measure } => Some((milli, Some(measure))),
            Kind::Number(Figure { milli, article: false, other: None, .. }) => Some((milli, None)),
            _ => None,
        })
        .collect();
    let mut figures = figures;
    figures.dedup();
    let Some(product) = found.and_then(|product| clause.lexicon.world.products.get(product)) else { return };
    let packs = found.and_then(|product| clause.lexicon.shelf.packs.get(product)).map_or(&[][..], Vec::as_slice);
    let limit = clause.lexicon.world.limits.quantity_max.milli();
    match figures.as_slice() {
        [(milli, _)] if *milli <= 0 => draft.ask(Reason::InvalidAmount, Slot::QtyMilli, vec![], None),
        [(milli, measure)] => {
            let measure = measure.or_else(|| (!product.unit.is_counted()).then(|| base(product.unit)).flatten());
            match units::in_base(*milli, measure, product.unit, packs) {
                Some(quantity) if quantity > 0 && quantity <= limit => {
                    draft.slots.qty_milli = Some(Quantity::from_milli(quantity));
                }
                Some(_) => draft.ask(Reason::InvalidAmount, Slot::QtyMilli, vec![], None),
                None => draft.ask(Reason::MissingSlot, Slot::QtyMilli, vec![], None),
            }
        }
        _ => draft.ask(Reason::MissingSlot, Slot::QtyMilli, vec![], None),
    }
}

/// On the shelf, a bare number counts the product's own unit.
pub(super) const fn base(unit: Unit) -> Option<units::Measure> {
    match unit {
        Unit::Kg => Some(units::Measure::Weight(1_000)),
        Unit::L => Some(units::Measure::Volume(1_000)),
        Unit::M => Some(units::Measure::Length(1_000)),
        Unit::Pc | Unit::Pkt | Unit::Bag => None,
    }
}

/// A price so many times less than the last is a step, not a price.
const FAR: i64 = 10;
/// A figure from here on is a price even where nothing says so; "down to three" is more likely a count.
const HUNDRED: i64 = 100_000;

pub(super) fn update_price(clause: &Clause<'_>, draft: &mut Draft) {
    let found = product(clause, draft).and_then(|product| clause.lexicon.world.products.get(product));
    let step = clause
        .range
        .clone()
        .find(|&at| clause.tokens.get(at).is_some_and(|token| token.is(RAISE.or(LOWER).or(DEAR).or(SPOILED))));
    let figure = clause.entities.iter().find(|entity| matches!(entity.kind, Kind::Money { .. } | Kind::Number(_)));
    let set_behind = |from: usize| {
        (from..clause.range.end).any(|at| clause.tokens.get(at).is_some_and(|token| token.is(SETTO.or(IS))))
    };
    let by = figure
        .and_then(|figure| figure.start.checked_sub(1))
        .and_then(|at| clause.tokens.get(at))
        .is_some_and(|token| token.word.plain == "by");
    let absolute = !by
        && (clause.facts.has(TO.or(NEW))
            || step.zip(figure).is_some_and(|(step, figure)| {
                step < figure.start && (set_behind(figure.end) || clause.facts.has(DEAR))
            }));
    if by || (step.is_some() && !absolute) {
        draft.ask(Reason::MissingSlot, Slot::PricePaise, vec![], None);
        return;
    }
    if found.is_some_and(|product| by_another_unit(clause, product.unit)) {
        draft.ask(Reason::MissingSlot, Slot::PricePaise, vec![], None);
        return;
    }
    let price = match (clause.facts.amounts, found.and_then(|product| each(clause, product.unit))) {
        (0, Some(price)) => Some(price),
        (2, _) if found.is_some_and(|product| last_price(clause) == Some(product.price)) => {
            let told = clause.entities.iter().copied().filter(|entity| !is_last_price(clause, entity)).collect();
            amount(&Clause { entities: told, range: clause.range.clone(), ..*clause }, draft, Slot::PricePaise, true)
        }
        _ => amount(clause, draft, Slot::PricePaise, true),
    };
    let moved = clause.facts.amounts == 2 && price.is_some();
    let cued = moved
        || clause.facts.has(PRICE.or(RATE).or(EACH).or(DEAR).or(NOW).or(RUPEE))
        || clause.facts.now
        || clause.entities.iter().any(|entity| match entity.kind {
            Kind::Money { .. } => true,
            Kind::Number(figure) => {
                let last = entity.start.checked_sub(1).and_then(|at| clause.tokens.get(at));
                let led = last.is_some_and(|token| matches!(token.word.plain.as_str(), "at" | "for" | "to"));
                let owned = clause.tokens.get(entity.end).is_some_and(|token| token.is(KA));
                led || owned || figure.milli >= HUNDRED
            }
            _ => false,
        });
    if !cued && draft.questions.is_empty() {
        let candidates = vec![Candidate::Intent(Intent::UpdatePrice), Candidate::Intent(Intent::UpdateStock)];
        let (reason, slot) = (Reason::AmbiguousIntent, None);
        draft.questions.push(Clarify { reason, frame: 0, slot, candidates, heard: None });
    }
    let wrong_way = price.zip(found).is_some_and(|(price, product)| {
        let facts = clause.facts;
        let far = price.paise().saturating_mul(FAR) < product.price.paise();
        far || misread(clause, price, product.price)
            || (facts.has(RAISE) && !facts.has(LOWER) && price < product.price)
            || (facts.has(LOWER) && !facts.has(RAISE) && price > product.price)
    });
    if wrong_way {
        draft.ask(Reason::MissingSlot, Slot::PricePaise, vec![], None);
    } else {
        draft.slots.price_paise = price;
    }
}

/// "Forty five fifty" for what costs forty four: rupees and paise, not thousands.
fn misread(clause: &Clause<'_>, price: Money, last: Money) -> bool {
    let (hundredth, last) = (price.paise() / 100, last.paise());
    let spelt = clause.entities.iter().any(|entity| {
        let own = clause.tokens.get(entity.start..entity.end).unwrap_or_default();
        let plain = own.iter().all(|token| {
            matches!(token.number.map(|number| number.numeral), Some(Numeral::English(_))) || token.is(RUPEE)
        });
        matches!(entity.kind, Kind::Money { .. } | Kind::Number(_)) && plain
    });
    spelt && hundredth > last / 2 && hundredth < last.saturating_mul(2)
}

/// "From twenty five to twenty seven": the first is what it was.
fn is_last_price(clause: &Clause<'_>, entity: &Entity) -> bool {
    let led =
        entity.start.checked_sub(1).and_then(|at| clause.tokens.get(at)).is_some_and(|last| last.word.plain == "from");
    let onward = (entity.end..entity.end + 2).any(|at| clause.tokens.get(at).is_some_and(|next| next.is(TO)));
    let hindi = clause.tokens.get(entity.end).is_some_and(|next| matches!(next.word.plain.as_str(), "se" | "से"))
        && clause.entities.iter().any(|other| other.start == entity.end + 1 && is_price(&other.kind));
    (hindi || led && onward) && is_price(&entity.kind)
}

/// What may be a price.
const fn is_price(kind: &Kind) -> bool {
    matches!(kind, Kind::Money { .. } | Kind::Number(_))
}

/// What it cost before, where that is told.
pub(super) fn last_price(clause: &Clause<'_>) -> Option<Money> {
    let last = clause.entities.iter().find(|entity| is_last_price(clause, entity))?;
    match last.kind {
        Kind::Money { paise } => Some(Money::from_paise(paise)),
        Kind::Number(figure) => Some(Money::from_paise(figure.milli / 10)),
        _ => None,
    }
}

/// Whether the price is told for a bag or a gram where the shop counts by the kilo.
fn by_another_unit(clause: &Clause<'_>, unit: Unit) -> bool {
    let own = |measure: units::Measure| {
        Some(measure) == base(unit)
            || (unit.is_counted() && matches!(measure, units::Measure::Count(1_000)))
            || matches!(measure, units::Measure::Pack(kind) if unit.is_counted() && units::is_packet(kind))
            || (unit == Unit::Bag && units::in_base(1_000, Some(measure), unit, &[]) == Some(1_000))
    };
    let idle = |token: &token::Token| {
        token.is(KA.or(RATE).or(EACH).or(RUPEE).or(FILLER)) || matches!(token.word.plain.as_str(), "a" | "an" | "ek")
    };
    let packed = clause.entities.iter().any(|entity| match entity.kind {
        Kind::Quantity { measure, .. } => !own(measure),
        Kind::Product(_) => {
            let of = clause.tokens.get(entity.end).is_some_and(|token| token.is(KA));
            clause
                .tokens
                .get(entity.end + usize::from(of))
                .filter(|token| !token.masked && !token.part && token.number.is_none())
                .and_then(|token| token.unit)
                .is_some_and(|measure| !own(measure))
        }
        _ => false,
    });
    let priced = |entity: &&&Entity| matches!(entity.kind, Kind::Money { .. } | Kind::Number(_));
    packed
        || clause.entities.iter().filter(priced).any(|entity| {
            let next = (entity.end..clause.range.end)
                .find(|&at| clause.tokens.get(at).is_none_or(|token| token.masked || !idle(token)));
            next.and_then(|at| clause.tokens.get(at))
                .filter(|token| !token.masked && !token.word.after_stop)
                .and_then(|token| token.unit)
                .is_some_and(|measure| !own(measure))
        })
}

/// "pachpan kilo kar do" is a price where the shop counts by the kilo and a price is spoken of.
fn each(clause: &Clause<'_>, unit: Unit) -> Option<Money> {
    let own = base(unit).or(Some(units::Measure::Count(1_000)));
    let mut prices = clause.entities.iter().filter_map(|entity| match entity.kind {
        Kind::Quantity { milli, measure } if Some(measure) == own => Some(milli / 10),
        Kind::Quantity { milli, measure: units::Measure::Pack(kind) }
            if unit.is_counted() && units::is_packet(kind) =>
        {
            Some(milli / 10)
        }
        _ => None,
    });
    let (first, second) = (prices.next()?, prices.next());
    let money = Money::from_paise(first);
    (second.is_none() && first > 0 && money <= clause.lexicon.world.limits.amount_max).then_some(money)
}
