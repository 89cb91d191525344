//! What an index of terms holds of a customer, and what it is asked.
//!
//! A term begins with a mark of the shop, so that one index serves all shops and finds the customers of one. Then comes
//! a letter for its kind: `w` a word's key, `s` its skeleton, `t` three letters of its key between `^` and `$`, `d`
//! three digits of a phone. Terms are small letters and digits of any script, `C`, `^` and `$`; never a quote or a blank.

use super::{DIGITS_MIN, Sounding, digits_of_phone, local_digits, name_key, sounding};
use crate::ids::TenantId;
use crate::intent::phonetic;
use crate::ledger::Party;
use std::collections::BTreeSet;

/// Raised whenever other terms are made of the same customer, so that what is stored can be made anew.
pub const RULES: i16 = 1;
/// The most words of a query that are looked for.
const WORDS_MAX: usize = 6;
/// A key with fewer letters is looked for as it is.
const LETTERS_MIN: usize = 3;

/// What an index holds of one customer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Terms {
    /// Equal for names that are spelt nearly the same.
    pub name_key: String,
    /// The terms, each once, with blanks between them.
    pub terms: String,
}

impl Terms {
    /// The terms of a customer of this shop.
    #[must_use]
    pub fn of(tenant: TenantId, party: &Party) -> Self {
        let others = [&party.nickname, &party.landmark, &party.email].map(Option::as_deref);
        Self::from_fields(tenant, &party.name, others, party.phone.as_deref())
    }

    /// The same, of a name, what else they are called by, and an E.164 phone.
    #[must_use]
    pub fn from_fields(tenant: TenantId, name: &str, others: [Option<&str>; 3], phone: Option<&str>) -> Self {
        let mark = mark(tenant);
        let mut terms = BTreeSet::new();
        for word in std::iter::once(name).chain(others.into_iter().flatten()).flat_map(sounding) {
            terms.insert(format!("{mark}w{}", word.key()));
            terms.insert(format!("{mark}s{}", phonetic::skeleton(word.key())));
            terms.extend(threes(word.key()).into_iter().map(|three| format!("{mark}t{three}")));
        }
        if let Some(phone) = phone {
            terms.extend(windows(local_digits(phone)).into_iter().map(|three| format!("{mark}d{three}")));
        }
        Self { name_key: name_key(name), terms: Vec::from_iter(terms).join(" ") }
    }
}

/// What an index is asked, as PostgreSQL writes a `tsquery`: three questions, each wider than the one before.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Query {
    /// Every word is there, spelt nearly the same.
    pub same: String,
    /// Every word of somebody begins so.
    pub begun: String,
    /// Every word, or of three and more all but one, is there with a slip in it.
    pub alike: String,
}

impl Query {
    /// The questions that find whoever may fit the query; none where there is nothing to look for.
    #[must_use]
    pub fn of(tenant: TenantId, query: &str) -> Option<Self> {
        let mark = mark(tenant);
        if let Some(digits) = digits_of_phone(query) {
            let part = digits_of(&mark, &digits);
            return Some(Self { same: part.clone(), begun: part.clone(), alike: part });
        }
        let words: Vec<Sounding> = sounding(query).into_iter().take(WORDS_MAX).collect();
        if words.is_empty() {
            return None;
        }
        let each = |ask: fn(&str, &Sounding) -> String| words.iter().map(|word| ask(&mark, word)).collect::<Vec<_>>();
        let slipped = each(alike);
        let but_one = |left_out: usize| {
            let others = slipped.iter().enumerate().filter(|(at, _)| *at != left_out);
            all(&others.map(|(_, word)| word.clone()).collect::<Vec<_>>())
        };
        let alike =
            if slipped.len() < 3 { all(&slipped) } else { any(&(0..slipped.len()).map(but_one).collect::<Vec<_>>()) };
        Some(Self { same: all(&each(same)), begun: all(&each(begun)), alike })
    }
}

fn same(mark: &str, word: &Sounding) -> String {
    or_phone(mark, word, format!("'{mark}w{}'", word.key()))
}

fn begun(mark: &str, word: &Sounding) -> String {
    let key = word.key();
    let begun = if key.chars().nth(1).is_some() { format!("'{mark}w{key}':*") } else { format!("'{mark}w{key}'") };
    or_phone(mark, word, begun)
}

