//! Numbers, amounts and quantities as a voice reads them, and as a page shows them.

use crate::money::Money;
use crate::quantity::{Quantity, Unit};
use serde::{Deserialize, Serialize};

/// The language of an answer.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tongue {
    /// English.
    En,
    /// Hindi, in Devanagari.
    #[default]
    Hi,
}

/// Whether the answer is read by eyes or by a voice.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Form {
    /// `₹196`, `2 kg`.
    Shown,
    /// "one hundred ninety six rupees", "two kilos".
    Spoken,
}

const HINDI: [&str; 100] = [
    "शून्य",
    "एक",
    "दो",
    "तीन",
    "चार",
    "पाँच",
    "छह",
    "सात",
    "आठ",
    "नौ",
    "दस",
    "ग्यारह",
    "बारह",
    "तेरह",
    "चौदह",
    "पंद्रह",
    "सोलह",
    "सत्रह",
    "अठारह",
    "उन्नीस",
    "बीस",
    "इक्कीस",
    "बाईस",
    "तेईस",
    "चौबीस",
    "पच्चीस",
    "छब्बीस",
    "सत्ताईस",
    "अट्ठाईस",
    "उनतीस",
    "तीस",
    "इकतीस",
    "बत्तीस",
    "तैंतीस",
    "चौंतीस",
    "पैंतीस",
    "छत्तीस",
    "सैंतीस",
    "अड़तीस",
    "उनतालीस",
    "चालीस",
    "इकतालीस",
    "बयालीस",
    "तैंतालीस",
    "चवालीस",
    "पैंतालीस",
    "छियालीस",
    "सैंतालीस",
    "अड़तालीस",
    "उनचास",
    "पचास",
    "इक्यावन",
    "बावन",
    "तिरपन",
    "चौवन",
    "पचपन",
    "छप्पन",
    "सत्तावन",
    "अट्ठावन",
    "उनसठ",
    "साठ",
    "इकसठ",
    "बासठ",
    "तिरसठ",
    "चौंसठ",
    "पैंसठ",
    "छियासठ",
    "सड़सठ",
    "अड़सठ",
    "उनहत्तर",
    "सत्तर",
    "इकहत्तर",
    "बहत्तर",
    "तिहत्तर",
    "चौहत्तर",
    "पचहत्तर",
    "छिहत्तर",
    "सतहत्तर",
    "अठहत्तर",
    "उनासी",
    "अस्सी",
    "इक्यासी",
    "बयासी",
    "तिरासी",
    "चौरासी",
    "पचासी",
    "छियासी",
    "सत्तासी",
    "अट्ठासी",
    "नवासी",
    "नब्बे",
    "इक्यानवे",
    "बानवे",
    "तिरानवे",
    "चौरानवे",
    "पचानवे",
    "छियानवे",
    "सत्तानवे",
    "अट्ठानवे",
    "निन्यानवे",
];

const ENGLISH: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

const TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// A whole number in words, with lakh and crore: "one lakh twenty thousand".
#[must_use]
pub fn number(value: u64, tongue: Tongue) -> String {
    let (crore, lakh, thousand, hundred) = match tongue {
        Tongue::En => ("crore", "lakh", "thousand", "hundred"),
        Tongue::Hi => ("करोड़", "लाख", "हज़ार", "सौ"),
    };
    let steps = [(10_000_000, crore), (100_000, lakh), (1_000, thousand), (100, hundred)];
    let mut words = Vec::new();
    let mut rest = value;
    for (size, name) in steps {
        if rest >= size {
            words.push(number(rest / size, tongue));
            words.push(name.to_owned());
            rest %= size;
        }
    }
    if rest > 0 || words.is_empty() {
        words.push(below_hundred(rest, tongue));
    }
    words.join(" ")
}

fn below_hundred(value: u64, tongue: Tongue) -> String {
    let index = usize::try_from(value).unwrap_or(0);
    match (tongue, index) {
        (Tongue::Hi, _) => HINDI.get(index).copied().unwrap_or_default().to_owned(),
        (Tongue::En, 0..20) => ENGLISH.get(index).copied().unwrap_or_default().to_owned(),
        (Tongue::En, _) => {
            let tens = TENS.get(index / 10).copied().unwrap_or_default();
            if index % 10 == 0 { tens.to_owned() } else { format!("{tens} {}", ENGLISH[index % 10]) }
        }
    }
}

