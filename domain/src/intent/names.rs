//! Customers' names across scripts and spellings: which of them the words can mean.

use super::naming::{counts_on, may_stand_alone, placed};
use super::phonetic;
use super::senses::{
    AND, BOTH, COMMON, FOR, FROM, GAVE, HONOR, KA, KO, NAMED, NE, NEW, ON, OWE, PAY, RATE, SE, TO, TOOK,
};
use super::token::{self, Token};
use super::world::World;
use std::collections::{HashMap, HashSet};

/// One word of a name, under the keys by which it is found.
#[derive(Clone, Debug)]
struct NameWord {
    sound: String,
    key: String,
    /// A short `a` behind its last consonants is said and not written: धर्मेंद्र is Dharmendra.
    open: bool,
}

/// One name of one customer.
#[derive(Clone, Debug)]
struct Name {
    person: usize,
    words: Vec<NameWord>,
}

/// The customers of a shop, by the sounds of their names.
#[derive(Clone, Debug, Default)]
pub(super) struct People {
    names: Vec<Name>,
    by_sound: HashMap<String, Vec<usize>>,
    by_key: HashMap<String, Vec<usize>>,
    by_skeleton: HashMap<String, Vec<(usize, usize)>>,
    reminded: HashSet<usize>,
}

/// Words that are or may be a customer's name.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mention {
    pub start: usize,
    pub end: usize,
    /// The customers it fits, by their place in the world; none where it is a stranger.
    pub people: Vec<usize>,
    /// How sure the spelling is: 3 the same sound, 2 nearly, 1 alike.
    pub tier: u8,
    /// It is the whole of somebody's name.
    pub whole: bool,
    /// One of them has a reminder to come.
    pub reminded: bool,
}

/// The least likeness, in thousandths, at which another spelling is taken for a name.
const ALIKE_MIN: u32 = 750;
/// The same for names of three sounds.
const ALIKE_SHORT: u32 = 900;
/// How far the best must be ahead of the next.
const MARGIN_MIN: u32 = 50;

/// The customers who have a reminder to come, by their place in the world.
fn reminded(world: &World) -> HashSet<usize> {
    let ids: HashSet<&str> = world.reminders.iter().map(|reminder| reminder.customer_id.as_str()).collect();
    let places = world.customers.iter().enumerate().filter(|(_, customer)| ids.contains(customer.id.as_str()));
    places.map(|(place, _)| place).collect()
}

impl People {
    pub(super) fn new(world: &World) -> Self {
        let mut people = Self::default();
        people.remind(world);
        for (person, customer) in world.customers.iter().enumerate() {
            for name in std::iter::once(&customer.name).chain(customer.nickname.as_ref()) {
                people.enter(person, name);
            }
        }
        people
    }

    /// Takes over who has a reminder to come.
    pub(super) fn remind(&mut self, world: &World) {
        self.reminded = reminded(world);
    }

    /// Whether those are known who have a reminder to come.
    pub(super) fn reminds_of(&self, world: &World) -> bool {
        self.reminded == reminded(world)
    }

    fn enter(&mut self, person: usize, name: &str) {
        let said: Vec<String> = super::normalise::words(name).into_iter().map(|word| word.latin).collect();
        let deva = phonetic::is_devanagari(name);
        let of = |latin: &str| NameWord {
            sound: phonetic::homophone(latin),
            key: phonetic::name_key(latin),
            open: deva && is_open(latin),
        };
        self.keep(person, said.iter().map(|latin| of(latin)).collect());
        for at in 0..said.len().saturating_sub(1) {
            let (Some(left), Some(right)) = (said.get(at), said.get(at + 1)) else { continue };
            let mut joined: Vec<NameWord> = said.iter().take(at).map(|latin| of(latin)).collect();
            joined.push(of(&format!("{left}{right}")));
            joined.extend(said.iter().skip(at + 2).map(|latin| of(latin)));
            self.keep(person, joined);
        }
    }

    fn keep(&mut self, person: usize, words: Vec<NameWord>) {
        let index = self.names.len();
        for (at, word) in words.iter().enumerate() {
            self.by_sound.entry(word.sound.clone()).or_default().push(index);
            self.by_key.entry(word.key.clone()).or_default().push(index);
            self.by_skeleton.entry(phonetic::skeleton(&word.key)).or_default().push((index, at));
        }
        self.names.push(Name { person, words });
    }