/// One slip leaves the first half of a word as it was, or the second, or both ends.
fn alike(mark: &str, word: &Sounding) -> String {
    let mut ways = vec![begun(mark, word)];
    if word.key().chars().nth(LETTERS_MIN - 1).is_some() && !word.is_number() {
        ways.push(format!("'{mark}s{}'", phonetic::skeleton(word.key())));
        let threes: Vec<String> = threes(word.key()).into_iter().map(|three| format!("'{mark}t{three}'")).collect();
        let (front, back) = threes.split_at(threes.len() / 2);
        ways.push(all(front));
        ways.push(all(back));
        ways.push(all(&threes.first().into_iter().chain(threes.last()).cloned().collect::<Vec<_>>()));
    }
    any(&ways)
}

/// Digits may be a part of the phone as well.
fn or_phone(mark: &str, word: &Sounding, otherwise: String) -> String {
    if !word.is_number() {
        return otherwise;
    }
    any(&[otherwise, digits_of(mark, &word.sound)])
}

/// A part of a phone.
fn digits_of(mark: &str, digits: &str) -> String {
    all(&windows(digits).iter().map(|three| format!("'{mark}d{three}'")).collect::<Vec<_>>())
}

fn all(asked: &[String]) -> String {
    format!("({})", asked.join("&"))
}

fn any(asked: &[String]) -> String {
    format!("({})", asked.join("|"))
}

/// The shop's mark: its identity ends in random digits.
fn mark(tenant: TenantId) -> String {
    format!("{:05x}", tenant.uuid().as_u128() & 0xf_ffff)
}

/// Three letters at a time of a key between `^` and `$`.
fn threes(key: &str) -> Vec<String> {
    windows(&format!("^{key}$"))
}

fn windows(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    letters.windows(DIGITS_MIN).map(|three| three.iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::party;
    use super::*;
    use uuid::Uuid;

    fn shop() -> TenantId {
        TenantId::from_uuid(Uuid::from_u128(0x1234_5678))
    }

    fn terms(name: &str) -> String {
        Terms::of(shop(), &party(name, "", "")).terms
    }

    #[test]
    fn the_terms_of_a_customer_are_those_of_these_rules() {
        // Other terms than these need another number of the rules: what is stored is made anew by it.
        let rahul = Terms::of(shop(), &party("Rahul Vermaa", "Chowk 12", "+919810010001"));
        assert_eq!((RULES, rahul.name_key.as_str()), (1, "rahulverm"));
        assert_eq!(
            rahul.terms,
            "45678d000 45678d001 45678d010 45678d100 45678d810 45678d981 45678s12 45678sCvk 45678sbrn 45678srl \
             45678t12$ 45678tCov 45678t^12 45678t^Co 45678t^ra 45678t^ve 45678tahu 45678term 45678thul 45678tovk \
             45678trah 45678trm$ 45678tul$ 45678tver 45678tvk$ 45678w12 45678wCovk 45678wrahul 45678wverm"
        );
    }

    #[test]
    fn spellings_of_one_name_have_the_same_words() {
        for other in ["Raahul", "राहुल", "RAHUL", "rahull"] {
            assert_eq!(terms(other), terms("Rahul"), "{other}");
        }
        assert_ne!(terms("Rohan"), terms("Rahul"));
    }

    #[test]
    fn terms_and_questions_hold_nothing_that_must_be_quoted() {
        for name in ["O'Brien \\ & | ! ( ) : * <-> 'x'", "आनंद ९ 'र'", "D’Souza", "\u{202e}\u{0}x", "%_"]
        {
            for term in terms(name).split(' ').filter(|term| !term.is_empty()) {
                assert!(term.chars().all(|letter| letter.is_alphanumeric() || "^$".contains(letter)), "{term}");
            }
            let Some(query) = Query::of(shop(), name) else { continue };
            for asked in [query.same, query.begun, query.alike] {
                let bare: String = asked.chars().filter(|letter| !"'&|():*^$".contains(*letter)).collect();
                assert!(bare.chars().all(char::is_alphanumeric), "{asked}");
                assert_eq!(asked.matches('\'').count() % 2, 0, "{asked}");
            }
        }
        assert_eq!(Query::of(shop(), " ' & "), None);
    }

    #[test]
    fn a_part_of_a_phone_is_asked_for_by_its_digits() {
        let query = Query::of(shop(), "10001").unwrap();
        assert_eq!(query.same, "('45678d100'&'45678d000'&'45678d001')");
        assert_eq!(Query::of(shop(), "+91 98100 10001"), Query::of(shop(), "9810010001"));
    }
}
