//! Money counted in notes: "paanch sau ke do note".
#![expect(clippy::wildcard_enum_match_arm, reason = "only some kinds of entity matter here")]
#![expect(clippy::indexing_slicing, reason = "places come from the slices themselves")]

use super::entity::{Entity, Kind};
use super::senses::{KA, RATE};
use super::token::Token;

/// What notes and coins there are, in paise.
const NOTES: [i64; 11] = [100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000];

/// "paanch sau ke do note" is a thousand; "sau ke note" leaves out how many.
pub(super) fn count(tokens: &[Token], entities: &mut [Entity]) {
    let paise = |entity: &Entity| match entity.kind {
        Kind::Number(figure) => Some(figure.milli / 10),
        Kind::Money { paise } => Some(paise),
        _ => None,
    };
    let noted = |at: usize| {
        tokens.get(at).is_some_and(|token| matches!(token.word.plain.as_str(), "note" | "notes" | "नोट" | "coins"))
    };
    let of = |at: usize| tokens.get(at).is_some_and(|token| token.is(KA.or(RATE)));
    let Some(word) = (0..tokens.len()).find(|&at| noted(at)) else { return };
    let figures: Vec<usize> =
        (0..entities.len()).filter(|&at| !entities[at].struck && paise(&entities[at]).is_some()).collect();
    let before = figures.iter().rposition(|&at| entities[at].end <= word);
    let Some(last) = before else { return };
    let (start, end) = (entities[figures[last]].start, entities[figures[last]].end);
    let adjacent = end == word || (end + 1 == word && of(end));
    let earlier = last.checked_sub(1).map(|at| figures[at]);
    let value = |note: usize, count: usize| {
        let (note, count) = (paise(&entities[note])?, paise(&entities[count])?);
        (NOTES.contains(&note) && count % 100 == 0 && count <= 10_000).then(|| note * (count / 100))
    };
    let behind = figures
        .get(last + 1)
        .copied()
        .filter(|&at| entities[at].start <= word + 2 && (of(entities[at].end) || entities[at].start == word + 2));
    let found = if !adjacent {
        None
    } else if let Some(first) = earlier.filter(|&first| entities[first].end + 1 == start && of(start - 1)) {
        value(first, figures[last]).map(|paise| (first, figures[last], paise))
    } else if let Some(first) = earlier.filter(|&first| entities[first].end == start) {
        value(figures[last], first).map(|paise| (first, figures[last], paise))
    } else if let Some(second) = behind.filter(|_| end == word) {
        value(second, figures[last]).map(|paise| (figures[last], second, paise))
    } else {
        None
    };
    if let Some((first, second, paise)) = found {
        entities[first].struck = true;
        entities[second].kind = Kind::Money { paise };
    } else if adjacent && of(word - 1) && tokens.get(word).is_some_and(|token| token.word.plain.ends_with('s')) {
        entities[figures[last]].struck = true;
    }
}
