//! Numbers under GST: States' codes, and whom a GSTIN or UIN belongs to.

/// Whether this is the code of an Indian State or Union territory: 01 to 38, or 97 for the other territory.
#[must_use]
pub fn is_state_code(code: &str) -> bool {
    let is_form = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_digit());
    is_form && code.parse::<u8>().is_ok_and(|number| matches!(number, 1..=38 | 97))
}

/// Who may have a number under GST.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Registration {
    /// A business, under its PAN.
    Business,
    /// A department that has no PAN.
    Department,
    /// Somebody who deducts tax from what they pay (section 51).
    Deductor,
    /// A body of the United Nations, an embassy, or another that has a UIN.
    UnBody,
    /// A marketplace that collects tax from its sellers (section 52): it sells here, it does not buy.
    Collector,
    /// Somebody abroad who sells here (a non-resident, or of online services): no buyer.
    Abroad,
}

/// Why a text is no number under GST.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum NoNumber {
    Form,
    State,
    CheckDigit,
}

/// The forms: `0` a digit, `A` a letter, `1` a digit or letter but zero, `X` either, and every other sign itself.
const FORMS: [(&str, Registration); 8] = [
    ("00AAAAA0000A1ZX", Registration::Business),
    ("00AAAA00000A0ZX", Registration::Department),
    ("00AAAAX0000A1DX", Registration::Deductor),
    ("0000AAA00000UNX", Registration::UnBody),
    ("0000AAA00000ONX", Registration::UnBody),
    ("00AAAAA0000A1CX", Registration::Collector),
    ("9900AAA00000OSX", Registration::Abroad),
    ("0000AAA00000NRX", Registration::Abroad),
];

/// Whose number this is: its form, its State and its check digit are right.
pub(super) fn registration(value: &str) -> Result<Registration, NoNumber> {
    let has_form = |form: &str| value.len() == form.len() && value.bytes().zip(form.bytes()).all(fits);
    let (_, whose) = FORMS.into_iter().find(|(form, _)| has_form(form)).ok_or(NoNumber::Form)?;
    if !has_check_digit(value) {
        return Err(NoNumber::CheckDigit);
    }
    let is_of_a_state = value.get(..2).is_some_and(is_state_code);
    if is_of_a_state || whose == Registration::Abroad { Ok(whose) } else { Err(NoNumber::State) }
}

/// Whether this is the GSTIN of a business, as a shop has one.
#[must_use]
pub fn is_gstin(value: &str) -> bool {
    registration(value) == Ok(Registration::Business)
}

/// What is wrong with it as the number of whoever gets a bill (rule 46(d): a GSTIN or a UIN).
///
/// # Errors
/// What is wrong, in words.
pub fn check_buyer(value: &str) -> Result<(), &'static str> {
    use Registration::{Abroad, Business, Collector, Deductor, Department, UnBody};
    match registration(value) {
        Ok(Business | Department | Deductor | UnBody) => Ok(()),
        Ok(Collector) => Err("is the number under which a marketplace collects tax, and no buyer's"),
        Ok(Abroad) => Err("is the number of a seller abroad, and no buyer's"),
        Err(why) => Err(why.told()),
    }
}

/// What is wrong with it as the shop's own GSTIN.
///
/// # Errors
/// What is wrong, in words.
pub fn check_seller(value: &str) -> Result<(), &'static str> {
    match registration(value) {
        Ok(Registration::Business) => Ok(()),
        Ok(_) => Err("is no GSTIN under which a shop sells"),
        Err(why) => Err(why.told()),
    }
}

impl NoNumber {
    const fn told(self) -> &'static str {
        match self {
            Self::Form => "is not a GSTIN or UIN: it has none of their forms",
            Self::State => "begins with the code of no State",
            Self::CheckDigit => "is not a GSTIN: a digit is wrong",
        }
    }
}

/// Whether the last of the fifteen is what the others make it.
fn has_check_digit(value: &str) -> bool {
    let letters: Vec<u32> = value.chars().filter_map(|letter| letter.to_digit(36)).collect();
    let Some((check, rest)) = letters.split_last() else { return false };
    let weighed = rest.iter().zip([1, 2].into_iter().cycle()).map(|(value, weight)| value * weight);
    let sum: u32 = weighed.map(|product| product / 36 + product % 36).sum();
    *check == (36 - sum % 36) % 36
}

/// Whether a character is of the kind that the form has in its place.
const fn fits((letter, kind): (u8, u8)) -> bool {
    match kind {
        b'0' => letter.is_ascii_digit(),
        b'A' => letter.is_ascii_uppercase(),
        b'1' => letter != b'0' && (letter.is_ascii_digit() || letter.is_ascii_uppercase()),
        b'X' => letter.is_ascii_digit() || letter.is_ascii_uppercase(),
        _ => letter == kind,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With the check digit that belongs to it.
    fn whole(front: &str) -> String {
        let digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".chars();
        digits.map(|digit| format!("{front}{digit}")).find(|value| has_check_digit(value)).unwrap()
    }

    #[test]
    fn a_gstin_has_the_right_check_digit() {
        for valid in ["27AAPFU0939F1ZV", "37AADCS0472N1Z1", "24AAACC1206D1ZM", "29AAGCB7383J1Z4", "09AAACH7409R1ZZ"] {
            assert!(is_gstin(valid), "{valid}");
        }
        for invalid in
            ["22AAAAA0000A1Z5", "29ABCDE1234F1Z5", "27AABCU9603R1ZM", "", "27AAPFU0939F1Z", "२7AAPFU0939F1ZV"]
        {
            assert!(!is_gstin(invalid), "{invalid}");
        }
    }

    #[test]
    fn the_thirteenth_of_a_business_is_never_zero() {
        assert_eq!(registration("27ABCDE1234F0Z1"), Err(NoNumber::Form));
        assert!(has_check_digit("27ABCDE1234F0Z1"), "only its form is wrong");
    }

    #[test]
    fn a_number_begins_with_a_states_code() {
        for state in ["00", "39", "96", "98", "99"] {
            let value = whole(&format!("{state}ABCDE1234F1Z"));
            assert_eq!(registration(&value), Err(NoNumber::State), "{value}");
            assert_eq!(check_buyer(&value), Err("begins with the code of no State"));
        }
        for state in ["01", "25", "38", "97"] {
            assert!(is_gstin(&whole(&format!("{state}ABCDE1234F1Z"))), "{state}");
        }
    }

    #[test]
    fn who_buys_without_being_a_business_is_told_apart() {
        use Registration::{Abroad, Collector, Deductor, Department, UnBody};
        let table = [
            ("27MUMA00001A1DR".to_owned(), Deductor, true),
            (whole("27ABCDE1234F1D"), Deductor, true),
            ("0717GBR00001UN7".to_owned(), UnBody, true),
            (whole("0717GBR00001ON"), UnBody, true),
            (whole("27ABCD12345E0Z"), Department, true),
            (whole("27ABCDE1234F1C"), Collector, false),
            (whole("9917USA12345OS"), Abroad, false),
            (whole("2717USA12345NR"), Abroad, false),
        ];
        for (value, whose, buys) in table {
            assert_eq!(registration(&value), Ok(whose), "{value}");
            assert_eq!(check_buyer(&value).is_ok(), buys, "{value}");
            let refused = check_seller(&value).unwrap_err();
            assert!(!refused.contains("digit"), "{value} {refused}");
        }
        assert_eq!(check_buyer("27MUMA00001A1DS"), Err("is not a GSTIN: a digit is wrong"));
    }
}
