//! Numbers as they are said: Indian grammar, fractions, English shorthand, digits.

use super::number_words::{ENGLISH, HINDI};
use super::senses::{
    AND, ARRIVED, DATED, DAY, FILLER, GIVEN, GOT, HOUR, KA, LEFT, MINUTE, MONTH, NUMBER, OCLOCK, PAY, RUPEE, SETTO,
    SPOILED, STEM, STOCK, WEEK,
};
use super::token::Token;

mod digits;
mod joined;
mod parts;
mod spoken;

pub(super) use joined::joined;
pub(super) use parts::measures;
pub use spoken::{english_words, hindi_words, hinglish_words};

/// What one word contributes to a number; figures with a fraction are in thousandths.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Numeral {
    /// 0 to 99, Hindi.
    Small(i64),
    /// 0 to 19 and the tens, English.
    English(i64),
    /// Hundred, thousand, lakh, crore.
    Times(i64),
    /// Half, one and a half, two and a half: thousandths.
    Fixed(i64),
    /// "saadhe", "sava", "paune": what is added to the number after it, in thousandths.
    Plus(i64),
    /// Written in digits: thousandths.
    Digits(i64),
    /// "dosau", "paanchhazaar": so many, in thousandths, and of what, in one word.
    Of(i64, i64),
}

/// A word's numeral; a weak one is a number only beside another number, a unit or money.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct NumberWord {
    pub numeral: Numeral,
    pub weak: bool,
}

/// Words that are more often something else.
const WEAK: &str = "sat tera तेरा bara बारा der man pav pao nav नव नौव wan punch sola pach so sow saw saath sath che asi no for to too ate won l \
    dai ded pone ath baat वन टू टेन chai chhai bis tis dus char das थ्री chah aat ik tin second paun nao naw sade sava theen artis chatis \
    be don dui du tran tinn saha atth nauu daha chodah choda bais teis punj arab sao pau";

#[rustfmt::skip]
const OTHERS: &[(Numeral, &str)] = &[
    (Numeral::Times(100), "sau sou so saw sow sao hundred hundreds सौ सो hundered handred"),
    (Numeral::Times(1_000), "grand hazaar hazar hajar hajaar thousand thousands hjaar hajaaar hazzar हज़ार हजार थाउजेंड k"),
    (Numeral::Times(100_000), "lakh laakh lac lacs lakhs लाख"),
    (Numeral::Times(10_000_000), "crore karod caror crores cr karor करोड़ करोड़ करोड"),
    (Numeral::Times(1_000_000_000), "arab अरब billion"),
    (Numeral::Fixed(250), "paav pav pao chauthai quarter पाव चौथाई क्वार्टर"),
    (Numeral::Fixed(500), "aadha adha aadhi adhi aadhe adhe half आधा आधी आधे haaf आदा हाफ हॉफ"),
    (Numeral::Fixed(750), "paun pauna पौन पौना"),
    (Numeral::Fixed(1_500), "dedh ded derh deedh dhed der dedhh डेढ़ डेढ"),
    (Numeral::Fixed(2_500), "dhai dhaai adhai adhaai dhaee dai dhayi ढाई अढ़ाई ढ़ाई अढाई"),
    (Numeral::Of(1_000, 100), "ekso eekso shambhar शंभर"),
    (Numeral::Fixed(150_000), "dedso dedsau dedhsau dedhso डेढ़सौ"),
    (Numeral::Of(2_000, 100), "doso दोसो donshe donashe दोनशे"),
    (Numeral::Fixed(250_000), "dhaiso dhaisau ढाईसौ"),
    (Numeral::Of(3_000, 100), "teenso teenshe tinshe तीनशे"),
    (Numeral::Of(4_000, 100), "charso chaarso charshe chaarshe चारशे"),
    (Numeral::Of(5_000, 100), "panso paanso panchso paanchso pansau paansau pachshe paachshe पाचशे पानसौ पांसौ"),
    (Numeral::Of(6_000, 100), "chheso cheso sahashe सहाशे"),
    (Numeral::Of(7_000, 100), "saatso satshe saatshe सातशे"),
    (Numeral::Of(8_000, 100), "aathso aatso athshe aathshe आठशे"),
    (Numeral::Of(9_000, 100), "nauso naushe नऊशे"),
    (Numeral::Small(2), "be don dui du दोन"),
    (Numeral::Small(3), "tran tinn"),
    (Numeral::Small(6), "saha सहा"),
    (Numeral::Small(8), "atth"),
    (Numeral::Small(9), "nauu नऊ"),
    (Numeral::Small(10), "daha दहा"),
    (Numeral::Plus(250), "sava sawa savaa sawaa सवा"),
    (Numeral::Plus(-250), "paune pone pauney poune पौने"),
    (Numeral::Plus(500), "saadhe sadhe saade sade saarhe sarhe sadhey साढ़े साढे साड़े"),
    (Numeral::Small(9), "no"),
    (Numeral::English(8), "ate"),
    (Numeral::English(4), "for"),
    (Numeral::English(2), "to too"),
    (Numeral::English(1), "won a an"),
    (Numeral::English(2), "couple"),
];

