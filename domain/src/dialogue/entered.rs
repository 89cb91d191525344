//! Whether something is in the books by now: a connection may break between a yes and its answer, so before anything is
//! told not to be written, its key is looked up.

use super::state::{Asking, Confirming, Later, Offer, State};
use super::{Dialogue, Proposal, Step, done};
use crate::ids::TurnId;
use crate::ledger::{Confirmation, Posted};
use crate::reply::{Reply, Wish};
use crate::turn::SessionTime;
use serde::{Deserialize, Serialize};

/// What was written longer ago is not told again: whoever reconnects then was not waiting for it.
const TOLD_AGAIN_MAX_MS: u64 = 120_000;
/// So long the same said again is taken for the same that nobody heard of, and is warned of.
const ECHO_MS: u64 = 90_000;

/// What the books hold under the key of a proposal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Entered {
    /// It is written: what it came to, with the customer's balance of now.
    Written {
        /// The answer.
        posted: Box<Posted>,
        /// How long ago.
        age_ms: u64,
    },
    /// It is not.
    Not,
    /// Nobody knows: the books cannot be read.
    Unknown,
}

/// Why it is looked up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Because {
    /// It was given up.
    Denied,
    /// Nobody answered in time.
    Expired,
}

/// What was written last and told in an answer that may not have arrived.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Told {
    /// No later turn had begun.
    pub(super) turn: TurnId,
    pub(super) proposals: Vec<Proposal>,
}

/// What was written without that anybody heard of it: the same said again is warned of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Echo {
    wishes: Vec<Wish>,
    until: SessionTime,
}

impl Echo {
    fn is_of(&self, wish: &Wish, now: SessionTime) -> bool {
        now < self.until && self.wishes.iter().any(|known| is_same(known, wish))
    }
}

/// The same person, kind and sum, however it was paid; of anything without a sum the same altogether.
fn is_same(one: &Wish, other: &Wish) -> bool {
    let alike = std::mem::discriminant(one) == std::mem::discriminant(other);
    alike && one.name() == other.name() && one.amount() == other.amount() && (one.amount().is_some() || one == other)
}

fn already(proposal: &Proposal, posted: &Posted) -> Step {
    let deed = Box::new(done::came_of(proposal, posted));
    Step::Say(Reply::AlreadyWritten { what: Box::new(proposal.wish.clone()), deed })
}

/// What was looked up.
pub(super) struct Found(pub(super) Vec<(Proposal, Entered)>);

impl Found {
    fn of(&self, proposal: &Proposal) -> Option<&Entered> {
        let same = |known: &Proposal| {
            (known.said_in, known.turn, known.index) == (proposal.said_in, proposal.turn, proposal.index)
        };
        self.0.iter().find(|(known, _)| same(known)).map(|(_, entered)| entered)
    }

    fn written(&self, proposal: &Proposal) -> Option<(&Posted, u64)> {
        match self.of(proposal)? {
            Entered::Written { posted, age_ms } => Some((posted, *age_ms)),
            Entered::Not | Entered::Unknown => None,
        }
    }
}

impl Dialogue {
    /// Takes in what the books hold of what was given up or waited too long.
    #[must_use]
    pub fn looked(
        &mut self,
        now: SessionTime,
        newest: TurnId,
        because: Because,
        entered: Vec<(Proposal, Entered)>,
    ) -> Vec<Step> {
        self.looking.clear();
        let (mut steps, mut not, mut undoes, mut is_unknown) = (vec![], vec![], true, false);
        for (proposal, entered) in entered {
            match entered {
                Entered::Written { posted, .. } => {
                    self.wrote(&proposal, &posted);
                    steps.push(already(&proposal, &posted));
                }
                Entered::Not => {
                    undoes &= matches!(proposal.wish, Wish::Undo { .. });
                    not.push(proposal.wish);
                }
                Entered::Unknown => is_unknown = true,
            }
        }
        let is_some_written = !steps.is_empty();
        if because == Because::Expired {
            let later: Vec<Later> = self.later.drain(..).collect();
            not.extend(later.iter().flat_map(Later::wishes));
        }
        if is_unknown {
            steps.push(Step::Say(Reply::MayBeWritten));
        } else if !not.is_empty() {
            steps.push(Step::Say(match because {
                Because::Expired => Reply::Expired(not),
                Because::Denied if is_some_written => Reply::LetGo(not),
                Because::Denied if undoes => Reply::Kept,
                Because::Denied => Reply::Cancelled,
            }));
        }
        if because == Because::Denied {
            steps.extend(self.next_waiting(now, newest));
        }
        steps
    }

