//! What a sentence is about: names, figures, days, numbers to ring; each found once, longest first.

use super::dates::{self, When};
use super::in_two;
use super::lexicon::Lexicon;
use super::names::Mention;
use super::notes;
use super::number::{self, Found};
use super::products::{self, Called};
use super::senses::{
    ADD, AND, BOOK, BY, CHANGE, COMMON, CREDIT, CUSTOMER, DELETE, DETAIL, FILLER, FOR, FROM, GAVE, GOT, HONOR, KA, KO,
    MAKE, MINUS, NAME, NAMED, NE, NEW, NOT, ON, OWE, PAISA, PAY, PHONE, PRODUCT, RATE, RUPEE, SE, SETTLE, TO, TOOK,
};
use super::title;
use super::token::Token;
use super::units::Measure;
use std::ops::Range;

mod phones;

use phones::digit_run;

/// What some words are.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// A customer; a stranger fits nobody.
    Customer(Mention),
    /// A product; an unknown one fits nothing.
    Product(Called),
    /// A bare number.
    Number(Figure),
    /// An amount of money, in paise.
    Money { paise: i64 },
    /// How much of something.
    Quantity { milli: i64, measure: Measure },
    /// A day, stretch of days or time.
    When(When),
    /// Ten digits.
    Phone(String),
    /// Digits that are too many for an amount and too few to ring.
    Digits,
    /// An address.
    Email(String),
}

/// A bare number, in thousandths.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Figure {
    pub milli: i64,
    /// Perhaps only "a" or "one".
    pub article: bool,
    /// A fraction that may leave out its hundred.
    pub bare_fraction: bool,
    /// Its "do" may be a helping verb.
    pub doubtful: bool,
    /// "minus" stands before it.
    pub negative: bool,
    /// What it may be as well.
    pub other: Option<i64>,
}

/// Some words and what they are.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entity {
    pub start: usize,
    pub end: usize,
    pub kind: Kind,
    /// Taken back by what was said later.
    pub struck: bool,
}

/// Finds everything, and masks the words of names.
pub(super) fn find(tokens: &mut [Token], lexicon: &Lexicon) -> Vec<Entity> {
    let mut entities = vec![];
    addresses(tokens, &mut entities);
    phones(tokens, &mut entities);
    title::told(tokens);
    lexicon.shelf.measure(tokens);
    names(tokens, lexicon, &mut entities);
    strangers(tokens, &mut entities);
    figures(tokens, &mut entities);
    unknown_products(tokens, &mut entities);
    entities.sort_by_key(|entity| entity.start);
    in_two::join(tokens, &mut entities);
    said_twice(tokens, &mut entities);
    notes::count(tokens, &mut entities);
    entities
}

fn enter(tokens: &mut [Token], entities: &mut Vec<Entity>, start: usize, end: usize, kind: Kind) {
    let product = matches!(kind, Kind::Product(_));
    if !matches!(kind, Kind::Number(_) | Kind::Money { .. } | Kind::Quantity { .. } | Kind::When(_)) {
        for token in tokens.iter_mut().take(end).skip(start) {
            token.masked = true;
            token.product = product;
        }
    }
    entities.push(Entity { start, end, kind, struck: false });
}

fn addresses(tokens: &mut [Token], entities: &mut Vec<Entity>) {
    for at in 0..tokens.len() {
        let said = tokens[at].word.said.clone();
        let sound = said.split_once('@').is_some_and(|(user, host)| {
            !user.is_empty() && host.contains('.') && !host.contains('@') && !host.ends_with('.')
        });
        if sound {
            enter(tokens, entities, at, at + 1, Kind::Email(said));
        }
    }
}

/// Runs of digits and digit words: ten or more are a number to ring.
fn phones(tokens: &mut [Token], entities: &mut Vec<Entity>) {
    let mut at = 0;
    while at < tokens.len() {
        let (end, digits, words) = digit_run(tokens, at);
        if digits.len() >= 10 || (words >= 6 && digits.len() >= 6) {
            let start = at;
            let country = digits.strip_prefix("91").filter(|_| digits.len() == 12);
            let trunk = digits.strip_prefix('0').filter(|_| digits.len() == 11);
            let number = country.or(trunk).unwrap_or(&digits);
            let valid = number.len() == 10 && number.starts_with(['6', '7', '8', '9']);
            let kind = if valid { Kind::Phone(number.to_owned()) } else { Kind::Digits };
            enter(tokens, entities, start, end, kind);
        }
        at = end.max(at + 1);
    }
}

