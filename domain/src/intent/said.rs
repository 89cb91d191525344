//! Figures in an answer that is nothing but a figure: an amount said again, the digits of a code or a phone.

use super::normalise;
use super::number::{self, Numeral};
use super::token::{self, Token};
use crate::money::Money;

/// Every amount that the words hold, in order; "a" and "one" alone count.
pub(crate) fn amounts_in(text: &str) -> Vec<Money> {
    let tokens = token::tokens(normalise::words(text));
    let (mut at, mut amounts) = (0, vec![]);
    while at < tokens.len() {
        match number::at(&tokens, at) {
            Some(found) => {
                amounts.push(Money::from_paise(found.milli / 10));
                at = found.end.max(at + 1);
            }
            None => at += 1,
        }
    }
    amounts
}

/// The digits that the words hold, in order: typed, or said one by one, in twos, "double five".
pub(crate) fn digits_in(text: &str) -> String {
    let mut digits = String::new();
    let mut times = 1;
    for token in token::tokens(normalise::words(text)) {
        match token.word.plain.as_str() {
            "double" | "dabal" | "डबल" => times = 2,
            "triple" | "tripal" | "ट्रिपल" => times = 3,
            _ => {
                digits.push_str(&figures(&token).repeat(times));
                times = 1;
            }
        }
    }
    digits
}

/// The first words that mean nothing known, as they were said.
pub(crate) fn unknown_in(text: &str) -> Option<String> {
    let tokens = token::tokens(normalise::words(text));
    let is_strange = |token: &Token| token.is_unknown() || (token.guessed && !token.part);
    let named = tokens.iter().skip_while(|token| !is_strange(token)).take_while(|token| is_strange(token));
    let words: Vec<&str> = named.map(|token| token.word.said.as_str()).collect();
    Some(words.join(" ")).filter(|words| !words.is_empty())
}

fn figures(token: &Token) -> String {
    let spoken = token.number.and_then(|number| match number.numeral {
        Numeral::Small(value) | Numeral::English(value) => Some(value.to_string()),
        Numeral::Times(_) | Numeral::Fixed(_) | Numeral::Plus(_) | Numeral::Digits(_) | Numeral::Of(..) => None,
    });
    let written: String = token.word.plain.chars().filter(char::is_ascii_digit).collect();
    if written.is_empty() { spoken.unwrap_or_default() } else { written }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_found_however_it_is_said() {
        let one = |text| match amounts_in(text).as_slice() {
            [amount] => Some(amount.paise()),
            _ => None,
        };
        assert_eq!(one("tees hazaar rupaye"), Some(3_000_000));
        assert_eq!(one("haan, 30000"), Some(3_000_000));
        assert_eq!(one("तीस हज़ार"), Some(3_000_000));
        assert_eq!(one("thirty thousand"), Some(3_000_000));
        assert_eq!(one("dhai lakh"), Some(25_000_000));
        assert_eq!(one("haan ji"), None);
    }

    #[test]
    fn digits_are_found_however_they_are_said() {
        assert_eq!(digits_in("code hai 4 5 6 7 8 9"), "456789");
        assert_eq!(digits_in("char paanch chhe saat aath nau"), "456789");
        assert_eq!(digits_in("four five six double seven zero"), "456770");
        assert_eq!(digits_in("45 67 89"), "456789");
        assert_eq!(digits_in("४५६७८९"), "456789");
        assert_eq!(digits_in("haan ji"), "");
    }
}
