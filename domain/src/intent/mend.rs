//! What ears wrote down wrongly, as the shop would say it: words that were run together come apart, and words that
//! nothing explains become the name or the thing on the shelf that they sound like.
//!
//! Only for what was heard and makes no whole command as it stands: the reading as it was heard is kept beside the
//! mended one, which counts less. Numbers are never changed, only parted from what they were run together with.

use super::lexicon::Lexicon;
use super::normalise;
use super::phonetic;
use super::token;
use std::collections::HashSet;

/// A shop with more customers than this has too many names that sound alike, and too many to compare.
const CUSTOMERS_MAX: usize = 1_000;
/// How alike a word must sound to one of a name whose other word was heard right, in thousandths.
const HALF_NAME: u32 = 650;
/// How alike a word must sound to a thing on the shelf, or to a name by itself.
const ALONE: u32 = 780;
/// How alike the rest of a word must sound to a thing once a number or unit is taken off.
const RUN_TOGETHER: u32 = 620;
/// Shorter words sound like too much.
const LETTERS_MIN: usize = 4;

/// Words that are run together with a name before them: "Imranne", "Daska".
const BEHIND_NAMES: &[&str] = &["ne", "ko", "ka", "ke", "ki", "se", "go"];
/// Numbers and units that are run together with what is counted: "dokilo", "kiloghi", "barahande".
const BEFORE_THINGS: &[&str] = &[
    "barah", "paanch", "panch", "chaar", "teen", "saat", "aath", "das", "dus", "ek", "do", "kilo", "kylo", "killa",
    "kila",
];

/// One shop's names and things, by their sound.
pub(crate) struct Mender {
    names: Vec<Vec<Sounded>>,
    things: Vec<Sounded>,
    known: HashSet<String>,
}

/// A word and how it sounds.
struct Sounded {
    word: String,
    key: String,
}

impl Sounded {
    fn new(word: &str) -> Self {
        let word = phonetic::latin(&normalise::folded(word)).to_lowercase();
        Self { key: phonetic::key(&word), word }
    }
}

impl Mender {
    /// A shop's names and things.
    pub(crate) fn new(lexicon: &Lexicon) -> Self {
        let world = lexicon.world();
        let words = |name: &str| name.split_whitespace().map(Sounded::new).collect::<Vec<_>>();
        let names: Vec<Vec<Sounded>> =
            world.customers.iter().take(CUSTOMERS_MAX + 1).map(|customer| words(&customer.name)).collect();
        let names = if names.len() > CUSTOMERS_MAX { vec![] } else { names };
        let said = world.products.iter().flat_map(|product| std::iter::once(&product.name).chain(&product.aliases));
        let things: Vec<Sounded> = said.flat_map(|name| words(name)).collect();
        let known = names.iter().flatten().chain(&things).map(|sounded| sounded.word.clone()).collect();
        Self { names, things, known }
    }

    /// The words mended; none where nothing is to mend.
    pub(crate) fn mended(&self, heard: &str) -> Option<String> {
        let mut words: Vec<String> = heard.trim_end_matches('?').split_whitespace().map(str::to_owned).collect();
        words = words.iter().flat_map(|word| self.apart(word)).collect();
        self.mend_names(&mut words);
        for word in &mut words {
            let bare = bare(word);
            if !self.is_known(&bare)
                && let Some(thing) = nearest(&bare, &self.things, ALONE)
            {
                *word = with_stop(thing, word);
            }
        }
        self.mend_paid(&mut words);
        let mended = words.join(" ");
        (mended != heard).then_some(mended)
    }

    /// "Rahul Verma pay 300" is how "paid" is written: nobody says it so.
    fn mend_paid(&self, words: &mut [String]) {
        let name = words.iter().take_while(|word| self.known.contains(&bare(word))).count();
        if let Some([pay, amount, ..]) = words.get_mut(name..)
            && name > 0
            && bare(pay) == "pay"
            && amount.starts_with(|first: char| first.is_ascii_digit())
        {
            "paid".clone_into(pay);
        }
    }

