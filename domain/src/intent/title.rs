//! New names: of a customer or product that the shop does not know yet, as they were said.

use super::entity::Kind;
use super::senses::{
    ADD, ALSO, AND, BILL, BOOK, BY, CANCEL, CHANGE, CLOSE, COMMON, CUSTOMER, DELETE, EMAIL, FILLER, FOR, GIVE, GOODS,
    HONOR, IS, KA, KO, LAST, MAKE, NAME, NAMED, NEW, NUMBER, ON, PHONE, PREVIOUS, PRICE, PRODUCT, RATE, RUPEE, SE,
    SETTO, STEM, STOCK, Senses, TELL, TO, WRITE,
};
use super::slots::Clause;
use super::token::{self, Token};

/// A verb inside a name that is being told is no verb: "naya customer Delete Prasad".
pub(super) fn told(tokens: &mut [Token]) {
    let new = tokens.iter().any(|token| token.is(NEW.or(ADD).or(MAKE)));
    let told = |token: &Token| token.is(CUSTOMER.or(BOOK).or(NAME).or(NAMED).or(PRODUCT));
    let Some(anchor) = tokens.iter().position(told).filter(|_| new) else { return };
    for at in 0..tokens.len() {
        let Some(token) = tokens.get(at).filter(|token| token.is(DELETE.or(CANCEL)) && !token.is(ADD.or(MAKE))) else {
            continue;
        };
        let next = tokens.get(at + 1);
        let helped = token.part
            || next.is_none_or(|next| {
                next.part
                    || next.is(LAST
                        .or(PREVIOUS)
                        .or(GIVE)
                        .or(SETTO)
                        .or(IS)
                        .or(STEM)
                        .or(CUSTOMER)
                        .or(BOOK)
                        .or(BILL)
                        .or(KA))
            });
        let object = at.checked_sub(1).and_then(|at| tokens.get(at)).is_some_and(|last| last.is(KO.or(KA)));
        let named_before = at < anchor && anchor <= at + 3;
        if !helped && !object && (at > anchor || named_before) {
            let word = tokens[at].word.clone();
            tokens[at] = token::unknown(word);
        }
    }
}

/// The new customer's name.
pub(super) fn of_customer(clause: &Clause<'_>) -> Option<String> {
    let anchor = last_of(clause, NAME).or_else(|| last_of(clause, CUSTOMER)).or_else(|| last_of(clause, BOOK));
    longest(clause, anchor, &is_name_word)
}

/// The new product's name.
pub(super) fn of_product(clause: &Clause<'_>) -> Option<String> {
    let anchor = last_of(clause, NAME).or_else(|| last_of(clause, PRODUCT)).or_else(|| last_of(clause, NEW.or(ADD)));
    longest(clause, anchor, &is_product_word)
}

/// The name that a customer has from now on: the last name said, behind the word for it.
pub(super) fn new_name(clause: &Clause<'_>) -> Option<String> {
    let anchor = clause.range.clone().find(|&at| clause.tokens.get(at).is_some_and(|token| token.is(NAME)))?;
    let words = run(clause, anchor + 1, &is_name_word)?;
    Some(words)
}

/// Whether these are words that were said, one behind the other, none of which means anything else.
pub(super) fn is_said(clause: &Clause<'_>, name: &str) -> bool {
    let wanted: Vec<String> = super::normalise::words(name).into_iter().map(|word| word.plain).collect();
    let own = clause.tokens.get(clause.range.clone()).unwrap_or_default();
    !wanted.is_empty()
        && own.windows(wanted.len()).any(|run| {
            run.iter()
                .zip(&wanted)
                .all(|(token, word)| token.word.plain == *word && (token.is_unknown() || token.masked))
                && run.iter().all(|token| !token.product && token.digits.is_none() && token.number.is_none())
        })
}

fn last_of(clause: &Clause<'_>, senses: Senses) -> Option<usize> {
    clause.range.clone().rev().find(|&at| clause.tokens.get(at).is_some_and(|token| token.is(senses) && !token.part))
}

/// The run of name words behind the anchor; where there is none, the one nearest before it.
fn longest(clause: &Clause<'_>, anchor: Option<usize>, fits: &dyn Fn(&Clause<'_>, usize) -> bool) -> Option<String> {
    let start = anchor.map_or(clause.range.start, |at| at + 1);
    let behind = run(clause, start, fits);
    if behind.is_some() {
        return behind;
    }
    let mut found = None;
    let mut at = clause.range.start;
    let end = anchor.unwrap_or(clause.range.end);
    while at < end {
        if fits(clause, at) {
            let stop = (at..end).find(|&next| !fits(clause, next)).unwrap_or(end);
            found = Some(words(clause, at, stop));
            at = stop;
        } else {
            at += 1;
        }
    }
    found.filter(|name| !name.is_empty())
}

