//! Which of several the words point at: by name, nickname, place, last digits, or the place in the list.

use super::words::words;
use crate::intent::{Lexicon, WorldCustomer, WorldProduct, digits_in};
use crate::search::{Sounding, alike, sounding};

/// From here on, in thousandths, a word is taken for another spelling of a mark.
const ALIKE_MIN: u16 = 850;

const ORDINALS: [&[&str]; 4] = [
    &["pehla", "pehle", "pehli", "pahla", "pahle", "first", "ek", "one", "1", "पहला", "पहले", "पहली"],
    &["doosra", "dusra", "doosre", "dusre", "doosri", "dusri", "second", "two", "2", "दूसरा", "दूसरे", "दूसरी"],
    &["teesra", "tisra", "teesre", "teesri", "third", "three", "3", "तीसरा", "तीसरे", "तीसरी"],
    &["chautha", "chauthe", "chauthi", "fourth", "four", "4", "चौथा", "चौथे", "चौथी"],
];

/// Words for the one that was named last.
const LAST: &[&str] = &["last", "aakhri", "akhri", "aakhiri", "aakhir", "आखिरी", "आख़िरी"];

/// Words for a name without any other.
const ONLY: &[&str] =
    &["sirf", "sirph", "bas", "khali", "keval", "only", "just", "plain", "सिर्फ", "सिर्फ़", "बस", "केवल", "खाली"];

/// Words before a number that make it a place: "number do".
const NUMBER: &[&str] = &["number", "nambar", "no", "option", "नंबर", "नम्बर"];

/// Fewer digits than this tell nobody from another.
const DIGITS_MIN: usize = 2;

/// Which of the candidates the words point at: the only one whose name, nickname, landmark or last digits are in
/// them, or the one that was named at that place.
pub(super) fn pick(candidates: &[String], text: &str, lexicon: &Lexicon) -> Option<String> {
    let world = lexicon.world();
    let customer = |id: &String| world.customers.iter().find(|it| &it.id == id);
    let marks = |id: &String| {
        let product = || world.products.iter().find(|it| &it.id == id).map(product_words);
        customer(id).map(customer_words).or_else(product).unwrap_or_default()
    };
    if let Some(place) = place_after_number(text) {
        return candidates.get(place).cloned();
    }
    if let Some(id) = alone(candidates, text, lexicon) {
        return Some(id);
    }
    let known: Vec<Vec<String>> = candidates.iter().map(marks).collect();
    if let Some(at) = only(&known, text) {
        return candidates.get(at).cloned();
    }
    let digits = digits_in(text);
    if digits.len() >= DIGITS_MIN {
        let ends = |id: &&String| {
            let phone = customer(id).and_then(|it| it.phone.as_deref()).unwrap_or_default();
            phone.chars().filter(char::is_ascii_digit).collect::<String>().ends_with(&digits)
        };
        let mut ending = candidates.iter().filter(ends);
        return ending.next().filter(|_| ending.next().is_none()).cloned();
    }
    candidates.get(place(text, candidates.len())?).cloned()
}

/// "Sirf Rahul": the one who is called so and nothing more.
fn alone(candidates: &[String], text: &str, lexicon: &Lexicon) -> Option<String> {
    let said = words(text);
    let is_only = |word: &String| ONLY.contains(&word.as_str());
    let name: Vec<String> = said.iter().filter(|word| !is_only(word)).cloned().collect();
    let is_called = |id: &&String| {
        lexicon.world().customers.iter().any(|customer| &customer.id == *id && words(&customer.name) == name)
    };
    candidates.iter().find(is_called).filter(|_| said.iter().any(is_only)).cloned()
}

/// Which of these names the words point at.
pub(super) fn named(names: &[String], text: &str) -> Option<String> {
    let known: Vec<Vec<String>> = names.iter().map(|name| words(name)).collect();
    let at = only(&known, text).or_else(|| place_after_number(text)).or_else(|| place(text, names.len()))?;
    names.get(at).cloned()
}

/// The only one of which most marks are in the words; first as they are written, then as they sound.
fn only(known: &[Vec<String>], text: &str) -> Option<usize> {
    let said = words(text);
    let exact = most(known, |mark| said.contains(mark));
    let sounds: Vec<Sounding> = said.iter().flat_map(|word| sounding(word)).collect();
    let near =
        |mark: &String| sounding(mark).iter().any(|mark| sounds.iter().any(|word| alike(word, mark) >= ALIKE_MIN));
    exact.or_else(|| most(known, near))
}

fn most(known: &[Vec<String>], is_said: impl Fn(&String) -> bool) -> Option<usize> {
    // A word that all candidates share ("Rahul") tells none of them apart.
    let telling = |mark: &&String| !known.iter().all(|other| other.contains(mark));
    let scores: Vec<usize> =
        known.iter().map(|marks| marks.iter().filter(telling).filter(|mark| is_said(mark)).count()).collect();
    let best = scores.iter().copied().max().filter(|best| *best > 0)?;
    let mut leaders = scores.iter().enumerate().filter(|(_, score)| **score == best).map(|(at, _)| at);
    leaders.next().filter(|_| leaders.next().is_none())
}

/// "number do", "no. 2": the place from 0.
fn place_after_number(text: &str) -> Option<usize> {
    let said = words(text);
    let at = said.iter().position(|word| NUMBER.contains(&word.as_str()))?;
    let digit: usize = digits_in(said.get(at + 1)?).parse().ok()?;
    digit.checked_sub(1).filter(|place| *place < ORDINALS.len())
}

/// "pehla", "doosra wala", "last": the place from 0.
fn place(text: &str, count: usize) -> Option<usize> {
    let mut said = words(text);
    // "The second one" is not the first.
    if said.len() > 1 && said.last().is_some_and(|word| word == "one") {
        said.pop();
    }
    let is = |list: &[&str]| said.iter().any(|word| list.contains(&word.as_str()));
    ORDINALS.iter().position(|names| is(names)).or_else(|| is(LAST).then(|| count.saturating_sub(1)))
}

fn customer_words(customer: &WorldCustomer) -> Vec<String> {
    let mut all = words(&customer.name);
    all.extend(customer.nickname.as_deref().map(words).unwrap_or_default());
    all.extend(customer.landmark.as_deref().map(words).unwrap_or_default());
    all
}

fn product_words(product: &WorldProduct) -> Vec<String> {
    let mut all = words(&product.name);
    all.extend(product.aliases.iter().flat_map(|alias| words(alias)));
    all
}
