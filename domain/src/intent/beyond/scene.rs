//! An utterance with all that is found in it, read as one clause.

use crate::intent::entity::{Entity, Kind};
use crate::intent::facts::{self, Facts};
use crate::intent::frame::Intent;
use crate::intent::lexicon::Lexicon;
use crate::intent::mood::Mood;
use crate::intent::parse::prepare;
use crate::intent::senses::Senses;
use crate::intent::slots::Clause;
use crate::intent::token::Token;
use jiff::civil::DateTime;
use std::ops::Range;

pub(super) struct Scene<'a> {
    pub(super) tokens: Vec<Token>,
    pub(super) entities: Vec<Entity>,
    pub(super) facts: Facts,
    lexicon: &'a Lexicon,
    now: DateTime,
}

impl<'a> Scene<'a> {
    pub(super) fn of(text: &str, lexicon: &'a Lexicon, now: DateTime) -> Self {
        let (tokens, entities) = prepare(text, lexicon);
        let facts = facts::gather(&tokens, &entities, &(0..tokens.len()));
        Self { tokens, entities, facts, lexicon, now }
    }

    pub(super) fn live(&self) -> impl Iterator<Item = &Entity> {
        self.entities.iter().filter(|entity| !entity.struck)
    }

    /// The words in this range, without the figure at `but`.
    pub(super) fn clause(&self, range: &Range<usize>, but: Option<usize>) -> Clause<'_> {
        let inside = |entity: &&Entity| entity.start >= range.start && entity.end <= range.end;
        let entities = self.live().filter(inside).filter(|entity| Some(entity.start) != but).collect();
        let struck = self.entities.iter().any(|entity| entity.struck);
        let (tokens, all, facts) = (&self.tokens, &self.entities, &self.facts);
        let (range, lexicon, now) = (range.clone(), self.lexicon, self.now);
        Clause { tokens, entities, all, struck, range, facts, lexicon, now, before: None }
    }

    pub(super) fn whole(&self) -> Clause<'_> {
        self.clause(&(0..self.tokens.len()), None)
    }

    /// Whether every word outside of what was found has one of these senses, or is one of these words.
    pub(super) fn says_only(&self, senses: Senses, words: &[&str]) -> bool {
        (0..self.tokens.len()).all(|at| self.is_found(at) || self.is(at, senses) || self.is_word(at, words))
    }

    pub(super) fn is(&self, at: usize, senses: Senses) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is(senses))
    }

    pub(super) fn is_word(&self, at: usize, words: &[&str]) -> bool {
        self.tokens.get(at).is_some_and(|token| !token.masked && words.contains(&token.word.plain.as_str()))
    }

    pub(super) fn has_word(&self, words: &[&str]) -> bool {
        (0..self.tokens.len()).any(|at| self.is_word(at, words))
    }

    pub(super) fn may_be(&self, intent: Intent) -> bool {
        Mood::of(&self.tokens, &self.entities, &(0..self.tokens.len())).objection(intent).is_none()
    }

    /// Whether it is told as it happened: not asked, supposed, forbidden, promised or heard from somebody.
    pub(super) fn is_told(&self) -> bool {
        self.may_be(Intent::UpdateStock)
    }

    /// Words of which nothing is known.
    pub(super) fn unknown(&self) -> Vec<&str> {
        let strange = |token: &&Token| token.is_unknown();
        self.tokens.iter().filter(strange).map(|token| token.word.plain.as_str()).collect()
    }

    pub(super) fn figures(&self) -> usize {
        self.live().filter(|entity| is_figure(&entity.kind)).count()
    }

    fn is_found(&self, at: usize) -> bool {
        let token = self.tokens.get(at);
        token.is_none_or(|token| token.masked || token.part)
            || self.entities.iter().any(|entity| entity.start <= at && at < entity.end)
    }
}

/// Whether it counts or pays something.
pub(super) const fn is_figure(kind: &Kind) -> bool {
    match kind {
        Kind::Number(figure) => !figure.article,
        Kind::Money { .. } | Kind::Quantity { .. } => true,
        Kind::Customer(_) | Kind::Product(_) | Kind::When(_) | Kind::Phone(_) | Kind::Digits | Kind::Email(_) => false,
    }
}