/// Customers and products, the longest and surest first.
fn names(tokens: &mut [Token], lexicon: &Lexicon, entities: &mut Vec<Entity>) {
    let mut found: Vec<(usize, usize, usize, Kind)> = vec![];
    let called = lexicon.shelf.mentions(tokens);
    let mut things: Vec<bool> = tokens.iter().map(products::is_thing).collect();
    for thing in called.iter().flat_map(|called| called.start..called.end) {
        if let Some(own) = things.get_mut(thing) {
            *own = true;
        }
    }
    for at in 1..tokens.len() {
        // "Paav bhar" is how much of something, whoever sounds like it.
        let full = tokens.get(at).is_some_and(|token| matches!(token.word.plain.as_str(), "bhar" | "भर"));
        let much = tokens.get(at - 1).is_some_and(|token| token.number.is_some());
        if let Some(own) = things.get_mut(at - 1).filter(|_| full && much) {
            *own = true;
        }
    }
    let mut mentions = lexicon.people.mentions(tokens, &things);
    described(tokens, &mut mentions);
    for mention in mentions {
        let length = mention.end - mention.start;
        let weight = length * 100 + usize::from(mention.tier) * 10 + usize::from(mention.whole) * 5;
        found.push((weight, mention.start, mention.end, Kind::Customer(mention)));
    }
    for called in called {
        let role = tokens.get(called.end).is_some_and(|token| token.senses.any(NE.or(KO).or(HONOR)));
        let counted = called.start.checked_sub(1).and_then(|at| tokens.get(at)).is_some_and(|token| {
            token.unit.is_some() || token.digits.is_some() || (token.number.is_some() && !token.senses.any(KA))
        });
        let length = called.end - called.start;
        let weight =
            length * 100 + 25 + usize::from(counted) * 20 + usize::from(called.whole) * 6 - usize::from(role) * 20;
        found.push((weight, called.start, called.end, Kind::Product(called)));
    }
    found.sort_by(|left, right| right.0.cmp(&left.0).then(left.1.cmp(&right.1)));
    for (_, start, end, kind) in found {
        let free = tokens.get(start..end).is_some_and(|own| own.iter().all(|token| !token.masked));
        if free && !is_word_again(tokens, entities, start..end, &kind) {
            enter(tokens, entities, start, end, kind);
        }
    }
}

/// "Roti Bank ne bank se", "Budhwar Singh ko budhwar ko": whoever was called by the full name is not called by a word of
/// it that means something else.
fn is_word_again(tokens: &[Token], entities: &[Entity], place: Range<usize>, kind: &Kind) -> bool {
    let (Kind::Customer(mention), true) = (kind, place.len() == 1) else { return false };
    let word =
        tokens.get(place.start).is_some_and(|token| token.exact && !token.word.capital && token.senses != COMMON);
    let fuller = |entity: &Entity| {
        let Kind::Customer(other) = &entity.kind else { return false };
        let capital = tokens.get(entity.start).is_some_and(|token| token.word.capital);
        let fuller = entity.end > entity.start + 1 || capital;
        fuller && other.people.iter().any(|person| mention.people.contains(person))
    };
    word && entities.iter().any(fuller)
}

