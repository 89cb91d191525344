//! Words with what they can mean: the vocabulary, looked up.

use super::calendar::{self, Calendar};
use super::normalise::{Word, plain};
use super::number::{self, NumberWord, Numeral};
use super::phonetic;
use super::senses::{BILL, GAVE, HONOR, KA, KO, NE, NUMBER, OWE, PAST, PAY, PHONE, SE, Senses, TOOK};
use super::units::{Measure, PACKS, UNITS};
use super::vocabulary::WORDS;
use std::collections::HashMap;
use std::sync::LazyLock;

/// One word with everything that it can mean.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Token {
    /// The word.
    pub word: Word,
    /// What it can mean.
    pub senses: Senses,
    /// What it contributes to a number.
    pub number: Option<NumberWord>,
    /// The number in thousandths, if it is written in digits.
    pub digits: Option<i64>,
    /// What it measures.
    pub unit: Option<Measure>,
    /// Its place in the calendar or on the clock.
    pub calendar: Option<Calendar>,
    /// It belongs to a name: its letters mean nothing else.
    pub masked: bool,
    /// It belongs to a product's name.
    pub product: bool,
    /// It is a further word of the phrase before it.
    pub part: bool,
    /// It stands in the vocabulary as it is written, not only by its sound.
    pub exact: bool,
    /// Only its consonants are like a word's.
    pub guessed: bool,
}

impl Token {
    /// Whether nothing is known about the word: it may be a name.
    pub(super) fn is_unknown(&self) -> bool {
        !self.part
            && !self.masked
            && self.senses.is_none()
            && self.number.is_none()
            && self.digits.is_none()
            && self.unit.is_none()
            && self.calendar.is_none()
    }

    /// Whether the word means something besides its number.
    pub(super) fn senses_without_numbers(&self) -> bool {
        !self.senses.is_none() || self.unit.is_some() || self.calendar.is_some()
    }

    /// Whether it has one of these senses and is no name.
    pub(super) fn is(&self, senses: Senses) -> bool {
        !self.masked && self.senses.any(senses)
    }
}

/// The longest phrase, in words.
const PHRASE_MAX: usize = 4;

struct Vocabulary {
    words: HashMap<String, Senses>,
    numbers: HashMap<String, NumberWord>,
    units: HashMap<String, Measure>,
    calendar: HashMap<String, Calendar>,
    /// Sound to the one word that sounds so; `None` where several do.
    sounds: HashMap<String, Option<String>>,
    skeletons: HashMap<String, Option<String>>,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let mut words: HashMap<String, Senses> = HashMap::new();
    for (senses, text) in WORDS {
        for word in text.split_whitespace() {
            let own = words.entry(plain(word)).or_default();
            *own = own.or(*senses);
        }
    }
    let mut numbers = HashMap::new();
    for (word, number) in number::table() {
        numbers.entry(plain(word)).or_insert(number);
    }
    let mut units = HashMap::new();
    for (measure, text) in UNITS {
        units.extend(text.split_whitespace().map(|word| (plain(word), *measure)));
    }
    for (kind, text) in PACKS.iter().enumerate() {
        units.extend(text.split_whitespace().map(|word| (plain(word), Measure::Pack(kind))));
    }
    let calendar: HashMap<String, Calendar> =
        calendar::table().map(|(word, calendar)| (plain(word), calendar)).collect();
    let (mut sounds, mut skeletons) = (HashMap::new(), HashMap::new());
    let known = words.keys().chain(numbers.keys()).chain(units.keys()).chain(calendar.keys());
    for word in known.filter(|word| !word.contains('_')) {
        let key = phonetic::key(&phonetic::latin(word));
        let skeleton = phonetic::skeleton(&key);
        let same = |left: &str, right: &str| {
            words.get(left) == words.get(right)
                && numbers.get(left) == numbers.get(right)
                && units.get(left) == units.get(right)
                && calendar.get(left) == calendar.get(right)
        };
        let enter = |map: &mut HashMap<String, Option<String>>, key: String| {
            let entry = map.entry(key).or_insert_with(|| Some(word.clone()));
            if entry.as_ref().is_some_and(|other| !same(other, word)) {
                *entry = None;
            }
        };
        if key.len() >= 4 {
            enter(&mut sounds, key);
        }
        if skeleton.len() >= 4 {
            enter(&mut skeletons, skeleton);
        }
    }
    Vocabulary { words, numbers, units, calendar, sounds, skeletons }
});

/// What a word measures, though it is said as part of a phrase: "per piece".
pub(super) fn measure(word: &str) -> Option<Measure> {
    VOCABULARY.units.get(&plain(word)).copied()
}

/// Which pack word this is, for a product's own table of packs.
pub(super) fn pack_word(word: &str) -> Option<usize> {
    match VOCABULARY.units.get(&plain(word)) {
        Some(Measure::Pack(kind)) => Some(*kind),
        Some(_) | None => None,
    }
}

/// Whether a word stands in the vocabulary as it is written, or is a number.
pub(super) fn is_word(word: &str) -> bool {
    !meaning(&VOCABULARY, &plain(word)).is_unknown()
}

/// The whole number that one word stands for, if it is a number word or digits.
pub(super) fn whole_number(word: &str) -> Option<i64> {
    let word = plain(word);
    if let Some(milli) = number::digits(&word) {
        return (milli % 1_000 == 0).then_some(milli / 1_000);
    }
    match VOCABULARY.numbers.get(&word)?.numeral {
        Numeral::Small(value) | Numeral::English(value) => Some(value),
        Numeral::Times(_) | Numeral::Fixed(_) | Numeral::Plus(_) | Numeral::Digits(_) | Numeral::Of(..) => None,
    }
}

