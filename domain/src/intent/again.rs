//! Words that stand there several times because ears or a keyboard wrote them again.

/// Fewer words than this may well be said again.
const SENTENCE_MIN: usize = 3;
/// A figure that stands there so often in a row was said once: nobody says it so.
const FIGURES_MIN: usize = 3;
/// Digits of a figure that is no part of a phone number said in twos.
const DIGITS_MIN: usize = 3;

fn bare(word: &str) -> String {
    word.trim_matches(|letter: char| matches!(letter, '.' | ',' | '!' | '?' | '।' | ';')).to_lowercase()
}

/// One sentence, and how often it stands there, where the words are nothing else.
pub(super) fn one_of(text: &str) -> Option<(String, usize)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let bares: Vec<String> = words.iter().map(|word| bare(word)).collect();
    let repeats = |length: &usize| {
        words.len().is_multiple_of(*length) && bares.chunks(*length).all(|chunk| chunk == &bares[..*length])
    };
    let length = (SENTENCE_MIN..=words.len() / 2).find(repeats)?;
    Some((words[..length].join(" "), words.len() / length))
}

/// The words without the figures that only repeat the one before, where one does so again and again.
pub(super) fn without_echoes(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut kept: Vec<&str> = vec![];
    for run in words.chunk_by(|one, other| bare(one) == bare(other)) {
        let digits = bare(run[0]).chars().all(|letter| letter.is_ascii_digit());
        let echoes = run.len() >= FIGURES_MIN && digits && bare(run[0]).len() >= DIGITS_MIN;
        kept.extend(if echoes { &run[..1] } else { run });
    }
    (kept.len() < words.len()).then(|| kept.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_found_that_stands_there_several_times() {
        let told = |text| one_of(text).map(|(_, times)| times);
        assert_eq!(told("Sunita paid 500. Sunita paid 500."), Some(2));
        assert_eq!(told("Sunita paid 500 sunita paid 500, Sunita paid 500"), Some(3));
        for once in ["Sunita paid 500. Amit paid 500.", "haan haan", "do do do do", "", "Sunita paid 500"] {
            assert_eq!(told(once), None, "{once}");
        }
    }

    #[test]
    fn a_figure_that_echoes_is_one() {
        assert_eq!(without_echoes("paid 500 500 500 500 rupees").as_deref(), Some("paid 500 rupees"));
        for other in ["phone 98 98 98 98 98", "sau sau sau", "500 500", "5 5 5 5", ""] {
            assert_eq!(without_echoes(other), None, "{other}");
        }
    }
}
