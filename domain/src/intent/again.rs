//! Words that nobody said: written again by ears or a keyboard, or put behind what was said.

/// Fewer words than this may well be said again.
const SENTENCE_MIN: usize = 3;
/// A figure that stands there so often in a row was said once: nobody says it so.
const FIGURES_MIN: usize = 3;
/// Digits of a figure that is no part of a phone number said in twos.
const DIGITS_MIN: usize = 3;

/// What ears write behind a command, out of noise: the ends of films.
#[rustfmt::skip]
const CREDITS: &[&str] = &[
    "thank you for watching", "thanks for watching", "thank you so much for watching", "thank you for listening",
    "please subscribe", "please subscribe to my channel", "subscribe", "subscribe to my channel", "subscribe to the channel",
    "please like and subscribe", "like and subscribe", "like share and subscribe", "please like share and subscribe",
    "see you next time", "see you in the next video", "bye", "bye bye", "goodbye", "bye bye bye",
    "देखने के लिए धन्यवाद", "वीडियो देखने के लिए धन्यवाद", "कृपया सब्सक्राइब करें", "सब्सक्राइब करें", "चैनल को सब्सक्राइब करें",
    "कृपया चैनल को सब्सक्राइब करें", "बाय", "बाय बाय", "dekhne ke liye dhanyavaad", "channel ko subscribe karein",
];
/// A farewell behind fewer words than this belongs to them: "ok, bye" is no yes.
const FAREWELL_MIN: usize = 3;

/// The words without what ears put behind them, which is a sentence of its own.
pub(super) fn without_credits(text: &str) -> &str {
    let stop = |letter: char| matches!(letter, '.' | '!' | '?' | '।');
    let mut said = text;
    while let Some((before, last)) = said.trim_end().trim_end_matches(stop).rsplit_once(stop) {
        let words: Vec<String> = last.split_whitespace().map(bare).collect();
        let farewell = words.iter().all(|word| word.contains("bye") || word == "बाय");
        let few = before.split_whitespace().count() < FAREWELL_MIN;
        if !CREDITS.contains(&words.join(" ").as_str()) || (farewell && few) {
            break;
        }
        said = before;
    }
    said
}

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
    fn what_ears_put_behind_a_command_is_left_out() {
        for tail in ["Thank you for watching.", "Bye.", "Bye-bye is no tail"] {
            let text = format!("Sunita paid 500 rupees. {tail}");
            let wanted = if tail.contains("tail") { text.as_str() } else { "Sunita paid 500 rupees" };
            assert_eq!(without_credits(&text), wanted);
        }
        assert_eq!(without_credits("सुनीता ने 500 दिए। देखने के लिए धन्यवाद। बाय!"), "सुनीता ने 500 दिए");
        assert_eq!(without_credits("Haan. Thanks for watching!"), "Haan");
        for whole in ["Ok. Bye.", "Bye.", "Sunita paid 500. Bye the way", "", "Thank you for watching."] {
            assert_eq!(without_credits(whole), whole);
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