/// A number that is no amount: `12`, "twelve".
#[must_use]
pub fn count(value: i64, tongue: Tongue, form: Form) -> String {
    match form {
        Form::Shown => value.to_string(),
        Form::Spoken => number(value.unsigned_abs(), tongue),
    }
}

/// An amount, without its sign: `₹196`, or "one hundred ninety six rupees".
#[must_use]
pub fn money(amount: Money, tongue: Tongue, form: Form) -> String {
    let magnitude = amount.paise().unsigned_abs();
    if form == Form::Shown {
        let whole = i64::try_from(magnitude).unwrap_or(i64::MAX);
        return Money::from_paise(whole).to_string();
    }
    let (rupees, paise) = (magnitude / 100, magnitude % 100);
    let (one, many, hundredths) = match tongue {
        Tongue::En => ("rupee", "rupees", "paise"),
        Tongue::Hi => ("रुपया", "रुपये", "पैसे"),
    };
    let rupee_word = if rupees == 1 { one } else { many };
    match (rupees, paise) {
        (_, 0) => format!("{} {rupee_word}", number(rupees, tongue)),
        (0, _) => format!("{} {hundredths}", number(paise, tongue)),
        _ => format!("{} {rupee_word} {} {hundredths}", number(rupees, tongue), number(paise, tongue)),
    }
}

/// How much of something: `1.5 kg`, "one and a half kilos", "डेढ़ किलो".
#[must_use]
pub fn quantity(quantity: Quantity, unit: Unit, tongue: Tongue, form: Form) -> String {
    let milli = quantity.milli().unsigned_abs();
    let (whole, rest) = (milli / 1_000, milli % 1_000);
    let small = small_unit(unit, tongue, form);
    let large = large_unit(unit, tongue, form, milli > 1_000);
    let amount = match (form, small) {
        (Form::Shown, Some(small)) if whole == 0 && rest > 0 => return format!("{rest} {small}"),
        (Form::Shown, _) => quantity.to_string(),
        (Form::Spoken, _) if rest == 0 => number(whole, tongue),
        (Form::Spoken, _) if rest == 500 => halves(whole, tongue),
        (Form::Spoken, Some(small)) if whole == 0 => return format!("{} {small}", number(rest, tongue)),
        (Form::Spoken, Some(small)) => {
            return format!("{} {large} {} {small}", number(whole, tongue), number(rest, tongue));
        }
        (Form::Spoken, None) => decimals(whole, rest, tongue),
    };
    if large.is_empty() { amount } else { format!("{amount} {large}") }
}

fn halves(whole: u64, tongue: Tongue) -> String {
    match (tongue, whole) {
        (Tongue::En, 0) => "half a".to_owned(),
        (Tongue::En, _) => format!("{} and a half", number(whole, tongue)),
        (Tongue::Hi, 0) => "आधा".to_owned(),
        (Tongue::Hi, 1) => "डेढ़".to_owned(),
        (Tongue::Hi, 2) => "ढाई".to_owned(),
        (Tongue::Hi, _) => format!("साढ़े {}", number(whole, tongue)),
    }
}

fn decimals(whole: u64, thousandths: u64, tongue: Tongue) -> String {
    let digits = format!("{thousandths:03}");
    let spoken = digits.trim_end_matches('0').chars().filter_map(|digit| digit.to_digit(10));
    let spoken: Vec<String> = spoken.map(|digit| number(digit.into(), tongue)).collect();
    let point = if tongue == Tongue::En { "point" } else { "दशमलव" };
    format!("{} {point} {}", number(whole, tongue), spoken.join(" "))
}

fn small_unit(unit: Unit, tongue: Tongue, form: Form) -> Option<&'static str> {
    match (unit, tongue, form) {
        (Unit::Kg, Tongue::En, Form::Shown) => Some("g"),
        (Unit::Kg, Tongue::En, Form::Spoken) => Some("grams"),
        (Unit::Kg, Tongue::Hi, _) => Some("ग्राम"),
        (Unit::L, Tongue::En, Form::Shown) => Some("ml"),
        (Unit::L, Tongue::En, Form::Spoken) => Some("millilitres"),
        (Unit::L, Tongue::Hi, _) => Some("मिलीलीटर"),
        (Unit::M | Unit::Pc | Unit::Pkt | Unit::Bag, _, _) => None,
    }
}

