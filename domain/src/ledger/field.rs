//! Fields as people type them: trimmed, checked, and in one form.

use super::{Refusal, barcode};
use std::collections::BTreeMap;

/// Names of people, places and things.
pub(super) const NAME_MAX: usize = 200;
/// Remarks on entries and bills.
pub(super) const NOTE_MAX: usize = 500;
/// A postal address on one line.
pub(super) const ADDRESS_MAX: usize = 300;
/// Other names or packs of one product.
const EXTRAS_MAX: usize = 50;
/// Thousandths in a pack or on a shelf: a thousand million units.
pub(super) const MILLI_MAX: i64 = 1_000_000_000_000;

/// A phone as typed (ten digits, or after `0`, `91` or `+91`; Devanagari digits, blanks and dashes are fine) in E.164.
#[must_use]
pub fn phone(text: &str) -> Option<String> {
    let plus = text.trim_start().starts_with('+');
    let mut digits = String::new();
    for letter in text.trim().chars() {
        match letter {
            '0'..='9' => digits.push(letter),
            '०'..='९' => digits.push(char::from_digit(u32::from(letter) - u32::from('०'), 10)?),
            '+' if digits.is_empty() => {}
            ' ' | '-' | '(' | ')' | '.' => {}
            _ => return None,
        }
    }
    let local = match (digits.len(), plus) {
        (10, false) => digits.as_str(),
        (11, false) => digits.strip_prefix('0')?,
        (12, _) => digits.strip_prefix("91")?,
        (14, false) => digits.strip_prefix("0091")?,
        _ => return None,
    };
    matches!(local.as_bytes().first(), Some(b'6'..=b'9')).then(|| format!("+91{local}"))
}

/// A name of 1 to 200 characters without hidden ones, blanks at its ends cut off.
#[must_use]
pub fn name(value: &str) -> Option<String> {
    text("/name", value, NAME_MAX).ok()
}

/// Text of 1 to `max` characters without control characters, blanks at its ends cut off.
pub(super) fn text(pointer: &str, value: &str, max: usize) -> Result<String, Refusal> {
    let value = value.trim();
    if value.is_empty() {
        return Err(invalid(pointer, "must not be empty"));
    }
    if value.chars().count() > max {
        return Err(invalid(pointer, &format!("must have at most {max} characters")));
    }
    if value.chars().any(|letter| letter.is_control() || is_disguise(letter)) {
        return Err(invalid(pointer, "must not hold control characters"));
    }
    Ok(value.to_owned())
}

/// The same where nothing, or only blanks, may stand as well.
pub(super) fn optional(pointer: &str, value: Option<&str>, max: usize) -> Result<Option<String>, Refusal> {
    value.filter(|value| !value.trim().is_empty()).map(|value| text(pointer, value, max)).transpose()
}

pub(super) fn optional_phone(value: Option<&str>) -> Result<Option<String>, Refusal> {
    let Some(value) = value.filter(|value| !value.trim().is_empty()) else { return Ok(None) };
    phone_of("/phone", value).map(Some)
}

/// A phone in E.164.
pub(super) fn phone_of(pointer: &str, value: &str) -> Result<String, Refusal> {
    phone(value).ok_or_else(|| invalid(pointer, not_mobile(value)))
}

/// What is wrong with a phone, and what to do: reminders and WhatsApp go to Indian mobiles alone.
fn not_mobile(value: &str) -> &'static str {
    let digits = value.chars().filter(|letter| letter.is_ascii_digit() || ('०'..='९').contains(letter)).count();
    let is_number = digits >= 6 && value.chars().all(|letter| !letter.is_alphabetic());
    let is_foreign = value.trim_start().starts_with('+') && !value.trim_start().starts_with("+91");
    match (is_number, is_foreign || value.trim_start().starts_with("00")) {
        (true, true) => {
            "must be an Indian mobile, ten digits that start with 6 to 9: write a foreign number into landmark or address"
        }
        (true, false) => {
            "must be a mobile, ten digits that start with 6 to 9: write a landline into landmark or address"
        }
        (false, _) => "must be ten digits that start with 6 to 9",
    }
}

pub(super) fn optional_email(value: Option<&str>) -> Result<Option<String>, Refusal> {
    value.filter(|value| !value.trim().is_empty()).map(email).transpose()
}

/// An e-mail address.
pub(super) fn email(value: &str) -> Result<String, Refusal> {
    let value = text("/email", value, 254)?;
    let (local, host) = value.split_once('@').unwrap_or_default();
    let sane = !local.is_empty() && host.contains('.') && !host.contains('@') && !value.contains(char::is_whitespace);
    sane.then_some(value).ok_or_else(|| invalid("/email", "must be an e-mail address"))
}

