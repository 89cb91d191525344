//! The set of conversations: admission, lookup, drain.

use crate::session::protocol::{ClientMessage, Outgoing};
use bytes::Bytes;
use execora_domain::ids::{SessionId, TenantId, UserId};
use tokio::sync::mpsc;

/// Opens conversations. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Sessions;

/// Who wants to talk, and where the answers go.
#[derive(Debug)]
pub struct OpenSession {
    /// Whose books.
    pub tenant: TenantId,
    /// Who speaks.
    pub user: UserId,
    /// Frames for the socket; bounded: what does not fit ends a socket that never reads.
    pub outgoing: mpsc::Sender<Outgoing>,
}

/// One open conversation, held by its socket. Dropping it hangs up.
#[derive(Debug)]
pub struct Conversation;

/// Why a conversation was not opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum OpenError {
    /// No place left on this server.
    #[error("too many conversations: try again in a moment")]
    Full,
    /// This shop has as many as it may.
    #[error("this shop has too many conversations open: close one")]
    ShopFull,
    /// The server is draining.
    #[error("the server is stopping: connect again in a moment")]
    Draining,
}

#[expect(unused_variables, clippy::unused_async, clippy::todo, reason = "signatures")]
impl Sessions {
    /// Takes a place before the socket is upgraded, so that a full house answers 503.
    pub fn reserve(&self, tenant: TenantId) -> Result<Place, OpenError> {
        todo!()
    }
    /// Opens a conversation in a reserved place.
    pub async fn open(&self, place: Place, request: OpenSession) -> Result<Conversation, OpenError> {
        todo!()
    }
}

/// A place in the house. Dropping it gives it back.
#[derive(Debug)]
pub struct Place;

#[expect(unused_variables, clippy::todo, reason = "signatures")]
impl Conversation {
    /// The conversation's identity.
    pub fn id(&self) -> SessionId {
        todo!()
    }
    /// Sound as it came over the socket, any chunking; shed and counted when the session is a second behind.
    pub fn sound(&self, bytes: Bytes) {
        todo!()
    }
    /// A text frame. False when 64 of them wait already: close the socket with 4029.
    pub fn control(&self, message: ClientMessage) -> bool {
        todo!()
    }
}