/// Looks every word up, and phrases before words.
pub(super) fn tokens(words: Vec<Word>) -> Vec<Token> {
    let vocabulary = &*VOCABULARY;
    let mut tokens: Vec<Token> = words.into_iter().map(|word| look_up(vocabulary, word)).collect();
    for at in 0..tokens.len() {
        let role =
            tokens.get(at + 1).is_some_and(|next| next.exact && next.senses.any(NE.or(KO).or(KA).or(SE).or(HONOR)));
        let acts = tokens.get(at + 1).is_some_and(|next| next.exact && next.senses.any(PAY.or(GAVE).or(OWE).or(TOOK)));
        let named = |token: &Token| token.guessed && (role || token.word.possessive || (acts && token.word.capital));
        if let Some(token) = tokens.get_mut(at).filter(|token| named(token)) {
            let word = std::mem::take(&mut token.word);
            *token = Token { word, ..meaning(vocabulary, "") };
        }
    }
    for at in 0..tokens.len() {
        let of_bill = |other: Option<&Token>| {
            other.is_some_and(|other| {
                other.digits.is_some() || other.number.is_some() || other.senses.any(BILL.or(PHONE))
            })
        };
        let cut = tokens.get(at).is_some_and(|token| token.word.after_stop);
        let beside = of_bill(tokens.get(at + 1).filter(|next| !next.word.after_stop))
            || of_bill(at.checked_sub(1).filter(|_| !cut).and_then(|at| tokens.get(at)));
        if let Some(token) = tokens.get_mut(at).filter(|token| token.word.plain == "no" && !beside) {
            token.senses = vocabulary.words.get("nope").copied().unwrap_or_default();
        }
    }
    for at in 0..tokens.len() {
        let figure =
            tokens.get(at + 1).is_some_and(|next| next.digits.is_some() || next.number.is_some_and(|word| !word.weak));
        if let Some(token) = tokens.get_mut(at).filter(|token| figure && token.word.plain == "left") {
            token.senses = PAY.or(PAST);
        }
    }
    let mut at = 0;
    while at < tokens.len() {
        let phrase = phrase_at(vocabulary, &tokens, at);
        if let Some((length, senses)) = phrase {
            for (offset, token) in tokens.iter_mut().skip(at).take(length).enumerate() {
                token.senses = if offset == 0 { senses } else { Senses::NONE };
                token.part = offset > 0;
                token.number = None;
                token.unit = None;
                token.calendar = None;
            }
            at += length;
        } else {
            at += 1;
        }
    }
    tokens
}

/// The longest phrase that starts here, with its senses.
fn phrase_at(vocabulary: &Vocabulary, tokens: &[Token], at: usize) -> Option<(usize, Senses)> {
    let mut joined = tokens.get(at)?.word.plain.clone();
    let mut best = None;
    for length in 2..=PHRASE_MAX {
        let Some(token) = tokens.get(at + length - 1) else { break };
        if token.word.after_stop {
            break;
        }
        joined.push('_');
        joined.push_str(&token.word.plain);
        let two = matches!(token.word.plain.as_str(), "do" | "दो");
        let number_follows = two
            && tokens.get(at + length).is_some_and(|next| {
                next.unit.is_some() || matches!(next.number, Some(NumberWord { numeral: Numeral::Times(_), .. }))
            });
        if let Some(senses) = vocabulary.words.get(&joined).filter(|_| !number_follows) {
            best = Some((length, *senses));
        }
    }
    best
}

fn look_up(vocabulary: &Vocabulary, word: Word) -> Token {
    let mut token = meaning(vocabulary, &word.plain);
    if token.is_unknown() {
        token.number = number::joined(&word.plain, |head| vocabulary.numbers.get(head).copied());
    }
    token.exact = !token.is_unknown();
    let letters = word.plain.chars().count();
    if !token.exact && letters >= 4 && !word.plain.contains('@') {
        let key = phonetic::key(&word.latin);
        if let Some(Some(other)) = vocabulary.sounds.get(&key) {
            token = meaning(vocabulary, other);
        } else if let Some(Some(other)) =
            vocabulary.skeletons.get(&phonetic::skeleton(&key)).filter(|found| near(found.as_deref(), &key))
        {
            token = meaning(vocabulary, other);
            token.guessed = true;
        }
    }
    if word.glued && word.plain == "m" {
        token.unit = None;
    }
    token.word = word;
    token
}

/// Whether a word of the same skeleton sounds nearly the same.
fn near(found: Option<&str>, key: &str) -> bool {
    found.is_some_and(|found| phonetic::alike(&phonetic::key(&phonetic::latin(found)), key) >= 850)
}

/// A word of which nothing is known: part of a name.
pub(super) fn unknown(word: Word) -> Token {
    Token { word, ..meaning(&VOCABULARY, "") }
}

fn meaning(vocabulary: &Vocabulary, plain: &str) -> Token {
    let digits = number::digits(plain);
    let number_of_bill = plain == "no" || plain == "nos";
    let senses = vocabulary.words.get(plain).copied().unwrap_or_default();
    Token {
        word: Word::default(),
        senses: if number_of_bill { senses.or(NUMBER) } else { senses },
        number: vocabulary.numbers.get(plain).copied(),
        digits,
        unit: vocabulary.units.get(plain).copied(),
        calendar: vocabulary.calendar.get(plain).copied().or_else(|| calendar::clock_digits(plain)),
        masked: false,
        product: false,
        part: false,
        exact: false,
        guessed: false,
    }
}
