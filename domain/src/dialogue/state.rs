//! What waits: for a yes, for an answer, or for its turn.

use super::{Frame, Proposal};
use crate::ids::TurnId;
use crate::intent::Clarify;
use crate::ledger::Confirmation;
use crate::reply::{About, Question, Wish};
use crate::turn::SessionTime;
use serde::{Deserialize, Serialize};

/// What a dialogue waits for.
#[derive(Debug)]
pub(super) enum State {
    /// Nothing.
    Idle,
    /// An agreement.
    Confirming(Confirming),
    /// The answer to a question.
    Asking(Asking),
}

/// Commands that were read back and wait for an agreement.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Confirming {
    pub(super) proposals: Vec<Proposal>,
    /// The newest turn that had begun when it was read back: only a later one can confirm it.
    #[serde(skip)]
    pub(super) asked: TurnId,
    /// Whether it has been heard as it was read back.
    #[serde(skip)]
    pub(super) known: bool,
    #[serde(skip)]
    pub(super) expires: SessionTime,
    /// Whether a try to post them went unanswered.
    pub(super) unsure: bool,
    /// What it was before it was edited, newest last.
    #[serde(skip)]
    pub(super) earlier: Vec<Vec<Proposal>>,
    /// Whether a code was sent to the owner for it.
    #[serde(skip)]
    pub(super) code_sent: bool,
    /// How often something else than its amount was said.
    #[serde(skip)]
    pub(super) tries: u8,
}

impl Confirming {
    /// Whether what is said in this turn may be an agreement: it was begun after the read-back, which had been heard.
    pub(super) fn may_be_agreed(&self, turn: TurnId) -> bool {
        turn > self.asked && self.known
    }

    /// What it takes to write them.
    pub(super) fn demand(&self) -> Confirmation {
        demand(&self.proposals)
    }
}

/// What it takes to write these together.
pub(super) fn demand(proposals: &[Proposal]) -> Confirmation {
    proposals.iter().map(|proposal| proposal.demand).max().unwrap_or_default()
}

/// A question that is open.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Asking {
    pub(super) frames: Vec<Frame>,
    pub(super) clarify: Clarify,
    pub(super) said: String,
    pub(super) question: Question,
    /// What a yes would do: only where the question offers something.
    pub(super) offer: Option<Box<Offer>>,
    /// What waited for an agreement when it was asked how to edit it: that goes on waiting where no answer comes.
    pub(super) instead: Option<Box<Confirming>>,
    /// What the question is about: told where it is asked again after something else.
    #[serde(default)]
    pub(super) about: Option<About>,
    #[serde(skip)]
    pub(super) asked: TurnId,
    #[serde(skip)]
    pub(super) tries: u8,
    #[serde(skip)]
    pub(super) expires: SessionTime,
}

/// Something that is not in the books yet and is entered first, and what was wanted with it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Offer {
    pub(super) first: Proposal,
    pub(super) then: Vec<Proposal>,
}

/// What waits behind what was read back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) enum Later {
    /// Commands that are to be read back.
    Wish(Vec<Proposal>),
    /// A bill with something on it that is entered first: where that cannot be, the bill as it was.
    Edited {
        /// With it.
        edited: Vec<Proposal>,
        /// As it was.
        before: Vec<Proposal>,
    },
    /// Something that has to be asked.
    Question(Asking),
}

impl Later {
    /// What would be written of it, sooner or later.
    pub(super) fn wishes(&self) -> Vec<Wish> {
        let proposals = match self {
            Self::Wish(proposals) | Self::Edited { before: proposals, .. } => proposals.as_slice(),
            Self::Question(asking) => asking.instead.as_ref().map_or(&[][..], |waiting| &waiting.proposals),
        };
        proposals.iter().map(|proposal| proposal.wish.clone()).collect()
    }

    /// Every command in it.
    pub(super) fn proposals(&mut self) -> Vec<&mut Proposal> {
        match self {
            Self::Wish(proposals) => proposals.iter_mut().collect(),
            Self::Edited { edited, before } => edited.iter_mut().chain(before).collect(),
            Self::Question(asking) => asking.proposals(),
        }
    }
}