/// The unit's word; empty for pieces, which are counted by the product's own name.
fn large_unit(unit: Unit, tongue: Tongue, form: Form, many: bool) -> &'static str {
    match (tongue, unit) {
        (_, Unit::Pc) => "",
        (Tongue::Hi, Unit::Kg) => "किलो",
        (Tongue::Hi, Unit::L) => "लीटर",
        (Tongue::Hi, Unit::M) => "मीटर",
        (Tongue::Hi, Unit::Pkt) => "पैकेट",
        (Tongue::Hi, Unit::Bag) => "बोरी",
        (Tongue::En, _) if form == Form::Shown => unit.as_str(),
        (Tongue::En, Unit::Kg) => {
            if many {
                "kilos"
            } else {
                "kilo"
            }
        }
        (Tongue::En, Unit::L) => {
            if many {
                "litres"
            } else {
                "litre"
            }
        }
        (Tongue::En, Unit::M) => {
            if many {
                "metres"
            } else {
                "metre"
            }
        }
        (Tongue::En, Unit::Pkt) => {
            if many {
                "packets"
            } else {
                "packet"
            }
        }
        (Tongue::En, Unit::Bag) => {
            if many {
                "bags"
            } else {
                "bag"
            }
        }
    }
}

/// Digits one by one, as a telephone number is read.
#[must_use]
pub fn digits(text: &str, tongue: Tongue, form: Form) -> String {
    if form == Form::Shown {
        return text.to_owned();
    }
    let spoken: Vec<String> =
        text.chars().filter_map(|digit| digit.to_digit(10)).map(|digit| number(digit.into(), tongue)).collect();
    spoken.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spoken(paise: i64, tongue: Tongue) -> String {
        money(Money::from_paise(paise), tongue, Form::Spoken)
    }

    #[test]
    fn amounts_are_words_that_a_voice_reads_right() {
        assert_eq!(spoken(19_600, Tongue::En), "one hundred ninety six rupees");
        assert_eq!(spoken(19_600, Tongue::Hi), "एक सौ छियानवे रुपये");
        assert_eq!(spoken(100, Tongue::En), "one rupee");
        assert_eq!(
            spoken(12_345_678, Tongue::En),
            "one lakh twenty three thousand four hundred fifty six rupees seventy eight paise"
        );
        assert_eq!(spoken(12_345_678, Tongue::Hi), "एक लाख तेईस हज़ार चार सौ छप्पन रुपये अठहत्तर पैसे");
        assert_eq!(spoken(50, Tongue::En), "fifty paise");
        assert_eq!(spoken(0, Tongue::Hi), "शून्य रुपये");
        assert_eq!(spoken(i64::MIN, Tongue::En).split_whitespace().last(), Some("paise"));
    }

    #[test]
    fn quantities_are_said_as_a_shopkeeper_says_them() {
        let said = |milli, unit, tongue| quantity(Quantity::from_milli(milli), unit, tongue, Form::Spoken);
        assert_eq!(said(2_000, Unit::Kg, Tongue::En), "two kilos");
        assert_eq!(said(1_000, Unit::Kg, Tongue::En), "one kilo");
        assert_eq!(said(1_500, Unit::Kg, Tongue::Hi), "डेढ़ किलो");
        assert_eq!(said(2_500, Unit::Kg, Tongue::Hi), "ढाई किलो");
        assert_eq!(said(3_500, Unit::L, Tongue::Hi), "साढ़े तीन लीटर");
        assert_eq!(said(500, Unit::Kg, Tongue::En), "half a kilo");
        assert_eq!(said(250, Unit::Kg, Tongue::En), "two hundred fifty grams");
        assert_eq!(said(1_087, Unit::Kg, Tongue::Hi), "एक किलो सत्तासी ग्राम");
        assert_eq!(said(12_000, Unit::Pc, Tongue::En), "twelve");
        assert_eq!(said(1_250, Unit::M, Tongue::En), "one point two five metres");
    }

    #[test]
    fn quantities_are_shown_short() {
        let shown = |milli, unit, tongue| quantity(Quantity::from_milli(milli), unit, tongue, Form::Shown);
        assert_eq!(shown(1_500, Unit::Kg, Tongue::En), "1.5 kg");
        assert_eq!(shown(250, Unit::Kg, Tongue::En), "250 g");
        assert_eq!(shown(250, Unit::L, Tongue::Hi), "250 मिलीलीटर");
        assert_eq!(shown(12_000, Unit::Pc, Tongue::Hi), "12");
    }

    #[test]
    fn every_number_below_a_hundred_has_a_hindi_word_of_its_own() {
        let mut words = HINDI.to_vec();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), 100);
    }
}
