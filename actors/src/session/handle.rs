//! The front door of one conversation.

use super::actor::Session;
use super::protocol::{ClientMessage, Outgoing};
use super::state::Args;
use super::{CONTROL_MAX, Parts, REPORTS_MAX, SOUND_MAX, SessionMsg};
use crate::address::Address;
use crate::sessions::Place;
use bytes::Bytes;
use execora_domain::audio::FRAME_SAMPLES;
use execora_domain::ids::{SessionId, TenantId, UserId};
use ractor::{Actor, ActorCell, SpawnErr};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use tokio::sync::mpsc;

/// One open conversation, held by its socket. Dropping it hangs up.
#[derive(Debug)]
pub struct Conversation {
    id: SessionId,
    addresses: Addresses,
}

/// The three ways to a session, each with places of its own.
#[derive(Clone, Debug)]
pub(crate) struct Addresses {
    sound: Address<SessionMsg>,
    control: Address<SessionMsg>,
    pub(crate) reports: Address<SessionMsg>,
    /// Whether something that happened found no place.
    pub(crate) missed: Arc<AtomicBool>,
}

impl Addresses {
    fn new() -> Self {
        Self {
            sound: Address::new("session.sound", SOUND_MAX),
            control: Address::new("session.control", CONTROL_MAX),
            reports: Address::new("session.reports", REPORTS_MAX),
            missed: Arc::default(),
        }
    }
}

/// What a session is opened with.
pub(crate) struct Opening {
    pub(crate) id: SessionId,
    pub(crate) tenant: TenantId,
    pub(crate) user: UserId,
    pub(crate) outgoing: mpsc::Sender<Outgoing>,
    pub(crate) place: Place,
    pub(crate) parts: Arc<Parts>,
}

/// Starts a session under its supervisor.
pub(crate) async fn start(opening: Opening, supervisor: ActorCell) -> Result<(Conversation, ActorCell), SpawnErr> {
    let addresses = Addresses::new();
    let id = opening.id;
    let (reports, missed) = (addresses.reports.clone(), Arc::clone(&addresses.missed));
    let args = Args { opening, reports, missed };
    let (actor, _) = Actor::spawn_linked(None, Session, args, supervisor).await?;
    for address in [&addresses.sound, &addresses.control, &addresses.reports] {
        address.point_at(actor.clone());
    }
    Ok((Conversation { id, addresses }, actor.get_cell()))
}

impl Conversation {
    /// The conversation's identity.
    #[must_use]
    pub fn id(&self) -> SessionId {
        self.id
    }

    /// Sound as it came over the socket, any chunking; shed and counted when the session is a second behind.
    pub fn sound(&self, bytes: Bytes) {
        // A place is a frame at 16 kHz: sound at a higher rate has fewer seconds of room, never more bytes.
        let places = bytes.len().div_ceil(FRAME_SAMPLES * 2);
        if self.addresses.sound.tell_sized(SessionMsg::AudioReceived(bytes), places).is_err() {
            metrics::counter!("execora_sound_shed_frames_total").increment(u64::try_from(places).unwrap_or(u64::MAX));
        }
    }

    /// A text frame. False when 64 of them wait already: close the socket with 4029.
    #[must_use]
    pub fn control(&self, message: ClientMessage) -> bool {
        self.addresses.control.tell(SessionMsg::ControlReceived(message)).is_ok()
    }

    pub(crate) fn addresses(&self) -> &Addresses {
        &self.addresses
    }
}

impl Drop for Conversation {
    fn drop(&mut self) {
        self.addresses.hang_up();
    }
}

impl Addresses {
    #[cfg(test)]
    pub(super) fn waiting(&self) -> (usize, usize) {
        (self.sound.waiting(), self.control.waiting())
    }

    /// Tells the session that its socket is gone, whichever of its mailboxes has a place. Where none has, the session
    /// finds out when it next sends.
    fn hang_up(&self) {
        let ways = [&self.reports, &self.control, &self.sound];
        let _told = ways.into_iter().any(|way| way.tell(SessionMsg::SocketClosed).is_ok());
    }
}
