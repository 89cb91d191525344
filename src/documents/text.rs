//! Texts that others wrote, made harmless before they are drawn.

use unicode_width::UnicodeWidthChar as _;

/// The longest text that is drawn, in characters.
const LETTERS_MAX: usize = 500;
/// The most marks that one letter carries; more would be drawn over the lines above and below.
const MARKS_MAX: usize = 4;

/// One line of plain text: control characters and line ends are spaces, marks that turn the direction of writing or
/// show nothing are gone, no letter carries a tower of marks.
pub(crate) fn clean(text: &str) -> String {
    let (mut clean, mut letters, mut marks) = (String::with_capacity(text.len()), 0_usize, 0_usize);
    for letter in text.chars() {
        if is_invisible(letter) {
            continue;
        }
        if letters == LETTERS_MAX {
            clean.push('…');
            break;
        }
        if letter.is_control() || letter.is_whitespace() {
            if !clean.is_empty() && !clean.ends_with(' ') {
                clean.push(' ');
            }
            (letters, marks) = (letters.saturating_add(1), 0);
            continue;
        }
        marks = if letter.width() == Some(0) { marks.saturating_add(1) } else { 0 };
        if marks <= MARKS_MAX {
            clean.push(letter);
            letters = letters.saturating_add(1);
        }
    }
    clean.truncate(clean.trim_end().len());
    clean
}

/// Whether a character shows nothing but may turn, hide or join others. The two joiners shape letters: they stay.
fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_turns_or_hides_text_is_gone() {
        assert_eq!(clean("Sharma\u{202E}evil\u{2066} \u{200F}Store\u{FEFF}"), "Sharmaevil Store");
        assert_eq!(clean("a\u{1b}@b\r\n\tc\0"), "a @b c");
        assert_eq!(clean("  \n "), "");
    }

    #[test]
    fn joiners_and_marks_that_letters_need_stay() {
        for name in ["क्षत्रिय", "र्क", "क्‍ष", "शक्ति ट्रेडर्स", "ज़ाफ़रान", "José"]
        {
            assert_eq!(clean(name), name);
        }
    }

    #[test]
    fn a_tower_of_marks_is_cut_down() {
        let tower = format!("a{}b", "\u{0301}".repeat(1_000));
        assert_eq!(clean(&tower).chars().count(), 2 + MARKS_MAX);
    }

    #[test]
    fn a_text_of_a_megabyte_is_cut() {
        let cut = clean(&"क".repeat(400_000));
        assert!(cut.ends_with('…'));
        assert_eq!(cut.chars().count(), LETTERS_MAX + 1);
    }
}
