//! What happens in the books of the shop, passed on to the client.

use super::protocol::ServerMessage;
use super::state::State;
use execora_domain::turn::SessionTime;
use std::sync::atomic::Ordering;

/// So much room in the socket's queue is left to this conversation's own frames.
const ROOM_KEPT: usize = 32;
/// How often room is looked for.
const CATCH_UP_EVERY_MS: u64 = 200;

impl State {
    /// Passes on what happened. Where the socket has no room, nothing more is told until the client can be told to read its
    /// lists anew: what it then reads holds all of it.
    pub(super) fn happened(&mut self, events: &[ServerMessage]) {
        for event in events {
            if self.is_behind || self.missed.load(Ordering::Acquire) || self.room() <= ROOM_KEPT {
                self.is_behind = true;
                return;
            }
            self.send(event.clone());
        }
    }

    /// Tells the client to read its lists anew, if something could not be told, as soon as there is room. What waits in the
    /// mailbox is older than what was missed: it is passed over first.
    pub(super) fn catch_up(&mut self) {
        self.is_behind |= self.missed.swap(false, Ordering::AcqRel);
        // The message that is being handled has a place too.
        let is_last = self.reports.waiting() <= 1;
        if self.is_behind && is_last && self.room() > ROOM_KEPT {
            self.is_behind = false;
            metrics::counter!("execora_sockets_behind_total").increment(1);
            self.send(ServerMessage::read_anew());
        }
    }

    /// When room is looked for again.
    pub(super) fn catch_up_at(&self) -> Option<SessionTime> {
        self.is_behind.then(|| self.now() + CATCH_UP_EVERY_MS)
    }
}
