//! Digits said one by one: "two zero five", "do shunya paanch".

use super::{Found, Numeral, numeral};
use crate::intent::senses::{PAISA, RUPEE};
use crate::intent::token::Token;

/// So many digits are an amount; more are a number to ring or of a bill.
const DIGITS_MAX: usize = 5;
/// Words that are a digit only in company, and here are more often something else.
const OTHERWISE: &[&str] = &["a", "an", "for", "to", "too", "no", "won", "ate", "couple"];
/// What a nought is called inside of a number.
const NOUGHT: &[&str] = &["oh", "o", "nought", "naught"];

/// The number whose digits are said one by one from here on. One of them must be a nought, or rupees must follow: "one two
/// five" may be three counts.
pub(super) fn one_by_one(tokens: &[Token], start: usize) -> Option<Found> {
    let plain = |at: usize| tokens.get(at).map_or("", |token| token.word.plain.as_str());
    let joined = |at: usize| tokens.get(at).is_some_and(|token| !token.masked && !token.word.after_stop);
    let first = digit(tokens, start).filter(|first| *first > 0)?;
    let (mut value, mut count, mut end) = (first, 1, start + 1);
    let (mut noughts, mut misheard) = (false, false);
    while joined(end) {
        let not = plain(end) == "not" && count == 1 && joined(end + 1) && digit(tokens, end + 1).is_some();
        let next = if not || NOUGHT.contains(&plain(end)) { Some(0) } else { digit(tokens, end) };
        let Some(next) = next else { break };
        misheard |= not;
        noughts |= next == 0;
        value = value * 10 + next;
        (count, end) = (count + 1, end + 1);
    }
    let english = (start..end).all(|at| matches!(numeral(tokens, at), Some(Numeral::English(_) | Numeral::Digits(_))));
    let money = joined(end) && tokens.get(end).is_some_and(|token| token.is(RUPEE.or(PAISA)));
    let told = (2..=DIGITS_MAX).contains(&count) && (noughts || (count > 2 && english && money));
    let goes_on = joined(end) && numeral(tokens, end).is_some();
    let found = Found {
        end,
        milli: value * 1_000,
        article: false,
        bare_fraction: false,
        quarter: false,
        other: misheard.then_some(first * 1_000),
    };
    (told && !goes_on).then_some(found)
}

/// A digit that is one word.
fn digit(tokens: &[Token], at: usize) -> Option<i64> {
    if tokens.get(at).is_some_and(|token| token.word.over || OTHERWISE.contains(&token.word.plain.as_str())) {
        return None;
    }
    match numeral(tokens, at)? {
        Numeral::Small(value @ 0..=9) | Numeral::English(value @ 0..=9) => Some(value),
        Numeral::Digits(milli) if milli % 1_000 == 0 && milli < 10_000 => {
            tokens.get(at).filter(|token| token.word.plain.len() == 1).map(|_| milli / 1_000)
        }
        Numeral::Small(_)
        | Numeral::English(_)
        | Numeral::Times(_)
        | Numeral::Fixed(_)
        | Numeral::Plus(_)
        | Numeral::Digits(_)
        | Numeral::Of(..) => None,
    }
}
