//! An amount in words, as a bill states it: in lakh and crore, in English or Hindi.

use super::Money;
use crate::reply::Tongue;
use crate::reply::words::number;

/// `One Lakh Rupees and Fifty Paise Only`, `एक लाख रुपये और पचास पैसे मात्र`.
#[must_use]
pub fn in_words(amount: Money, tongue: Tongue) -> String {
    let magnitude = amount.paise().unsigned_abs();
    let (rupees, paise) = (magnitude / 100, magnitude % 100);
    let words = match tongue {
        Tongue::En => {
            let parts = parts((rupees, "rupee", "rupees"), (paise, "paisa", "paise"), tongue);
            capitalised(&format!("{} only", parts.join(" and ")))
        }
        Tongue::Hi => {
            let parts = parts((rupees, "रुपया", "रुपये"), (paise, "पैसा", "पैसे"), tongue);
            format!("{} मात्र", parts.join(" और "))
        }
    };
    match (amount.paise() < 0, tongue) {
        (false, _) => words,
        (true, Tongue::En) => format!("Minus {words}"),
        (true, Tongue::Hi) => format!("ऋण {words}"),
    }
}

/// Rupees and paise, each with its word for one and for many; what is nothing is left out, but not both.
fn parts(rupees: (u64, &str, &str), paise: (u64, &str, &str), tongue: Tongue) -> Vec<String> {
    let said = |(count, one, many): (u64, &str, &str)| {
        let word = if count == 1 { one } else { many };
        format!("{} {word}", number(count, tongue))
    };
    match (rupees.0, paise.0) {
        (_, 0) => vec![said(rupees)],
        (0, _) => vec![said(paise)],
        _ => vec![said(rupees), said(paise)],
    }
}

/// Every word but "and" with a capital.
fn capitalised(words: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        match letters.next() {
            Some(first) if word != "and" => first.to_uppercase().chain(letters).collect(),
            Some(_) | None => word.to_owned(),
        }
    };
    words.split(' ').map(word).collect::<Vec<String>>().join(" ")
}

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "numbers of a test, bounded by its strategies")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn english(paise: i64) -> String {
        in_words(Money::from_paise(paise), Tongue::En)
    }

    fn hindi(paise: i64) -> String {
        in_words(Money::from_paise(paise), Tongue::Hi)
    }

    #[test]
    fn english_amounts_are_those_that_a_bill_states() {
        let table = [
            (0, "Zero Rupees Only"),
            (1, "One Paisa Only"),
            (50, "Fifty Paise Only"),
            (100, "One Rupee Only"),
            (101, "One Rupee and One Paisa Only"),
            (11_800, "One Hundred Eighteen Rupees Only"),
            (9_999_999, "Ninety Nine Thousand Nine Hundred Ninety Nine Rupees and Ninety Nine Paise Only"),
            (10_000_000, "One Lakh Rupees Only"),
            (999_999_900, "Ninety Nine Lakh Ninety Nine Thousand Nine Hundred Ninety Nine Rupees Only"),
            (1_000_000_000, "One Crore Rupees Only"),
            (
                12_345_678_909,
                "Twelve Crore Thirty Four Lakh Fifty Six Thousand Seven Hundred Eighty Nine Rupees and Nine Paise Only",
            ),
            (100_000_000_000_000, "One Lakh Crore Rupees Only"),
            (-250, "Minus Two Rupees and Fifty Paise Only"),
        ];
        for (paise, words) in table {
            assert_eq!(english(paise), words);
        }
    }

    #[test]
    fn hindi_amounts_are_those_that_a_bill_states() {
        let table = [
            (0, "शून्य रुपये मात्र"),
            (1, "एक पैसा मात्र"),
            (50, "पचास पैसे मात्र"),
            (100, "एक रुपया मात्र"),
            (11_800, "एक सौ अठारह रुपये मात्र"),
            (12_345_650, "एक लाख तेईस हज़ार चार सौ छप्पन रुपये और पचास पैसे मात्र"),
            (9_999_999, "निन्यानवे हज़ार नौ सौ निन्यानवे रुपये और निन्यानवे पैसे मात्र"),
            (10_000_000, "एक लाख रुपये मात्र"),
            (1_000_000_000, "एक करोड़ रुपये मात्र"),
            (2_550_000_000_000, "दो हज़ार पाँच सौ पचास करोड़ रुपये मात्र"),
            (-100, "ऋण एक रुपया मात्र"),
        ];
        for (paise, words) in table {
            assert_eq!(hindi(paise), words);
        }
    }

    #[test]
    fn the_largest_amounts_have_words() {
        for paise in [i64::MIN, i64::MAX] {
            assert!(english(paise).ends_with(" Only"));
            assert!(hindi(paise).ends_with(" मात्र"));
        }
    }

    /// What a run of words comes to: the inverse of [`number`], written without it.
    fn value(words: &[String], tongue: Tongue) -> i64 {
        let units: &[(i64, &str)] = match tongue {
            Tongue::En => &[(10_000_000, "crore"), (100_000, "lakh"), (1_000, "thousand"), (100, "hundred")],
            Tongue::Hi => &[(10_000_000, "करोड़"), (100_000, "लाख"), (1_000, "हज़ार"), (100, "सौ")],
        };
        for (size, unit) in units {
            if let Some(at) = words.iter().rposition(|word| word == unit) {
                return value(&words[..at], tongue) * size + value(&words[at + 1..], tongue);
            }
        }
        let small = |word: &String| (0..100).find(|n| number(*n, tongue) == *word).map(u64::cast_signed);
        words.iter().map(|word| small(word).unwrap_or_else(|| panic!("no number: {word}"))).sum()
    }

    fn read_back(text: &str, tongue: Tongue) -> i64 {
        let (rupee, paisa): (&[&str], &[&str]) = match tongue {
            Tongue::En => (&["rupee", "rupees"], &["paisa", "paise"]),
            Tongue::Hi => (&["रुपया", "रुपये"], &["पैसा", "पैसे"]),
        };
        let (mut sum, mut words) = (0, vec![]);
        for word in text.to_lowercase().split(' ').map(str::to_owned) {
            if rupee.contains(&word.as_str()) {
                sum += 100 * value(&std::mem::take(&mut words), tongue);
            } else if paisa.contains(&word.as_str()) {
                sum += value(&std::mem::take(&mut words), tongue);
            } else if !["and", "और", "only", "मात्र"].contains(&word.as_str()) {
                words.push(word);
            }
        }
        sum
    }

    proptest! {
        #[test]
        fn words_say_the_amount_and_no_other(paise in prop_oneof![0_i64..100_000_000, 0_i64..1_000_000_000_000]) {
            prop_assert_eq!(read_back(&english(paise), Tongue::En), paise);
            prop_assert_eq!(read_back(&hindi(paise), Tongue::Hi), paise);
        }
    }
}
