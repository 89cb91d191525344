//! The typed front door of the messenger.

use super::{MESSENGER_CAPACITY, MessengerMsg};
use crate::address::Address;

/// Relays the outbox. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Messenger {
    address: Address<MessengerMsg>,
}

impl Default for Messenger {
    /// A front door that leads nowhere until [`super::spawn`] starts the actor behind it.
    fn default() -> Self {
        Self { address: Address::new("messenger", MESSENGER_CAPACITY) }
    }
}

impl Messenger {
    /// The actor's address, for its supervisor.
    #[must_use]
    pub const fn address(&self) -> &Address<MessengerMsg> {
        &self.address
    }

    /// Tells it that something may be waiting. Told too often it looks a little later.
    pub fn relay(&self) {
        let _ = self.address.tell(MessengerMsg::Relay);
    }
}