    fn is_known(&self, bare: &str) -> bool {
        bare.chars().count() < LETTERS_MIN || self.known.contains(bare) || token::is_word(bare)
    }

    /// A word that is several run together, taken apart; any other as it is.
    fn apart(&self, word: &str) -> Vec<String> {
        let bare = bare(word);
        if self.is_known(&bare) {
            return vec![word.to_owned()];
        }
        let named = BEHIND_NAMES.iter().find_map(|behind| {
            let stem = bare.strip_suffix(behind)?;
            let name = self.names.iter().flatten().any(|name| name.word == stem);
            (name || matches!(stem, "kal" | "aaj")).then(|| vec![stem.to_owned(), with_stop(behind, word)])
        });
        let counted = || {
            let (before, rest) = BEFORE_THINGS.iter().find_map(|before| Some((before, bare.strip_prefix(before)?)))?;
            let before = if before.starts_with('k') { "kilo" } else { before };
            let unit = ["kilo", "kylo", "kule", "kulo"].iter().find_map(|unit| rest.strip_prefix(unit));
            if let Some(rest) = unit.filter(|_| before != "kilo") {
                let thing = (!rest.is_empty()).then(|| nearest_run_together(rest, &self.things)).flatten();
                let counted = [before, "kilo"].into_iter().map(str::to_owned);
                return (rest.is_empty() || thing.is_some())
                    .then(|| counted.chain(thing.map(|thing| with_stop(&thing, word))).collect());
            }
            let thing = nearest_run_together(rest, &self.things)?;
            Some(vec![before.to_owned(), with_stop(&thing, word)])
        };
        named.or_else(counted).unwrap_or_else(|| vec![word.to_owned()])
    }

    /// Names of which one word was heard right and the other sounds like it, and words that sound like one name only.
    fn mend_names(&self, words: &mut [String]) {
        for at in 0..words.len() {
            let first = bare(&words[at]);
            let second = words.get(at + 1).map(|word| bare(word)).unwrap_or_default();
            let halves = self.names.iter().filter_map(|name| {
                let [given, family, ..] = name.as_slice() else { return None };
                let half = |right: &str, exact: &Sounded, other: &str, like: &Sounded| {
                    // A word of the shop's own was heard right: "Rahul Verma" is not Rahul Sharma.
                    let strange = !self.known.contains(other);
                    (right == exact.word && strange && sounds(other, like) >= HALF_NAME)
                        .then(|| [given.word.clone(), family.word.clone()])
                };
                half(&first, given, &second, family).or_else(|| half(&second, family, &first, given))
            });
            let halves: Vec<[String; 2]> = halves.collect();
            if let [name] = halves.as_slice()
                && !token::is_word(&second)
            {
                words[at] = with_stop(&name[0], &words[at]);
                words[at + 1] = with_stop(&name[1], &words[at + 1]);
                continue;
            }
            if first.chars().count() < LETTERS_MIN || self.known.contains(&first) || token::is_word(&first) {
                continue;
            }
            let mut alike: Vec<&str> = self
                .names
                .iter()
                .flatten()
                .filter(|name| sounds(&first, name) >= ALONE)
                .map(|name| name.word.as_str())
                .collect();
            alike.sort_unstable();
            alike.dedup();
            if let [name] = alike.as_slice() {
                words[at] = with_stop(name, &words[at]);
            }
        }
    }
}

/// How alike a word sounds to another, in thousandths.
fn sounds(word: &str, other: &Sounded) -> u32 {
    phonetic::alike(&phonetic::key(&phonetic::latin(word)), &other.key)
}

/// The one thing that a word sounds most like, if it sounds enough like it.
fn nearest<'a>(word: &str, things: &'a [Sounded], enough: u32) -> Option<&'a str> {
    let scored = things.iter().map(|thing| (sounds(word, thing), thing.word.as_str()));
    let (best, thing) = scored.max_by_key(|(score, _)| *score)?;
    (best >= enough).then_some(thing)
}

