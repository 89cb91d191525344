//! Text into words: NFC, one case, one script's digits; what was said is kept beside it.

use super::phonetic;
use unicode_normalization::UnicodeNormalization;

mod typed;

pub(super) use typed::is_year;

/// One word as it was said, and as it is looked up.
#[derive(Clone, Debug, PartialEq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Word {
    /// As it was said.
    pub said: String,
    /// Small letters, no diacritics, no dots below, ASCII digits.
    pub plain: String,
    /// In Latin letters.
    pub latin: String,
    /// A stop, comma or line end stands before it.
    pub after_stop: bool,
    /// `'s` follows it.
    pub possessive: bool,
    /// Its first letter is a capital.
    pub capital: bool,
    /// It is glued to the word before it: `3k`, `500g`.
    pub glued: bool,
    /// A question mark follows it.
    pub asked: bool,
    /// It stands in figures behind a slash, or inside a day: the 2 of `1/2`, the 11 of `30-11-2026`.
    pub over: bool,
}

/// The most words that are looked at; the rest of a longer text is not a command.
pub(super) const WORDS_MAX: usize = 120;

/// Cuts a text into words.
pub(super) fn words(text: &str) -> Vec<Word> {
    let composed: String = text
        .nfc()
        .filter(|letter| !matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}'))
        .map(|letter| if matches!(letter, '’' | '‘' | '`') { '\'' } else { letter })
        .collect();
    let composed = typed::spelt_out(composed);
    let mut words = vec![];
    let mut stop = false;
    for chunk in composed.split_whitespace() {
        if words.len() >= WORDS_MAX {
            break;
        }
        if let Some(rate) = chunk.strip_prefix('@').filter(|rest| !rest.contains('@')) {
            push(&mut words, "rate", &mut stop, false);
            cut(rate, &mut words, &mut stop);
            continue;
        }
        if chunk.contains('@') {
            let address = chunk.trim_matches(|letter: char| !letter.is_alphanumeric());
            push(&mut words, address, &mut stop, false);
            if let Some(last) = words.last_mut().filter(|_| chunk.ends_with('?')) {
                last.asked = true;
            }
            continue;
        }
        if let Some(number) = bill_number(chunk) {
            push(&mut words, "bill", &mut stop, false);
            cut(number, &mut words, &mut stop);
            continue;
        }
        match okay(chunk) {
            Some(rest) => cut(&format!("ok{rest}"), &mut words, &mut stop),
            None => cut(chunk, &mut words, &mut stop),
        }
    }
    words.truncate(WORDS_MAX);
    words
}

/// `INV/26-27/000018`, as papers and the page write it, is bill 18.
fn bill_number(chunk: &str) -> Option<&str> {
    let chunk = chunk.trim_end_matches(['.', ',', '?', '!']);
    let (head, number) = chunk.rsplit_once('/')?;
    let year = head.rsplit_once('/').map_or(head, |(_, year)| year);
    let (first, second) = year.split_once('-')?;
    let figures = |text: &str, least: usize| text.len() >= least && text.chars().all(|letter| letter.is_ascii_digit());
    let told = figures(first, 2) && figures(second, 2) && year.len() == 5 && figures(number, 3) && number.len() <= 7;
    let number = number.trim_start_matches('0');
    (told && !number.is_empty()).then_some(number)
}

/// "O.K.," is one word: what stands behind it.
fn okay(chunk: &str) -> Option<&str> {
    let (word, rest) = chunk.split_at_checked(3)?;
    let rest = rest.strip_prefix('.').unwrap_or(rest);
    (word.eq_ignore_ascii_case("o.k") && !rest.contains(char::is_alphanumeric)).then_some(rest)
}

/// What kind of letter follows what: words are cut where it changes.
#[derive(PartialEq, Clone, Copy)]
enum Kind {
    Letter,
    Digit,
    Inner,
    Other,
}

fn kind(letter: char) -> Kind {
    match letter {
        _ if digit(letter).is_some() => Kind::Digit,
        '\'' | '.' | ',' | ':' => Kind::Inner,
        _ if letter.is_alphanumeric() || is_mark(letter) => Kind::Letter,
        _ => Kind::Other,
    }
}

const fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{0900}'..='\u{0903}' | '\u{093a}'..='\u{094f}' | '\u{0300}'..='\u{036f}')
}

fn digit(letter: char) -> Option<u32> {
    letter.to_digit(10).or_else(|| {
        let value = u32::from(letter).checked_sub(0x0966)?;
        (value < 10).then_some(value)
    })
}

