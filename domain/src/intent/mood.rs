//! How a clause is meant: told as an order or a report, or asked, supposed, doubted, forbidden, promised or heard
//! from somebody. Only what is told may be acted upon.

use super::entity::{Entity, Kind};
use super::frame::Intent;
use super::senses::{
    ADD, AND, BILL, DOUBT, DROP, FILLER, FUTURE, GIVE, HOWMUCH, IF, IS, MAKE, MAYI, NO, NOT, NOW, OUGHT, PROHIBIT,
    REMIND, REPAIR, SAYS, SELF, SHOW, STEM, Senses, WANTS, WEEK, WHAT, WHO, WILLGIVE, WRITE, YES,
};
use super::token::Token;
use std::ops::Range;

/// What was found; each is where it was found last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Mood {
    /// A question, or an order to show something.
    asked: Option<usize>,
    /// Only if something else happens.
    supposed: Option<usize>,
    /// Somebody else's words.
    reported: Option<usize>,
    /// Not known for sure.
    doubted: Option<usize>,
    /// An order not to.
    forbidden: Option<usize>,
    /// An order to leave it be.
    dropped: Option<usize>,
    /// Taken back at the end of the utterance.
    withdrawn: Option<usize>,
    /// It did not happen.
    undone: Option<usize>,
    /// It is still to happen.
    promised: Option<usize>,
    /// Somebody wants it, or it ought to be.
    wanted: Option<usize>,
    /// The last order to write or to make something.
    ordered: Option<usize>,
    /// It begins now.
    from_now: bool,
}

/// Words that begin an English question.
const ASKING: &[&str] =
    &["did", "does", "has", "have", "had", "was", "were", "am", "should", "shall", "may", "might", "will", "would"];
/// Verbs that are only supposed when "to" follows: "X de to".
const SUPPOSED: &[&str] = &[
    "de",
    "dega",
    "degi",
    "denge",
    "aaye",
    "aae",
    "aye",
    "maange",
    "mange",
    "kahe",
    "bole",
    "ho",
    "kare",
    "le",
    "jaye",
    "mile",
    "den",
    "dein",
    "hua",
    "diye",
    "diya",
    "दे",
    "देगा",
    "देगी",
    "देंगे",
    "आए",
    "आये",
    "मांगे",
    "कहे",
    "बोले",
    "हो",
    "करे",
    "ले",
    "जाए",
    "मिले",
    "हुआ",
    "दिए",
    "दिया",
];

impl Mood {
    /// The mood of the words in `range`; conditions and doubts of the whole utterance count everywhere in it.
    pub(super) fn of(tokens: &[Token], entities: &[Entity], range: &Range<usize>) -> Self {
        let words = Words { tokens, entities, range };
        let whole = Words { tokens, entities, range: &(0..tokens.len()) };
        Self {
            asked: words.asked(),
            supposed: whole.supposed(),
            reported: whole.reported(),
            doubted: whole.last(DOUBT),
            forbidden: words.forbidden(),
            dropped: words.last(DROP),
            withdrawn: whole.withdrawn(),
            undone: words.undone(),
            promised: words.promised(),
            wanted: words.last(WANTS),
            ordered: words.ordered(),
            from_now: words.last(NOW).is_some(),
        }
    }

    /// Whether words that are to correct something only ask, suppose, doubt or promise.
    pub(super) fn unsettled(&self, pending: Intent) -> bool {
        let paying = matches!(pending, Intent::RecordPayment | Intent::AddCredit | Intent::CreateInvoice);
        self.asked.or(self.supposed).or(self.doubted).is_some() || (paying && self.promised.is_some())
    }