/// The thing that the rest of a word is, of one word or of two.
fn nearest_run_together(rest: &str, things: &[Sounded]) -> Option<String> {
    if rest.chars().count() < 2 {
        return None;
    }
    let exact = things.iter().find(|thing| thing.key == phonetic::key(rest));
    exact.map(|thing| thing.word.clone()).or_else(|| {
        let long = rest.chars().count() >= LETTERS_MIN;
        long.then(|| nearest(rest, things, RUN_TOGETHER)).flatten().map(str::to_owned)
    })
}

/// A word in small letters, without what stands around it.
fn bare(word: &str) -> String {
    word.trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase()
}

/// A word with the stop that followed another.
fn with_stop(word: &str, like: &str) -> String {
    let stop = like.chars().last().filter(|last| matches!(last, ',' | '.' | '!' | '?'));
    word.chars().chain(stop).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intent::World;
    use std::collections::BTreeMap;

    fn mended(text: &str) -> Option<String> {
        Mender::new(&Lexicon::new(&shop(&[]))).mended(text)
    }

    /// A shop whose first customers have these names.
    fn shop(names: &[&str]) -> World {
        let worlds = include_str!("../../tests/understanding/worlds.json");
        let mut worlds: BTreeMap<String, serde_json::Value> = serde_json::from_str(worlds).unwrap();
        let mut shop = worlds.remove("P1").unwrap();
        for (at, name) in names.iter().enumerate() {
            shop["customers"][at]["name"] = (*name).into();
        }
        serde_json::from_value(shop).unwrap()
    }

    #[test]
    fn a_name_that_was_heard_right_does_not_become_one_that_sounds_like_it() {
        let shop = Mender::new(&Lexicon::new(&shop(&["Rahul Sharma", "Rahul Verma"])));
        assert_eq!(shop.mended("Rahul Verma ne 300 diye"), None);
        assert_eq!(shop.mended("Rahul Sharme ne 300 diye").unwrap(), "rahul sharma ne 300 diye");
    }

    #[test]
    fn whoever_pay_so_much_has_paid_it() {
        assert_eq!(mended("Kavita Joshi pay 300 rupees in cash.").unwrap(), "Kavita Joshi paid 300 rupees in cash.");
        for text in ["Kavita Joshi will pay 300 rupees", "Pay 300 to Kavita Joshi", "Kavita Joshi pay the bill"] {
            assert_eq!(mended(text), None, "{text}");
        }
    }

    #[test]
    fn a_name_of_which_half_was_heard_right_is_written_whole() {
        assert_eq!(
            mended("Set a reminder for Kavira Joshi on Monday.").unwrap(),
            "Set a reminder for kavita joshi on Monday."
        );
        assert_eq!(mended("balance of Salim Shake?").unwrap(), "balance of salim sheikh?".trim_end_matches('?'));
    }

    #[test]
    fn words_that_were_run_together_come_apart() {
        assert_eq!(mended("Salimne 500 diye").unwrap(), "salim ne 500 diye");
        assert_eq!(mended("dokilo sugar").unwrap(), "do kilo sugar");
        assert_eq!(mended("ek kilosugar").unwrap(), "ek kilo sugar");
        assert_eq!(mended("kalka hisaab").unwrap(), "kal ka hisaab");
    }

    #[test]
    fn a_thing_on_the_shelf_is_found_by_its_sound() {
        assert_eq!(mended("Turmerik kitna hai").unwrap(), "turmeric kitna hai");
    }

    #[test]
    fn what_is_known_and_every_number_stays() {
        for text in
            ["Amit ne 500 rupaye diye", "Kavita Joshi ko saath rupaye udhaar likho", "Neha ka bill banao do kilo rice"]
        {
            assert_eq!(mended(text), None, "{text}");
        }
    }

    #[test]
    fn a_stranger_stays_a_stranger() {
        for text in ["Rakesh Gupta ne 500 diye", "Joshi ka balance", "Vikram ne 300 diye"] {
            assert_eq!(mended(text), None, "{text}");
        }
    }
}
