//! Digits said one by one: "two zero five", "do shunya paanch".

use super::{Found, Numeral, numeral};
use crate::intent::senses::{PAISA, RUPEE};
use crate::intent::token::Token;

/// So many digits are an amount; more are a number to ring or of a bill.
const DIGITS_MAX: u32 = 5;
/// Words that are a digit only in company, and here are more often something else.
const OTHERWISE: &[&str] = &["a", "an", "for", "to", "too", "no", "won", "ate", "couple"];
/// What a nought is called inside of a number.
const NOUGHT: &[&str] = &["oh", "o", "nought", "naught"];

/// The number whose digits are said one by one from here on. One of them must be a nought, or rupees must follow: "one two
/// five" may be three counts.
pub(super) fn one_by_one(tokens: &[Token], start: usize) -> Option<Found> {
    let plain = |at: usize| tokens.get(at).map_or("", |token| token.word.plain.as_str());
    let joined = |at: usize| tokens.get(at).is_some_and(|token| !token.masked && !token.word.after_stop);
    let (first, mut count, mut end) = several(tokens, start)?;
    let first = Some(first).filter(|first| *first > 0)?;
    let mut value = repeated(first, count);
    let (mut noughts, mut misheard, mut doubled) = (false, false, count > 1);
    while joined(end) {
        if let Some((next, times, after)) = several(tokens, end).filter(|(_, times, _)| *times > 1) {
            (doubled, noughts) = (true, noughts || next == 0);
            value = value.checked_mul(10_i64.checked_pow(times)?)?.checked_add(repeated(next, times))?;
            (count, end) = (count + times, after);
            continue;
        }
        let not = plain(end) == "not" && count == 1 && joined(end + 1) && digit(tokens, end + 1).is_some();
        let next = if not || NOUGHT.contains(&plain(end)) { Some(0) } else { digit(tokens, end) };
        let Some(next) = next else { break };
        misheard |= not;
        noughts |= next == 0;
        value = value.checked_mul(10)?.checked_add(next)?;
        (count, end) = (count + 1, end + 1);
    }
    let english = (start..end).all(|at| matches!(numeral(tokens, at), Some(Numeral::English(_) | Numeral::Digits(_))));
    let money = joined(end) && tokens.get(end).is_some_and(|token| token.is(RUPEE.or(PAISA)));
    // "Nine nine": twice the same figure, or 99?
    let twice = count == 2 && !doubled && english && money && value == repeated(first, 2);
    let long = noughts || doubled || twice || (count > 2 && english && money);
    let told = (2..=DIGITS_MAX).contains(&count) && long;
    let goes_on = joined(end) && numeral(tokens, end).is_some();
    let found = Found {
        end,
        milli: value.checked_mul(1_000)?,
        article: false,
        bare_fraction: false,
        quarter: false,
        other: (misheard || twice).then_some(first * 1_000),
    };
    (told && !goes_on).then_some(found)
}

/// A digit, how often it is meant, and the token after it: "double five".
fn several(tokens: &[Token], at: usize) -> Option<(i64, u32, usize)> {
    let times = match tokens.get(at).filter(|token| !token.masked).map_or("", |token| token.word.plain.as_str()) {
        "double" | "dabal" | "डबल" => 2,
        "triple" | "tripal" | "ट्रिपल" => 3,
        _ => return digit(tokens, at).map(|digit| (digit, 1, at + 1)),
    };
    tokens.get(at + 1).filter(|next| !next.word.after_stop)?;
    digit(tokens, at + 1).map(|digit| (digit, times, at + 2))
}

/// Whether "double" or "triple" stands here, and a digit behind it.
pub(super) fn is_doubled(tokens: &[Token], at: usize) -> bool {
    several(tokens, at).is_some_and(|(_, times, _)| times > 1)
}

fn repeated(digit: i64, times: u32) -> i64 {
    (0..times).fold(0, |value, _| value * 10 + digit)
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
