//! Questions: what is asked is not told.

use super::words::Words;
use crate::intent::senses::{AND, FILLER, HOWMUCH, MAYI, SHOW, WEEK, WHAT, WHO, YES};

/// Words that begin an English question.
const ASKING: &[&str] = &[
    "did", "does", "has", "have", "had", "was", "were", "am", "should", "sould", "shall", "may", "might", "will",
    "would",
];

impl Words<'_> {
    /// A yes-or-no question that begins with its word: all that follows is asked.
    pub(super) fn opened(&self) -> Option<usize> {
        let first = self.range.clone().find(|&at| !self.is(at, FILLER.or(YES)))?;
        (matches!(self.plain(first), "kya" | "kia" | "क्या") && self.range.len() > 3).then_some(first)
    }

    /// A question mark at the end of everything, and no other word that asks beside it.
    pub(super) fn closed(&self) -> Option<usize> {
        let marked = self.range.clone().find(|&at| self.tokens.get(at).is_some_and(|token| token.word.asked))?;
        let start = (self.range.start..=marked)
            .rev()
            .find(|&at| self.tokens.get(at).is_some_and(|token| token.word.after_stop))
            .unwrap_or(self.range.start);
        let request =
            (start..=marked).any(|at| matches!(self.plain(at), "can" | "could" | "will" | "would" | "please"));
        let other = (start..=marked).any(|at| self.is(at, HOWMUCH.or(WHAT).or(WHO).or(SHOW)));
        (!other && !request).then_some(marked)
    }

    /// "… aaye the na": the speaker wants to hear that it is so.
    pub(super) fn tagged(&self) -> Option<usize> {
        let last = self.range.end.checked_sub(1).filter(|last| *last > self.range.start + 2)?;
        let told =
            matches!(self.plain(last - 1), "tha" | "the" | "thi" | "hai" | "hain" | "था" | "थे" | "थी" | "है" | "हैं");
        (told && matches!(self.plain(last), "na" | "naa" | "ना" | "न")).then_some(last)
    }

    pub(super) fn asked(&self) -> Option<usize> {
        let starts = self
            .range
            .clone()
            .filter(|&at| at == self.range.start || self.tokens.get(at).is_some_and(|token| token.word.after_stop));
        starts
            .map(|at| at..self.range.end)
            .find_map(|range| Words { tokens: self.tokens, entities: self.entities, range: &range }.asked_first())
            .or_else(|| self.may_i())
            .or_else(|| self.either_or().or_else(|| self.last(WHAT.or(WHO).or(HOWMUCH).or(MAYI).or(SHOW))))
    }

    /// "… should I …", wherever it stands.
    pub(super) fn may_i(&self) -> Option<usize> {
        self.range.clone().find(|&at| {
            matches!(self.plain(at), "should" | "shall" | "can" | "may" | "could" | "sould")
                && matches!(self.plain(at + 1), "i" | "we")
                && self.tokens.get(at + 1).is_some_and(|next| !next.part)
        })
    }

    /// An English question from the first word on, or a question mark.
    pub(super) fn asked_first(&self) -> Option<usize> {
        let start = (self.range.clone())
            .find(|&at| {
                let token = self.tokens.get(at);
                let idle = self.is(at, FILLER.or(AND).or(YES))
                    || matches!(self.plain(at), "please" | "so")
                    || token.is_some_and(|token| token.part && self.polite(at));
                let phrase = self.tokens.get(at + 1).is_some_and(|next| next.part) && self.is(at, FILLER);
                let are = self.plain(at) == "are" && self.tokens.get(at + 1).is_some_and(|next| next.product);
                !idle || are || (ASKING.contains(&self.plain(at)) && !phrase)
            })
            .filter(|&at| self.counts(at));
        let first = start.map_or("", |at| self.plain(at));
        let second = start.map_or("", |at| self.plain(at + 1));
        let request = matches!(first, "can" | "could" | "will" | "would") && second == "you";
        let led = ASKING.contains(&first)
            || (matches!(first, "do" | "are" | "can" | "could") && matches!(second, "i" | "we" | "they" | "you"))
            || (matches!(first, "can" | "could")
                && start.and_then(|at| self.tokens.get(at + 1)).is_some_and(|next| next.masked && !next.product))
            || (first == "is"
                && start.and_then(|at| self.tokens.get(at + 1)).is_some_and(|next| next.masked && !next.is(WEEK)))
            || (first == "are" && start.and_then(|at| self.tokens.get(at + 1)).is_some_and(|next| next.product))
            || (first == "is" && matches!(second, "the" | "there" | "it" | "bill"));
        let subject = start.is_some_and(|start| {
            (self.range.start..start)
                .any(|at| matches!(self.plain(at), "it" | "he" | "she" | "they" | "we" | "that" | "this"))
        });
        if led && !request && !subject {
            return start;
        }
        let marked = self.range.clone().find(|&at| self.tokens.get(at).is_some_and(|token| token.word.asked));
        marked.filter(|_| !request)
    }

    /// "yaad nahi": not remembered; it asks for no reminder and undoes none.
    pub(super) fn forgotten(&self) -> Option<usize> {
        self.places().find(|&at| {
            let not = matches!(self.plain(at + 1), "nahi" | "nahin" | "nhi" | "नहीं" | "नही");
            let remind = |word: &str| {
                ["dil", "kar", "दिल", "कर", "bhej", "rakh", "chahi", "चाहि"].iter().any(|start| word.starts_with(start))
            };
            matches!(self.plain(at), "yaad" | "yad" | "याद") && not && !remind(self.plain(at + 2))
        })
    }

    /// "… or not".
    pub(super) fn either_or(&self) -> Option<usize> {
        self.range.clone().find(|&at| {
            let (this, next) = (self.plain(at), self.plain(at + 1));
            matches!(this, "ya" | "ki" | "या" | "कि" | "or")
                && matches!(
                    next,
                    "rehne"
                        | "rahne"
                        | "chhod"
                        | "mat"
                        | "रहने"
                        | "nahi"
                        | "nahin"
                        | "nhi"
                        | "na"
                        | "नहीं"
                        | "नही"
                        | "ना"
                        | "not"
                        | "zyada"
                        | "kam"
                )
        })
    }
}
