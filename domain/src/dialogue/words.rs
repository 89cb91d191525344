//! The bare words of an utterance, for the closed vocabularies of a dialogue.

/// The words in lower case, without punctuation.
pub(super) fn words(text: &str) -> Vec<String> {
    let letters = |letter: char| letter.is_alphanumeric() || ('\u{900}'..='\u{97f}').contains(&letter);
    text.split(|letter| !letters(letter)).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// Whether every word is one of these, and one of them is a word that says so.
pub(super) fn says(text: &str, telling: &[&str], idle: &[&str]) -> bool {
    let said = words(text);
    let known = said.iter().all(|word| telling.contains(&word.as_str()) || idle.contains(&word.as_str()));
    known && said.iter().any(|word| telling.contains(&word.as_str()))
}
