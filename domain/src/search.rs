//! Finding a customer by what was typed: name, nickname, place or phone, in Latin letters or Devanagari.
//!
//! [`score`] tells how well one customer fits. Among many, an index finds those worth scoring: [`Terms`] are what it
//! holds of a customer, [`Query`] is what it is asked.

mod terms;

pub use terms::{Query, RULES, Terms};

use crate::intent::{normalise, phonetic};
use crate::ledger::Party;
use std::cell::OnceCell;

/// Below this, in thousandths, a name does not fit at all.
pub const SCORE_MIN: u16 = 600;
/// The same but for aspirates, sibilants and the length of vowels.
const SAME_KEY: u16 = 960;
/// A word that begins with what was typed.
const PREFIX: u16 = 920;
/// The most for a word that is only alike.
const ALIKE_MAX: u16 = 900;
/// Words that are less alike are different words.
const ALIKE_MIN: u16 = 700;
/// The end of a phone, and a part of one.
const PHONE_END: u16 = 950;
const PHONE_PART: u16 = 850;
/// Fewer digits than these are no part of a phone.
const DIGITS_MIN: usize = 3;

/// A word as it sounds.
#[derive(Clone, Debug)]
pub(crate) struct Sounding {
    latin: String,
    /// Equal where words sound the same.
    pub(crate) sound: String,
    key: OnceCell<String>,
}

impl Sounding {
    fn of(word: &str) -> Self {
        let latin = phonetic::latin(&normalise::folded(word));
        Self { sound: phonetic::homophone(&latin), latin, key: OnceCell::new() }
    }

    /// Equal where words are spelt nearly the same; made when it is first asked for, which is seldom.
    fn key(&self) -> &str {
        self.key.get_or_init(|| phonetic::key(&self.latin))
    }

    fn is_number(&self) -> bool {
        self.sound.len() >= DIGITS_MIN && self.sound.bytes().all(|byte| byte.is_ascii_digit())
    }
}

/// What is searched for, to be held against many customers.
#[derive(Clone, Debug)]
pub struct Wanted {
    words: Vec<Sounding>,
    /// The query as a phone, or a part of one.
    digits: Option<String>,
}

/// How well a customer fits the query, in thousandths: 1 000 is exact.
#[must_use]
pub fn score(query: &str, party: &Party) -> u16 {
    Wanted::by(query).score(party)
}

impl Wanted {
    /// Takes the query apart.
    #[must_use]
    pub fn by(query: &str) -> Self {
        Self { words: sounding(query), digits: digits_of_phone(query) }
    }

    /// How well a customer fits, in thousandths: 1 000 is exact.
    #[must_use]
    pub fn score(&self, party: &Party) -> u16 {
        if self.words.is_empty() {
            return 0;
        }
        let name = sounding(&party.name);
        if self.words.iter().map(|word| &word.sound).eq(name.iter().map(|word| &word.sound)) {
            return 1_000;
        }
        let local = party.phone.as_deref().map(local_digits);
        let phone = match (&self.digits, local) {
            (Some(asked), Some(local)) if asked == local => return 1_000,
            (Some(asked), Some(local)) => part_of_phone(asked, local),
            (Some(_) | None, _) => 0,
        };
        let others = [party.nickname.as_ref(), party.landmark.as_ref(), party.email.as_ref()];
        let others = others.into_iter().flatten().flat_map(|field| sounding(field));
        phone.max(by_words(&self.words, &name.into_iter().chain(others).collect::<Vec<_>>(), local))
    }
}

/// Whether somebody new may be somebody who is known: a name that sounds the same, and nothing that tells them apart.
#[must_use]
pub fn may_be_one(new: &Party, known: &Party) -> bool {
    if new.id == known.id || name_key(&new.name) != name_key(&known.name) {
        return false;
    }
    let place = |party: &Party| party.landmark.as_deref().map(name_key);
    match (place(new), place(known)) {
        (Some(here), Some(there)) => here == there,
        (Some(_) | None, _) => new.phone.is_none() || known.phone.is_none(),
    }
}

/// Equal where names are spelt nearly the same, however they are cut into words: `Ram Lal` is `Ramlal`.
#[must_use]
pub fn name_key(name: &str) -> String {
    sounding(name).iter().map(Sounding::key).collect()
}

fn part_of_phone(asked: &str, local: &str) -> u16 {
    match asked {
        _ if local.ends_with(asked) => PHONE_END,
        _ if local.contains(asked) => PHONE_PART,
        _ => 0,
    }
}

/// The mean of what each word of the query fits best.
fn by_words(asked: &[Sounding], words: &[Sounding], local: Option<&str>) -> u16 {
    let best = |word: &Sounding| {
        let phone = local.filter(|_| word.is_number()).map_or(0, |local| part_of_phone(&word.sound, local));
        if words.iter().any(|other| other.sound == word.sound) {
            return 1_000;
        }
        words.iter().map(|other| alike(word, other)).max().unwrap_or(0).max(phone)
    };
    let sum: u32 = asked.iter().map(|word| u32::from(best(word))).sum();
    let mean = u32::try_from(asked.len()).ok().and_then(|count| sum.checked_div(count)).unwrap_or(0);
    // Only the whole name is exact.
    u16::try_from(mean.min(990)).unwrap_or(0)
}

