//! Conditions: what waits for something else.

use super::words::Words;
use crate::intent::senses::{ARRIVED, COMMON, DEAR, FINISHED, IF, IS, LOWER, RAISE, SPOILED, TOOK, WAS, WILLGIVE};

/// Verbs that are only supposed when "to" follows: "X de to", "X aaya toh".
#[rustfmt::skip]
const SUPPOSED: &[&str] = &[
    "aya", "ayi", "ayin", "de", "dega", "degi", "denge", "aaye", "aae", "aye", "maange", "mange", "kahe", "bole", "ho", "kare", "le", "jaye",
    "mile", "den", "dein", "hua", "diye", "diya", "aaya", "aayi", "aayin", "aayegi", "aayega", "mila", "mili", "bola",
    "boli", "gaya", "gayi", "gaye", "kaha", "poocha", "pucha", "maanga", "maangi", "hui", "hue", "bacha", "bache",
    "nikla", "nikle", "chuka", "bheja", "bheje", "lautaya", "laaya", "laya", "laye", "laayi", "kiya", "kiye", "liya",
    "liye", "dikha", "dikhe", "chahiye", "chukaya", "chukaye", "lautaye", "pahuncha", "pahunche",
    "jaayein", "jayein",
    "दे", "देगा", "देगी", "देंगे", "आए", "आये", "मांगे", "कहे", "बोले", "हो", "करे", "ले", "जाए", "मिले", "हुआ", "दिए", "दिया",
    "आया", "आई", "आयी", "मिला", "बोला", "बोली", "गया", "गई", "गए", "कहा", "लाया", "लाई", "लाए", "भेजा", "भेजे", "किया", "लिया",
];

impl Words<'_> {
    pub(super) fn supposed(&self) -> Option<usize> {
        let before_then = |at: &usize| {
            let whole = self.tokens.get(*at).is_some_and(|token| !(token.masked || token.part && self.polite(*at)));
            let verb = RAISE.or(LOWER).or(DEAR).or(ARRIVED).or(FINISHED).or(SPOILED).or(TOOK);
            let done = *at > self.range.start
                && self.is(*at, verb)
                && ["a", "e", "i", "ा", "े", "ी"].iter().any(|end| self.plain(*at).ends_with(end));
            let would = ["ti", "ta", "te", "ती", "ता", "ते"].iter().any(|end| self.plain(*at).ends_with(end))
                && self.tokens.get(*at).is_some_and(|token| token.is_unknown() || token.senses == COMMON);
            let done = done || (*at > self.range.start && would);
            whole
                && (SUPPOSED.contains(&self.plain(*at)) || done)
                && matches!(self.plain(at + 1), "to" | "toh" | "तो")
                && !self.is(at + 2, IS.or(WAS))
        };
        self.range.clone().find(|at| before_then(at) || self.upon(*at)).or_else(|| {
            let cue = self.places().rev().find(|&at| self.is(at, IF) && !self.courteous(at))?;
            let promise = self.places().find(|&at| at > cue && self.is(at, WILLGIVE));
            let order = self.ordered().filter(|&order| order > cue);
            let cut = |from: usize, to: usize| {
                (from..=to).any(|at| self.tokens.get(at).is_some_and(|token| token.word.after_stop))
            };
            let only_when_paid =
                promise.zip(order).is_some_and(|(promise, order)| promise < order && cut(promise, order));
            (!only_when_paid).then_some(cue)
        })
    }

    /// The first thing that the rest waits for.
    pub(super) fn awaited(&self) -> Option<usize> {
        self.range.clone().find(|at| self.upon(*at))
    }

    /// "agar aapko taklif na ho to": no condition, only manners.
    pub(super) fn courteous(&self, at: usize) -> bool {
        let stop = |other: usize| self.tokens.get(other).is_none_or(|token| token.word.after_stop);
        (at + 1..at + 6).take_while(|other| !stop(*other)).any(|other| {
            matches!(
                self.plain(other),
                "taklif"
                    | "takleef"
                    | "taqleef"
                    | "pareshani"
                    | "dikkat"
                    | "sambhav"
                    | "sake"
                    | "possible"
                    | "mind"
                    | "kasht"
                    | "fursat"
                    | "convenient"
                    | "trouble"
                    | "तकलीफ"
                    | "संभव"
                    | "सके"
                    | "कष्ट"
            )
        })
    }

    /// "paise milte hi", "uske aane par", "after he pays": what comes next waits for it.
    pub(super) fn upon(&self, at: usize) -> bool {
        const DONE: &[&str] = &[
            "aane",
            "milne",
            "dene",
            "chukane",
            "lautane",
            "bhejne",
            "kehne",
            "bolne",
            "hone",
            "bharne",
            "pahunchne",
            "आने",
            "मिलने",
            "देने",
            "चुकाने",
            "लौटाने",
            "भेजने",
            "कहने",
            "बोलने",
            "होने",
        ];
        let (this, next, after) = (self.plain(at), self.plain(at + 1), self.plain(at + 2));
        let waits = matches!(next, "par" | "pe" | "पर" | "पे")
            || (matches!(next, "ke" | "के") && matches!(after, "baad" | "bad" | "बाद" | "badle"));
        let soon = matches!(
            this,
            "aate" | "ate" | "milte" | "dete" | "chukate" | "lautate" | "bhejte" | "pahunchte" | "kehte"
        ) || matches!(this, "आते" | "मिलते" | "देते" | "लौटाते" | "कहते");
        let later = this == "after" || this == "before";
        let pays = (at + 1..at + 4).any(|other| {
            matches!(
                self.plain(other),
                "pays" | "gives" | "comes" | "returns" | "sends" | "settles" | "clears" | "calls"
            )
        });
        let then = matches!(this, "tab" | "tabhi") && {
            let last = at.checked_sub(1).map_or("", |last| self.plain(last));
            let coming = ["ega", "egi", "enge", "aaye", "jaye", "dete", "de"].iter().any(|end| last.ends_with(end));
            let cut = self.tokens.get(at).is_some_and(|token| token.word.after_stop);
            (coming && !cut) || (self.range.start..at).any(|other| matches!(self.plain(other), "jab" | "jabhi"))
        };
        then || (DONE.contains(&this) && waits) || (soon && matches!(next, "hi" | "ही")) || (later && pays)
    }
}
