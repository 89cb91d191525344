//! Other people: to whom it went, and whose words they are.

use super::words::Words;
use crate::intent::entity::Kind;
use crate::intent::senses::{AND, COMMON, FILLER, HONOR, KA, SAYS, SELF, YES};

impl Words<'_> {
    /// "X ne apne bhai ko diye": it went to somebody who is neither the shop nor a customer of it.
    pub(super) fn elsewhere(&self) -> Option<usize> {
        let own = |at: usize| {
            matches!(self.plain(at), "dukaan" | "dukan" | "shop" | "galle" | "munshi" | "us" | "me" | "दुकान" | "number")
        };
        let by_them = |at: usize| (self.range.start..at).any(|other| matches!(self.plain(other), "ne" | "ने"));
        let seller = |at: usize| {
            let thing = at
                .checked_sub(1)
                .and_then(|last| self.tokens.get(last))
                .is_some_and(|last| last.product || (!last.masked && (last.is_unknown() || last.is(COMMON))));
            matches!(self.plain(at), "wale" | "wali" | "वाले" | "वाली")
                && matches!(self.plain(at + 1), "ko" | "को")
                && thing
                && by_them(at)
        };
        let named = |at: usize| self.entities.iter().any(|entity| entity.start <= at && at < entity.end);
        let honoured = |at: usize| at.checked_sub(1).is_some_and(named) && self.is(at, HONOR);
        self.dative().or_else(|| self.kin()).or_else(|| {
            self.range.clone().find(|&at| {
                let word = self.tokens.get(at).is_some_and(|token| {
                    !token.masked && !token.part && (token.is_unknown() || token.is(COMMON.or(HONOR)))
                });
                let given =
                    matches!(self.plain(at + 1), "ko" | "को") && !self.tokens.get(at + 1).is_some_and(|ko| ko.part);
                let whose = (at.saturating_sub(2)..at).any(|other| {
                    matches!(
                        self.plain(other),
                        "apne"
                            | "apni"
                            | "kisi"
                            | "doosre"
                            | "dusre"
                            | "अपने"
                            | "अपनी"
                            | "किसी"
                            | "ne"
                            | "ने"
                    )
                });
                seller(at) || (word && given && (whose || by_them(at)) && !own(at) && !named(at) && !honoured(at))
            })
        })
    }

    /// "X ke bete ko diye": it went to somebody of X's.
    pub(super) fn kin(&self) -> Option<usize> {
        let person =
            |at: usize| self.entities.iter().any(|entity| entity.end == at && matches!(entity.kind, Kind::Customer(_)));
        self.range.clone().find(|&at| {
            let whose = (at.saturating_sub(3)..at).any(|of| {
                let own = person(of) || (of.checked_sub(1).is_some_and(person) && self.is(of - 1, HONOR));
                own && self.is(of, KA) && of + 1 == at
            });
            let noun = self.tokens.get(at).is_some_and(|token| {
                !token.masked && !token.part && (token.is_unknown() || token.is(COMMON.or(HONOR)))
            });
            let paas = matches!(self.plain(at), "paas" | "pas" | "number" | "naam" | "पास" | "नाम");
            let next = if matches!(self.plain(at + 1), "wale" | "wali" | "वाले" | "वाली") {
                at + 2
            } else {
                at + 1
            };
            let named = matches!(self.plain(next), "ke" | "के") && matches!(self.plain(next + 1), "naam" | "नाम");
            whose && noun && !paas && (named || matches!(self.plain(next), "ko" | "को"))
        })
    }

    /// "paid the electrician", "gave his brother".
    pub(super) fn dative(&self) -> Option<usize> {
        const PEOPLE: &[&str] = &[
            "brother",
            "sister",
            "mother",
            "father",
            "son",
            "daughter",
            "wife",
            "husband",
            "uncle",
            "aunt",
            "friend",
            "neighbour",
            "neighbor",
            "boy",
            "girl",
            "man",
            "woman",
            "guy",
            "lady",
            "driver",
            "staff",
            "kid",
            "kids",
        ];
        self.range.clone().find(|&at| {
            let gives = matches!(self.plain(at), "paid" | "gave" | "pays" | "gives" | "sent" | "handed" | "given");
            let whose = matches!(self.plain(at + 1), "the" | "his" | "her" | "their" | "my" | "a" | "an" | "some");
            let whom = at + 2;
            let noun = PEOPLE.contains(&self.plain(whom))
                || self.tokens.get(whom).is_some_and(|token| token.is_unknown() && !token.masked);
            gives && whose && noun
        })
    }

    /// Somebody else's words; the speaker's own are no hearsay.
    pub(super) fn reported(&self) -> Option<usize> {
        let own = |at: usize| {
            let start = at.saturating_sub(3).max(self.range.start);
            (start..at).any(|other| {
                let begins = other == self.range.start
                    || self.tokens.get(other).is_some_and(|token| token.word.after_stop)
                    || other.checked_sub(1).is_some_and(|last| self.is(last, FILLER.or(YES).or(AND)));
                self.is(other, SELF)
                    || (matches!(self.plain(other), "i" | "main" | "mai" | "hum" | "मैं" | "हम") && begins)
                    || (matches!(self.plain(other), "kya" | "क्या")
                        && other + 2 >= at
                        && !(other + 1..=at).any(|at| self.tokens.get(at).is_some_and(|token| token.word.after_stop)))
            })
        };
        let view = |at: usize| {
            matches!(self.plain(at), "ke" | "के")
                && matches!(self.plain(at + 1), "hisaab" | "hisab" | "हिसाब")
                && matches!(self.plain(at + 2), "se" | "से")
                && at.checked_sub(1).is_some_and(|last| {
                    let someone = self.tokens.get(last).is_some_and(|token| {
                        !token.masked && (token.is_unknown() || token.senses == COMMON || token.is(HONOR))
                    });
                    let named = self
                        .entities
                        .iter()
                        .any(|entity| entity.end == last + 1 && matches!(entity.kind, Kind::Customer(_)));
                    someone || named
                })
        };
        let heard = |at: usize| matches!(self.plain(at), "heard" | "suna_hai" | "hears") || !own(at);
        self.range.clone().rev().find(|&at| view(at) || (self.counts(at) && self.is(at, SAYS) && heard(at)))
    }
}