    /// Every place in the text where a customer may be named; they may overlap.
    pub(super) fn mentions(&self, tokens: &[Token], things: &[bool]) -> Vec<Mention> {
        let found: Vec<(u8, Vec<usize>)> = tokens.iter().map(|token| self.names_of(token)).collect();
        let mut mentions = self.torn(tokens, &found);
        for start in 0..tokens.len() {
            if let Some(mention) = self.longest(tokens, &found, start, things) {
                mentions.push(mention);
            }
        }
        mentions
    }

    /// Names that were heard as two words: "sat beer" for Satbir; what follows of the name belongs to it.
    fn torn(&self, tokens: &[Token], found: &[(u8, Vec<usize>)]) -> Vec<Mention> {
        let mut mentions = vec![];
        for (at, pair) in tokens.windows(2).enumerate() {
            let [left, right] = pair else { continue };
            let alone = |at: usize| found.get(at).is_none_or(|(_, names)| names.is_empty());
            let role = NE.or(KO).or(SE).or(KA).or(ON).or(FOR).or(FROM).or(TO).or(AND);
            let closed =
                right.word.after_stop || left.word.possessive || left.senses.any(role) || right.senses.any(role);
            let free = alone(at) && !left.senses.any(HONOR);
            if closed || !free || left.digits.is_some() || right.digits.is_some() {
                continue;
            }
            let joined = format!("{}{}", left.word.latin, right.word.latin);
            let key = phonetic::name_key(&joined);
            if key.len() < 5 {
                continue;
            }
            let names = self.by_sound.get(&phonetic::homophone(&joined)).or_else(|| self.by_key.get(&key));
            let mut names: Vec<usize> = names.cloned().unwrap_or_default();
            let mut end = at + 2;
            while let Some((_, next)) = found.get(end) {
                let both: Vec<usize> = names.iter().copied().filter(|name| next.contains(name)).collect();
                if both.is_empty() || tokens.get(end).is_none_or(|token| token.word.after_stop) {
                    break;
                }
                names = both;
                end += 1;
            }
            let people = self.people_of(&names);
            if !people.is_empty() {
                let reminded = people.iter().any(|person| self.reminded.contains(person));
                mentions.push(Mention { start: at, end, people, tier: 2, whole: false, reminded });
            }
        }
        mentions
    }

    /// Whose names these are.
    fn people_of(&self, names: &[usize]) -> Vec<usize> {
        let mut people: Vec<usize> =
            names.iter().filter_map(|name| self.names.get(*name)).map(|name| name.person).collect();
        people.sort_unstable();
        people.dedup();
        people
    }

    /// The names that have this word, and how sure that is.
    fn names_of(&self, token: &Token) -> (u8, Vec<usize>) {
        let latin = &token.word.latin;
        if latin.is_empty() || token.word.plain.contains('@') {
            return (0, vec![]);
        }
        if let Some(names) = self.by_sound.get(&phonetic::homophone(latin)) {
            return (3, names.clone());
        }
        if let Some(names) = self.numbered(token) {
            return (3, names);
        }
        if let Some(names) = self.honoured(token) {
            return (2, names);
        }
        let key = phonetic::name_key(latin);
        if (token.exact && (token.senses != COMMON || key.len() < 5)) || key.len() < 3 {
            return (0, vec![]);
        }
        if let Some(names) = self.by_key.get(&key) {
            let own = |name: &usize| {
                self.names
                    .get(*name)
                    .is_some_and(|name| name.words.iter().any(|word| word.key == key && !feminine(latin, word)))
            };
            return (2, names.iter().copied().filter(own).collect());
        }
        if key.len() < 3 || !token.is_unknown() {
            return (0, vec![]);
        }
        let sound = phonetic::homophone(latin);
        let mut alike: Vec<(u32, &str, usize)> = self
            .by_skeleton
            .get(&phonetic::skeleton(&key))
            .into_iter()
            .flatten()
            .filter_map(|&(name, at)| {
                let own = self.names.get(name)?.words.get(at)?;
                let begins = own.sound.starts_with("sh") == sound.starts_with("sh");
                let ends = last_vowel(&own.key) == last_vowel(&key) && !feminine(latin, own);
                (begins && ends).then_some(())?;
                Some((phonetic::alike(&key, &own.key), own.key.as_str(), name))
            })
            .filter(|(_, own, _)| own.ends_with('i') == key.ends_with('i'))
            .filter(|(likeness, ..)| *likeness >= if key.len() < 4 { ALIKE_SHORT } else { ALIKE_MIN })
            .collect();
        alike.sort_by(|left, right| right.cmp(left));
        let best = alike.first().map_or(0, |(likeness, ..)| *likeness);
        (1, alike.iter().filter(|(likeness, ..)| likeness + MARGIN_MIN > best).map(|(.., name)| *name).collect())
    }