/// An HSN code: 4, 6 or 8 digits.
pub(super) fn hsn(value: &str) -> Result<String, Refusal> {
    let code = value.trim();
    let is_code = matches!(code.len(), 4 | 6 | 8) && code.bytes().all(|byte| byte.is_ascii_digit());
    if is_code { Ok(code.to_owned()) } else { Err(invalid("/hsn", "must have 4, 6 or 8 digits")) }
}

/// A barcode in one form.
pub(super) fn code(value: &str) -> Result<String, Refusal> {
    barcode(value).ok_or_else(|| invalid("/barcode", "must be an EAN-13, EAN-8 or UPC-A with its check digit"))
}

/// Pack words in lower case, each with what one pack holds.
pub(super) fn packs(packs: &BTreeMap<String, i64>) -> Result<BTreeMap<String, i64>, Refusal> {
    if packs.len() > EXTRAS_MAX {
        return Err(invalid("/packs", &format!("at most {EXTRAS_MAX} packs")));
    }
    let pack = |(word, &milli): (&String, &i64)| {
        if !(1..=MILLI_MAX).contains(&milli) {
            return Err(invalid("/packs", "a pack holds more than nothing"));
        }
        Ok((text("/packs", word, NAME_MAX)?.to_lowercase(), milli))
    };
    packs.iter().map(pack).collect()
}

/// Other names.
pub(super) fn aliases(aliases: &[String]) -> Result<Vec<String>, Refusal> {
    if aliases.len() > EXTRAS_MAX {
        return Err(invalid("/aliases", &format!("at most {EXTRAS_MAX} other names")));
    }
    let alias = |(index, alias): (usize, &String)| text(&format!("/aliases/{index}"), alias, NAME_MAX);
    aliases.iter().enumerate().map(alias).collect()
}

pub(super) fn invalid(pointer: &str, problem: &str) -> Refusal {
    Refusal::InvalidField { field: pointer.to_owned(), problem: problem.to_owned() }
}

/// Characters that turn the direction of text, or that are nothing to be seen, so that one name looks like another.
/// The joiners U+200C and U+200D stay: Devanagari is written with them.
const fn is_disguise(letter: char) -> bool {
    matches!(letter, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_phone_has_one_form_however_it_is_typed() {
        for typed in ["9810010001", "09810010001", "+91 98100 10001", "919810010001", "९८१००१०००१", "0091-9810010001"]
        {
            assert_eq!(phone(typed).as_deref(), Some("+919810010001"), "{typed}");
        }
        for typed in
            ["", "981001000", "5810010001", "98100100012", "+19810010001", "98100x0001", "+9810010001", "98+10010001"]
        {
            assert_eq!(phone(typed), None, "{typed}");
        }
    }

    /// 23b: a number that is no mobile is refused with what to do about it.
    #[test]
    fn a_number_that_is_no_mobile_is_refused_with_a_way_out() {
        let told = |typed: &str| match phone_of("/phone", typed) {
            Err(Refusal::InvalidField { problem, .. }) => problem,
            other => panic!("{typed}: {other:?}"),
        };
        for landline in
            ["022 2345 6789", "02223456789", "+91 22 2345 6789", "2345 6789", "0141-2345678", "०२२ २३४५ ६७८९"]
        {
            assert!(told(landline).contains("a landline into landmark"), "{landline}: {}", told(landline));
        }
        for foreign in ["+1 415 555 2671", "+44 20 7946 0958", "0014155552671"] {
            assert!(told(foreign).contains("a foreign number into landmark"), "{foreign}: {}", told(foreign));
        }
        for typed in ["12", "ring twice", "98100x0001"] {
            assert_eq!(told(typed), "must be ten digits that start with 6 to 9", "{typed}");
        }
    }

    #[test]
    fn a_name_holds_no_hidden_characters() {
        assert_eq!(text("/name", "  Rahul Sharma ", NAME_MAX).unwrap(), "Rahul Sharma");
        assert_eq!(text("/name", "क्\u{200d}षमा", NAME_MAX).unwrap(), "क्\u{200d}षमा");
        for bad in ["", "   ", "Ra\u{0}hul", "Ra\nhul", "\u{202e}luhaR", &"x".repeat(201)] {
            assert!(text("/name", bad, NAME_MAX).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn an_email_has_a_name_and_a_host() {
        assert_eq!(optional_email(Some("a@b.in")).unwrap().as_deref(), Some("a@b.in"));
        assert_eq!(optional_email(Some(" ")).unwrap(), None);
        for bad in ["a", "@b.in", "a@b", "a@b@c.in", "a b@c.in"] {
            assert!(optional_email(Some(bad)).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn no_text_becomes_a_phone_that_cannot_be_called(typed in ".{0,24}") {
            if let Some(phone) = phone(&typed) {
                prop_assert!(phone.len() == 13 && phone.starts_with("+91"));
                prop_assert_eq!(super::phone(&phone), Some(phone.clone()));
            }
        }
    }
}
