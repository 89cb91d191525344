//! Self-repair, and several commands in one utterance.
#![expect(clippy::needless_range_loop, reason = "the place of a word is what is looked for")]

use super::entity::{Entity, Kind};
use super::evidence::{self, ENOUGH};
use super::facts::{self, Facts};
use super::frame::Intent;
use super::senses::{
    ALSO, AND, BILL, BOOK, CANCEL, CLOSE, COMMON, CREDIT, CUSTOMER, DEBTOR, DELETE, DETAIL, DUE, EARN, FILLER, FROM,
    GAVE, GIVEN, GOT, HOWMUCH, INSTEAD, IS, KA, KO, NE, NO, NOT, NUMBER, ON, OWE, PAY, PHONE, PRODUCT, REMIND, REPAIR,
    RUPEE, SALES, SE, SEND, SETTLE, STOCK, STOP, TO, TOOK, WHAT, WHATSAPP, WRITE,
};
use super::token::Token;
use std::mem::discriminant;
use std::ops::Range;

/// Strikes what the speaker took back; the words that take it back are set aside with it.
pub(super) fn strike(tokens: &mut [Token], entities: &mut [Entity]) {
    for at in 0..tokens.len() {
        if tokens[at].masked || !tokens[at].senses.any(NO.or(NOT).or(REPAIR).or(INSTEAD)) {
            continue;
        }
        let struck = if tokens[at].senses.any(INSTEAD) {
            instead(tokens, entities, at)
        } else {
            echoed(tokens, entities, at)
                || only_this(tokens, entities, at)
                || not_this_but(tokens, entities, at)
                || replaced(tokens, entities, at)
        };
        if struck {
            tokens[at].senses = REPAIR;
        }
    }
}

/// "ek kilo pyaz, arre pyaz do kilo": the thing and its figure, told again behind a word that mends.
pub(super) fn mend_things(tokens: &mut [Token], entities: &mut [Entity]) {
    let mends = |token: &Token| {
        !token.masked && (token.is(REPAIR) || matches!(token.word.plain.as_str(), "arre" | "are" | "arrey" | "अरे"))
    };
    let figure = |entity: &Entity| matches!(entity.kind, Kind::Number(_) | Kind::Quantity { .. });
    for new in 1..entities.len() {
        let beside = |at: usize| {
            [at.checked_sub(1), Some(at + 1)].into_iter().flatten().find(|&other| {
                entities.get(other).is_some_and(|other| {
                    figure(other)
                        && !other.struck
                        && (other.end == entities[at].start || other.start == entities[at].end)
                })
            })
        };
        let told = |entity: &Entity| match (&entity.kind, &entities[new].kind) {
            (Kind::Product(old), Kind::Product(new)) => !entity.struck && old.products == new.products,
            _ => false,
        };
        let Some(old) = entities[..new].iter().rposition(told) else { continue };
        let between = entities[old].end..entities[new].start;
        let Some(word) = between.clone().find(|&at| tokens.get(at).is_some_and(mends)) else { continue };
        let (Some(first), Some(_)) = (beside(old), beside(new)) else { continue };
        entities[old].struck = true;
        entities[first].struck = true;
        tokens[word].senses = REPAIR;
    }
}

