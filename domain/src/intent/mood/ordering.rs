//! Orders, promises, and what did not happen.

use super::words::Words;
use crate::intent::calendar::Calendar;
use crate::intent::senses::{
    ADD, BILL, FUTURE, GAVE, GIVE, GIVEN, GOT, IS, MAKE, NO, NOT, OUGHT, PAST, PAY, PROHIBIT, REMIND, REPAIR, SEND,
    SETTO, STEM, WILLGIVE, WRITE,
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

    /// "yaad mat dilana": no reminder is wanted; "yaad dilana mat bhoolna" wants one.
    pub(super) fn unreminded(&self) -> Option<usize> {
        self.range.clone().find(|&at| {
            let forgets = |word: &str| ["bhool", "bhul", "भूल", "forget"].iter().any(|start| word.starts_with(start));
            let reminds = |word: &str| {
                ["dil", "kar", "bol", "bhej", "दिल", "कर", "बोल", "remind"].iter().any(|start| word.starts_with(start))
            };
            let before = at.checked_sub(1).map_or("", |last| self.plain(last));
            let remind = matches!(self.plain(at + 1), "yaad" | "yad" | "याद");
            if remind && matches!(self.plain(at), "mat" | "मत") {
                return true;
            }
            matches!(self.plain(at), "mat" | "na" | "don't" | "dont" | "मत" | "ना")
                && reminds(self.plain(at + 1))
                && (matches!(self.plain(at), "don't" | "dont") || matches!(before, "yaad" | "yad" | "याद"))
                && !forgets(before)
        })
    }

    /// "reminder mat hatana": it stays.
    pub(super) fn kept(&self) -> Option<usize> {
        let undoes = |word: &str| {
            ["hata", "mita", "cancel", "radd", "delete", "nikaal", "nikal", "badal", "हटा", "मिटा", "रद्द", "बदल"]
                .iter()
                .any(|start| word.starts_with(start))
        };
        self.range.clone().find(|&at| {
            matches!(self.plain(at), "mat" | "na" | "don't" | "dont" | "मत" | "ना") && undoes(self.plain(at + 1))
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
        let particle = |at: usize| {
            let na = idle && matches!(self.plain(at), "na" | "ना");
            // "na diye": right before what was done it is no particle.
            na && !(self.is(at + 1, GIVEN.or(PAY).or(GOT).or(GAVE)) && self.is(at + 1, PAST))
        };
        self.places().rev().find(|&at| self.is(at, NOT) && !self.is(at, REPAIR) && !particle(at))
    }

    pub(super) fn promised(&self) -> Option<usize> {
        let coming = |at: &usize| {
            let word = self.plain(*at);
            let ending = ["ega", "egi", "enge", "engi", "unga", "ungi", "oonga", "ayga", "aega"]
                .iter()
                .any(|ending| word.len() > ending.len() && word.ends_with(ending))
                || ["ेगा", "ेगी", "ेंगे", "ेंगी", "एगा", "एगी", "एंगे", "ऊंगा", "ूंगा"].iter().any(|ending| word.ends_with(ending));
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
                    | "dena"
                    | "deni"
                    | "देना"
                    | "देनी"
                    | "देने"
                    | "आने"
                    | "लेने"
                    | "मिलने"
            ) && matches!(self.plain(at + 1), "hain" | "hai" | "honge" | "hoga" | "हैं" | "है" | "होंगे");
            ending || about || due || self.tomorrow(*at)
        };
        let suffix = self.places().rev().find(coming);
        let sense = self.last(FUTURE.or(WILLGIVE).or(OUGHT));
        suffix.max(sense)
    }

    /// "kal likhna", "banana hai kal": not now.
    fn tomorrow(&self, at: usize) -> bool {
        let word = self.plain(at);
        let infinitive =
            (word.ends_with("na") || word.ends_with("ना")) && self.is(at, WRITE.or(GIVE).or(SEND).or(MAKE));
        let either = |at: usize| {
            self.tokens
                .get(at)
                .is_some_and(|token| !token.masked && matches!(token.calendar, Some(Calendar::Either(_))))
        };
        let must = matches!(self.plain(at + 1), "hai" | "hain" | "है" | "हैं") && self.range.clone().any(either);
        infinitive && (must || at.checked_sub(1).is_some_and(either))
    }

    /// An order to write something down or to make something.
    pub(super) fn ordered(&self) -> Option<usize> {
        self.places().rev().find(|&at| {
            let report = matches!(self.plain(at), "likha" | "likhi" | "likhe" | "लिखा" | "लिखी" | "लिखे");
            self.is(at, WRITE.or(ADD).or(MAKE)) && !report && !self.tomorrow(at)
                || (self.is(at, BILL) && (self.is(at + 1, IS.or(SETTO)) || self.plain(at + 1) == "it"))
                || self.is(at, REMIND)
        })
    }
}