    /// "Raju do" is Raju 2.
    fn numbered(&self, token: &Token) -> Option<Vec<usize>> {
        let count = token::whole_number(&token.word.plain).filter(|_| token.digits.is_none())?;
        self.by_sound.get(&phonetic::homophone(&count.to_string())).cloned()
    }

    /// "Hasmukhbhai" is Hasmukh.
    fn honoured(&self, token: &Token) -> Option<Vec<usize>> {
        let titles = ["bhai", "ben", "behn", "bhau", "sahab", "saab", "babu"];
        let latin = &token.word.latin;
        let bare = titles.iter().find_map(|title| latin.strip_suffix(title)).filter(|bare| bare.len() > 3)?;
        self.by_sound.get(&phonetic::homophone(bare)).filter(|_| token.is_unknown()).cloned()
    }

    /// The longest run of words from here that all belong to one name.
    fn longest(&self, tokens: &[Token], found: &[(u8, Vec<usize>)], start: usize, things: &[bool]) -> Option<Mention> {
        let (mut tier, first) = found.get(start).map(|(tier, names)| (*tier, names.clone()))?;
        let mut names = first;
        if names.is_empty() {
            return None;
        }
        let mut end = start + 1;
        while let (Some((next_tier, next)), Some(token)) = (found.get(end), tokens.get(end)) {
            let said_twice = tokens.get(start..end)?.iter().any(|other| other.word.latin == token.word.latin);
            let both: Vec<usize> = names
                .iter()
                .copied()
                .filter(|name| {
                    next.contains(name) && self.names.get(*name).is_some_and(|name| name.words.len() > end - start)
                })
                .collect();
            if both.is_empty()
                || said_twice
                || counts_on(tokens, end)
                || tokens.get(end - 1).is_some_and(|token| token.word.possessive)
            {
                break;
            }
            names = both;
            tier = tier.min(*next_tier);
            end += 1;
        }
        let whole = |name: &usize| self.names.get(*name).is_some_and(|name| name.words.len() == end - start);
        let said: Vec<String> =
            tokens.get(start..end)?.iter().map(|token| phonetic::name_key(&token.word.latin)).collect();
        let begins = |name: &usize| {
            self.names.get(*name).and_then(|name| name.words.first()).is_some_and(|first| said.contains(&first.key))
        };
        let is_whole = names.iter().any(whole);
        if is_whole {
            // "Rahul" alone is not surely the one who is called Rahul and nothing more, where others are called so first.
            names.retain(|name| whole(name) || (end == start + 1 && begins(name)));
        }
        let first_said = names.iter().any(begins);
        let people = self.people_of(&names);
        let mut mention = Mention { start, end, people, tier, whole: is_whole, reminded: false };
        if end == start + 1 && (!may_stand_alone(tokens, start) || (tier == 1 && !placed(tokens, start))) {
            return None;
        }
        let before = start.checked_sub(1).and_then(|at| tokens.get(at));
        if end == start + 1 && !is_whole && before.is_some_and(|token| token.is(NEW) && !token.word.after_stop) {
            return None;
        }
        let own = tokens.get(start..end)?;
        let wale = |token: &Token| token.senses.any(RATE) && !token.word.after_stop;
        let described =
            mention.people.len() == 1 && (own.last().is_some_and(wale) || tokens.get(end).is_some_and(wale));
        if end > start + 1 && !is_whole && !described && own.iter().all(|token| token.exact) {
            return None;
        }
        stranger(tokens, &mut mention, first_said, found, things);
        mention.reminded = mention.people.iter().any(|person| self.reminded.contains(person));
        Some(mention)
    }
}