/// "teen sau, arre teen nahi chaar sau", "Sushil ko, Sushil nahi Sushila ko": part of what was said is said again to be
/// denied, and what comes next stands for the whole of it.
fn echoed(tokens: &mut [Token], entities: &mut [Entity], at: usize) -> bool {
    let Some(new) = entities.iter().position(|entity| !entity.struck && entity.start > at) else { return false };
    let quiet = |token: &Token| token.is(FILLER.or(REPAIR).or(NO)) || token.part;
    if !tokens.get(at + 1..entities[new].start).is_some_and(|between| between.iter().all(quiet)) {
        return false;
    }
    let particle = NE.or(KO).or(KA).or(SE).or(RUPEE).or(FILLER);
    let back = |token: &Token| !token.masked && token.number.is_none() && token.unit.is_none() && token.is(particle);
    let Some(last) = (0..at).rev().find(|&at| tokens[at].masked || !back(&tokens[at])) else { return false };
    let again = entities.iter().rposition(|entity| !entity.struck && entity.start <= last && last < entity.end);
    let start = again.map_or(last, |again| entities[again].start);
    let words = |from: usize, to: usize| tokens[from..to].iter().map(|token| token.word.plain.as_str());
    let repeats = |entity: &Entity| match (&entity.kind, again.map(|again| &entities[again].kind)) {
        (Kind::Customer(old), Some(Kind::Customer(new))) => old.people == new.people && !old.people.is_empty(),
        (Kind::Customer(_), _) => false,
        _ => words(start, last + 1).all(|word| words(entity.start, entity.end).any(|own| own == word)),
    };
    let old = entities.iter().rposition(|entity| {
        !entity.struck && entity.end <= start && same_kind(&entity.kind, &entities[new].kind) && repeats(entity)
    });
    let begun = tokens[at].is(REPAIR)
        && again.is_none()
        && tokens.get(entities[new].start).is_some_and(|first| first.word.plain == tokens[last].word.plain);
    match old.filter(|old| entities[*old].kind != entities[new].kind) {
        Some(old) => entities[old].struck = true,
        // "ne do, matlab do hazaar": it was only begun.
        None if begun => {}
        None => return false,
    }
    match again {
        Some(again) => entities[again].struck = true,
        None => tokens[last].senses = FILLER,
    }
    let since = old.map_or(last, |old| entities[old].end);
    for token in tokens[since..at].iter_mut().filter(|token| token.is(STOP)) {
        token.senses = FILLER;
    }
    true
}

/// "lakh nahi diye, bas paanch hazaar diye": what was not given goes, what alone was given stays.
fn only_this(tokens: &[Token], entities: &mut [Entity], at: usize) -> bool {
    let Some(new) = entities.iter().position(|entity| !entity.struck && entity.start > at) else { return false };
    let Some(old) = entities.iter().rposition(|entity| !entity.struck && entity.end == at) else { return false };
    let between = tokens.get(at + 1..entities[new].start).unwrap_or_default();
    let only = between.iter().any(|token| matches!(token.word.plain.as_str(), "bas" | "sirf" | "only" | "बस" | "सिर्फ"));
    let known = between.iter().all(|token| token.part || token.is(FILLER.or(GIVEN).or(PAY).or(STOP).or(COMMON)));
    let figure = !matches!(entities[old].kind, Kind::Customer(_) | Kind::Product(_));
    let fits = only && known && figure && same_kind(&entities[old].kind, &entities[new].kind);
    entities[old].struck |= fits;
    fits
}

/// Whether one may stand for the other.
fn same_kind(left: &Kind, right: &Kind) -> bool {
    discriminant(left) == discriminant(right)
        || matches!(
            (left, right),
            (Kind::Number(_), Kind::Money { .. } | Kind::Quantity { .. })
                | (Kind::Money { .. } | Kind::Quantity { .. }, Kind::Number(_))
        )
}

/// "do kilo ki jagah teen kilo", "three instead of two".
fn instead(tokens: &[Token], entities: &mut [Entity], at: usize) -> bool {
    let after = entities.iter().position(|entity| !entity.struck && entity.start > at);
    let before = entities.iter().rposition(|entity| !entity.struck && entity.end <= at);
    let (Some(after), Some(before)) = (after, before) else { return false };
    if !same_kind(&entities[before].kind, &entities[after].kind) {
        return false;
    }
    let paid = tokens.iter().any(|token| token.is(PAY.or(GIVEN).or(GAVE).or(GOT)));
    let person = matches!(entities[after].kind, Kind::Customer(_));
    // "Ramkali ki jagah Baburam ne diye": for whom, only the speaker knows.
    if person && paid && tokens.get(entities[after].end).is_some_and(|next| next.is(NE)) {
        return false;
    }
    let english = tokens[at].word.plain == "instead";
    entities[if english { after } else { before }].struck = true;
    true
}

