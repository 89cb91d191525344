//! How a clause is meant: told as an order or a report, or asked, supposed, doubted, forbidden, promised or heard
//! from somebody. Only what is told may be acted upon.

mod asking;
mod elsewhere;
mod ordering;
mod supposing;
mod words;

use super::entity::Entity;
use super::frame::Intent;
use super::senses::{CREDIT, DOUBT, DROP, LATER, MONEY, NOW, OUTWARD, TOOK, WANTS, WILLGIVE};
use super::token::Token;
use std::ops::Range;
use words::Words;

/// What was found; each is where it was found last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Mood {
    /// A question, or an order to show something.
    asked: Option<usize>,
    /// Only if something else happens.
    supposed: Option<usize>,
    /// Only upon something that is to come: "aane pe".
    awaited: Option<usize>,
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
    /// An order not to remind.
    unreminded: Option<usize>,
    /// An order to let what stands be.
    kept: Option<usize>,
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
    /// Somebody of the customer's, who is not a customer.
    kin: Option<usize>,
    /// Paid later, he says.
    put_off: Option<usize>,
    /// Goods that were taken away, as the speaker himself says.
    took: Option<usize>,
    /// When they will pay what is written on credit.
    repays: Option<usize>,
    /// No money was given, which is why it is written.
    unpaid: Option<usize>,
    /// It begins now.
    from_now: bool,
}

impl Mood {
    /// The mood of the words in `range`; conditions and doubts of the whole utterance count everywhere in it.
    pub(super) fn of(tokens: &[Token], entities: &[Entity], range: &Range<usize>) -> Self {
        let words = Words { tokens, entities, range };
        let whole = Words { tokens, entities, range: &(0..tokens.len()) };
        Self {
            asked: words.asked().or_else(|| whole.opened()).or_else(|| whole.closed()).or_else(|| whole.tagged()),
            supposed: whole.supposed(),
            awaited: whole.awaited(),
            reported: whole.reported(),
            doubted: whole.last(DOUBT).or_else(|| whole.forgotten()).or_else(|| whole.either_or()),
            forbidden: words.forbidden(),
            dropped: words.last(DROP),
            withdrawn: whole.withdrawn(),
            unreminded: words.unreminded(),
            kept: words.kept(),
            undone: words.undone(),
            promised: words.promised(),
            wanted: words.last(WANTS),
            ordered: words.ordered(),
            elsewhere: words.elsewhere().or_else(|| words.last(OUTWARD)),
            kin: words.kin(),
            put_off: words.last(LATER),
            took: words.places().find(|&at| words.is(at, TOOK)),
            repays: words.last(WILLGIVE).filter(|_| words.last(CREDIT).is_some()),
            unpaid: words.undone().filter(|at| (at.saturating_sub(2)..=at + 1).any(|near| words.is(near, MONEY))),
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
            Intent::AddCredit => Self { supposed: self.supposed.filter(|cue| !self.settles(*cue)), ..*self }
                .unsaid()
                .or_else(|| self.refused())
                .or_else(|| self.unordered(true))
                .or_else(|| why(self.kin, "somebody of theirs")),
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
            Intent::ScheduleReminder => why(self.unreminded, "told not to").or_else(|| self.uncertain()),
            Intent::CancelReminder | Intent::ModifyReminder => {
                why(self.kept, "told not to").or_else(|| self.uncertain())
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

    /// Whether what is waited for is only when they will pay what was told to be written: "likh le, fasal aane pe dega".
    fn settles(&self, cue: usize) -> bool {
        let ordered = self.ordered.is_some_and(|order| order < cue);
        ordered && self.awaited == Some(cue) && self.repays.is_some_and(|repays| repays > cue)
    }

    fn unsaid(&self) -> Option<&'static str> {
        why(self.supposed, "only if")
            .or_else(|| why(self.withdrawn, "taken back"))
            .or_else(|| why(self.doubted, "not known for sure"))
            .or_else(|| why(self.asked, "asked, not told"))
    }

    fn uncertain(&self) -> Option<&'static str> {
        why(self.supposed, "only if").or_else(|| why(self.doubted, "not known for sure"))
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
        let ordered = |cue: usize| self.ordered.is_some_and(|order| order < cue);
        let repaid = |cue: usize| wanting && ordered(cue) && Some(cue) == self.promised && self.repays == self.promised;
        let unpaid = |cue: usize| wanting && ordered(cue) && Some(cue) == self.unpaid;
        let late = |cue: Option<usize>| {
            cue.filter(|cue| self.ordered.is_none_or(|order| order < *cue)).filter(|cue| !taken(*cue) && !repaid(*cue))
        };
        let denied = self.undone.filter(|cue| self.ordered.is_none_or(|order| order < *cue) && !unpaid(*cue));
        why(late(self.reported), "somebody says so")
            .or_else(|| why(denied, "not done"))
            .or_else(|| why(late(self.promised), "not yet"))
            .or_else(|| why(late(self.wanted).filter(|_| wanting), "only wanted"))
    }
}

fn why(cue: Option<usize>, reason: &'static str) -> Option<&'static str> {
    cue.map(|_| reason)
}