    /// Why this may not be done, if it may not.
    pub(super) fn objection(&self, intent: Intent) -> Option<&'static str> {
        let fresh = self.promised.filter(|_| !self.from_now);
        match intent {
            Intent::RecordPayment => self.unsaid().or_else(|| self.refused()).or_else(|| self.unreal(self.promised)),
            Intent::AddCredit => self.unsaid().or_else(|| self.refused()).or_else(|| self.unordered(true)),
            Intent::CreateInvoice => self.unsaid().or_else(|| self.refused()).or_else(|| self.unordered(false)),
            Intent::CreateCustomer
            | Intent::UpdateCustomer
            | Intent::DeleteCustomer
            | Intent::AddProduct
            | Intent::UpdateStock
            | Intent::CancelInvoice => {
                self.unsaid().or_else(|| why(self.forbidden, "told not to")).or_else(|| self.unreal(self.promised))
            }
            Intent::UpdatePrice => {
                self.unsaid().or_else(|| why(self.forbidden, "told not to")).or_else(|| self.unreal(fresh))
            }
            Intent::SendInvoice => why(self.supposed, "only if")
                .or_else(|| why(self.forbidden, "told not to"))
                .or_else(|| why(self.undone, "not done")),
            Intent::ScheduleReminder | Intent::CancelReminder | Intent::ModifyReminder => why(self.supposed, "only if"),
            Intent::CheckBalance
            | Intent::ListReminders
            | Intent::GetCustomerInfo
            | Intent::CheckStock
            | Intent::DailySummary
            | Intent::TopDebtors
            | Intent::Confirm
            | Intent::Deny
            | Intent::Correct
            | Intent::SwitchLanguage
            | Intent::Help
            | Intent::Stop
            | Intent::Unknown => None,
        }
    }

    fn unsaid(&self) -> Option<&'static str> {
        why(self.supposed, "only if")
            .or_else(|| why(self.withdrawn, "taken back"))
            .or_else(|| why(self.doubted, "not known for sure"))
            .or_else(|| why(self.asked, "asked, not told"))
    }

    fn refused(&self) -> Option<&'static str> {
        why(self.forbidden, "told not to").or_else(|| why(self.dropped, "told to leave it"))
    }

    fn unreal(&self, promised: Option<usize>) -> Option<&'static str> {
        why(self.reported, "somebody says so")
            .or_else(|| why(self.undone, "not done"))
            .or_else(|| why(promised, "not yet"))
            .or_else(|| why(self.wanted, "only wanted"))
    }

    /// What is said, not done or promised stands in the way unless an order follows it: "he will pay later, write it".
    fn unordered(&self, wanting: bool) -> Option<&'static str> {
        let late = |cue: Option<usize>| cue.filter(|cue| self.ordered.is_none_or(|order| order < *cue));
        why(late(self.reported), "somebody says so")
            .or_else(|| why(late(self.undone), "not done"))
            .or_else(|| why(late(self.promised), "not yet"))
            .or_else(|| why(late(self.wanted).filter(|_| wanting), "only wanted"))
    }
}

fn why(cue: Option<usize>, reason: &'static str) -> Option<&'static str> {
    cue.map(|_| reason)
}

/// The words of a clause that are neither names nor figures.
struct Words<'a> {
    tokens: &'a [Token],
    entities: &'a [Entity],
    range: &'a Range<usize>,
}