/// "not Amit but Manoj", "not Amit, Manoj"; "Manoj, not Amit".
fn not_this_but(tokens: &[Token], entities: &mut [Entity], at: usize) -> bool {
    let next = (at + 1..tokens.len()).find(|&next| !tokens[next].part && !tokens[next].is(FILLER));
    let Some(first) = entities.iter().position(|entity| !entity.struck && Some(entity.start) == next) else {
        return false;
    };
    let english = matches!(tokens[at].word.plain.as_str(), "not" | "no");
    let earlier =
        entities.iter().take(first).any(|entity| !entity.struck && same_kind(&entity.kind, &entities[first].kind));
    let second = entities.iter().skip(first + 1).position(|entity| !entity.struck).map(|next| first + 1 + next);
    let again = |second: usize| same_kind(&entities[first].kind, &entities[second].kind);
    if earlier && tokens[at].word.plain == "not" && !second.is_some_and(again) {
        entities[first].struck = true;
        return true;
    }
    let Some(second) = second else { return false };
    let near = entities[second].start - entities[first].end <= 2;
    if english && near && !earlier && same_kind(&entities[first].kind, &entities[second].kind) {
        entities[first].struck = true;
        return true;
    }
    false
}

/// "char sau, nahi, saadhe char sau": what comes after takes the place of what came before.
fn replaced(tokens: &[Token], entities: &mut [Entity], at: usize) -> bool {
    let explicit = tokens[at].senses.any(REPAIR);
    let idle = |token: &Token| {
        let role = KO.or(KA).or(SE).or(NE).or(ON).or(TO).or(FROM);
        token.masked || token.part || token.is(FILLER.or(REPAIR).or(NO).or(RUPEE).or(IS).or(role))
    };
    let Some(after) = entities.iter().position(|entity| !entity.struck && entity.start > at) else {
        return last_is_not(tokens, entities, at);
    };
    let quiet = tokens.get(at + 1..entities[after].start).is_some_and(|between| between.iter().all(idle));
    let Some(before) = entities
        .iter()
        .take(after)
        .rposition(|entity| !entity.struck && entity.end <= at && same_kind(&entity.kind, &entities[after].kind))
    else {
        return false;
    };
    if is_anothers(entities, before, after, at) {
        return false;
    }
    let cut = tokens[at].word.after_stop || tokens.get(at + 1).is_some_and(|next| next.word.after_stop);
    let gap = tokens
        .get(entities[before].end..at)
        .map_or(0, |between| between.iter().filter(|token| !idle(token) && !token.masked).count());
    if !quiet || !(explicit || cut || gap == 0) || (gap > 3 && !explicit) {
        return false;
    }
    let stop = (entities[after].end..tokens.len())
        .find(|&at| tokens[at].is(AND) || (tokens[at].word.after_stop && at > entities[after].end))
        .unwrap_or(tokens.len());
    let renewed: Vec<usize> = (after..entities.len()).filter(|&index| entities[index].end <= stop).collect();
    for index in renewed {
        let old = (0..after).rev().find(|&old| {
            !entities[old].struck && entities[old].end <= at && same_kind(&entities[old].kind, &entities[index].kind)
        });
        if let Some(old) = old {
            entities[old].struck = true;
        }
    }
    true
}

/// "Naresh ne hazaar diye, Rajesh ne do, matlab do hazaar": Naresh's figure is not what Rajesh's takes the place of.
fn is_anothers(entities: &[Entity], before: usize, after: usize, at: usize) -> bool {
    let person = |entity: &Entity| !entity.struck && matches!(entity.kind, Kind::Customer(_));
    let figure = !matches!(entities[after].kind, Kind::Customer(_) | Kind::Product(_));
    let between = entities.iter().take(after).skip(before + 1).any(|entity| person(entity) && entity.end <= at);
    figure && between && entities.iter().take(before).any(person)
}

/// "Kishan ne diye the, Arjun ne nahi": the one before the last word is the one that is not meant.
fn last_is_not(tokens: &[Token], entities: &mut [Entity], at: usize) -> bool {
    let Some(last) = entities.iter().rposition(|entity| !entity.struck && entity.end <= at) else { return false };
    let close = tokens
        .get(entities[last].end..at)
        .is_some_and(|between| between.iter().all(|token| token.is(NE.or(KO).or(KA).or(SE))));
    let cut = tokens.get(entities[last].start).is_some_and(|token| token.word.after_stop);
    let other =
        entities.iter().take(last).any(|entity| !entity.struck && same_kind(&entity.kind, &entities[last].kind));
    let meant = close && cut && other && at + 1 == tokens.len() && tokens[at].senses.any(NO);
    if meant {
        entities[last].struck = true;
    }
    meant
}