pub(crate) fn alike(asked: &Sounding, word: &Sounding) -> u16 {
    if asked.sound == word.sound {
        return 1_000;
    }
    if asked.key() == word.key() {
        return SAME_KEY;
    }
    let begins = |word: &str, with: &str| with.chars().nth(1).is_some() && word.starts_with(with);
    if begins(&word.sound, &asked.sound) || begins(word.key(), asked.key()) {
        return PREFIX;
    }
    if asked.is_number() || word.is_number() {
        return 0;
    }
    let likeness = u16::try_from(phonetic::alike(asked.key(), word.key())).unwrap_or(0);
    if likeness < ALIKE_MIN { 0 } else { likeness.min(ALIKE_MAX) }
}

/// What is looked for where the query is a phone or a part of one.
fn digits_of_phone(query: &str) -> Option<String> {
    let digits: String = query.chars().filter_map(digit).collect();
    let is_number = !query.chars().any(char::is_alphabetic) && digits.len() >= DIGITS_MIN;
    let whole = crate::ledger::phone(query).map(|phone| local_digits(&phone).to_owned());
    is_number.then(|| whole.unwrap_or(digits))
}

fn local_digits(phone: &str) -> &str {
    phone.strip_prefix("+91").unwrap_or(phone)
}

/// The words of a text, as they sound.
pub(crate) fn sounding(text: &str) -> Vec<Sounding> {
    text.split(|letter: char| !letter.is_alphanumeric() && !is_mark(letter) && letter != '\'')
        .map(|word| Sounding::of(&word.chars().map(|letter| digit(letter).unwrap_or(letter)).collect::<String>()))
        .filter(|word| !word.sound.is_empty())
        .collect()
}

/// A digit of either script in ASCII.
fn digit(letter: char) -> Option<char> {
    match letter {
        '0'..='9' => Some(letter),
        '०'..='९' => char::from_digit(u32::from(letter) - u32::from('०'), 10),
        _ => None,
    }
}

/// Signs that belong to the letter before them, though they are no letters.
const fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{200c}' | '\u{200d}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::PartyId;
    use crate::money::Money;
    use uuid::Uuid;

    pub(super) fn party(name: &str, landmark: &str, phone: &str) -> Party {
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Party {
            is_active: true,
            id: PartyId::from_uuid(Uuid::nil()),
            name: name.to_owned(),
            phone: some(phone),
            nickname: None,
            landmark: some(landmark),
            email: None,
            state_code: None,
            gstin: None,
            address: None,
            balance: Money::ZERO,
            credit_limit: None,
            created_at: jiff::Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_name_is_found_in_either_script() {
        let rahul = party("Rahul Sharma", "Station Road", "+919810010001");
        for exact in ["rahul sharma", "राहुल शर्मा", "Raahul Sharma", "RAHUL  SHARMAA"] {
            assert_eq!(score(exact, &rahul), 1_000, "{exact}");
        }
        for near in ["राहुल", "Raahul", "sarma", "rahul@", "rahu", "Rahool", "shrma"] {
            assert!(score(near, &rahul) > 700, "{near}: {}", score(near, &rahul));
        }
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
        assert_eq!(score("rahul", &station), score("rahul", &chowk));
    }

    #[test]
    fn a_phone_or_a_part_of_it_finds_its_owner() {
        let rahul = party("Rahul Sharma", "Station Road", "+919810010001");
        assert_eq!(score("098100 10001", &rahul), 1_000);
        assert_eq!(score("९८१००१०००१", &rahul), 1_000);
        assert!(score("0001", &rahul) > score("9810", &rahul));
        assert!(score("rahul 0001", &rahul) > 950);
        assert!(score("9810", &rahul) > SCORE_MIN);
        assert_eq!(score("7777", &rahul), 0);
        assert!(score("rahul 7777", &rahul) < SCORE_MIN);
    }

    #[test]
    fn another_name_does_not_fit() {
        let rahul = party("Rahul Sharma", "Station Road", "+919810010001");
        for other in ["mohan gupta", "", " ", "@", "sunita", "ramesh verma"] {
            assert!(score(other, &rahul) < SCORE_MIN, "{other}: {}", score(other, &rahul));
        }
    }

    #[test]
    fn somebody_new_may_be_known_by_name_and_place() {
        let new = |name, place, phone| Party { id: PartyId::from_uuid(Uuid::max()), ..party(name, place, phone) };
        let known = party("Rahul Sharma", "Station Road", "+919810010001");
        assert!(may_be_one(&new("राहुल शर्मा", "station road", "+919810010009"), &known));
        assert!(may_be_one(&new("RahulSharma", "", ""), &known));
        assert!(!may_be_one(&new("Rahul Sharma", "", "+919810010009"), &known), "two phones, no place");
        assert!(!may_be_one(&new("Rahul Sharma", "Gandhi Chowk", ""), &known), "another place");
        assert!(!may_be_one(&new("Rahul Verma", "Station Road", ""), &known), "another name");
        assert!(!may_be_one(&known, &known), "themselves");
    }
}