/// Every number word with what it contributes.
pub(super) fn table() -> impl Iterator<Item = (&'static str, NumberWord)> {
    let hindi = HINDI
        .iter()
        .zip(0..)
        .flat_map(|(words, value)| words.split(' ').map(move |word| (word, Numeral::Small(value))));
    let english =
        ENGLISH.iter().flat_map(|(value, words)| words.split(' ').map(|word| (word, Numeral::English(*value))));
    let others = OTHERS.iter().flat_map(|(numeral, words)| words.split(' ').map(|word| (word, *numeral)));
    english.chain(others).chain(hindi).map(|(word, numeral)| {
        let weak = WEAK.split_whitespace().any(|other| other == word) || matches!(word, "a" | "an" | "couple");
        (word, NumberWord { numeral, weak })
    })
}

/// The thousandths that digits stand for: `2499`, `12.50`.
pub(super) fn digits(plain: &str) -> Option<i64> {
    let (whole, part) = plain.split_once('.').unwrap_or((plain, ""));
    if whole.is_empty() || whole.len() > 12 || part.len() > 3 || !plain.chars().all(|c| c.is_ascii_digit() || c == '.')
    {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    let part: i64 = if part.is_empty() { 0 } else { format!("{part:0<3}").parse().ok()? };
    whole.checked_mul(1_000)?.checked_add(part)
}

/// A number that was found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Found {
    /// The first token after it.
    pub end: usize,
    /// Thousandths.
    pub milli: i64,
    /// Only "ek", "one", "a": perhaps no number at all.
    pub article: bool,
    /// A bare fraction ("dhai"), which in money may leave out the hundred.
    pub bare_fraction: bool,
    /// A bare "paav": a quarter of a kilogram.
    pub quarter: bool,
    /// What it may be as well: "two not five" is 205, or two.
    pub other: Option<i64>,
}

/// The number that starts at this token, if one does.
pub(super) fn at(tokens: &[Token], start: usize) -> Option<Found> {
    if !acceptable(tokens, start) && !digits::is_doubled(tokens, start) {
        return None;
    }
    if let Some(spelt) = digits::one_by_one(tokens, start) {
        return Some(spelt);
    }
    let mut total: i64 = 0;
    let mut at = start;
    let mut below = i64::MAX;
    let mut multiplied = false;
    let mut fraction = false;
    loop {
        let joined = multiplied && tokens.get(at).is_some_and(|token| token.word.plain == "and");
        let from = if joined && english(tokens, at + 1).is_some() { at + 1 } else { at };
        let numbered = start.checked_sub(1).and_then(|at| tokens.get(at)).is_some_and(|last| last.is(NUMBER));
        if multiplied && !numbered && !continues(tokens, from) {
            break;
        }
        let Some((coefficient, mut next, is_fraction)) = coefficient(tokens, from, at == start) else { break };
        // "pachas sau pachas" is no number: five thousand and fifty is said otherwise.
        let round = matches!(numeral(tokens, from), Some(Numeral::Small(20 | 30 | 40 | 50 | 60 | 70 | 80 | 90)));
        if round && next == from + 1 && numeral(tokens, next) == Some(Numeral::Times(100)) && !multiplied {
            total = coefficient;
            at = next;
            break;
        }
        let mut times = counted_in(tokens, from);
        while let Some(Numeral::Times(more)) = numeral(tokens, next) {
            if times > 1 && more <= times {
                break;
            }
            times = times.checked_mul(more)?;
            next += 1;
        }
        let value = coefficient.checked_mul(times)?;
        if multiplied && (times >= below || value >= below.checked_mul(1_000)? || (times == 1 && is_fraction)) {
            break;
        }
        total = total.checked_add(value)?;
        at = next;
        below = times;
        fraction = is_fraction && times == 1 && !multiplied;
        if times == 1 {
            break;
        }
        multiplied = true;
    }
    if at == start {
        return None;
    }
    if let Some((more, end)) = parts::point(tokens, at).filter(|_| total % 1_000 == 0) {
        (total, at) = (total.checked_add(more)?, end);
    }
    let only = |words: &[&str]| {
        at == start + 1 && tokens.get(start).is_some_and(|token| words.contains(&token.word.plain.as_str()))
    };
    Some(Found {
        end: at,
        milli: total,
        article: total == 1_000 && at == start + 1 && tokens.get(start).is_some_and(|token| token.digits.is_none()),
        bare_fraction: fraction,
        quarter: only(&["paav", "pav", "pao", "पाव"]),
        other: None,
    })
}

