//! Numbers that sound like other numbers, in Hindi and in English.
//!
//! Told by value and not by word, since ears write "15", "fifteen" or "pandrah" as they please. Every number was spoken
//! to the local ears in both languages, by eight voices, in clean sound and in noise: `saat` and `saath` came out as one
//! word ("saad") each time, so they are asked about however sure the ears are; `pachees` and `paintees` came out as one
//! word ("patis"), `tees` as `pees`, `teen sau` as 500 in noise. The other pairs are the language's own: they differ in
//! one vowel, one consonant or a swallowed end, and are asked about only where the ears were unsure.

use super::tongue;
use super::words::words;
use crate::money::Money;
use crate::reply::Tongue;

/// Ears surer than this hear `pachaas` and not `pachpan`.
const SURE: u16 = 520;
/// No ears are as sure as to hear `saath` and not `saat`.
const NEVER: u16 = 900;

/// Hindi numbers below a hundred that sound alike, and the confidence below which that is asked about.
#[rustfmt::skip]
const HINDI: &[(i64, i64, u16)] = &[
    (7, 60, NEVER), (50, 55, SURE), (20, 30, SURE), (25, 35, 700), (15, 50, SURE), (25, 50, SURE), (2, 10, SURE),
    (12, 13, SURE), (17, 70, SURE), (19, 29, SURE), (21, 31, SURE), (22, 32, SURE), (23, 33, SURE), (24, 34, SURE),
    (26, 36, SURE), (27, 37, SURE), (28, 38, SURE), (45, 55, SURE), (51, 61, SURE), (52, 62, SURE), (53, 63, SURE),
    (54, 64, SURE), (55, 65, SURE), (57, 67, SURE), (58, 68, SURE), (61, 71, SURE), (62, 72, SURE), (63, 73, SURE),
    (64, 74, SURE), (65, 75, SURE), (66, 76, SURE), (67, 77, SURE), (68, 78, SURE), (69, 79, SURE), (75, 55, SURE),
    (79, 89, SURE), (80, 85, SURE), (82, 92, SURE), (84, 94, SURE), (85, 95, SURE), (86, 96, SURE), (87, 97, SURE),
    (88, 98, SURE), (89, 99, SURE),
];

/// English numbers: -teen and -ty, and what rhymes.
#[rustfmt::skip]
const ENGLISH: &[(i64, i64, u16)] = &[
    (13, 30, SURE), (14, 40, SURE), (15, 50, SURE), (16, 60, SURE), (17, 70, SURE), (18, 80, SURE), (19, 90, SURE),
    (5, 9, SURE),
];

/// Whole Hindi amounts in rupees that sound alike though they are built differently: `chhe`/`sau`, `saath`/`saat sau`.
const HINDI_WHOLE: &[(i64, i64, u16)] =
    &[(6, 100, SURE), (9, 100, SURE), (60, 700, SURE), (150, 200, SURE), (250, 200, SURE)];

/// What a number is built of: crore, lakh, thousand, hundred, and what is left.
const SCALES: [i64; 5] = [10_000_000, 100_000, 1_000, 100, 1];
const PAISE: i64 = 100;

/// Words of amounts that are not built of tens and ones.
const FRACTIONS: &[&str] =
    &["sava", "sawa", "savaa", "dedh", "dhai", "saadhe", "sadhe", "paune", "सवा", "डेढ़", "ढाई", "साढ़े", "पौने"];

/// Amounts that may have been said instead of the one that was heard in these words with this confidence, the nearest
/// first; none for an amount with paise.
pub(super) fn unsure_of(amount: Money, heard: &str, confidence: u16) -> Vec<Money> {
    if amount.paise() % PAISE != 0 || amount <= Money::ZERO {
        return vec![];
    }
    let (below_hundred, whole): (Table, Table) = match tongue::of(heard) {
        Some(Tongue::En) => (ENGLISH, &[]),
        Some(Tongue::Hi) | None => (HINDI, HINDI_WHOLE),
    };
    let rupees = amount.paise() / PAISE;
    let mut found: Vec<i64> = partners(whole, rupees, confidence).collect();
    // "sava do sau" is 225, and no 25 was said.
    let by_fraction = words(heard).iter().any(|word| FRACTIONS.contains(&word.as_str()));
    let mut rest = if by_fraction { 0 } else { rupees };
    for scale in SCALES {
        let part = rest / scale;
        rest %= scale;
        // Of hundreds nobody says more than nineteen: "saath sau" is no amount.
        let others = partners(below_hundred, part, confidence).filter(|other| scale != 100 || *other < 20);
        found.extend(others.map(|other| rupees + (other - part) * scale));
    }
    found.sort_unstable_by_key(|other| (other - rupees).abs());
    found.dedup();
    found.into_iter().filter_map(|rupees| rupees.checked_mul(PAISE)).map(Money::from_paise).collect()
}