/// Cuts one chunk without spaces.
fn cut(chunk: &str, words: &mut Vec<Word>, stop: &mut bool) {
    let letters: Vec<char> = chunk.chars().collect();
    let mut current = String::new();
    let mut glued = false;
    let mut free = 0;
    for (at, &letter) in letters.iter().enumerate() {
        if at < free {
            continue;
        }
        let next = letters.get(at + 1).copied().map_or(Kind::Other, kind);
        let last = current.chars().last().map_or(Kind::Other, kind);
        let figure = matches!(kind(letter), Kind::Digit) && !matches!(last, Kind::Digit | Kind::Inner);
        if let Some(run) = Some(at).filter(|_| figure || letter == '.').and_then(|at| typed::run(&letters, at)) {
            push(words, &std::mem::take(&mut current), stop, glued);
            glued = last == Kind::Letter;
            for part in run.parts {
                *stop |= part.apart;
                push_figure(words, part, stop, glued);
                glued = false;
            }
            free = run.end;
            glued = letters.get(free).is_some_and(|letter| kind(*letter) == Kind::Letter);
            continue;
        }
        match kind(letter) {
            Kind::Digit | Kind::Letter => {
                if last != Kind::Other && last != kind(letter) && !is_mark(letter) && last != Kind::Inner {
                    push(words, &std::mem::take(&mut current), stop, glued);
                    glued = true;
                }
                current.push(letter);
            }
            Kind::Inner if last == Kind::Digit && next == Kind::Digit && !matches!(letter, '\'' | ',') => {
                current.push(letter);
            }
            Kind::Inner if letter == '\'' && last == Kind::Letter && next == Kind::Letter => current.push(letter),
            Kind::Inner | Kind::Other => {
                push(words, &std::mem::take(&mut current), stop, glued);
                glued = false;
                if let ('?' | '？', Some(last)) = (letter, words.last_mut()) {
                    last.asked = true;
                }
                match letter {
                    '₹' => push(words, "rs", stop, false),
                    '-' | '−' if at == 0 && typed::begins(&letters, 1) => push(words, "minus", stop, false),
                    '+' if next == Kind::Digit => {}
                    '%' => push(words, "percent", stop, false),
                    '.' | ',' | ';' | '।' | '!' | '?' | '\n' => *stop = true,
                    _ => {}
                }
            }
        }
    }
    push(words, &current, stop, glued);
}

fn push(words: &mut Vec<Word>, said: &str, stop: &mut bool, glued: bool) {
    let said = said.trim_matches('\'');
    let (said, possessive) = match said.strip_suffix("'s").or_else(|| said.strip_suffix("'S")) {
        Some(bare) => (bare, true),
        None => (said, false),
    };
    if said.is_empty() {
        return;
    }
    let word = Word {
        said: said.to_owned(),
        plain: plain(said),
        latin: phonetic::latin(&folded(said)),
        after_stop: std::mem::take(stop),
        possessive,
        capital: said.chars().next().is_some_and(char::is_uppercase),
        glued,
        asked: false,
        over: false,
    };
    words.push(word);
}

fn push_figure(words: &mut Vec<Word>, part: typed::Part, stop: &mut bool, glued: bool) {
    let (latin, after_stop) = (part.plain.clone(), std::mem::take(stop));
    let (said, plain, over) = (part.said, part.plain, part.over);
    words.push(Word { said, plain, latin, after_stop, glued, over, ..Word::default() });
}

/// Latin without diacritics; Devanagari unchanged.
pub(crate) fn folded(said: &str) -> String {
    if phonetic::is_devanagari(said) {
        return said.to_owned();
    }
    said.nfd().filter(|letter| !matches!(letter, '\u{0300}'..='\u{036f}' | '\'')).collect()
}

/// The form under which a word stands in the vocabulary.
pub(super) fn plain(said: &str) -> String {
    let mut out: Vec<char> = Vec::with_capacity(said.len());
    let folded = folded(said);
    let letters: Vec<char> = folded.nfd().filter(|letter| *letter != '\u{093c}').flat_map(char::to_lowercase).collect();
    let mut at = 0;
    while let Some(&letter) = letters.get(at) {
        let nasal = matches!(letter, 'न' | 'म' | 'ङ' | 'ञ' | 'ण')
            && letters.get(at + 1) == Some(&'\u{094d}')
            && letters.get(at + 2).is_some_and(|next| is_stop(letter, *next));
        if nasal {
            out.push('\u{0902}');
            at += 2;
            continue;
        }
        let plain = match letter {
            '\u{0901}' => '\u{0902}',
            _ => digit(letter).and_then(|value| char::from_digit(value, 10)).unwrap_or(letter),
        };
        let thrice = plain.is_ascii_alphabetic() && out.ends_with(&[plain, plain]);
        if !thrice {
            out.push(plain);
        }
        at += 1;
    }
    out.into_iter().collect()
}

/// Whether a nasal before this letter is only written differently.
fn is_stop(nasal: char, next: char) -> bool {
    if nasal == 'म' { matches!(next, 'प'..='भ') } else { matches!(next, 'क'..='ध') && next != nasal }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plains(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.plain).collect()
    }

    #[test]
    fn glued_units_and_signs_come_apart() {
        assert_eq!(
            plains("3k, ₹2,499 500g 4:30pm 1st -200"),
            ["3", "k", "rs", "2499", "500", "g", "4:30", "pm", "1", "st", "minus", "200"]
        );
    }

    #[test]
    fn an_ok_with_stops_in_it_is_one_word() {
        assert_eq!(plains("O.K., o.k.! O.K.? o.k r.k. o.kay"), ["ok", "ok", "ok", "ok", "r", "k", "o", "kay"]);
        assert!(words("O.K.?")[0].asked);
    }

    #[test]
    fn both_spellings_of_a_devanagari_word_are_one() {
        assert_eq!(plain("पन्द्रह"), plain("पंद्रह"));
        assert_eq!(plain("हाँ"), plain("हां"));
        assert_eq!(plain("साढ़े"), plain("साढे"));
        assert_eq!(plain("१२५"), "125");
    }

    #[test]
    fn an_address_stays_whole_and_an_apostrophe_is_seen() {
        assert_eq!(plains("mail salim@example.com."), ["mail", "salim@example.com"]);
        let said = words("Neha's D'Souza");
        assert!(said[0].possessive);
        assert_eq!((said[0].plain.as_str(), said[1].latin.as_str()), ("neha", "dsouza"));
    }
}
