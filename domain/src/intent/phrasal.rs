//! Words that mean something else beside another word: "take two bags off", "what he owes", "book six hundred to".

use super::entity::{Entity, Kind};
use super::senses::{
    BILL, COMMON, DUE, FILLER, HOWMUCH, LOWER, MOVE, OWE, PRICE, PRON, REMIND, SEND, SETTO, SMS, SPOILED, Senses,
    WRITE, YES,
};
use super::token::Token;

/// A verb, the particle that belongs to it, and what both mean though their object stands between them.
#[rustfmt::skip]
const PARTED: &[(&str, &str, Senses)] = &[
    ("take took taking knock knocked strike struck cross write wrote written mark cut shave", "off", LOWER),
    ("bring brought mark", "down", LOWER),
    ("bring push move pull", "forward back up", MOVE),
    ("throw threw thrown chuck chucked toss", "out away", SPOILED),
];
/// The most words between a verb and its particle.
const BETWEEN_MAX: usize = 7;
/// What is done with things: "put them in stock", "knock them off".
const HANDLED: &[&str] = &[
    "put", "take", "knock", "add", "throw", "remove", "enter", "keep", "deduct", "mark", "update", "move", "write",
    "minus", "chuck", "strike", "log",
];

/// Gives such words the meaning that they have together.
pub(super) fn join(tokens: &mut [Token], entities: &[Entity]) {
    parted(tokens, entities);
    owed(tokens);
    for at in 0..tokens.len() {
        if let Some(senses) = beside(tokens, entities, at)
            && let Some(token) = tokens.get_mut(at)
        {
            token.senses = senses;
        }
    }
}

fn plain(tokens: &[Token], at: usize) -> &str {
    tokens.get(at).filter(|token| !token.masked).map_or("", |token| token.word.plain.as_str())
}

fn inside(entities: &[Entity], at: usize) -> bool {
    entities.iter().any(|entity| entity.start <= at && at < entity.end)
}

/// "Take one bag of sugar off": the verb and its particle are one.
fn parted(tokens: &mut [Token], entities: &[Entity]) {
    let of = |words: &str, word: &str| words.split(' ').any(|own| own == word);
    for at in 0..tokens.len() {
        if tokens.get(at).is_none_or(|token| token.part) || inside(entities, at) {
            continue;
        }
        for (verbs, particles, senses) in PARTED {
            if !of(verbs, plain(tokens, at)) {
                continue;
            }
            let object = |place: usize| {
                inside(entities, place)
                    || tokens.get(place).is_some_and(|token| {
                        token.masked
                            || token.is(FILLER.or(PRON).or(REMIND))
                            || matches!(token.word.plain.as_str(), "of" | "more")
                    })
            };
            let end = (at + 2..=at + 1 + BETWEEN_MAX).find(|&end| of(particles, plain(tokens, end)));
            let somebody = |place: usize| {
                entities.iter().any(|entity| entity.start == place && matches!(entity.kind, Kind::Customer(_)))
            };
            let reminded = *senses != MOVE || tokens.iter().any(|token| token.is(REMIND));
            let phrase = |end: usize| tokens.get(end + 1).is_some_and(|next| next.part);
            let Some(end) = end.filter(|&end| {
                !phrase(end)
                    && reminded
                    && (*senses == MOVE || !(at + 1..end).any(somebody))
                    && (at + 1..end).all(object)
                    && (at + 1..=end).all(|place| tokens.get(place).is_some_and(|token| !token.word.after_stop))
            }) else {
                continue;
            };
            for (place, own) in [(at, *senses), (end, FILLER)] {
                if let Some(token) = tokens.get_mut(place) {
                    token.senses = own;
                    token.part = false;
                }
            }
        }
    }
}

/// "Off what Sharma owes", "of what he owed": it asks nothing, it is what is due.
fn owed(tokens: &mut [Token]) {
    for at in 1..tokens.len() {
        let led = matches!(plain(tokens, at - 1), "to" | "off" | "of" | "from" | "against" | "on");
        let opens = matches!(plain(tokens, at), "what" | "whatever");
        let cut = |place: usize| tokens.get(place).is_none_or(|token| token.word.after_stop);
        let verb = (at + 2..at + 6).take_while(|place| !cut(*place)).find(|&place| {
            tokens.get(place).is_some_and(|token| token.is(OWE)) && plain(tokens, place).starts_with("owe")
        });
        let Some(verb) = verb.filter(|_| led && opens && !cut(at)) else { continue };
        for (place, senses) in [(at, DUE), (verb, FILLER)] {
            if let Some(token) = tokens.get_mut(place) {
                token.senses = senses;
            }
        }
    }
}

/// What one word means where it stands, if that is not what it means by itself.
fn beside(tokens: &[Token], entities: &[Entity], at: usize) -> Option<Senses> {
    let token = tokens.get(at).filter(|token| !token.masked && !token.part)?;
    let before = at.checked_sub(1).map_or("", |last| plain(tokens, last));
    let first = (0..at)
        .all(|place| tokens.get(place).is_some_and(|token| token.is(FILLER.or(YES)) || token.word.plain == "please"));
    let opens = first || token.word.after_stop;
    let near = |senses: Senses| (at + 1..at + 6).any(|place| tokens.get(place).is_some_and(|token| token.is(senses)));
    let figure = |place: usize| {
        entities.iter().any(|entity| {
            entity.start == place && !entity.struck && matches!(entity.kind, Kind::Number(_) | Kind::Money { .. })
        })
    };
    let thing = |entity: &Entity| matches!(&entity.kind, Kind::Product(called) if !called.products.is_empty());
    match token.word.plain.as_str() {
        "book" if opens && figure(at + 1) => Some(WRITE),
        "sell" if opens && entities.iter().any(|entity| thing(entity) && entity.start == at + 1) => Some(SETTO),
        "text" | "message" if opens && near(BILL) => Some(SMS.or(SEND)),
        "whatsapp" | "email" | "mail" | "sms" if opens && near(BILL) => Some(token.senses.or(SEND)),
        "drop" if near(PRICE) => Some(LOWER),
        "any" if entities.iter().any(|entity| thing(entity) && entity.start == at + 1) && opens => Some(HOWMUCH),
        "bump" if tokens.iter().any(|token| token.is(REMIND)) => Some(MOVE),
        "change" if matches!(before, "have" | "had" | "has" | "any" | "no" | "exact" | "small" | "enough") => {
            Some(COMMON)
        }
        "them" if HANDLED.contains(&before) && entities.iter().any(|entity| thing(entity) && entity.end <= at) => {
            Some(FILLER)
        }
        _ => None,
    }
}