/// What a number is where its comma stands for nothing: "12,50" may be 1250.
pub(super) fn without_comma(tokens: &[Token], start: usize, found: Found) -> Option<i64> {
    let said = &tokens.get(start)?.word.said;
    let (_, decimals) = said.split_once(',')?;
    let scale = 10_i64.checked_pow(u32::try_from(decimals.len()).ok()?)?;
    found.milli.checked_mul(scale)
}

/// A coefficient in thousandths, the token after it, and whether it has a fraction.
fn coefficient(tokens: &[Token], at: usize, first: bool) -> Option<(i64, usize, bool)> {
    if let Some((milli, end)) = parts::fraction(tokens, at).or_else(|| parts::point(tokens, at)) {
        return Some((milli, end, true));
    }
    match numeral(tokens, at)? {
        Numeral::Times(_) if first => Some((1_000, at, false)),
        Numeral::Times(_) => None,
        Numeral::Small(value) => Some(with_part(tokens, at, value * 1_000, at + 1)),
        Numeral::Digits(milli) => Some(with_part(tokens, at, milli, at + 1)),
        Numeral::Of(milli, _) => Some((milli, at + 1, false)),
        Numeral::Fixed(milli) => {
            let article =
                tokens.get(at + 1).is_some_and(|token| matches!(token.word.plain.as_str(), "a" | "an" | "of"));
            let unit_follows = tokens.get(at + 2).is_some_and(|token| {
                token.unit.is_some() || matches!(token.number, Some(NumberWord { numeral: Numeral::Times(_), .. }))
            });
            Some((milli, if article && unit_follows { at + 2 } else { at + 1 }, true))
        }
        Numeral::Plus(more) => match numeral(tokens, at + 1) {
            Some(Numeral::Small(value) | Numeral::English(value)) => Some((value * 1_000 + more, at + 2, true)),
            Some(Numeral::Digits(milli) | Numeral::Of(milli, _)) => Some((milli + more, at + 2, true)),
            Some(Numeral::Times(_)) if more != 500 => Some((1_000 + more, at + 1, true)),
            None if more != 500 && beside(tokens, at + 1) => Some((1_000 + more, at + 1, true)),
            Some(Numeral::Times(_) | Numeral::Fixed(_) | Numeral::Plus(_)) | None => None,
        },
        Numeral::English(_) => english_coefficient(tokens, at),
    }
}

/// In what the word here counts by itself: "teensau" in hundreds, behind "saadhe" too.
fn counted_in(tokens: &[Token], at: usize) -> i64 {
    let behind = at + usize::from(matches!(numeral(tokens, at), Some(Numeral::Plus(_))));
    if let Some(Numeral::Of(_, times)) = numeral(tokens, behind) { times } else { 1 }
}

/// The number with the part that is said behind it, if one is.
fn with_part(tokens: &[Token], start: usize, milli: i64, end: usize) -> (i64, usize, bool) {
    match parts::behind(tokens, start, end).filter(|_| milli % 1_000 == 0) {
        Some((more, end)) => (milli + more, end, true),
        None => (milli, end, milli % 1_000 != 0),
    }
}

fn english_coefficient(tokens: &[Token], at: usize) -> Option<(i64, usize, bool)> {
    let (value, next) = english(tokens, at)?;
    let plain = |at: usize| tokens.get(at).map_or("", |token| token.word.plain.as_str());
    let nought = matches!(plain(next), "oh" | "o") && (1..=99).contains(&value);
    if let (true, Some((unit @ 1..=9, end))) = (nought, english(tokens, next + 1)) {
        return Some(with_part(tokens, at, (value * 100 + unit) * 1_000, end));
    }
    if value == 3 && parts::is_quarter(plain(next)) {
        return Some((750, next + 1, true));
    }
    if parts::behind(tokens, at, next).is_none()
        && let Some((more, end)) = english(tokens, next).filter(|(more, _)| shorthand(value, *more))
    {
        return Some(with_part(tokens, at, (value * 100 + more) * 1_000, end));
    }
    Some(with_part(tokens, at, value * 1_000, next))
}

