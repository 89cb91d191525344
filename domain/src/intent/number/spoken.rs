//! Numbers as a voice says them: 1250 is "ek hazaar do sau pachaas".

use super::{ENGLISH, HINDI};

/// A number in Hindi words, Devanagari, for speaking: 1250 is "एक हज़ार दो सौ पचास".
#[must_use]
pub fn hindi_words(number: u64) -> String {
    spoken(
        number,
        &|value| HINDI.get(value).and_then(|words| words.split(' ').next()).unwrap_or_default().to_owned(),
        ["करोड़", "लाख", "हज़ार", "सौ"],
    )
}

/// A number in Hindi words, Latin letters: 1250 is "ek hazaar do sau pachaas".
#[must_use]
pub fn hinglish_words(number: u64) -> String {
    spoken(
        number,
        &|value| HINDI.get(value).and_then(|words| words.split(' ').nth(1)).unwrap_or_default().to_owned(),
        ["crore", "lakh", "hazaar", "sau"],
    )
}

/// A number in Indian English words: 1250 is "one thousand two hundred fifty".
#[must_use]
pub fn english_words(number: u64) -> String {
    let word = |value: usize| {
        let of = |value: usize| {
            let value = i64::try_from(value).unwrap_or_default();
            ENGLISH
                .iter()
                .find(|(own, _)| *own == value)
                .and_then(|(_, words)| words.split(' ').next())
                .unwrap_or_default()
        };
        if value < 20 || value.is_multiple_of(10) {
            of(value).to_owned()
        } else {
            format!("{} {}", of(value - value % 10), of(value % 10))
        }
    };
    spoken(number, &word, ["crore", "lakh", "thousand", "hundred"])
}

/// Crore, lakh, thousand, hundred, rest.
fn spoken(number: u64, word: &dyn Fn(usize) -> String, names: [&str; 4]) -> String {
    let small = |value: u64| word(usize::try_from(value).unwrap_or_default());
    let mut parts = vec![];
    let mut rest = number;
    for (size, name) in [10_000_000, 100_000, 1_000, 100].into_iter().zip(names) {
        let count = rest / size;
        if count > 0 {
            parts.push(if count < 100 { small(count) } else { spoken(count, word, names) });
            parts.push(name.to_owned());
        }
        rest %= size;
    }
    if rest > 0 || parts.is_empty() {
        parts.push(small(rest));
    }
    parts.join(" ")
}
