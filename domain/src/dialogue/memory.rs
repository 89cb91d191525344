//! What a conversation remembers when its socket is lost, and how it goes on.

use super::entered::{Found, Told};
use super::recent::Recent;
use super::state::{Asking, Confirming, Later, State};
use super::{Dialogue, Entered, Proposal, Step};
use crate::ids::{SessionId, TenantId, TurnId};
use crate::reply::{Reply, Tongue};
use crate::turn::SessionTime;
use serde::{Deserialize, Serialize};

/// What a conversation remembers: the language, whom and what it was about last, and what waits for a yes or an answer.
/// It is bounded, belongs to one shop, and says nothing by itself: [`Dialogue::resume`] reads back what waits.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Memory {
    tenant: TenantId,
    tongue: Tongue,
    chosen: Option<Tongue>,
    recent: Recent,
    pending: Option<Confirming>,
    asking: Option<Asking>,
    later: Vec<Later>,
    #[serde(default)]
    told: Option<Told>,
}

/// The memory is another shop's.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("this is what another shop's conversation remembers")]
pub struct OtherShop;

impl Memory {
    /// The shop that it belongs to.
    #[must_use]
    pub const fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// The client had the answer of this turn before it was cut off: it is not told again.
    pub fn was_answered(&mut self, turn: TurnId) {
        self.told.take_if(|told| told.turn <= turn);
    }

    /// What may be in the books by now: whatever waited, and what was told last. Look it up before [`Dialogue::resume`].
    #[must_use]
    pub fn unsettled(&self) -> Vec<Proposal> {
        let Self { mut pending, mut asking, mut later, told, .. } = self.clone();
        let waiting = pending.iter_mut().flat_map(|pending| &mut pending.proposals);
        let offered = asking.iter_mut().flat_map(Asking::proposals);
        let waiting = waiting.chain(offered).chain(later.iter_mut().flat_map(Later::proposals)).map(|one| one.clone());
        waiting.chain(told.into_iter().flat_map(|told| told.proposals)).collect()
    }
}

impl Dialogue {
    /// What to remember of this conversation, which is the shop's alone. What was handed out to be posted and is not
    /// answered counts as pending: asked again under its key it is written once.
    #[must_use]
    pub fn remember(&self, tenant: TenantId, session: SessionId) -> Memory {
        let handed_out: Vec<Proposal> = self.posting.iter().chain(&self.looking).cloned().collect();
        let is_handed_out = !handed_out.is_empty();
        let in_flight = Confirming { unsure: true, ..self.waiting_for_yes(handed_out) };
        let mut pending = match &self.state {
            State::Confirming(confirming) => Some(confirming.clone()),
            State::Idle | State::Asking(_) => is_handed_out.then_some(in_flight),
        };
        let mut asking = match &self.state {
            State::Asking(asking) => Some(asking.clone()),
            State::Idle | State::Confirming(_) => None,
        };
        let mut later: Vec<Later> = self.later.iter().cloned().collect();
        let sets = later.iter_mut().map(Later::proposals);
        let waiting = pending.iter_mut().flat_map(|pending| &mut pending.proposals);
        let offered = asking.iter_mut().flat_map(Asking::proposals);
        let mut told = self.told.clone();
        let written = told.iter_mut().flat_map(|told| &mut told.proposals);
        for proposal in sets.flatten().chain(waiting).chain(offered).chain(written) {
            proposal.said_in.get_or_insert(session);
        }
        let (tongue, chosen, recent) = (self.tongue, self.chosen, self.recent.clone());
        Memory { tenant, tongue, chosen, recent, pending, asking, later, told }
    }

    /// Goes on where another conversation of this shop was cut off. What the books hold of it by now is told as written;
    /// what still waits is read back again: only a turn that begins after that can confirm it.
    ///
    /// # Errors
    /// [`OtherShop`] where the memory is not this shop's; nothing is taken from it.
    pub fn resume(
        &mut self,
        memory: Memory,
        tenant: TenantId,
        now: SessionTime,
        newest: TurnId,
        entered: Vec<(Proposal, Entered)>,
    ) -> Result<Vec<Step>, OtherShop> {
        if memory.tenant != tenant {
            return Err(OtherShop);
        }
        let expires = now + self.settings.confirm_max_ms;
        self.tongue = memory.tongue;
        self.chosen = memory.chosen;
        self.recent = memory.recent;
        self.resolved = newest;
        self.later = memory.later.into_iter().take(self.settings.queue_max).collect();
        self.settled_at = now;
        let (mut steps, pending, asking) = self.settle(&Found(entered), memory.told, memory.pending, memory.asking);
        steps.extend(match (pending, asking) {
            (Some(pending), _) => self.read_back(Confirming { asked: newest, expires, ..pending }, Reply::ReadBack),
            (None, Some(asking)) => self.ask_again(Asking { asked: newest, expires, ..asking }),
            (None, None) => self.next_waiting(now, newest),
        });
        Ok(steps)
    }
}
