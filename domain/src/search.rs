//! Finding a customer by what was typed: name, nickname, place or phone, in Latin letters or Devanagari.

use crate::ledger::Party;

/// Below this, in thousandths, a name does not fit at all.
pub const SCORE_MIN: u16 = 600;
/// A word that begins with what was typed.
const PREFIX: u16 = 920;
/// A word that differs in its vowels only.
const SAME_CONSONANTS: u16 = 900;
/// Fewer digits than these are no part of a phone.
const DIGITS_MIN: usize = 3;

/// How well a customer fits the query, in thousandths: 1 000 is exact.
#[must_use]
pub fn score(query: &str, party: &Party) -> u16 {
    let fields = [Some(&party.name), party.nickname.as_ref(), party.landmark.as_ref(), party.email.as_ref()];
    let words: Vec<String> = fields.into_iter().flatten().flat_map(|field| words(field)).collect();
    if !query.trim().is_empty() && fold(query) == fold(&party.name) {
        return 1_000;
    }
    by_phone(query, party.phone.as_deref()).max(by_words(query, &words))
}

fn by_phone(query: &str, phone: Option<&str>) -> u16 {
    let digits: String = query
        .chars()
        .filter_map(|letter| letter.to_digit(10).or_else(|| devanagari_digit(letter)))
        .filter_map(|digit| char::from_digit(digit, 10))
        .collect();
    let is_number = !query.chars().any(char::is_alphabetic) && digits.len() >= DIGITS_MIN;
    let Some(phone) = phone.filter(|_| is_number) else { return 0 };
    let local = phone.strip_prefix("+91").unwrap_or(phone);
    match crate::ledger::phone(query) {
        Some(full) if full == phone => 1_000,
        _ if local.ends_with(&digits) => 950,
        _ if local.contains(&digits) => 850,
        _ => 0,
    }
}

/// The mean of what each word of the query fits best.
fn by_words(query: &str, words: &[String]) -> u16 {
    let asked = self::words(query);
    let best = |word: &String| words.iter().map(|other| alike(word, other)).max().unwrap_or(0);
    let sum: u32 = asked.iter().map(|word| u32::from(best(word))).sum();
    let mean = u32::try_from(asked.len()).ok().and_then(|count| sum.checked_div(count)).unwrap_or(0);
    // Only the whole name is exact.
    u16::try_from(mean.min(990)).unwrap_or(0)
}

fn alike(asked: &str, word: &str) -> u16 {
    if asked == word {
        return 1_000;
    }
    if asked.len() >= 2 && word.starts_with(asked) {
        return PREFIX;
    }
    // Vowels are written in many ways, consonants are not: वर्मा is Verma, and not Sharma.
    if frame(asked).len() >= 2 && frame(asked) == frame(word) {
        return SAME_CONSONANTS;
    }
    let longest = asked.chars().count().max(word.chars().count());
    let same = longest.saturating_sub(strsim::damerau_levenshtein(asked, word));
    same.saturating_mul(1_000).checked_div(longest).and_then(|milli| u16::try_from(milli).ok()).unwrap_or(0)
}

/// The consonants of a folded word.
fn frame(word: &str) -> String {
    word.chars().filter(|letter| !"aeiou".contains(*letter)).collect()
}

fn words(text: &str) -> Vec<String> {
    text.split(|letter: char| !letter.is_alphanumeric() && !is_mark(letter))
        .map(fold)
        .filter(|word| !word.is_empty())
        .collect()
}

/// Text as it sounds, roughly: Latin, lower case, one way of writing for what is spelt in many.
#[must_use]
pub fn fold(text: &str) -> String {
    let latin = latin(&text.to_lowercase());
    let spelt =
        [("ph", "f"), ("bh", "b"), ("dh", "d"), ("gh", "g"), ("kh", "k"), ("th", "t"), ("sh", "s"), ("ch", "c")];
    let spelt = spelt.iter().fold(latin, |text, (from, to)| text.replace(from, to));
    let vowels = [("ee", "i"), ("oo", "u"), ("aa", "a"), ("w", "v"), ("z", "j"), ("q", "k"), ("y", "i")];
    let spelt = vowels.iter().fold(spelt, |text, (from, to)| text.replace(from, to));
    let mut folded = String::with_capacity(spelt.len());
    for letter in spelt.chars().filter(|letter| letter.is_alphanumeric() || *letter == ' ') {
        if !folded.ends_with(letter) || letter.is_numeric() {
            folded.push(letter);
        }
    }
    folded.trim().to_owned()
}

