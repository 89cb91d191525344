//! What the second reading sees: words and what stands for names, figures and days, alone and beside each other.
//!
//! Spelling variants of a word share its senses, and senses share their names, so the table outlives changes of the
//! vocabulary; a sign is only ever the hash of what it is made of.

use crate::intent::entity::{Entity, Kind};
use crate::intent::phonetic;
use crate::intent::second::table::PLACES;
use crate::intent::token::Token;

/// One word, or what stands for several.
struct Symbol {
    /// The hash of the word.
    word: u32,
    /// The hashes of what it can mean.
    senses: Vec<u32>,
    /// It stands for something that was found.
    stands: bool,
    /// It is a further word of a phrase.
    part: bool,
}

/// The start of every hash, and by what it is multiplied: FNV-1a.
const START: u32 = 0x811c_9dc5;
const PRIME: u32 = 0x0100_0193;
/// Mixes hashes to signs: Knuth's multiplier.
const SPREAD: u32 = 0x9e37_79b1;

/// The kinds of sign.
const ALWAYS: u32 = 1;
const WORD: u32 = 2;
const PAIR: u32 = 3;
const FIRST: u32 = 4;
const LAST: u32 = 5;
const LAST_TWO: u32 = 6;
const COUNT: u32 = 7;
const COUNTS: u32 = 8;
const SENSE: u32 = 9;
const SENSES: u32 = 10;

/// All signs as places in the table, each once, in order.
pub(super) fn of(tokens: &[Token], entities: &[Entity]) -> Vec<usize> {
    let symbols = symbols(tokens, entities);
    let mut found = vec![place(&[ALWAYS])];
    for symbol in &symbols {
        found.push(place(&[WORD, symbol.word]));
        found.extend(symbol.senses.iter().map(|sense| place(&[SENSE, *sense])));
    }
    let (start, end) = (edge("^"), edge("$"));
    let all: Vec<&Symbol> = [&start].into_iter().chain(&symbols).chain([&end]).collect();
    found.extend(all.windows(2).filter_map(|pair| Some(place(&[PAIR, pair.first()?.word, pair.last()?.word]))));
    let whole: Vec<&&Symbol> = all.iter().filter(|symbol| !symbol.part).collect();
    for pair in whole.windows(2) {
        let [left, right] = pair else { continue };
        let pairs = left.senses.iter().flat_map(|one| right.senses.iter().map(move |other| (*one, *other)));
        found.extend(pairs.map(|(one, other)| place(&[SENSES, one, other])));
    }
    if let [first, .., before, last] = symbols.as_slice() {
        found.extend([place(&[FIRST, first.word]), place(&[LAST, last.word])]);
        found.push(place(&[LAST_TWO, before.word, last.word]));
    }
    counts(&symbols, &mut found);
    found.sort_unstable();
    found.dedup();
    found
}

/// How many of each kind were found.
fn counts(symbols: &[Symbol], found: &mut Vec<usize>) {
    let mut kinds: Vec<u32> = symbols.iter().filter(|symbol| symbol.stands).map(|symbol| symbol.word).collect();
    kinds.sort_unstable();
    let mut mixture = vec![COUNTS];
    for kind in kinds.chunk_by(PartialEq::eq) {
        let Some(&own) = kind.first() else { continue };
        found.push(place(&[COUNT, own, u32::from(kind.len() > 1)]));
        mixture.push(own);
    }
    found.push(place(&mixture));
}

/// Words outside of what was found, and one symbol for each thing found.
fn symbols(tokens: &[Token], entities: &[Entity]) -> Vec<Symbol> {
    let mut symbols = vec![];
    for (at, token) in tokens.iter().enumerate() {
        match entities.iter().find(|entity| entity.start <= at && at < entity.end) {
            Some(entity) => {
                if entity.start == at {
                    symbols.push(Symbol { stands: true, ..edge(kind(entity)) });
                }
                if token.word.possessive && at + 1 == entity.end {
                    symbols.push(edge("'s"));
                }
            }
            None => symbols.push(word(token)),
        }
        if token.word.asked {
            symbols.push(edge("?"));
        }
    }
    symbols
}

fn word(token: &Token) -> Symbol {
    let mut senses: Vec<u32> = token.senses.names().map(hash).collect();
    if senses.is_empty() {
        let other = match token {
            _ if token.masked => "masked",
            _ if token.part => "part",
            _ if token.is_unknown() => "unknown",
            _ => "else",
        };
        senses.push(hash(other));
    }
    Symbol { word: hash(&phonetic::homophone(&token.word.latin)), senses, stands: false, part: token.part }
}

/// A symbol that is only itself.
fn edge(name: &str) -> Symbol {
    Symbol { word: hash(name), senses: vec![hash(name)], stands: false, part: false }
}

const fn kind(entity: &Entity) -> &'static str {
    if entity.struck {
        return "<taken back>";
    }
    match &entity.kind {
        Kind::Customer(_) => "<name>",
        Kind::Product(_) => "<thing>",
        Kind::Number(figure) if figure.article => "<one>",
        Kind::Number(_) => "<number>",
        Kind::Money { .. } => "<money>",
        Kind::Quantity { .. } => "<quantity>",
        Kind::When(_) => "<when>",
        Kind::Phone(_) => "<phone>",
        Kind::Digits => "<digits>",
        Kind::Email(_) => "<address>",
    }
}

fn hash(text: &str) -> u32 {
    text.bytes().fold(START, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(PRIME))
}

/// The place of a sign in the table.
fn place(parts: &[u32]) -> usize {
    let mixed = parts.iter().fold(START, |hash, part| (hash ^ part).wrapping_mul(SPREAD).rotate_left(15));
    let spread = (mixed ^ (mixed >> 16)).wrapping_mul(SPREAD);
    usize::try_from(spread >> (u32::BITS - PLACES.ilog2())).unwrap_or(0)
}
