//! How a clause is meant: told as an order or a report, or asked, supposed, doubted, forbidden, promised or heard
//! from somebody. Only what is told may be acted upon.

use super::entity::{Entity, Kind};
use super::frame::Intent;
use super::senses::{
    ADD, AND, BILL, COMMON, DOUBT, DROP, FILLER, FUTURE, GIVE, HONOR, HOWMUCH, IF, IS, LATER, MAKE, MAYI, NO, NOT, NOW,
    OUGHT, OUTWARD, PROHIBIT, REMIND, REPAIR, SAYS, SELF, SHOW, STEM, Senses, TOOK, WANTS, WAS, WEEK, WHAT, WHO,
    WILLGIVE, WRITE, YES,
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
    /// Given, but to somebody else.
    elsewhere: Option<usize>,
    /// Paid later, he says.
    put_off: Option<usize>,
    /// Goods that were taken away, as the speaker himself says.
    took: Option<usize>,
    /// It begins now.
    from_now: bool,
}

/// Words that begin an English question.
const ASKING: &[&str] = &[
    "did", "does", "has", "have", "had", "was", "were", "am", "should", "sould", "shall", "may", "might", "will",
    "would",
];
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

impl Mood {
    /// The mood of the words in `range`; conditions and doubts of the whole utterance count everywhere in it.
    pub(super) fn of(tokens: &[Token], entities: &[Entity], range: &Range<usize>) -> Self {
        let words = Words { tokens, entities, range };
        let whole = Words { tokens, entities, range: &(0..tokens.len()) };
        Self {
            asked: words.asked().or_else(|| whole.opened()).or_else(|| whole.closed()),
            supposed: whole.supposed(),
            reported: whole.reported(),
            doubted: whole.last(DOUBT).or_else(|| whole.forgotten()).or_else(|| whole.either_or()),
            forbidden: words.forbidden(),
            dropped: words.last(DROP),
            withdrawn: whole.withdrawn(),
            undone: words.undone(),
            promised: words.promised(),
            wanted: words.last(WANTS),
            ordered: words.ordered(),
            elsewhere: words.elsewhere().or_else(|| words.last(OUTWARD)),
            put_off: words.last(LATER),
            took: words.places().find(|&at| words.is(at, TOOK)),
            from_now: words.last(NOW).is_some()
                || words.places().any(|at| matches!(words.plain(at), "ab" | "now" | "अब")),
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
            Intent::RecordPayment => self
                .unsaid()
                .or_else(|| self.refused())
                .or_else(|| self.unreal(self.promised))
                .or_else(|| why(self.elsewhere, "given to somebody else")),
            Intent::AddCredit => self.unsaid().or_else(|| self.refused()).or_else(|| self.unordered(true)),
            Intent::CreateInvoice => self
                .unsaid()
                .or_else(|| self.refused())
                .or_else(|| self.unordered(false))
                .or_else(|| why(self.elsewhere.filter(|_| self.ordered.is_none()), "given to somebody else")),
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
            Intent::ScheduleReminder | Intent::CancelReminder | Intent::ModifyReminder => {
                why(self.supposed, "only if").or_else(|| why(self.doubted, "not known for sure"))
            }
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

    /// Whether an order says not to.
    pub(super) const fn is_forbidden(&self) -> bool {
        self.forbidden.is_some()
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
        let later = |cue: usize| self.promised.max(self.put_off).is_some_and(|promise| promise > cue);
        let taken = |cue: usize| {
            let excused = Some(cue) == self.promised || Some(cue) == self.wanted || later(cue);
            wanting && excused && self.took.is_some_and(|took| took < cue)
        };
        let late = |cue: Option<usize>| {
            cue.filter(|cue| self.ordered.is_none_or(|order| order < *cue)).filter(|cue| !taken(*cue))
        };
        why(late(self.reported), "somebody says so")
            .or_else(|| why(self.undone.filter(|cue| self.ordered.is_none_or(|order| order < *cue)), "not done"))
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

    /// Whether the word belongs to a phrase of politeness: "ho sake to".
    fn polite(&self, at: usize) -> bool {
        let start = (0..=at).rev().find(|&at| self.tokens.get(at).is_some_and(|token| !token.part));
        start.is_some_and(|start| self.is(start, FILLER))
    }

    fn last(&self, senses: Senses) -> Option<usize> {
        self.places().rev().find(|&at| self.is(at, senses))
    }

    /// A yes-or-no question that begins with its word: all that follows is asked.
    fn opened(&self) -> Option<usize> {
        let first = self.range.clone().find(|&at| !self.is(at, FILLER.or(YES)))?;
        (matches!(self.plain(first), "kya" | "kia" | "क्या") && self.range.len() > 3).then_some(first)
    }

    /// A question mark at the end of everything, and no other word that asks beside it.
    fn closed(&self) -> Option<usize> {
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

    fn asked(&self) -> Option<usize> {
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
    fn may_i(&self) -> Option<usize> {
        self.range.clone().find(|&at| {
            matches!(self.plain(at), "should" | "shall" | "can" | "may" | "could" | "sould")
                && matches!(self.plain(at + 1), "i" | "we")
                && self.tokens.get(at + 1).is_some_and(|next| !next.part)
        })
    }

    /// An English question from the first word on, or a question mark.
    fn asked_first(&self) -> Option<usize> {
        let start = (self.range.clone())
            .find(|&at| {
                let token = self.tokens.get(at);
                let idle = self.is(at, FILLER.or(AND).or(YES))
                    || matches!(self.plain(at), "please" | "so")
                    || token.is_some_and(|token| token.part && self.polite(at));
                let phrase = self.tokens.get(at + 1).is_some_and(|next| next.part) && self.is(at, FILLER);
                !idle || (ASKING.contains(&self.plain(at)) && !phrase)
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
    fn forgotten(&self) -> Option<usize> {
        self.places().find(|&at| {
            let not = matches!(self.plain(at + 1), "nahi" | "nahin" | "nhi" | "नहीं" | "नही");
            let remind = |word: &str| {
                ["dil", "kar", "दिल", "कर", "bhej", "rakh", "chahi", "चाहि"].iter().any(|start| word.starts_with(start))
            };
            matches!(self.plain(at), "yaad" | "yad" | "याद") && not && !remind(self.plain(at + 2))
        })
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
        let before_then = |at: &usize| {
            let whole = self.tokens.get(*at).is_some_and(|token| !(token.masked || token.part && self.polite(*at)));
            whole
                && SUPPOSED.contains(&self.plain(*at))
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

    /// "agar aapko taklif na ho to": no condition, only manners.
    fn courteous(&self, at: usize) -> bool {
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
    fn upon(&self, at: usize) -> bool {
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

    /// "X ne apne bhai ko diye": it went to somebody who is neither the shop nor a customer of it.
    fn elsewhere(&self) -> Option<usize> {
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
        self.dative().or_else(|| {
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

    /// "paid the electrician", "gave his brother".
    fn dative(&self) -> Option<usize> {
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
    fn reported(&self) -> Option<usize> {
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
                && at.checked_sub(1).and_then(|last| self.tokens.get(last)).is_some_and(|last| {
                    !last.masked && matches!(last.calendar, Some(super::calendar::Calendar::Either(_)))
                });
            ending || about || due || tomorrow
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
