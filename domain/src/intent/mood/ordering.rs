//! Orders, promises, and what did not happen.

use super::words::Words;
use crate::intent::calendar::Calendar;
use crate::intent::senses::{
    ADD, BILL, FUTURE, GIVE, IS, MAKE, NO, NOT, OUGHT, PROHIBIT, REMIND, REPAIR, SETTO, STEM, WILLGIVE, WRITE,
};

impl Words<'_> {
    pub(super) fn forbidden(&self) -> Option<usize> {
        self.last(PROHIBIT).or_else(|| {
            self.range.clone().find(|&at| {
                let not = matches!(self.plain(at), "na" | "ना" | "nahi" | "nahin" | "नहीं" | "nhi")
                    && self.is(at, NO.or(NOT))
                    && !self.is(at, REPAIR);
                let next = self.plain(at + 1);
                let infinitive = next.len() > 3
                    && (next.ends_with("na") || next.ends_with("ना"))
                    && self.is(at + 1, WRITE.or(GIVE).or(ADD).or(MAKE).or(STEM).or(SETTO));
                not && infinitive || self.stopped(at)
            })
        })
    }

    /// "dena band karo".
    pub(super) fn stopped(&self, at: usize) -> bool {
        let this = self.plain(at);
        (this.ends_with("na") || this.ends_with("ना"))
            && self.is(at, GIVE.or(WRITE))
            && matches!(self.plain(at + 1), "band" | "bandh" | "बंद")
    }

    /// "… arre rehne do, kuch mat likho": nothing is told after it.
    pub(super) fn withdrawn(&self) -> Option<usize> {
        const LEFT: &[&str] = &[
            "rehne",
            "rahne",
            "rehne_do",
            "chhodo",
            "chhod",
            "chodo",
            "jaane",
            "jane",
            "forget",
            "nevermind",
            "never",
            "leave",
            "scrap",
            "scratch",
            "ignore",
            "mat",
            "रहने",
            "छोड़ो",
            "जाने",
            "मत",
        ];
        let cue = self.range.clone().rev().find(|&at| {
            let went = matches!(self.plain(at + 1), "gaya" | "gayi" | "gaye" | "ke" | "kar" | "गया" | "गई" | "गए");
            let word = self.tokens.get(at).is_some_and(|token| !token.masked && !token.part);
            word && !went && LEFT.contains(&self.plain(at))
        })?;
        let told = self.entities.iter().any(|entity| !entity.struck && entity.start > cue);
        (!told && cue > self.range.start).then_some(cue)
    }

    pub(super) fn undone(&self) -> Option<usize> {
        let idle = self.range.len() > 2;
        self.places()
            .rev()
            .find(|&at| self.is(at, NOT) && !self.is(at, REPAIR) && !(idle && matches!(self.plain(at), "na" | "ना")))
    }

    pub(super) fn promised(&self) -> Option<usize> {
        let coming = |at: &usize| {
            let word = self.plain(*at);
            let ending = ["ega", "egi", "enge", "unga", "ungi", "oonga", "ayga", "aega"]
                .iter()
                .any(|ending| word.len() > ending.len() && word.ends_with(ending))
                || ["ेगा", "ेगी", "ेंगे", "एगा", "एगी", "एंगे", "ऊंगा", "ूंगा"].iter().any(|ending| word.ends_with(ending));
            let must =
                word.starts_with("pad") && matches!(self.plain(at.wrapping_sub(1)), "karna" | "karni" | "hataana");
            let ending = ending && !word.starts_with("bik") && !word.starts_with("bech") && !must;
            let about = matches!(word, "wala" | "wale" | "wali" | "वाला" | "वाले" | "वाली")
                && (1..=2).filter_map(|back| at.checked_sub(back)).any(|last| {
                    let last = self.plain(last);
                    last.ends_with("ne") && last.len() > 3 || last.ends_with("ने") && last.chars().count() > 2
                });
            let due = matches!(
                word,
                "dene"
                    | "aane"
                    | "lene"
                    | "milne"
                    | "chukane"
                    | "bharne"
                    | "lautane"
                    | "bhejne"
                    | "देने"
                    | "आने"
                    | "लेने"
                    | "मिलने"
            ) && matches!(self.plain(at + 1), "hain" | "hai" | "honge" | "hoga" | "हैं" | "है" | "होंगे");
            let tomorrow = (word.ends_with("na") || word.ends_with("ना"))
                && self.is(*at, WRITE.or(GIVE))
                && at
                    .checked_sub(1)
                    .and_then(|last| self.tokens.get(last))
                    .is_some_and(|last| !last.masked && matches!(last.calendar, Some(Calendar::Either(_))));
            ending || about || due || tomorrow
        };
        let suffix = self.places().rev().find(coming);
        let sense = self.last(FUTURE.or(WILLGIVE).or(OUGHT));
        suffix.max(sense)
    }

    /// An order to write something down or to make something.
    pub(super) fn ordered(&self) -> Option<usize> {
        self.places().rev().find(|&at| {
            let report = matches!(self.plain(at), "likha" | "likhi" | "likhe" | "लिखा" | "लिखी" | "लिखे");
            self.is(at, WRITE.or(ADD).or(MAKE)) && !report
                || (self.is(at, BILL) && (self.is(at + 1, IS.or(SETTO)) || self.plain(at + 1) == "it"))
                || self.is(at, REMIND)
        })
    }
}
