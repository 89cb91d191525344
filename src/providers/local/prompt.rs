//! What Whisper is told beforehand: the words of the shop, so that it writes them rather than what they sound like.

/// How a shopkeeper speaks, in Latin letters: so Hindi is written in Latin letters too. The amounts are those that Whisper
/// cannot spell by itself; told how, it hears "dhai sau" and "barah sau" where it heard "do sau" or nothing. Written as
/// figures they would be heard in place of other amounts. Measured on 20 spoken amounts: 16 right instead of 7. The English
/// ones keep a bill from being heard as a meal, and stock as a stop: of 68 spoken commands 56 right instead of 52. No yes
/// and no no is among them: told to expect one, Whisper writes "Haan." for "huh?", a sigh and laughter.
const SHOP_TALK: &[&str] = &[
    "Add ten kilos to stock.",
    "Make a bill.",
    "Today's summary.",
    "Ko dedh sau rupaye udhaar likho.",
    "Ne dhai sau rupaye diye.",
    "Saadhe teen sau,",
    "barah sau,",
    "saat sau,",
    "bees hazaar.",
    "Bill banao.",
    "Balance kitna hai?",
];

/// A guide for the ears: names first, shop words last, nearest to what will be said.
pub(crate) struct Prompt {
    names: Vec<String>,
}

impl Prompt {
    /// As many of the names as fit, by `tokens` of one entry, within `tokens_max`.
    pub(crate) fn new(names: &[String], tokens_max: usize, tokens: impl Fn(&str) -> usize) -> Self {
        let talk: usize = SHOP_TALK.iter().map(|words| tokens(words)).sum();
        let mut left = tokens_max.saturating_sub(talk);
        let mut entries: Vec<String> = Vec::new();
        for name in names {
            let name = romanised(name);
            let cost = tokens(&name) + 1;
            if cost > left {
                break;
            }
            left -= cost;
            entries.push(name);
        }
        entries.reverse();
        Self { names: entries }
    }

    /// The text that is put before the sound.
    pub(crate) fn text(&self) -> String {
        let talk = SHOP_TALK.join(" ");
        if self.names.is_empty() { format!(" {talk}") } else { format!(" {}. {talk}", self.names.join(", ")) }
    }

    /// Whether a transcript is the prompt read back, as happens on weak sound: nothing but its words, and either running
    /// on over two of its entries in their order, or unsure; or unsure, and little but a run of them, with a syllable that
    /// was there.
    pub(crate) fn leaked(&self, transcript: &str, confidence: f32) -> bool {
        let heard = words(transcript);
        let mut told: Vec<String> = Vec::new();
        let mut borders = Vec::new();
        for entry in self.names.iter().map(String::as_str).chain(SHOP_TALK.iter().copied()) {
            told.extend(words(entry));
            borders.push(told.len());
        }
        let strays: Vec<&String> = heard.iter().filter(|word| !told.contains(word)).collect();
        if heard.is_empty() || !strays.is_empty() {
            let runs = told.windows(RUN).any(|run| heard.windows(RUN).any(|heard| heard == run));
            return confidence < SURE
                && runs
                && strays.len() <= STRAYS_MAX
                && strays.iter().all(|word| is_syllable(word));
        }
        let crossed = |at: usize| borders.iter().filter(|border| (at + 1..at + heard.len()).contains(border)).count();
        let runs_on = told.windows(heard.len()).enumerate().any(|(at, run)| run == heard && crossed(at) >= 2);
        runs_on || confidence < SURE
    }
}

/// Below this a transcript of nothing but prompt words is not believed.
const SURE: f32 = 0.45;
/// So many words of the prompt in their order are a run of it.
const RUN: usize = 3;
/// So many syllables may stand around a run and be all that was there: "Haan saadhe teen sau ta." was laughter.
const STRAYS_MAX: usize = 2;
/// The letters of a syllable.
const SYLLABLE_MAX: usize = 4;

/// Whether a word may be a mere sound: short, and no figure.
fn is_syllable(word: &str) -> bool {
    word.chars().count() <= SYLLABLE_MAX && word.chars().all(char::is_alphabetic)
}