    /// The client has the answer of this turn. Whether something need not be told again.
    pub fn was_heard(&mut self, turn: TurnId) -> bool {
        self.told.take_if(|told| told.turn <= turn).is_some()
    }

    pub(super) fn look(&mut self, confirming: &Confirming, because: Because) -> Step {
        self.looking.clone_from(&confirming.proposals);
        Step::Look { proposals: confirming.proposals.clone(), because }
    }

    /// What was written is dropped from what was remembered to wait, and told; what is not goes on waiting.
    pub(super) fn settle(
        &mut self,
        found: &Found,
        told: Option<Told>,
        pending: Option<Confirming>,
        asking: Option<Asking>,
    ) -> (Vec<Step>, Option<Confirming>, Option<Asking>) {
        let (mut steps, mut unheard) = (vec![], vec![]);
        for proposal in told.into_iter().flat_map(|told| told.proposals) {
            if let Some((posted, _)) = found.written(&proposal).filter(|(_, age_ms)| *age_ms <= TOLD_AGAIN_MAX_MS) {
                steps.push(Step::Say(Reply::Written(done::deed(&proposal, posted))));
                unheard.push(proposal.wish);
            }
        }
        let mut drop_written = |dialogue: &mut Self, proposals: Vec<Proposal>| {
            let mut left = vec![];
            for proposal in proposals {
                match found.written(&proposal) {
                    Some((posted, _)) => {
                        dialogue.wrote(&proposal, posted);
                        steps.push(already(&proposal, posted));
                        unheard.push(proposal.wish);
                    }
                    None => left.push(proposal),
                }
            }
            left
        };
        let pending = pending.map(|mut pending| {
            pending.proposals = drop_written(self, pending.proposals);
            pending.unsure |= pending.proposals.iter().any(|left| found.of(left) == Some(&Entered::Unknown));
            pending
        });
        let asking = asking.and_then(|mut asking| {
            if let Some(waiting) = &mut asking.instead {
                waiting.proposals = drop_written(self, std::mem::take(&mut waiting.proposals));
                asking.instead = asking.instead.filter(|waiting| !waiting.proposals.is_empty());
            }
            if asking.offer.as_ref().is_none_or(|offer| found.written(&offer.first).is_none()) {
                return Some(asking);
            }
            // What was offered to be entered first is entered: what was wanted with it is next.
            let Offer { first, then } = *asking.offer?;
            self.follows(then, asking.instead);
            drop_written(self, vec![first]);
            None
        });
        let until = self.settled_at + ECHO_MS;
        self.echo = (!unheard.is_empty()).then_some(Echo { wishes: unheard, until });
        (steps, pending.filter(|pending| !pending.proposals.is_empty()), asking)
    }

    /// Whether the same was written a moment ago and nobody may have heard of it.
    pub(super) fn is_echo(&self, proposals: &[Proposal], now: SessionTime) -> bool {
        let Some(echo) = &self.echo else { return false };
        proposals.iter().any(|proposal| echo.is_of(&proposal.wish, now))
    }

    /// Reads back what was written a moment ago, with a warning: a yes writes it once more.
    pub(super) fn warn_of_echo(&mut self, proposals: Vec<Proposal>, now: SessionTime, asked: TurnId) -> Vec<Step> {
        let expires = now + self.settings.confirm_max_ms;
        let waiting = Confirming { asked, expires, ..self.waiting_for_yes(proposals) };
        // Where more than a yes is wanted, that is asked for and the warning comes before it.
        let warned = Reply::OnceMore(waiting.proposals.iter().map(|proposal| proposal.wish.clone()).collect());
        let first = (waiting.demand() == Confirmation::Amount).then_some(Step::Say(warned));
        first.into_iter().chain(self.read_back(waiting, Reply::OnceMore)).collect()
    }
}

impl Confirming {
    /// Whether it may be in the books: a try to post it went unanswered, or the conversation in which it was said was cut
    /// off.
    pub(super) fn may_be_written(&self) -> bool {
        self.unsure || self.proposals.iter().any(|proposal| proposal.said_in.is_some())
    }
}

impl State {
    /// What waits, if it may be in the books.
    pub(super) fn in_doubt(&self) -> Option<&Confirming> {
        let waiting = match self {
            Self::Idle => None,
            Self::Confirming(confirming) => Some(confirming),
            Self::Asking(asking) => asking.instead.as_deref(),
        };
        waiting.filter(|waiting| waiting.may_be_written())
    }
}