/// "Tonk Road wale Mukesh", "Mukesh, wo Tonk Road wala": the one who has both names.
fn described(tokens: &[Token], mentions: &mut Vec<Mention>) {
    let link = |token: &Token| {
        token.part
            || token.is(FILLER.or(RATE).or(SE).or(KA).or(HONOR).or(ON))
            || matches!(token.word.plain.as_str(), "wo" | "woh" | "vo" | "jo" | "from" | "at" | "in" | "वो" | "जो")
    };
    let mut joined: Vec<Mention> = vec![];
    for left in mentions.iter() {
        for right in mentions.iter().filter(|right| right.start > left.end && right.start <= left.end + 3) {
            let between = tokens.get(left.end..right.start).unwrap_or_default();
            let placed = between.iter().any(|token| token.is(RATE.or(SE)) || token.word.plain == "from")
                || tokens.get(right.end).is_some_and(|token| token.is(RATE) && !token.word.after_stop);
            if !placed || !between.iter().all(link) {
                continue;
            }
            let (few, many) = if left.people.len() < right.people.len() { (left, right) } else { (right, left) };
            let both = |person: &&usize| many.people.binary_search(person).is_ok();
            let people: Vec<usize> = few.people.iter().filter(both).take(2).copied().collect();
            if let [person] = people.as_slice() {
                let end = if tokens.get(right.end).is_some_and(|token| token.is(RATE) && !token.word.after_stop) {
                    right.end + 1
                } else {
                    right.end
                };
                let reminded = left.reminded && right.reminded;
                joined.push(Mention { start: left.start, end, people: vec![*person], tier: 3, whole: false, reminded });
            }
        }
    }
    mentions.extend(joined);
}

/// Unknown words where a customer's name stands.
fn strangers(tokens: &mut [Token], entities: &mut Vec<Entity>) {
    let mut at = 0;
    while at < tokens.len() {
        if !is_name(tokens, at) {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while end < tokens.len()
            && is_name(tokens, end)
            && !tokens[end].word.after_stop
            && !tokens[end - 1].word.possessive
        {
            end += 1;
        }
        let measured =
            at.checked_sub(1).and_then(|at| tokens.get(at)).is_some_and(|token| !token.masked && token.unit.is_some());
        let known = entities.iter().any(|entity| matches!(entity.kind, Kind::Customer(_)));
        let role = in_a_role(tokens, at, end) || (!known && begins(tokens, at, end));
        if !measured && role && !announced(tokens, at) {
            let mention = Mention { start: at, end, people: vec![], tier: 0, whole: false, reminded: false };
            enter(tokens, entities, at, end, Kind::Customer(mention));
        }
        at = end;
    }
}

fn is_name(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| {
        token.is_unknown()
            && token.word.latin.len() >= 2
            && token.word.latin.chars().all(char::is_alphabetic)
            && !products::is_thing(token)
    })
}

/// Whether a new name is being told here: "naya customer X", "add product X".
fn announced(tokens: &[Token], start: usize) -> bool {
    let told = tokens.iter().any(|token| token.is(NEW.or(ADD).or(CHANGE).or(NAME).or(MAKE)));
    let led =
        tokens.iter().take(start).rev().take(4).any(|token| token.is(NEW.or(CUSTOMER).or(NAME).or(BOOK).or(PRODUCT)));
    told && led
}

/// Whether the words stand where a customer does.
fn in_a_role(tokens: &[Token], start: usize, end: usize) -> bool {
    let next = tokens.get(end).filter(|token| !token.word.after_stop && !token.masked);
    let last = start.checked_sub(1).and_then(|at| tokens.get(at)).filter(|token| !token.masked);
    let possessive = tokens.get(end - 1).is_some_and(|token| token.word.possessive);
    let follows = next.is_some_and(|token| {
        token.senses.any(NE.or(KO).or(SE).or(KA).or(NAMED).or(HONOR)) && !token.senses.any(RUPEE)
            || matches!(token.word.plain.as_str(), "par" | "pe" | "पर" | "पे")
    });
    let led = last.is_some_and(|token| {
        token.senses.any(FROM.or(TO).or(FOR).or(CUSTOMER).or(BY))
            || matches!(
                token.word.plain.as_str(),
                "of" | "remind" | "does" | "did" | "has" | "bill" | "invoice" | "charge" | "delete" | "remove"
            )
    });
    let acts = next.is_some_and(|token| {
        token.senses.any(PAY.or(OWE).or(TOOK).or(GAVE).or(SETTLE).or(GOT).or(DELETE).or(DETAIL).or(PHONE))
    }) && (start == 0 || tokens[start].word.after_stop);
    possessive || follows || led || acts
}

/// "Surender char sau ka maal udhaar le gaya": whoever it begins with.
fn begins(tokens: &[Token], start: usize, end: usize) -> bool {
    let figure = number::at(tokens, end).is_some() && tokens.get(end).is_some_and(|next| !next.word.after_stop);
    let deed = tokens.iter().skip(end).any(|token| token.is(PAY.or(TOOK).or(CREDIT)));
    start == 0 && figure && deed && !tokens.iter().any(|token| token.product)
}