/// "twelve fifty" is 1250 and "three fifty" is 350.
const fn shorthand(value: i64, more: i64) -> bool {
    (value >= 11 && value <= 99 && more >= 10) || (value >= 1 && value <= 9 && more >= 10)
}

/// An English number below a hundred.
fn english(tokens: &[Token], at: usize) -> Option<(i64, usize)> {
    let Some(Numeral::English(value)) = numeral(tokens, at) else { return None };
    if tokens.get(at).is_some_and(|token| token.word.plain == "couple") && of_things(tokens, at + 1) {
        return Some((value, at + 2));
    }
    if value >= 20
        && let Some(Numeral::English(unit @ 1..=9)) = numeral(tokens, at + 1)
        && !tokens.get(at + 1).is_some_and(|token| token.number.is_some_and(|word| word.weak))
    {
        return Some((value + unit, at + 2));
    }
    Some((value, at + 1))
}

fn numeral(tokens: &[Token], at: usize) -> Option<Numeral> {
    let token = tokens.get(at)?;
    if token.masked {
        return None;
    }
    if let Some(milli) = token.digits {
        return Some(Numeral::Digits(milli));
    }
    token.number.map(|word| word.numeral)
}

/// Whether a number may start here: weak words need company.
fn acceptable(tokens: &[Token], at: usize) -> bool {
    let Some(token) = tokens.get(at) else { return false };
    if parts::point(tokens, at).is_some() {
        return true;
    }
    if token.masked || (token.digits.is_none() && token.number.is_none()) {
        return false;
    }
    if matches!(token.word.plain.as_str(), "k" | "l" | "cr") {
        return false;
    }
    let small = matches!(numeral(tokens, at), Some(Numeral::Small(_) | Numeral::English(_)));
    if small && parts::behind(tokens, at, at + 1).is_some() {
        return true;
    }
    if token.word.plain == "do" || token.word.plain == "दो" {
        return two(tokens, at);
    }
    match token.number {
        // "so rupaye" is a hundred, "so" alone is not.
        Some(NumberWord { numeral: Numeral::Times(_), weak: true }) => {
            tokens.get(at + 1).is_some_and(|next| !next.masked && !next.word.after_stop && next.is(RUPEE))
                && !misheard(tokens, at)
        }
        Some(NumberWord { numeral: Numeral::Times(_), .. }) if misheard(tokens, at) => false,
        Some(NumberWord { weak: true, .. }) => match token.word.plain.as_str() {
            "pav" | "pao" | "paav" if tokens.get(at + 1).is_some_and(|next| next.word.plain == "bhar") => true,
            "saath" | "sath" => {
                !before(tokens, at, &["ke", "k", "के"]) && (beside(tokens, at + 1) || number_before(tokens, at))
            }
            "char" | "das" | "bis" | "tis" | "dus" | "tin" | "sava" | "sade" => {
                beside(tokens, at + 1) || number_before(tokens, at) || !token.senses_without_numbers()
            }
            "couple" if of_things(tokens, at + 1) => true,
            "a" | "an" | "for" | "to" | "too" | "no" | "ate" | "won" | "couple" => measured(tokens, at + 1),
            _ => {
                beside(tokens, at + 1)
                    || (number_before(tokens, at)
                        && !matches!(token.word.plain.as_str(), "a" | "an" | "no" | "for" | "to"))
            }
        },
        Some(_) | None => true,
    }
}

/// A word right before "sau" that is not read for sure, or is too short to be itself, may have been its number.
fn misheard(tokens: &[Token], at: usize) -> bool {
    let last = at.checked_sub(1).and_then(|at| tokens.get(at)).filter(|last| !last.masked && !last.part);
    let cut = tokens.get(at).is_some_and(|token| token.word.after_stop);
    let hindi = !tokens.get(at).is_some_and(|token| matches!(token.word.plain.as_str(), "hundred" | "thousand"));
    last.is_some_and(|last| {
        let short =
            hindi && matches!(last.word.plain.as_str(), "at" | "an" | "na" | "as" | "is" | "sat" | "der" | "pan");
        !cut && (last.is_unknown() || !last.exact || short)
    })
}

/// Whether a word behind a multiplier goes on with the number: "do sau do" at the end means "give two hundred".
fn continues(tokens: &[Token], at: usize) -> bool {
    match tokens.get(at).map_or("", |token| token.word.plain.as_str()) {
        "do" | "दो" => {
            let told = GIVEN.or(GOT).or(KA).or(PAY).or(NUMBER);
            beside(tokens, at + 1) || tokens.get(at + 1).is_some_and(|token| !token.word.after_stop && token.is(told))
        }
        "a" | "an" => false,
        "for" | "to" | "too" | "no" | "ate" | "won" | "couple" => measured(tokens, at + 1),
        _ => true,
    }
}