/// Whether the name ends in two consonants.
fn is_open(latin: &str) -> bool {
    let vowel = |letter: Option<char>| letter.is_some_and(|letter| matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u'));
    let mut back = latin.chars().rev();
    !vowel(back.next()) && !vowel(back.next())
}

/// Imrana is not Imran: an `a` that was said and does not stand in the name makes another of it.
fn feminine(said: &str, own: &NameWord) -> bool {
    said.ends_with('a') && !own.sound.ends_with('a') && !own.open && said.len() > 4
}

/// The vowel that a name ends in, where it is not a short `a` that may be left out: Kamla is not Kamlo.
fn last_vowel(key: &str) -> Option<char> {
    key.chars().last().filter(|letter| matches!(letter, 'i' | 'u' | 'o'))
}

/// Another surname, or another given name before a known surname, is somebody else.
fn stranger(tokens: &[Token], mention: &mut Mention, first_said: bool, found: &[(u8, Vec<usize>)], things: &[bool]) {
    if mention.end - mention.start > 1 {
        return;
    }
    let unknown = |at: usize| {
        !things.get(at).copied().unwrap_or(true)
            && tokens.get(at).is_some_and(|token| {
                (token.is_unknown() || (!token.exact && !token.part && token.digits.is_none()))
                    && found.get(at).is_none_or(|(_, names)| names.is_empty())
            })
    };
    let own = tokens.get(mention.start);
    let next = tokens.get(mention.end);
    let closed = own.is_some_and(|token| token.word.possessive) || next.is_some_and(|token| token.word.after_stop);
    let other_name = |at: usize| {
        found.get(at).is_some_and(|(tier, names)| *tier == 3 && !names.is_empty())
            && tokens
                .get(at)
                .is_some_and(|token| !token.exact && own.is_none_or(|own| own.word.latin != token.word.latin))
    };
    let role = |at: usize| {
        tokens.get(at).is_some_and(|token| token.senses.any(NE.or(KO).or(SE).or(KA).or(ON).or(HONOR).or(NAMED).or(FOR)))
            || tokens.get(at.wrapping_sub(1)).is_some_and(|token| token.word.possessive)
    };
    let named = |at: usize| tokens.get(at).is_some_and(|token| token.word.capital);
    let acts = tokens.get(mention.end).is_some_and(Token::is_unknown)
        && tokens.get(mention.end + 1).is_some_and(|token| token.senses.any(PAY.or(GAVE).or(TOOK).or(OWE)));
    let closed = closed || tokens.get(mention.end + 1).is_some_and(|token| token.is(BOTH));
    if !closed
        && (unknown(mention.end) || other_name(mention.end))
        && (acts || role(mention.end + 1) || (named(mention.end) && own.is_some_and(|token| token.word.capital)))
    {
        mention.people.clear();
        mention.end += 1;
    } else if let Some(before) = mention.start.checked_sub(1) {
        let cut = own.is_some_and(|token| token.word.after_stop)
            || tokens.get(before).is_some_and(|token| token.word.possessive);
        if unknown(before) && !first_said && !cut {
            mention.people.clear();
            mention.start = before;
        }
    }
}

/// How well a query fits a name, in [0, 1], across scripts: 1 is the same name, 0 has nothing in common.
#[must_use]
#[expect(clippy::float_arithmetic, reason = "a share, not money: how alike two sounds are")]
pub fn score(query: &str, name: &str) -> f64 {
    let keys = |text: &str| -> Vec<(String, String)> {
        super::normalise::words(text)
            .iter()
            .map(|word| (phonetic::homophone(&word.latin), phonetic::key(&word.latin)))
            .collect()
    };
    let (asked, own) = (keys(query), keys(name));
    if asked.is_empty() || own.is_empty() {
        return 0.0;
    }
    let best = |(sound, key): &(String, String)| -> u32 {
        own.iter()
            .map(|(own_sound, own_key)| {
                if sound == own_sound {
                    1_000
                } else if key == own_key {
                    950
                } else if own_sound.starts_with(sound.as_str()) && sound.len() >= 2 {
                    900
                } else {
                    phonetic::alike(key, own_key).min(900)
                }
            })
            .max()
            .unwrap_or(0)
    };
    let total: u32 = asked.iter().map(best).sum();
    let spread = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let average = total / spread(asked.len());
    let missing = spread(own.len().saturating_sub(asked.len()).min(4)) * 10;
    f64::from(average.saturating_sub(missing)) / 1_000.0
}
