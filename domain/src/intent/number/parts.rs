//! Parts of one: "and a half", "and half", `3/4`, "point five".

use super::{Numeral, numeral};
use crate::intent::senses::RUPEE;
use crate::intent::token::Token;

const AND: &[&str] = &["and", "n", "एंड", "ऐंड"];
const HALF: &[&str] = &["half", "haaf", "हाफ", "हॉफ"];
const AND_HINDI: &[&str] = &["aur", "और"];
const HALF_HINDI: &[&str] = &["aadha", "adha", "aadhe", "aadhi", "half", "आधा", "आधे", "हाफ"];
const QUARTER: &[&str] = &["quarter", "quarters", "क्वार्टर"];
const POINT: &[&str] = &["point", "poynt", "dashamlav", "dashamlaw", "decimal", "पॉइंट", "पाइंट", "पॉइंट्स", "दशमलव"];

/// Parts that figures with a slash may be.
const PARTS_MAX: i64 = 8;
/// A whole number before a part is no more than this: "500 1/2 kg" are two figures.
const WHOLE_MAX: i64 = 99_000;

fn is(tokens: &[Token], at: usize, words: &[&str]) -> bool {
    tokens.get(at).is_some_and(|token| !token.masked && words.contains(&token.word.plain.as_str()))
}

pub(super) fn is_quarter(plain: &str) -> bool {
    QUARTER.contains(&plain)
}

/// `3/4` where it measures something, in thousandths; alone it may be a day. Before it, a whole number: `1 1/2`.
pub(super) fn fraction(tokens: &[Token], at: usize) -> Option<(i64, usize)> {
    if let Some(part) = slashed(tokens, at) {
        return Some(part);
    }
    let whole = typed(tokens, at).filter(|whole| whole % 1_000 == 0 && *whole <= WHOLE_MAX)?;
    let joined = tokens.get(at + 1).is_some_and(|token| !token.word.over && !token.word.after_stop);
    let (part, end) = slashed(tokens, at + 1).filter(|_| joined)?;
    Some((whole + part, end))
}

fn slashed(tokens: &[Token], at: usize) -> Option<(i64, usize)> {
    let is_over = |at: usize| tokens.get(at).is_some_and(|token| token.word.over);
    if !is_over(at + 1) || is_over(at) || is_over(at + 2) || !measures(tokens, at + 2) {
        return None;
    }
    let (part, of) = (typed(tokens, at)?, typed(tokens, at + 1)? / 1_000);
    let exact = matches!(of, 2 | 4 | PARTS_MAX) && part < of * 1_000;
    exact.then(|| (part / of, at + 2))
}

fn typed(tokens: &[Token], at: usize) -> Option<i64> {
    tokens.get(at).filter(|token| !token.masked)?.digits
}

/// Whether what stands here is measured, so that the figures before it are no day.
pub(in crate::intent) fn measures(tokens: &[Token], at: usize) -> bool {
    let times = matches!(numeral(tokens, at), Some(Numeral::Times(_)));
    let thing = tokens.get(at).is_some_and(|token| {
        token.product || (!token.masked && (token.unit.is_some() || token.is(RUPEE)) && !token.word.after_stop)
    });
    times || thing || is(tokens, at, &["of", "paise"])
}

/// What is said behind a whole number and comes on top of it, in thousandths, with the token after it.
pub(super) fn behind(tokens: &[Token], start: usize, end: usize) -> Option<(i64, usize)> {
    if is(tokens, end, POINT) {
        return point(tokens, end);
    }
    if is(tokens, end, AND_HINDI) && is(tokens, end + 1, HALF_HINDI) {
        // "Ek aur aadha kilo" may be of two things, "ek aur aadha hazaar" is one sum.
        let sum = matches!(numeral(tokens, end + 2), Some(Numeral::Times(_)));
        return sum.then_some((500, end + 2));
    }
    if !is(tokens, end, AND) || tokens.get(end).is_some_and(|token| token.word.after_stop) {
        return None;
    }
    if let Some(part) = slashed(tokens, end + 1) {
        return Some(part);
    }
    let article = is(tokens, end + 1, &["a", "an"]);
    let at = end + 1 + usize::from(article);
    let (part, after) = if is(tokens, at, HALF) {
        (500, at + 1)
    } else if is(tokens, at, QUARTER) {
        (250, at + 1)
    } else if is(tokens, at, &["three", "3", "teen"]) && is(tokens, at + 1, QUARTER) {
        (750, at + 2)
    } else {
        return None;
    };
    // "One soap and half a kilo", "soap one and half kg sugar": of another thing.
    let of_another = is(tokens, after, &["a", "an", "of"])
        || (start.checked_sub(1).and_then(|last| tokens.get(last)).is_some_and(|last| last.product)
            && tokens.get(after + 1).is_some_and(|next| next.product));
    (article || !of_another).then_some((part, after))
}

/// "point five", "point two five", "point 75": thousandths, with the token after them.
pub(super) fn point(tokens: &[Token], at: usize) -> Option<(i64, usize)> {
    if !is(tokens, at, POINT) {
        return None;
    }
    let mut figures = String::new();
    let mut end = at + 1;
    while let Some(token) = tokens.get(end).filter(|token| !token.masked && !token.word.after_stop && !token.word.over)
    {
        let own = match token.number.map(|word| word.numeral) {
            _ if token.digits.is_some() => token.word.plain.clone(),
            Some(Numeral::Small(value) | Numeral::English(value)) => value.to_string(),
            Some(Numeral::Times(_) | Numeral::Fixed(_) | Numeral::Plus(_) | Numeral::Digits(_) | Numeral::Of(..))
            | None => break,
        };
        let whole = own.chars().all(|letter| letter.is_ascii_digit());
        // "point twenty five" is one figure, "point two five" two.
        let tens = figures.len() == 2 && figures.ends_with('0') && !figures.starts_with('0') && own.len() == 1;
        if tens && end == at + 2 {
            figures.pop();
        } else if !whole || (!figures.is_empty() && own.len() > 1) {
            break;
        }
        figures.push_str(&own);
        end += 1;
    }
    if figures.is_empty() || figures.len() > 3 {
        return None;
    }
    format!("{figures:0<3}").parse().ok().map(|milli| (milli, end))
}
