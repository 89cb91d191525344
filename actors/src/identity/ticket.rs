//! Tickets for a WebSocket: a browser cannot send a header with one, and a token in an address would be logged.

use super::{IdentityError, token};
use execora_domain::ids::{TenantId, UserId};
use moka::sync::Cache;
use secrecy::SecretString;
use std::time::Duration;

/// How long a ticket waits to be used.
pub const TICKET_SECONDS: u64 = 30;
/// Tickets waiting at once; beyond it the oldest are forgotten.
const TICKETS_MAX: u64 = 100_000;

/// Tickets that were given out and not used yet, on this server. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Tickets {
    waiting: Cache<String, Ticket>,
}

/// Who may open a WebSocket.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ticket {
    /// In which shop.
    pub tenant: TenantId,
    /// Who.
    pub user: UserId,
}

impl Default for Tickets {
    fn default() -> Self {
        let lifetime = Duration::from_secs(TICKET_SECONDS);
        Self { waiting: Cache::builder().max_capacity(TICKETS_MAX).time_to_live(lifetime).build() }
    }
}

impl Tickets {
    /// A ticket that works once, for [`TICKET_SECONDS`].
    ///
    /// # Errors
    /// [`IdentityError::Unavailable`] where the system has no random bytes.
    pub fn issue(&self, tenant: TenantId, user: UserId) -> Result<SecretString, IdentityError> {
        let text = token::random_hex()?;
        self.waiting.insert(text.clone(), Ticket { tenant, user });
        Ok(text.into())
    }

    /// Whose ticket it is; the second time it is nobody's.
    #[must_use]
    pub fn redeem(&self, text: &str) -> Option<Ticket> {
        self.waiting.remove(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret;
    use uuid::Uuid;

    #[test]
    fn a_ticket_works_once() {
        let tickets = Tickets::default();
        let (tenant, user) = (TenantId::from_uuid(Uuid::now_v7()), UserId::from_uuid(Uuid::now_v7()));
        let text = tickets.issue(tenant, user).unwrap();
        assert_eq!(tickets.redeem("another"), None);
        assert_eq!(tickets.redeem(text.expose_secret()), Some(Ticket { tenant, user }));
        assert_eq!(tickets.redeem(text.expose_secret()), None);
    }
}