/// The stretches of words that are commands of their own, in order.
pub(super) fn split(tokens: &[Token], entities: &[Entity]) -> Vec<Range<usize>> {
    let mut cuts: Vec<usize> = vec![];
    for at in 1..tokens.len() {
        let token = &tokens[at];
        let inside = entities.iter().any(|entity| entity.start < at && at < entity.end);
        // What mends a figure belongs to the clause that it mends.
        let mends = token.senses == REPAIR;
        if !inside && !mends && ((token.is(AND) && !token.part) || token.word.after_stop) {
            cuts.push(at);
        }
    }
    let mut clauses = vec![];
    let mut start = 0;
    for (index, &cut) in cuts.iter().enumerate() {
        let end = cuts.get(index + 1).copied().unwrap_or(tokens.len());
        let left = facts::gather(tokens, entities, &(start..cut));
        let right = facts::gather(tokens, entities, &(cut..end));
        let rest = facts::gather(tokens, entities, &(cut..tokens.len()));
        if cut > start && apart(&left, &right, &rest) {
            clauses.push(start..cut);
            start = cut;
        }
    }
    clauses.push(start..tokens.len());
    clauses
}

/// Whether two stretches are two commands.
fn apart(left: &Facts, right: &Facts, rest: &Facts) -> bool {
    let parallel = left.customers == 1 && right.customers == 1 && left.amounts == 1 && right.amounts == 1;
    if parallel {
        return true;
    }
    let goods = left.customers == 1 && right.customers == 1 && left.products > 0 && right.products > 0;
    if goods && acts(left).or_else(|| acts(right)) == Some(Intent::CreateInvoice) {
        return true;
    }
    let echo = left.customers == 1 && right.customers == 1 && right.words <= 5 && right.amounts == 0;
    if echo && acts(left) == Some(Intent::CheckBalance) && acts(right).is_none() && right.roles.ka {
        return true;
    }
    let (Some(own), Some(other)) = (acts(left), acts(right).or_else(|| acts(rest))) else { return false };
    let bound = left.negated && !right.has(NO) && own == other;
    let one_bill = own == Intent::CreateInvoice && other == Intent::CreateInvoice && right.customers == 0;
    if one_bill {
        return false;
    }
    let (same, elsewhere) = (own == other, right.customers + right.products + usize::from(right.pronoun) > 0);
    !bound && (!same || (elsewhere && left.customers + left.products > 0))
}

/// The intent of a stretch that stands on its own feet.
fn acts(facts: &Facts) -> Option<Intent> {
    let deeds = DUE
        .or(CREDIT)
        .or(PAY)
        .or(GIVEN)
        .or(GOT)
        .or(GAVE)
        .or(SETTLE)
        .or(TOOK)
        .or(WRITE)
        .or(BILL)
        .or(REMIND)
        .or(SEND)
        .or(WHATSAPP)
        .or(DELETE)
        .or(CANCEL)
        .or(CLOSE)
        .or(STOCK)
        .or(SALES)
        .or(EARN)
        .or(DEBTOR)
        .or(HOWMUCH)
        .or(OWE)
        .or(BOOK)
        .or(CUSTOMER)
        .or(PRODUCT)
        .or(DETAIL)
        .or(NUMBER)
        .or(PHONE);
    if !facts.has(deeds) {
        return None;
    }
    let mut facts = facts.clone();
    let asks_on = facts.has(HOWMUCH.or(WHAT)) && facts.has(DUE.or(OWE));
    facts.pronoun |= facts.customers == 0 && (facts.has(ALSO.or(AND)) || asks_on);
    evidence::weigh(&facts).first().filter(|(points, _)| *points >= ENOUGH).map(|(_, intent)| *intent)
}
