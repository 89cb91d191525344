//! Which language someone speaks, from a few words that only that language has.

use super::propose::tongue_of;
use crate::intent::{Intent, Parse};
use crate::reply::Tongue;

const HINDI: &[&str] = &[
    "aaj", "aur", "bacha", "baki", "baaki", "batao", "bhai", "bolo", "chahiye", "de", "dena", "diya", "diye", "diyo",
    "do", "haan", "han", "hai", "hain", "hisaab", "hisab", "jama", "ji", "ka", "kar", "karo", "kal", "ke", "khaata",
    "khata", "khaate", "khate", "ki", "kilo", "kitna", "kitne", "kitni", "ko", "likh", "likho", "liya", "liye", "mein",
    "mile", "mila", "nahi", "nahin", "naya", "ne", "paise", "par", "pe", "rupaye", "rupay", "sau", "se", "theek",
    "udhaar", "udhar", "wala", "wale",
];

const ENGLISH: &[&str] = &[
    "a", "add", "and", "balance", "bill", "credit", "does", "for", "from", "give", "gave", "help", "how", "is",
    "kilos", "make", "much", "no", "of", "on", "owe", "owes", "paid", "pay", "payment", "please", "received", "record",
    "rupees", "show", "stock", "stop", "the", "to", "today", "took", "what", "who", "write", "yes", "yeah", "yep",
    "cancel",
];

/// The language that is asked for: "English mein bolo".
pub(super) fn chosen(parse: &Parse) -> Option<Tongue> {
    let asked = parse.frames.iter().rev().find(|frame| frame.intent == Intent::SwitchLanguage);
    asked.filter(|_| parse.clarify.is_none()).map(|frame| tongue_of(frame.slots.language))
}

/// The language of some words; none where they have no mark of either.
pub(super) fn of(text: &str) -> Option<Tongue> {
    if text.chars().any(|letter| ('\u{900}'..='\u{97f}').contains(&letter)) {
        return Some(Tongue::Hi);
    }
    let (mut hindi, mut english) = (0_u32, 0_u32);
    for word in text.split(|letter: char| !letter.is_alphanumeric()) {
        let word = word.to_ascii_lowercase();
        hindi += u32::from(HINDI.contains(&word.as_str()));
        english += u32::from(ENGLISH.contains(&word.as_str()));
    }
    match hindi.cmp(&english) {
        std::cmp::Ordering::Greater => Some(Tongue::Hi),
        std::cmp::Ordering::Less => Some(Tongue::En),
        std::cmp::Ordering::Equal if hindi > 0 => Some(Tongue::Hi),
        std::cmp::Ordering::Equal => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_follows_the_speakers_language() {
        assert_eq!(of("Suresh ne paanch sau diye"), Some(Tongue::Hi));
        assert_eq!(of("Suresh paid five hundred"), Some(Tongue::En));
        assert_eq!(of("सुरेश का हिसाब"), Some(Tongue::Hi));
        assert_eq!(of("haan"), Some(Tongue::Hi));
        assert_eq!(of("Yes."), Some(Tongue::En));
        assert_eq!(of("Sharma"), None);
    }
}