/// The first run of name words from here on, close behind.
fn run(clause: &Clause<'_>, start: usize, fits: &dyn Fn(&Clause<'_>, usize) -> bool) -> Option<String> {
    let idle = FILLER
        .or(IS)
        .or(KA)
        .or(HONOR)
        .or(NEW)
        .or(KO)
        .or(ADD)
        .or(MAKE)
        .or(SETTO)
        .or(TO)
        .or(FOR)
        .or(ON)
        .or(SE)
        .or(NAME)
        .or(GIVE)
        .or(WRITE)
        .or(CUSTOMER)
        .or(BY)
        .or(NAMED);
    let mut at = start;
    while at < clause.range.end && !fits(clause, at) {
        let token = clause.tokens.get(at)?;
        if !token.part && !token.is(idle) {
            return None;
        }
        at += 1;
    }
    let first = at;
    while at < clause.range.end
        && fits(clause, at)
        && (at == first || clause.tokens.get(at).is_some_and(|token| !token.word.after_stop))
    {
        at += 1;
    }
    let name = words(clause, first, at);
    (!name.is_empty()).then_some(name)
}

/// The words as they were said, without a title before or behind.
fn words(clause: &Clause<'_>, start: usize, end: usize) -> String {
    let own = clause.tokens.get(start..end).unwrap_or_default();
    let title = |token: &&Token| token.senses.any(HONOR);
    let skip = own.iter().take_while(title).count();
    let drop = own.iter().rev().take_while(title).count();
    let kept = own.get(skip..own.len().saturating_sub(drop).max(skip)).unwrap_or_default();
    kept.iter().map(|token| token.word.said.as_str()).collect::<Vec<_>>().join(" ")
}

fn is_name_word(clause: &Clause<'_>, at: usize) -> bool {
    let Some(token) = clause.tokens.get(at) else { return false };
    let person = clause.entities.iter().any(|entity| {
        entity.start <= at && at < entity.end && matches!(entity.kind, Kind::Customer(_) | Kind::Product(_))
    });
    let other = clause.entities.iter().any(|entity| {
        entity.start <= at
            && at < entity.end
            && matches!(
                entity.kind,
                Kind::Phone(_) | Kind::Email(_) | Kind::Digits | Kind::Money { .. } | Kind::Quantity { .. }
            )
    });
    if other || !token.word.latin.chars().any(char::is_alphabetic) {
        return false;
    }
    let title = token.senses.any(HONOR) && !token.part && neighbour(clause, at);
    let capital = token.word.capital
        && token.exact
        && neighbour(clause, at)
        && !token.senses.any(PHONE.or(NUMBER).or(EMAIL).or(CUSTOMER).or(BOOK).or(AND).or(KA));
    person || token.is_unknown() || title || capital || surname(clause, at, token)
}

/// A word of the vocabulary that is a common surname, behind a name: "Ghanshyam Das".
fn surname(clause: &Clause<'_>, at: usize, token: &Token) -> bool {
    matches!(token.word.plain.as_str(), "das" | "दास" | "lal" | "लाल" | "bai" | "chand") && neighbour(clause, at)
}

/// Whether a word beside it is certainly a name.
fn neighbour(clause: &Clause<'_>, at: usize) -> bool {
    let sure = |at: usize| {
        clause.range.contains(&at)
            && clause.tokens.get(at).is_some_and(|token| token.is_unknown() || (token.masked && !token.product))
            && clause
                .entities
                .iter()
                .all(|entity| !(entity.start <= at && at < entity.end) || matches!(entity.kind, Kind::Customer(_)))
    };
    sure(at + 1) || at.checked_sub(1).is_some_and(sure)
}

fn is_product_word(clause: &Clause<'_>, at: usize) -> bool {
    let Some(token) = clause.tokens.get(at) else { return false };
    let figure = clause.entities.iter().any(|entity| {
        entity.start <= at && at < entity.end && !matches!(entity.kind, Kind::Product(_) | Kind::Customer(_))
    });
    let plain_word = FILLER
        .or(IS)
        .or(KA)
        .or(KO)
        .or(SE)
        .or(ON)
        .or(AND)
        .or(ALSO)
        .or(NEW)
        .or(ADD)
        .or(MAKE)
        .or(SETTO)
        .or(PRICE)
        .or(RATE)
        .or(RUPEE)
        .or(STOCK)
        .or(PRODUCT)
        .or(NAME)
        .or(TO)
        .or(FOR)
        .or(BY)
        .or(WRITE)
        .or(GOODS)
        .or(COMMON)
        .or(GIVE)
        .or(CHANGE)
        .or(CLOSE)
        .or(TELL);
    !figure
        && !token.part
        && (token.masked || (!token.senses.any(plain_word) && token.unit.is_none() && token.digits.is_none()))
}
