//! How a word sounds: Devanagari to Latin, and keys under which spellings of one sound are equal.

/// One sound of a Devanagari word.
#[derive(Clone, Copy, PartialEq)]
enum Sound {
    Consonant(&'static str),
    Vowel(&'static str),
    /// The vowel `a` that every consonant carries unless told otherwise; often silent.
    Inherent,
}

/// Whether any letter is Devanagari.
pub(crate) fn is_devanagari(word: &str) -> bool {
    word.chars().any(|letter| ('\u{0900}'..='\u{097f}').contains(&letter))
}

/// The word in small Latin letters; Devanagari is spelled out, with silent vowels left out.
pub(crate) fn latin(word: &str) -> String {
    if !is_devanagari(word) {
        return word.chars().flat_map(char::to_lowercase).collect();
    }
    let mut sounds: Vec<Sound> = Vec::with_capacity(word.len());
    let mut other = String::new();
    let mut letters = word.chars().peekable();
    while let Some(letter) = letters.next() {
        match sound_of(letter) {
            Some(Sound::Consonant(text)) => sounds.extend([Sound::Consonant(text), Sound::Inherent]),
            Some(Sound::Vowel(text)) => {
                if is_sign(letter) && sounds.last() == Some(&Sound::Inherent) {
                    sounds.pop();
                }
                sounds.push(Sound::Vowel(text));
            }
            Some(Sound::Inherent) | None => match letter {
                '\u{094d}' if sounds.last() == Some(&Sound::Inherent) => {
                    sounds.pop();
                }
                '\u{0902}' if letters.peek() == Some(&'ह') => sounds.push(Sound::Consonant("ng")),
                '\u{093c}' => soften(&mut sounds),
                '\u{0902}' | '\u{0901}' => sounds.push(Sound::Consonant("n")),
                _ if letter.is_ascii_alphanumeric() => other.extend(letter.to_lowercase()),
                _ => {}
            },
        }
    }
    drop_silent(&mut sounds);
    let mut text: String = sounds
        .iter()
        .map(|sound| match sound {
            Sound::Consonant(text) | Sound::Vowel(text) => text,
            Sound::Inherent => "a",
        })
        .collect();
    text.push_str(&other);
    text
}

/// A dot below turns the last consonant into its borrowed sound.
fn soften(sounds: &mut [Sound]) {
    let at = sounds.iter().rposition(|sound| matches!(sound, Sound::Consonant(_)));
    if let Some(sound) = at.and_then(|at| sounds.get_mut(at)) {
        *sound = match sound {
            Sound::Consonant("d" | "dh") => Sound::Consonant("r"),
            Sound::Consonant("j") => Sound::Consonant("z"),
            Sound::Consonant("ph") => Sound::Consonant("f"),
            Sound::Consonant(_) | Sound::Vowel(_) | Sound::Inherent => *sound,
        };
    }
}

/// Leaves out the inherent vowel at the end of a word, and in `VC_CV`.
fn drop_silent(sounds: &mut Vec<Sound>) {
    let vowel = |sound: Option<&Sound>| matches!(sound, Some(Sound::Vowel(_) | Sound::Inherent));
    let consonant = |sound: Option<&Sound>| matches!(sound, Some(Sound::Consonant(_)));
    if sounds.len() > 2 && sounds.last() == Some(&Sound::Inherent) {
        sounds.pop();
    }
    let mut at = sounds.len();
    while at > 2 {
        at -= 1;
        let between = consonant(sounds.get(at - 1))
            && vowel(sounds.get(at - 2))
            && consonant(sounds.get(at + 1))
            && vowel(sounds.get(at + 2));
        if sounds.get(at) == Some(&Sound::Inherent) && between {
            sounds.remove(at);
        }
    }
}

/// Whether the letter is a vowel sign, which takes the inherent vowel's place.
fn is_sign(letter: char) -> bool {
    ('\u{093e}'..='\u{094c}').contains(&letter)
}

fn sound_of(letter: char) -> Option<Sound> {
    const CONSONANTS: &[(char, &str)] = &[
        ('क', "k"),
        ('ख', "kh"),
        ('ग', "g"),
        ('घ', "gh"),
        ('ङ', "n"),
        ('च', "ch"),
        ('छ', "chh"),
        ('ज', "j"),
        ('झ', "jh"),
        ('ञ', "n"),
        ('ट', "t"),
        ('ठ', "th"),
        ('ड', "d"),
        ('ढ', "dh"),
        ('ण', "n"),
        ('त', "t"),
        ('थ', "th"),
        ('द', "d"),
        ('ध', "dh"),
        ('न', "n"),
        ('प', "p"),
        ('फ', "ph"),
        ('ब', "b"),
        ('भ', "bh"),
        ('म', "m"),
        ('य', "y"),
        ('र', "r"),
        ('ल', "l"),
        ('व', "v"),
        ('श', "sh"),
        ('ष', "sh"),
        ('स', "s"),
        ('ह', "h"),
        ('ळ', "l"),
    ];
    const VOWELS: &[(char, &str)] = &[
        ('अ', "a"),
        ('आ', "aa"),
        ('इ', "i"),
        ('ई', "ee"),
        ('उ', "u"),
        ('ऊ', "oo"),
        ('ए', "e"),
        ('ऐ', "ai"),
        ('ओ', "o"),
        ('औ', "au"),
        ('ऋ', "ri"),
        ('ऑ', "o"),
        ('ऍ', "e"),
        ('ा', "aa"),
        ('ि', "i"),
        ('ी', "ee"),
        ('ु', "u"),
        ('ू', "oo"),
        ('े', "e"),
        ('ै', "ai"),
        ('ो', "o"),
        ('ौ', "au"),
        ('ृ', "ri"),
        ('ॉ', "o"),
        ('ॅ', "e"),
        ('ः', "h"),
    ];
    let of = |table: &[(char, &'static str)]| table.iter().find(|(own, _)| *own == letter).map(|(_, text)| *text);
    of(CONSONANTS).map(Sound::Consonant).or_else(|| of(VOWELS).map(Sound::Vowel))
}

/// The key under which true homophones are equal: oo=u, ee=i, aa=a, w=v, doubled letters.
pub(crate) fn homophone(latin: &str) -> String {
    let mut key = replaced(latin, &[("oo", "u"), ("ee", "i"), ("aa", "a"), ("w", "v")]);
    squeeze(&mut key);
    key
}

/// The key under which near spellings are equal: aspirates, sibilants, long vowels, a final short `a`.
/// `C` stands for the sound of `ch`.
pub(crate) fn key(latin: &str) -> String {
    const SAME: &[(&str, &str)] = &[
        ("ksh", "ks"),
        ("kch", "ks"),
        ("x", "ks"),
        ("chh", "C"),
        ("ch", "C"),
        ("sch", "sk"),
        ("sh", "s"),
        ("ph", "f"),
        ("kh", "k"),
        ("gh", "g"),
        ("th", "t"),
        ("dh", "d"),
        ("bh", "b"),
        ("jh", "j"),
        ("ck", "k"),
        ("ce", "se"),
        ("ci", "si"),
        ("cy", "si"),
        ("c", "k"),
        ("z", "j"),
        ("q", "k"),
        ("w", "v"),
        ("aa", "a"),
        ("ee", "i"),
        ("ii", "i"),
        ("oo", "u"),
        ("uu", "u"),
        ("aiy", "ay"),
        ("ai", "e"),
        ("ei", "e"),
        ("au", "o"),
        ("ou", "o"),
        ("iy", "y"),
        ("ia", "ya"),
    ];
    let mut key = replaced(latin, SAME);
    squeeze(&mut key);
    let letters: Vec<char> = key.chars().collect();
    let mut out = String::with_capacity(key.len());
    for (at, &letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let beside = |other: Option<&char>| other.is_some_and(|other| !is_vowel(*other));
        let weak_h = letter == 'h' && at > 0 && (beside(before) || beside(letters.get(at + 1)));
        let glide = letter == 'y' && beside(before) && at > 0 && beside(letters.get(at + 1));
        if glide || (letter == 'y' && at > 0 && at + 1 == letters.len()) {
            out.push('i');
        } else if !weak_h {
            out.push(letter);
        }
    }
    if out.len() >= 4 && out.ends_with('a') && !out.ends_with("ia") {
        out.pop();
    }
    out
}

/// A name's key: beside all that is equal in [`key`], what only names do: b for v, Rao for Raav, English endings.
pub(crate) fn name_key(latin: &str) -> String {
    const ENDINGS: &[(&str, &str)] =
        &[("ction", "kshan"), ("tion", "shan"), ("sion", "shan"), ("cian", "shan"), ("ctor", "ktar"), ("kter", "ktar")];
    let mut name = replaced(latin, ENDINGS);
    if name.ends_with("ai") && name.len() > 4 {
        name.replace_range(name.len() - 1.., "y");
    } else if name.ends_with("ao") {
        name.replace_range(name.len() - 1.., "v");
    }
    let mut key = key(&name).replace('v', "b");
    squeeze(&mut key);
    key
}

/// A key's first sound and consonants: what must agree before two names are compared at all.
pub(crate) fn skeleton(key: &str) -> String {
    let mut out = String::with_capacity(key.len());
    for (at, letter) in key.chars().enumerate() {
        let letter = match letter {
            'v' | 'b' if at == 0 => 'b',
            'm' => 'n',
            other => other,
        };
        if at == 0 || !(is_vowel(letter) || matches!(letter, 'h' | 'y')) {
            if at == 0 && is_vowel(letter) {
                out.push('a');
            } else {
                out.push(letter);
            }
        }
    }
    squeeze(&mut out);
    out
}

/// How alike two keys sound, in thousandths.
pub(crate) fn alike(left: &str, right: &str) -> u32 {
    let (left_letters, right_letters): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let longest = u32::try_from(left_letters.len().max(right_letters.len())).unwrap_or(u32::MAX).max(1);
    let cost = distance(&left_letters, &right_letters);
    let edit = 1_000_u32.saturating_sub(cost.saturating_mul(10) / longest);
    let winkler = thousandths(strsim::jaro_winkler(left, right));
    (edit * 7 + winkler * 3) / 10
}

/// A similarity in [0, 1] as thousandths.
#[expect(clippy::float_arithmetic, reason = "a share, not money: how alike two sounds are")]
fn thousandths(share: f64) -> u32 {
    let (mut low, mut high) = (0_u32, 1_000_u32);
    while low < high {
        let middle = (low + high).div_ceil(2);
        if share * 1_000.0 >= f64::from(middle) { low = middle } else { high = middle - 1 }
    }
    low
}

/// Hundredths of an edit: a vowel for a vowel 35, a vowel more or less 40, a swap 50, a consonant 100.
fn distance(left: &[char], right: &[char]) -> u32 {
    let gap = |letter: char| if is_vowel(letter) { 40 } else { 100 };
    let width = right.len() + 1;
    let mut table = vec![0_u32; (left.len() + 1) * width];
    let at = |row: usize, column: usize| row * width + column;
    for row in 1..=left.len() {
        table[at(row, 0)] = table[at(row - 1, 0)] + gap(left[row - 1]);
    }
    for column in 1..=right.len() {
        table[at(0, column)] = table[at(0, column - 1)] + gap(right[column - 1]);
    }
    for row in 1..=left.len() {
        for column in 1..=right.len() {
            let (a, b) = (left[row - 1], right[column - 1]);
            let swap = match (a == b, is_vowel(a) && is_vowel(b)) {
                (true, _) => 0,
                (false, true) => 35,
                (false, false) => 100,
            };
            let mut best = (table[at(row - 1, column - 1)] + swap)
                .min(table[at(row - 1, column)] + gap(a))
                .min(table[at(row, column - 1)] + gap(b));
            if row > 1 && column > 1 && a == right[column - 2] && b == left[row - 2] {
                best = best.min(table[at(row - 2, column - 2)] + 50);
            }
            table[at(row, column)] = best;
        }
    }
    table[at(left.len(), right.len())]
}

const fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u')
}

/// Every pair's left part made its right part, in one pass, first pair first.
fn replaced(text: &str, pairs: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let hit = pairs.iter().find_map(|(from, to)| rest.strip_prefix(from).map(|after| (*to, after)));
        if let Some((to, after)) = hit {
            out.push_str(to);
            rest = after;
        } else {
            out.push(letter);
            rest = &rest[letter.len_utf8()..];
        }
    }
    out
}

/// One letter where there are two.
fn squeeze(text: &mut String) {
    let mut last = None;
    text.retain(|letter| {
        let keep = last != Some(letter) || letter.is_ascii_digit();
        last = Some(letter);
        keep
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devanagari_is_spelled_as_merchants_spell_it() {
        for (word, spelled) in [
            ("कविता", "kavitaa"),
            ("कमला", "kamlaa"),
            ("भावना", "bhaavnaa"),
            ("अगरबत्ती", "agarbattee"),
            ("रमज़ान", "ramzaan"),
        ] {
            assert_eq!(latin(word), spelled);
        }
    }

    #[test]
    fn homophones_share_a_key_and_others_do_not() {
        assert_eq!(homophone("pooja"), homophone("puja"));
        assert_eq!(homophone(&latin("पूजा")), homophone("puja"));
        assert_ne!(homophone("suman"), homophone("sumana"));
        assert_eq!(key("lakshmi"), key("laxmi"));
        assert_eq!(key("sheikh"), key("shaikh"));
        assert_ne!(key("dinesh"), key("ganesh"));
    }

    #[test]
    fn likeness_is_in_thousandths() {
        assert!(alike("ganasyam", "gansyam") > 850);
        assert!(alike("dines", "ganes") < 750);
    }
}