/// Days, times and numbers, with what they count.
fn figures(tokens: &mut [Token], entities: &mut Vec<Entity>) {
    let (mut at, mut free) = (0, 0);
    while at < tokens.len() {
        if tokens[at].masked || tokens[at].part {
            at += 1;
            continue;
        }
        if let Some((end, when)) = dates::at(tokens, at) {
            enter(tokens, entities, at, end, Kind::When(when));
            (at, free) = (end, end);
            continue;
        }
        let one_more = tokens[at].word.plain == "another";
        if let Some(measure) = tokens.get(at + 1).filter(|next| one_more && !next.masked).and_then(|next| next.unit) {
            enter(tokens, entities, at, at + 2, Kind::Quantity { milli: 1_000, measure });
            (at, free) = (at + 2, at + 2);
            continue;
        }
        let Some(found) = number::at(tokens, at) else {
            at += 1;
            continue;
        };
        let unit = found.article && tokens.get(found.end).is_some_and(|token| token.unit.is_some() && !token.masked);
        let by_the = unit && matches!(tokens[at].word.plain.as_str(), "a" | "an");
        match entities.last_mut().filter(|last| last.end == at) {
            Some(Entity { kind: Kind::Money { .. }, .. }) if unit => {
                at = found.end + 1;
                continue;
            }
            Some(Entity { kind: kind @ Kind::Number(_), .. }) if by_the => {
                if let Kind::Number(Figure { milli, article: false, negative: false, .. }) = *kind {
                    *kind = Kind::Money { paise: milli / 10 };
                }
                at = found.end + 1;
                continue;
            }
            Some(_) | None => {}
        }
        let (end, kind) = counted(tokens, at, found, free);
        // Words inside of a number are nothing else: "one point five", "two not five".
        let heard = |token: &&mut Token| token.is_unknown() || (found.other.is_some() && token.is(NOT));
        for token in tokens.iter_mut().take(end).skip(at).filter(heard) {
            token.senses = FILLER;
        }
        enter(tokens, entities, at, end, kind);
        (at, free) = (end, end);
    }
}

/// What the number counts.
fn counted(tokens: &[Token], start: usize, found: Found, free: usize) -> (usize, Kind) {
    let end = found.end;
    let is = |at: usize, senses| tokens.get(at).is_some_and(|token: &Token| token.is(senses));
    let before = start.checked_sub(1).and_then(|at| tokens.get(at));
    let negative = before.is_some_and(|token| token.is(MINUS));
    let sign = if negative { -1 } else { 1 };
    let figure = Figure {
        milli: found.milli.saturating_mul(sign),
        article: found.article,
        bare_fraction: found.bare_fraction,
        doubtful: number::may_be_verb(tokens, start),
        negative,
        other: found.other,
    };
    let led = start > free && before.is_some_and(|token| token.is(RUPEE));
    if figure.doubtful || figure.other.is_some() {
        return (end, Kind::Number(figure));
    }
    let unit_follows = tokens.get(end).is_some_and(|token| !token.masked && token.unit.is_some());
    if let Some(other) = number::without_comma(tokens, start, found).filter(|_| !unit_follows) {
        return (end, Kind::Number(Figure { other: Some(other), ..figure }));
    }
    // No coin is less than a paisa.
    if (is(end, RUPEE) || led) && figure.milli % 10 == 0 {
        let mut after = if is(end, RUPEE) { end + 1 } else { end };
        let mut paise = figure.milli / 10;
        let more = if is(after, AND) { after + 1 } else { after };
        if let Some(minor) = number::at(tokens, more).filter(|minor| minor.milli < 100_000 && is(minor.end, PAISA)) {
            paise = paise.saturating_add(minor.milli / 1_000);
            after = minor.end + 1;
        }
        return (after, Kind::Money { paise });
    }
    if is(end, PAISA) && found.milli < 100_000 && !found.article && found.milli % 1_000 == 0 {
        return (end + 1, Kind::Money { paise: figure.milli / 1_000 });
    }
    let digits = tokens.get(end - 1).is_some_and(|token| token.digits.is_some());
    if let Some(measure) = tokens
        .get(end)
        .filter(|token| !token.masked && !token.part)
        .and_then(|token| token.unit.filter(|_| !lone_letter(token) || digits))
    {
        return (end + 1, Kind::Quantity { milli: figure.milli, measure });
    }
    if let Some(measure) = packed(tokens, end) {
        return (end, Kind::Quantity { milli: figure.milli, measure });
    }
    if found.quarter {
        return (end, Kind::Quantity { milli: 1_000, measure: Measure::Weight(250) });
    }
    (end, Kind::Number(figure))
}

