//! Digits that are said one after another: a number to ring.

use crate::intent::token::{self, Token};

/// The digits that are said from here on, and in how many words.
pub(super) fn digit_run(tokens: &[Token], start: usize) -> (usize, String, usize) {
    let mut digits = String::new();
    let (mut at, mut words, mut times) = (start, 0, 1);
    while let Some(token) = tokens.get(at) {
        let plain = token.word.plain.as_str();
        if token.word.over || (at > start && token.word.after_stop && digits.len() >= 10) {
            break;
        }
        if words > 0 || at == start {
            if let ("double" | "dabal" | "डबल", Some(_)) = (plain, tokens.get(at + 1)) {
                times = 2;
                at += 1;
                continue;
            }
            if let ("triple" | "tripal" | "ट्रिपल", Some(_)) = (plain, tokens.get(at + 1)) {
                times = 3;
                at += 1;
                continue;
            }
        }
        let part = if token.digits.is_some() && !plain.contains('.') {
            plain.to_owned()
        } else if matches!(plain, "oh" | "o") && words > 0 {
            "0".to_owned()
        } else {
            match token::whole_number(plain) {
                Some(value) if !matches!(plain, "a" | "an" | "for" | "to" | "no" | "too") => value.to_string(),
                Some(_) | None => break,
            }
        };
        for _ in 0..times {
            digits.push_str(&part);
        }
        times = 1;
        words += 1;
        at += 1;
    }
    (at, digits, words)
}