fn words(text: &str) -> Vec<String> {
    let letters = |c: char| !c.is_alphanumeric();
    text.split(letters).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// What was said, without what Whisper adds after it: on short sound it says the same again, a little otherwise.
pub(crate) fn said_once(text: &str) -> &str {
    let mut ends = text.match_indices(['.', '?', '!']).map(|(at, mark)| at + mark.len());
    let Some(end) = ends.find(|end| words(&text[..*end]).len() > 2) else { return text };
    let first = words(&text[..end]);
    let mut from = end;
    for to in ends.chain([text.len()]) {
        let next = words(&text[from..to]);
        if next.len() > 1 && alike(&first[0], &next[0]) && alike(&first[1], &next[1]) {
            return text[..from].trim_end();
        }
        from = to;
    }
    text
}

/// Whether two words begin alike, by half of the shorter.
fn alike(one: &str, other: &str) -> bool {
    let half = one.chars().count().min(other.chars().count()).div_ceil(2);
    one.chars().take(half).eq(other.chars().take(half))
}

/// A name in Latin letters, as it would be typed: Devanagari letter by letter, the rest as it is.
fn romanised(name: &str) -> String {
    let mut latin = String::new();
    let mut letters = name.chars().peekable();
    while let Some(letter) = letters.next() {
        let Some((_, sound)) = LETTERS.iter().find(|(sign, _)| *sign == letter) else {
            latin.push(letter);
            continue;
        };
        latin.push_str(sound);
        let consonant = ('\u{0915}'..='\u{0939}').contains(&letter);
        // A consonant carries an "a", unless another vowel, a virama or the end of the word follows.
        if consonant && letters.peek().is_some_and(|next| !VOWEL_SIGNS.contains(next) && next.is_alphabetic()) {
            latin.push('a');
        }
    }
    latin
}

/// Signs that take the place of a consonant's "a": vowels, the virama and the dot below.
const VOWEL_SIGNS: &[char] = &['ा', 'ि', 'ी', 'ु', 'ू', 'ृ', 'े', 'ै', 'ो', 'ौ', 'ॉ', '्', '़'];

/// Devanagari as it is typed in Latin letters.
#[rustfmt::skip]
const LETTERS: &[(char, &str)] = &[
    ('अ', "a"), ('आ', "aa"), ('इ', "i"), ('ई', "ee"), ('उ', "u"), ('ऊ', "oo"), ('ए', "e"), ('ऐ', "ai"), ('ओ', "o"),
    ('औ', "au"), ('ऑ', "o"), ('ऋ', "ri"), ('ा', "a"), ('ि', "i"), ('ी', "i"), ('ु', "u"), ('ू', "u"), ('ृ', "ri"),
    ('े', "e"), ('ै', "ai"), ('ो', "o"), ('ौ', "au"), ('ॉ', "o"), ('ं', "n"), ('ँ', "n"), ('ः', ""), ('्', ""),
    ('़', ""), ('क', "k"), ('ख', "kh"), ('ग', "g"), ('घ', "gh"), ('ङ', "n"), ('च', "ch"), ('छ', "chh"), ('ज', "j"),
    ('झ', "jh"), ('ञ', "n"), ('ट', "t"), ('ठ', "th"), ('ड', "d"), ('ढ', "dh"), ('ण', "n"), ('त', "t"), ('थ', "th"),
    ('द', "d"), ('ध', "dh"), ('न', "n"), ('प', "p"), ('फ', "ph"), ('ब', "b"), ('भ', "bh"), ('म', "m"), ('य', "y"),
    ('र', "r"), ('ल', "l"), ('व', "v"), ('श', "sh"), ('ष', "sh"), ('स', "s"), ('ह', "h"), ('\u{95c}', "d"), ('\u{95d}', "dh"),
    ('\u{95b}', "z"), ('\u{95e}', "f"), ('\u{958}', "q"), ('\u{959}', "kh"), ('\u{95a}', "gh"), ('\u{95f}', "y"),
];

#[cfg(test)]
mod tests;
