//! The words of a clause, and which of them can tell how it is meant.

use crate::intent::entity::{Entity, Kind};
use crate::intent::senses::{FILLER, Senses};
use crate::intent::token::Token;
use std::ops::Range;

/// The words of a clause that are neither names nor figures.
pub(super) struct Words<'a> {
    pub(super) tokens: &'a [Token],
    pub(super) entities: &'a [Entity],
    pub(super) range: &'a Range<usize>,
}

impl Words<'_> {
    /// Whether the word at this place is one that can tell the mood.
    pub(super) fn counts(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| !token.masked && !token.part)
            && !self.entities.iter().any(|entity| {
                entity.start <= at
                    && at < entity.end
                    && matches!(
                        entity.kind,
                        Kind::Number(_) | Kind::Money { .. } | Kind::Quantity { .. } | Kind::When(_)
                    )
            })
    }

    pub(super) fn places(&self) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.range.clone().filter(|at| self.counts(*at))
    }

    pub(super) fn plain(&self, at: usize) -> &str {
        self.tokens.get(at).filter(|token| !token.masked).map_or("", |token| token.word.plain.as_str())
    }

    pub(super) fn is(&self, at: usize, senses: Senses) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is(senses))
    }

    /// Whether the word belongs to a phrase of politeness: "ho sake to".
    pub(super) fn polite(&self, at: usize) -> bool {
        let start = (0..=at).rev().find(|&at| self.tokens.get(at).is_some_and(|token| !token.part));
        start.is_some_and(|start| self.is(start, FILLER))
    }

    pub(super) fn last(&self, senses: Senses) -> Option<usize> {
        self.places().rev().find(|&at| self.is(at, senses))
    }
}
