//! The typed front door of the news.

use super::message::Told;
use super::{NEWS_CAPACITY, NewsMsg};
use crate::address::Address;
use execora_domain::ids::TenantId;
use std::time::Duration;

/// How long a conversation waits for its shop's place in the journal before it opens without: it is told to read its
/// lists anew once the place is known.
const WATCH_MAX: Duration = Duration::from_secs(2);

/// Tells conversations what happens in the books. Cheap to clone.
#[derive(Clone, Debug)]
pub struct News {
    address: Address<NewsMsg>,
}

impl Default for News {
    /// A front door that leads nowhere until [`super::spawn`] starts the actor behind it.
    fn default() -> Self {
        Self { address: Address::new("news", NEWS_CAPACITY) }
    }
}

impl News {
    /// The actor's address, for its supervisor.
    #[must_use]
    pub const fn address(&self) -> &Address<NewsMsg> {
        &self.address
    }

    /// Waits until everything that is posted in this shop from now on will be told to its conversations.
    pub(crate) async fn watch(&self, tenant: TenantId) {
        let watching = self.address.ask(WATCH_MAX, |reply| NewsMsg(Told::Watch { tenant, reply })).await;
        if let Err(error) = watching {
            tracing::debug!(tenant.id = %tenant, %error, "a conversation opens before its place in the journal is known");
        }
    }
}
