//! A bill that is paid as it is written, or a part of it: "… 2 kilo chini li aur paise de gaya", "… 2 kilo chini li, 50
//! rupaye diye, baaki khaate mein".

use crate::intent::entity::{Entity, Kind};
use crate::intent::items;
use crate::intent::senses::{
    ALSO, AND, BOOK, BY, CARD, CASH, CHEQUE, CREDIT, DUE, FILLER, FUTURE, GAVE, GIVE, GIVEN, GOT, IS, KA, LATER, LEFT,
    MONEY, NAMED, NE, NOW, ON, PAISA, PAST, PAY, PLACE, PRON, RUPEE, SE, STEM, Senses, TAKE, TO, TOOK, UPI, WILLGIVE,
    WRITE,
};
use crate::intent::token::Token;
use std::ops::Range;

/// What is said of the rest.
const REST: &[&str] =
    &["baaki", "baki", "bakaya", "rest", "remaining", "bacha", "bache", "bachi", "बाकी", "बाक़ी", "बचे"];

/// The words of the bill, and those of what is paid of it where that was said, if that is all that was said. The rest goes
/// on account by itself, so what is said of it is left out. So many `customers` are named in it.
pub(in crate::intent) fn paid_apart(
    tokens: &[Token],
    entities: &[Entity],
    customers: usize,
) -> Option<Vec<Range<usize>>> {
    let live: Vec<&Entity> = entities.iter().filter(|entity| !entity.struck).collect();
    let goods = live.iter().rposition(|it| matches!(it.kind, Kind::Product(_) | Kind::Quantity { .. }))?;
    let (before, after) = live.split_at_checked(goods + 1)?;
    let people = before.iter().filter(|it| matches!(it.kind, Kind::Customer(_))).count();
    let things = before.iter().filter(|it| matches!(it.kind, Kind::Product(_))).count();
    let counted = before.iter().filter(|it| counts(&it.kind)).count();
    let goods_end = before.last()?.end;
    if people != customers || things == 0 || counted < things {
        return None;
    }
    match after {
        [] => all_paid(tokens, goods_end).then(|| std::iter::once(0..tokens.len()).collect()),
        [amount] => part_paid(tokens, goods_end, amount),
        _ => None,
    }
}

const WAYS: Senses = CASH.or(UPI).or(CARD).or(CHEQUE);
const PAYING: Senses = GIVEN.or(PAY).or(GAVE).or(GOT).or(PLACE);
pub(super) const LIGHT: Senses =
    AND.or(ALSO).or(FILLER).or(PRON).or(NE).or(PAST).or(IS).or(STEM).or(NOW).or(WAYS).or(PAYING);
/// What stands between goods and what is paid for them.
const JOINS: Senses = LIGHT.or(TOOK).or(TAKE);
/// What stands behind an amount that is paid.
pub(super) const FOLLOWS: Senses = LIGHT.or(RUPEE).or(MONEY).or(PAISA).or(SE).or(BY).or(TO);

/// "… aur paise de gaya", "paid cash": money or a way of paying, given, and nothing else behind the goods.
fn all_paid(tokens: &[Token], goods_end: usize) -> bool {
    let behind = || goods_end..tokens.len();
    let begins = behind().find(|&at| begins(tokens, at));
    let some = |senses| begins.is_some_and(|start| (start..tokens.len()).any(|at| is(tokens, at, senses)));
    all(tokens, behind(), JOINS.or(FOLLOWS), TAKEN) && some(WAYS.or(MONEY).or(PAISA)) && some(PAYING)
}

fn part_paid(tokens: &[Token], goods_end: usize, amount: &Entity) -> Option<Vec<Range<usize>>> {
    if !matches!(amount.kind, Kind::Money { .. }) && !matches!(amount.kind, Kind::Number(figure) if !figure.article)
        || items::is_rate(tokens, amount)
    {
        return None;
    }
    let end = tokens.len();
    let note = |at: usize| word(tokens, at, &["note", "notes", "नोट"]);
    let notes = if is(tokens, amount.end, KA) && note(amount.end + 1) { 2 } else { usize::from(note(amount.end)) };
    let rest = (amount.end..end).find(|&at| word(tokens, at, REST)).unwrap_or(end);
    let fits = all(tokens, goods_end..amount.start, JOINS, TAKEN)
        && all(tokens, amount.end + notes..rest, FOLLOWS, &[])
        && all(tokens, rest..end, owed(), REST);
    let start = (goods_end..amount.start).find(|&at| begins(tokens, at)).unwrap_or(amount.start);
    let is_paid = (start..amount.start).chain(amount.end..rest).any(|at| is(tokens, at, PAYING));
    (fits && is_paid).then(|| vec![0..start, start..rest])
}

/// Forms of "took" that stand behind goods.
pub(super) const TAKEN: &[&str] = &["li", "liya", "liye", "le", "lee", "ली", "लिए", "लिया"];

/// What may be said of what is not paid.
const fn owed() -> Senses {
    let book = CREDIT.or(BOOK).or(DUE).or(LATER).or(WILLGIVE).or(FUTURE).or(WRITE).or(LEFT).or(NAMED);
    book.or(ON).or(KA).or(IS).or(STEM).or(FILLER).or(PRON).or(GIVE).or(PAISA).or(MONEY)
}

/// Whether what is paid begins here: "aur", a comma, "usne", "paid".
fn begins(tokens: &[Token], at: usize) -> bool {
    is(tokens, at, AND.or(PRON).or(PAY).or(GAVE)) || tokens.get(at).is_some_and(|token| token.word.after_stop)
}

const fn counts(kind: &Kind) -> bool {
    match kind {
        Kind::Number(figure) => !figure.article,
        Kind::Money { .. } | Kind::Quantity { .. } => true,
        Kind::Customer(_) | Kind::Product(_) | Kind::When(_) | Kind::Phone(_) | Kind::Digits | Kind::Email(_) => false,
    }
}

fn is(tokens: &[Token], at: usize, senses: Senses) -> bool {
    tokens.get(at).is_some_and(|token| token.is(senses))
}

fn word(tokens: &[Token], at: usize, words: &[&str]) -> bool {
    tokens.get(at).is_some_and(|token| !token.masked && words.contains(&token.word.plain.as_str()))
}

fn all(tokens: &[Token], mut range: Range<usize>, senses: Senses, words: &[&str]) -> bool {
    range.all(|at| tokens.get(at).is_some_and(|token| token.part) || is(tokens, at, senses) || word(tokens, at, words))
}