/// "do Crocin ke patte": the count belongs to the pack that is named behind the thing.
fn packed(tokens: &[Token], start: usize) -> Option<Measure> {
    let behind = (start..tokens.len()).find(|&at| !tokens[at].product)?;
    let behind = if tokens[behind].is(KA) { behind + 1 } else { behind };
    let word = tokens.get(behind).filter(|token| !token.masked && !token.part)?;
    let last = tokens.get(behind + 1).is_none_or(|next| !next.product);
    match word.unit {
        Some(measure @ Measure::Pack(_)) if behind > start && last => Some(measure),
        Some(_) | None => None,
    }
}

/// One letter is a unit only right behind digits: "5 g".
fn lone_letter(token: &Token) -> bool {
    token.word.plain.len() == 1 && !token.word.glued
}

/// An unknown word behind a quantity is a thing that the shop does not have.
fn unknown_products(tokens: &mut [Token], entities: &mut Vec<Entity>) {
    for at in 0..tokens.len() {
        if tokens[at].masked || tokens[at].part {
            continue;
        }
        let measured = entities.iter().any(|entity| {
            matches!(entity.kind, Kind::Quantity { .. })
                && (entity.end == at || (entity.end + 1 == at && tokens[entity.end].senses.any(KA)))
        });
        let counted = entities.iter().any(|entity| matches!(entity.kind, Kind::Number(_)) && entity.end == at);
        let money = entities.iter().any(|entity| {
            matches!(entity.kind, Kind::Number(_) | Kind::Money { .. })
                && entity.end + 1 == at
                && tokens[entity.end].senses.any(KA)
        });
        let thing = products::is_thing(&tokens[at]) && tokens[at].is_unknown();
        let unknown = is_name(tokens, at) || thing;
        if unknown
            && (measured
                || thing
                || (counted && tokens.get(at + 1).is_none_or(|next| !next.senses.any(NE.or(KO))))
                || money)
        {
            let mut end = at + 1;
            while end < tokens.len() && (is_name(tokens, end)) && !tokens[end].word.after_stop && measured {
                end += 1;
            }
            enter(tokens, entities, at, end, Kind::Product(Called { start: at, end, products: vec![], whole: false }));
        }
    }
}

/// The same thing said twice in a row is said once.
fn said_twice(tokens: &[Token], entities: &mut [Entity]) {
    for at in 1..entities.len() {
        let (before, after) = entities.split_at_mut(at);
        let (Some(last), Some(this)) = (before.last_mut(), after.first()) else { continue };
        let gap = tokens
            .get(last.end..this.start)
            .is_some_and(|between| between.iter().all(|token| token.is(FILLER) && !token.is(HONOR)));
        if !gap {
            continue;
        }
        let words = |entity: &Entity| {
            tokens
                .get(entity.start..entity.end)
                .map(|own| own.iter().map(|token| token.word.plain.as_str()).collect::<Vec<_>>())
        };
        let begun = matches!(
            (&last.kind, &this.kind),
            (Kind::Number(_), Kind::Number(_) | Kind::Money { .. } | Kind::Quantity { .. })
                | (Kind::Money { .. }, Kind::Money { .. })
        );
        let prefix = words(this).zip(words(last)).is_some_and(|(this, last)| this.starts_with(&last));
        let same = match (&last.kind, &this.kind) {
            (Kind::Customer(left), Kind::Customer(right)) => left.people == right.people && !left.people.is_empty(),
            (Kind::Number(left), Kind::Number(right)) => left.milli == right.milli,
            (Kind::Number(left), Kind::Money { paise }) => left.milli == *paise * 10,
            (left, right) => left == right && !matches!(left, Kind::Product(_)),
        };
        last.struck |= same || (begun && prefix);
    }
}