/// Devanagari in Latin letters; a consonant without a sign carries an `a`, unless it ends the word.
fn latin(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().filter(|letter| *letter != '\u{93c}').peekable();
    while let Some(letter) = letters.next() {
        if let Some(consonant) = consonant(letter) {
            out.push_str(consonant);
            let carries =
                letters.peek().is_some_and(|next| self::consonant(*next).is_some() || matches!(next, 'ं' | 'ँ' | 'ः'));
            if carries {
                out.push('a');
            }
        } else if let Some(vowel) = vowel(letter) {
            out.push_str(vowel);
        } else if let Some(digit) = devanagari_digit(letter).and_then(|digit| char::from_digit(digit, 10)) {
            out.push(digit);
        } else {
            out.push(letter);
        }
    }
    out
}

const fn consonant(letter: char) -> Option<&'static str> {
    Some(match letter {
        'क' => "k",
        'ख' => "kh",
        'ग' => "g",
        'घ' => "gh",
        'ङ' | 'ञ' | 'ण' | 'न' => "n",
        'च' | 'छ' => "ch",
        'ज' => "j",
        'झ' => "jh",
        'ट' | 'त' => "t",
        'ठ' | 'थ' => "th",
        'ड' | 'द' => "d",
        'ढ' | 'ध' => "dh",
        'प' => "p",
        'फ' => "ph",
        'ब' => "b",
        'भ' => "bh",
        'म' => "m",
        'य' => "y",
        'र' => "r",
        'ल' | 'ळ' => "l",
        'व' => "v",
        'श' | 'ष' => "sh",
        'स' => "s",
        'ह' => "h",
        _ => return None,
    })
}

const fn vowel(letter: char) -> Option<&'static str> {
    Some(match letter {
        'अ' | 'आ' | 'ा' => "a",
        'इ' | 'ई' | 'ि' | 'ी' => "i",
        'उ' | 'ऊ' | 'ु' | 'ू' => "u",
        'ऋ' | 'ृ' => "ri",
        'ए' | 'े' | 'ऍ' | 'ॅ' => "e",
        'ऐ' | 'ै' => "ai",
        'ओ' | 'ो' | 'ऑ' | 'ॉ' => "o",
        'औ' | 'ौ' => "au",
        'ं' | 'ँ' => "n",
        'ः' => "h",
        '्' => "",
        _ => return None,
    })
}

fn devanagari_digit(letter: char) -> Option<u32> {
    matches!(letter, '०'..='९').then(|| u32::from(letter) - u32::from('०'))
}

/// Signs that belong to the letter before them, though they are no letters.
const fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{200c}' | '\u{200d}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::PartyId;
    use crate::money::Money;
    use uuid::Uuid;

    fn party(name: &str, landmark: &str, phone: &str) -> Party {
        Party {
            id: PartyId::from_uuid(Uuid::nil()),
            name: name.to_owned(),
            phone: Some(phone.to_owned()),
            nickname: None,
            landmark: Some(landmark.to_owned()),
            email: None,
            balance: Money::ZERO,
            credit_limit: None,
            created_at: jiff::Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_name_is_found_in_either_script() {
        let rahul = party("Rahul Sharma", "Station Road", "+919810010001");
        assert_eq!(score("rahul sharma", &rahul), 1_000);
        assert_eq!(score("राहुल शर्मा", &rahul), 1_000);
        assert!(score("राहुल", &rahul) > 900);
        let suresh = party("सुरेश यादव", "Gandhi Chowk", "+919810010002");
        assert!(score("suresh", &suresh) > 900, "{}", score("suresh", &suresh));
    }

    #[test]
    fn a_surname_in_the_other_script_is_not_its_neighbour() {
        let sharma = party("Rahul Sharma", "Station Road", "+919810010001");
        let verma = party("Rahul Verma", "Gandhi Chowk", "+919810010002");
        assert!(score("राहुल वर्मा", &verma) > score("राहुल वर्मा", &sharma));
        assert!(score("राहुल शर्मा", &sharma) > score("राहुल शर्मा", &verma));
    }

    #[test]
    fn the_place_tells_two_rahuls_apart() {
        let station = party("Rahul Sharma", "Station Road", "+919810010001");
        let chowk = party("Rahul Verma", "Gandhi Chowk", "+919810010002");
        assert!(score("rahul station", &station) > score("rahul station", &chowk));
        assert!(score("rahul chowk", &chowk) > score("rahul chowk", &station));
    }

    #[test]
    fn the_end_of_a_phone_finds_its_owner() {
        let rahul = party("Rahul Sharma", "Station Road", "+919810010001");
        assert_eq!(score("098100 10001", &rahul), 1_000);
        assert!(score("0001", &rahul) > SCORE_MIN);
        assert_eq!(score("7777", &rahul), 0);
    }

    #[test]
    fn another_name_does_not_fit() {
        let rahul = party("Rahul Sharma", "Station Road", "+919810010001");
        assert!(score("mohan gupta", &rahul) < SCORE_MIN);
        assert!(score("", &rahul) < SCORE_MIN);
    }
}