impl Words<'_> {
    /// Whether the word at this place is one that can tell the mood.
    fn counts(&self, at: usize) -> bool {
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

    fn places(&self) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.range.clone().filter(|at| self.counts(*at))
    }

    fn plain(&self, at: usize) -> &str {
        self.tokens.get(at).filter(|token| !token.masked).map_or("", |token| token.word.plain.as_str())
    }

    fn is(&self, at: usize, senses: Senses) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is(senses))
    }

    fn last(&self, senses: Senses) -> Option<usize> {
        self.places().rev().find(|&at| self.is(at, senses))
    }

    fn asked(&self) -> Option<usize> {
        let start = (self.range.clone())
            .find(|&at| {
                let idle = self.is(at, FILLER.or(AND).or(YES)) || matches!(self.plain(at), "please" | "so");
                !idle || ASKING.contains(&self.plain(at))
            })
            .filter(|&at| self.counts(at));
        let first = start.map_or("", |at| self.plain(at));
        let second = start.map_or("", |at| self.plain(at + 1));
        let request = matches!(first, "can" | "could" | "will" | "would") && second == "you";
        let led = ASKING.contains(&first)
            || (matches!(first, "do" | "are" | "can" | "could") && matches!(second, "i" | "we" | "they" | "you"))
            || (first == "is"
                && start.and_then(|at| self.tokens.get(at + 1)).is_some_and(|next| next.masked && !next.is(WEEK)))
            || (first == "is" && matches!(second, "the" | "there" | "it" | "bill"));
        if led && !request {
            return start;
        }
        let marked = self.range.clone().find(|&at| self.tokens.get(at).is_some_and(|token| token.word.asked));
        if marked.is_some() && !request {
            return marked;
        }
        self.either_or().or_else(|| self.last(WHAT.or(WHO).or(HOWMUCH).or(MAYI).or(SHOW)))
    }

    /// "… or not".
    fn either_or(&self) -> Option<usize> {
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

    fn supposed(&self) -> Option<usize> {
        let before_then =
            |at: &usize| SUPPOSED.contains(&self.plain(*at)) && matches!(self.plain(at + 1), "to" | "toh" | "तो");
        self.range.clone().find(before_then).or_else(|| {
            let cue = self.last(IF)?;
            let promise = self.places().find(|&at| at > cue && self.is(at, WILLGIVE));
            let order = self.ordered().filter(|&order| order > cue);
            let only_when_paid = promise.zip(order).is_some_and(|(promise, order)| promise < order);
            (!only_when_paid).then_some(cue)
        })
    }

    /// Somebody else's words; the speaker's own are no hearsay.
    fn reported(&self) -> Option<usize> {
        let own = |at: usize| {
            let mut before = self.range.clone().take_while(|other| *other < at).collect::<Vec<_>>();
            before.reverse();
            before.into_iter().take(2).any(|other| self.is(other, SELF) || self.plain(other) == "i")
        };
        let view = |at: usize| {
            matches!(self.plain(at), "ke" | "के")
                && matches!(self.plain(at + 1), "hisaab" | "hisab" | "हिसाब")
                && matches!(self.plain(at + 2), "se" | "से")
                && at.checked_sub(1).is_some_and(|last| {
                    self.entities
                        .iter()
                        .any(|entity| entity.end == last + 1 && matches!(entity.kind, Kind::Customer(_)))
                })
        };
        let heard = |at: usize| matches!(self.plain(at), "heard" | "suna_hai" | "hears") || !own(at);
        self.range.clone().rev().find(|&at| view(at) || (self.counts(at) && self.is(at, SAYS) && heard(at)))
    }

    fn forbidden(&self) -> Option<usize> {
        self.last(PROHIBIT).or_else(|| {
            self.range.clone().find(|&at| {
                let not = matches!(self.plain(at), "na" | "ना" | "nahi" | "nahin" | "नहीं" | "nhi")
                    && self.is(at, NO.or(NOT))
                    && !self.is(at, REPAIR);
                let next = self.plain(at + 1);
                let infinitive = next.len() > 3
                    && (next.ends_with("na") || next.ends_with("ना"))
                    && self.is(at + 1, WRITE.or(GIVE).or(ADD).or(MAKE).or(STEM).or(super::senses::SETTO));
                not && infinitive || self.stopped(at)
            })
        })
    }

    /// "dena band karo".
    fn stopped(&self, at: usize) -> bool {
        let this = self.plain(at);
        (this.ends_with("na") || this.ends_with("ना"))
            && self.is(at, GIVE.or(WRITE))
            && matches!(self.plain(at + 1), "band" | "bandh" | "बंद")
    }

    /// "… arre rehne do, kuch mat likho": nothing is told after it.
    fn withdrawn(&self) -> Option<usize> {
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
            "mat",
            "रहने",
            "छोड़ो",
            "जाने",
            "मत",
        ];
        let cue = self
            .range
            .clone()
            .rev()
            .find(|&at| self.tokens.get(at).is_some_and(|token| !token.masked) && LEFT.contains(&self.plain(at)))?;
        let told = self.entities.iter().any(|entity| !entity.struck && entity.start > cue);
        (!told && cue > self.range.start).then_some(cue)
    }

    fn undone(&self) -> Option<usize> {
        let idle = self.range.len() > 2;
        self.places()
            .rev()
            .find(|&at| self.is(at, NOT) && !self.is(at, REPAIR) && !(idle && matches!(self.plain(at), "na" | "ना")))
    }

    fn promised(&self) -> Option<usize> {
        let coming = |at: &usize| {
            let word = self.plain(*at);
            let ending = ["ega", "egi", "enge", "unga", "ungi", "oonga", "ayga", "aega"]
                .iter()
                .any(|ending| word.len() > ending.len() && word.ends_with(ending))
                || ["ेगा", "ेगी", "ेंगे", "एगा", "एगी", "एंगे", "ऊंगा", "ूंगा"].iter().any(|ending| word.ends_with(ending));
            let ending = ending && !word.starts_with("bik") && !word.starts_with("bech");
            let about = matches!(word, "wala" | "wale" | "wali" | "वाला" | "वाले" | "वाली")
                && (1..=2).filter_map(|back| at.checked_sub(back)).any(|last| {
                    let last = self.plain(last);
                    last.ends_with("ne") && last.len() > 3 || last.ends_with("ने") && last.chars().count() > 2
                });
            let due = matches!(word, "dene" | "aane" | "lene" | "lautane" | "bhejne" | "देने" | "आने" | "लेने")
                && matches!(self.plain(at + 1), "hain" | "hai" | "honge" | "hoga" | "हैं" | "है" | "होंगे");
            ending || about || due
        };
        let suffix = self.places().rev().find(coming);
        let sense = self.last(FUTURE.or(WILLGIVE).or(OUGHT));
        suffix.max(sense)
    }

    /// An order to write something down or to make something.
    fn ordered(&self) -> Option<usize> {
        self.places().rev().find(|&at| {
            let report = matches!(self.plain(at), "likha" | "likhi" | "likhe" | "लिखा" | "लिखी" | "लिखे");
            self.is(at, WRITE.or(ADD).or(MAKE)) && !report
                || (self.is(at, BILL) && (self.is(at + 1, IS.or(super::senses::SETTO)) || self.plain(at + 1) == "it"))
                || self.is(at, REMIND)
        })
    }
}
