//! The sounds of a clause in the alphabet that Kokoro was taught.

use super::espeak;
use execora_actors::providers::{Language, ProviderError};

/// Punctuation that Kokoro hears: it is spoken as a pause or a rising voice.
const PAUSES: &[char] = &[',', ';', ':', '.', '!', '?', '।', '—'];

/// Signs of two that are one sound in Kokoro's alphabet, in any language.
const SOUNDS: &[(&str, &str)] = &[
    ("a^ɪ", "I"),
    ("a^ʊ", "W"),
    ("d^ʒ", "ʤ"),
    ("e^ɪ", "A"),
    ("t^ʃ", "ʧ"),
    ("ɔ^ɪ", "Y"),
    ("o^ʊ", "O"),
    ("ə^ʊ", "Q"),
    ("d^z", "ʣ"),
    ("t^s", "ʦ"),
];

/// The same for English alone, after [`SOUNDS`]: how the teacher's dictionary writes what espeak-ng writes otherwise.
const ENGLISH_SOUNDS: &[(&str, &str)] = &[
    ("ə^l", "ᵊl"),
    ("ɜː^ɹ", "ɜɹ"),
    ("ɜːɹ", "ɜɹ"),
    ("ɜː", "ɜɹ"),
    ("ɚ", "əɹ"),
    ("ɪ^ə", "iə"),
    ("ɪə", "iə"),
    ("ː", ""),
    ("r", "ɹ"),
    ("x", "k"),
    ("ç", "k"),
    ("ɐ", "ə"),
    ("ʔ", "t"),
    ("e", "A"),
    ("o", "ɔ"),
];

/// The phonemes of a clause, its punctuation kept.
pub(crate) fn of(text: &str, language: Language, british: bool) -> Result<String, ProviderError> {
    let voice = match (language, british) {
        (Language::Hi, _) => "hi",
        (Language::En, true) => "en-gb",
        (Language::En, false) => "en-us",
    };
    let (lines, pauses) = segments(text);
    let spoken = espeak::phonemes(&lines.join("\n"), voice)?;
    let spoken: Vec<&str> = spoken.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let mut phonemes = String::new();
    for (n, line) in spoken.iter().enumerate() {
        if n > 0 {
            phonemes.push(' ');
        }
        phonemes.push_str(&kokoro(line, language));
        if spoken.len() == lines.len() {
            phonemes.extend(pauses.get(n).copied().flatten());
        } else {
            phonemes.push(',');
        }
    }
    Ok(phonemes)
}

/// The stretches between punctuation marks, and the mark after each.
fn segments(text: &str) -> (Vec<String>, Vec<Option<char>>) {
    let (mut lines, mut pauses) = (Vec::new(), Vec::new());
    for piece in text.split_inclusive(PAUSES) {
        let words = piece.trim_end_matches(PAUSES).split_whitespace().collect::<Vec<_>>().join(" ");
        if words.chars().any(char::is_alphanumeric) {
            lines.push(words);
            let pause = piece.chars().last().filter(|last| PAUSES.contains(last));
            pauses.push(pause.map(|pause| if pause == '।' { '.' } else { pause }));
        }
    }
    (lines, pauses)
}

/// One line of espeak-ng's in Kokoro's alphabet.
fn kokoro(line: &str, language: Language) -> String {
    // espeak-ng marks a change of language in brackets, and writes ढ़ as `r.h`, whose full stop would be a pause.
    let mut phonemes = without_brackets(line).replace("r.h", "ɽʰ").replace("r.", "ɽ");
    let sounds = match language {
        Language::En => [SOUNDS, ENGLISH_SOUNDS].concat(),
        Language::Hi => SOUNDS.to_vec(),
    };
    for (from, to) in sounds {
        phonemes = phonemes.replace(from, to);
    }
    phonemes.retain(|sign| sign != '^' && sign != '-' && !PAUSES.contains(&sign));
    phonemes
}

fn without_brackets(line: &str) -> String {
    let mut inside = false;
    line.chars()
        .filter(|sign| match sign {
            '(' => {
                inside = true;
                false
            }
            ')' => {
                inside = false;
                false
            }
            _ => !inside,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_full_stop_inside_a_hindi_letter_is_mended() {
        assert_eq!(kokoro("pˈʌr.hoː", Language::Hi), "pˈʌɽʰoː");
    }

    #[test]
    fn a_change_of_language_is_not_spoken() {
        assert_eq!(kokoro("(^e^n)ɹˈɑːhʊl(^h^i) koː", Language::Hi), "ɹˈɑːhʊl koː");
    }

    #[test]
    fn two_signs_that_are_one_sound_become_one() {
        assert_eq!(kokoro("t^ʃˈuːz fˈa^ɪv", Language::En), "ʧˈuz fˈIv");
    }

    #[test]
    fn punctuation_is_kept_and_the_danda_is_a_full_stop() {
        let (lines, pauses) = segments("ठीक है, लिख दिया।");
        assert_eq!(lines, ["ठीक है", "लिख दिया"]);
        assert_eq!(pauses, [Some(','), Some('.')]);
    }

    #[test]
    fn a_clause_is_turned_into_sounds_with_its_pauses() {
        let phonemes = of("Done, five hundred rupees.", Language::En, false).unwrap();
        assert_eq!(phonemes, "dˈʌn, fˈIv hˈʌndɹɪd ɹˈupiz.");
    }
}
