//! What a conversation remembers when its socket is lost, and how it goes on.

use super::recent::Recent;
use super::state::{Asking, Confirming, Later, State};
use super::{Dialogue, Step};
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
}

impl Dialogue {
    /// What to remember of this conversation, which is the shop's alone. What was handed out to be posted and is not
    /// answered counts as pending: asked again under its key it is written once.
    #[must_use]
    pub fn remember(&self, tenant: TenantId, session: SessionId) -> Memory {
        let in_flight = Confirming { unsure: true, ..self.waiting_for_yes(self.posting.clone()) };
        let mut pending = match &self.state {
            State::Confirming(confirming) => Some(confirming.clone()),
            State::Idle | State::Asking(_) => (!self.posting.is_empty()).then_some(in_flight),
        };
        let mut asking = match &self.state {
            State::Asking(asking) => Some(asking.clone()),
            State::Idle | State::Confirming(_) => None,
        };
        let mut later: Vec<Later> = self.later.iter().cloned().collect();
        let sets = later.iter_mut().map(Later::proposals);
        let waiting = pending.iter_mut().flat_map(|pending| &mut pending.proposals);
        let offered = asking.iter_mut().flat_map(Asking::proposals);
        for proposal in sets.flatten().chain(waiting).chain(offered) {
            proposal.said_in.get_or_insert(session);
        }
        Memory { tenant, tongue: self.tongue, chosen: self.chosen, recent: self.recent.clone(), pending, asking, later }
    }

    /// Goes on where another conversation of this shop was cut off. What waits is read back again: only a turn that
    /// begins after that can confirm it.
    ///
    /// # Errors
    /// [`OtherShop`] where the memory is not this shop's; nothing is taken from it.
    pub fn resume(
        &mut self,
        memory: Memory,
        tenant: TenantId,
        now: SessionTime,
        newest: TurnId,
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
        if let Some(pending) = memory.pending {
            return Ok(self.read_back(Confirming { asked: newest, expires, ..pending }, Reply::ReadBack));
        }
        if let Some(asking) = memory.asking {
            return Ok(self.ask_again(Asking { asked: newest, expires, ..asking }));
        }
        Ok(self.next_waiting(now, newest))
    }
}