/// Whether "of" and things or a unit stand here: "a couple of cokes".
fn of_things(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| token.word.plain == "of")
        && tokens.get(at + 1).is_some_and(|token| token.product || token.unit.is_some())
}

/// Whether a unit or a multiplier stands here, so that "for kilo" is four kilos.
fn measured(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| {
        !token.masked
            && (token.unit.is_some() || matches!(token.number, Some(NumberWord { numeral: Numeral::Times(_), .. })))
    })
}

/// "do" is two beside a number, unit, money or thing, and "give" or a helping verb elsewhere.
fn two(tokens: &[Token], at: usize) -> bool {
    beside(tokens, at + 1)
        || tokens.get(at + 1).is_some_and(|token| token.product || (token.is(NUMBER) && !token.word.after_stop))
        || (number_before(tokens, at) && !tokens.get(at.wrapping_sub(1)).is_some_and(|token| token.senses.any(STEM)))
        || left_over(tokens, at)
}

/// "do hi bache", "stock do kar do": the count of what is left, of what it is set to, or of a thing that came
/// or broke.
fn left_over(tokens: &[Token], at: usize) -> bool {
    let is = |at: usize, senses| tokens.get(at).is_some_and(|token| !token.word.after_stop && token.is(senses));
    let only = tokens.get(at + 1).is_some_and(|token| matches!(token.word.plain.as_str(), "hi" | "ही"));
    let set = tokens.get(at + 1).is_some_and(|token| matches!(token.word.plain.as_str(), "kar" | "कर"));
    let stock = at.checked_sub(1).is_some_and(|last| is(last, STOCK));
    let product = |at: usize| tokens.get(at).is_some_and(|token| token.product);
    let thing = at.checked_sub(1).is_some_and(product);
    let next = is(at + 1, SPOILED.or(ARRIVED)) || (is(at + 1, AND) && (at + 2..at + 4).any(product));
    (only && is(at + 2, LEFT)) || (set && stock && is(at + 1, SETTO)) || (thing && next)
}

/// Whether "do" here follows a verb's stem, so that it may be a helping verb after all: "likh do sau".
pub(super) fn may_be_verb(tokens: &[Token], at: usize) -> bool {
    let two = tokens.get(at).is_some_and(|token| matches!(token.word.plain.as_str(), "do" | "दो"));
    let stem = at
        .checked_sub(1)
        .and_then(|at| tokens.get(at))
        .is_some_and(|token| !token.masked && token.senses.any(STEM) && token.number.is_none());
    let times = matches!(numeral(tokens, at + 1), Some(Numeral::Times(_)));
    two && stem && times
}

/// Whether what stands here makes the word before it a number.
fn beside(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| {
        !token.masked
            && (token.unit.is_some()
                || token.digits.is_some()
                || matches!(token.number, Some(NumberWord { numeral: Numeral::Times(_), .. }))
                || matches!(token.number, Some(NumberWord { weak: false, .. }))
                || token.senses.any(RUPEE.or(OCLOCK).or(DATED).or(DAY).or(WEEK).or(MONTH).or(HOUR).or(MINUTE))
                || matches!(token.word.plain.as_str(), "paise" | "note" | "notes" | "नोट"))
    })
}

fn number_before(tokens: &[Token], at: usize) -> bool {
    at.checked_sub(1).and_then(|at| tokens.get(at)).is_some_and(|token| {
        !token.masked && !token.senses.any(FILLER.or(AND)) && (token.digits.is_some() || token.number.is_some())
    })
}

fn before(tokens: &[Token], at: usize, words: &[&str]) -> bool {
    at.checked_sub(1).and_then(|at| tokens.get(at)).is_some_and(|token| words.contains(&token.word.plain.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intent::normalise::plain;
    use std::collections::HashMap;

    #[test]
    fn no_spelling_stands_for_two_numbers() {
        let mut seen: HashMap<String, Numeral> = HashMap::new();
        for (word, number) in table() {
            let value =
                if let Numeral::English(value) = number.numeral { Numeral::Small(value) } else { number.numeral };
            let before = *seen.entry(plain(word)).or_insert(value);
            let quarter = matches!(plain(word).as_str(), "paav" | "pav" | "pao" | "no");
            assert!(before == value || quarter, "{word}: {before:?} and {value:?}");
        }
    }
}