type Table = &'static [(i64, i64, u16)];

/// The numbers that stand with this one in the table, on either side, where the ears were less sure than it takes.
fn partners(table: Table, number: i64, confidence: u16) -> impl Iterator<Item = i64> {
    table.iter().filter(move |(.., sure)| confidence < *sure).filter_map(move |(one, other, _)| match number {
        _ if number == *one => Some(*other),
        _ if number == *other => Some(*one),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hindi(amount: i64, confidence: u16) -> Vec<i64> {
        rupees(amount, "Suresh ne diye", confidence)
    }

    fn english(amount: i64, confidence: u16) -> Vec<i64> {
        rupees(amount, "Suresh paid the rupees", confidence)
    }

    fn rupees(amount: i64, heard: &str, confidence: u16) -> Vec<i64> {
        let alike = unsure_of(Money::from_paise(amount * PAISE), heard, confidence);
        alike.iter().map(|amount| amount.paise() / PAISE).collect()
    }

    #[test]
    fn numbers_that_sound_alike_are_found_from_either_side() {
        assert_eq!((hindi(7, 0), hindi(60, 0)), (vec![60], vec![7, 700]));
        assert!(hindi(50, 0).contains(&55) && hindi(55, 0).contains(&50));
        assert!(hindi(20, 0).contains(&30) && hindi(6, 0).contains(&100));
        assert_eq!((english(13, 0), english(30, 0), english(50, 0)), (vec![30], vec![13], vec![15]));
    }

    #[test]
    fn saat_and_saath_are_never_surely_heard_apart_but_others_are() {
        assert_eq!((hindi(7, NEVER - 1), hindi(60, NEVER - 1)), (vec![60], vec![7]));
        assert_eq!((hindi(50, SURE), english(13, SURE)), (vec![], vec![]));
        assert_eq!((hindi(7, NEVER), english(7, 0), hindi(13, SURE)), (vec![], vec![], vec![]));
    }

    #[test]
    fn a_number_inside_an_amount_is_replaced_at_its_place() {
        assert_eq!(hindi(20_000, 0), [30_000], "bees hazaar, tees hazaar");
        assert!(hindi(420, 0).contains(&430), "char sau bees, char sau tees");
        assert_eq!(english(1_300, 0), Vec::<i64>::new(), "thirty hundred is no amount");
        assert_eq!(english(1_015, 0), [1_050]);
    }

    #[test]
    fn an_amount_said_by_fractions_is_not_taken_apart_into_words_that_were_not_said() {
        assert_eq!(rupees(225, "Sunita ko sava do sau rupaye udhaar likho", 0), Vec::<i64>::new());
        assert!(rupees(225, "Sunita ko do sau pachees rupaye udhaar likho", 0).contains(&235));
    }

    #[test]
    fn no_amount_sounds_like_itself_or_like_nothing() {
        for amount in 1..=2_000 {
            for alike in [hindi(amount, 0), english(amount, 0)] {
                assert!(!alike.contains(&amount) && alike.iter().all(|other| *other > 0), "{amount}: {alike:?}");
            }
        }
        assert!(hindi(0, 0).is_empty());
        assert!(unsure_of(Money::from_paise(12_345), "", 0).is_empty());
    }

    #[test]
    fn every_pair_differs_and_stands_once() {
        for table in [HINDI, ENGLISH, HINDI_WHOLE] {
            for (at, (one, other, _)) in table.iter().enumerate() {
                let again =
                    |(left, right, _): &(i64, i64, u16)| [left, right] == [one, other] || [left, right] == [other, one];
                assert!(one != other && *one > 0 && !table[..at].iter().any(again), "{one} and {other}");
            }
        }
    }
}
