//! Where a sentence can be parted.

/// A clause of so many letters is parted at the next good place, and the first one sooner: its sound begins when all of
/// it is made, which takes about half of the time that it lasts.
const CLAUSE_CHARS: usize = 30;
const FIRST_CLAUSE_CHARS: usize = 12;

/// An opening has at most so many words.
const OPENING_WORDS_MAX: usize = 6;

/// Parts a sentence where a speaker would draw breath: after punctuation, and a long clause after a word that closes a
/// phrase; sooner in the first clause, so that sound begins before all of it is made. Nothing is lost but spaces.
#[must_use]
pub fn clauses(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut clauses = Vec::new();
    let mut clause = String::new();
    for (n, word) in words.iter().enumerate() {
        if !clause.is_empty() {
            clause.push(' ');
        }
        clause.push_str(word);
        let enough = if clauses.is_empty() { FIRST_CLAUSE_CHARS } else { CLAUSE_CHARS };
        let phrase = clause.chars().count() >= enough && PHRASE_ENDS.contains(&word.to_lowercase().as_str());
        // One word alone at the end would sound torn off.
        if word.ends_with(BREATHS) || (phrase && words.len() - n > 2) {
            clauses.push(std::mem::take(&mut clause));
        }
    }
    if !clause.is_empty() {
        clauses.push(clause);
    }
    clauses
}

/// Punctuation at which a speaker draws breath.
const BREATHS: &[char] = &[',', ';', ':', '.', '!', '?', '।', '—'];

/// Words after which a long clause can be parted.
const PHRASE_ENDS: &[&str] = &[
    "को",
    "से",
    "ने",
    "का",
    "की",
    "के",
    "में",
    "पर",
    "रुपये",
    "रुपए",
    "किलो",
    "ko",
    "se",
    "ne",
    "ka",
    "ki",
    "ke",
    "mein",
    "rupaye",
    "rupees",
    "kilos",
];

/// The openings of a sentence that may have been made ahead, the longest first, each with what follows it: "Sunita Devi
/// paid,", "Sunita Devi,", "Sunita,". The voice stays up at the end of an opening, as before a comma.
pub(super) fn openings(text: &str) -> impl Iterator<Item = (String, &str)> {
    let ends = text.match_indices(char::is_whitespace).map(|(at, _)| at).filter(|at| *at > 0);
    let ends: Vec<usize> = ends.take(OPENING_WORDS_MAX).collect();
    ends.into_iter().rev().map(|end| {
        let (opening, rest) = text.split_at(end);
        (format!("{},", opening.trim().trim_end_matches(BREATHS)), rest.trim())
    })
}
