//! The typed front door of the cache.

use super::{CACHE_CAPACITY, CacheMsg, Swap};
use crate::address::{Address, AskError};
use execora_domain::ids::TenantId;
use std::borrow::Cow;
use std::time::Duration;

/// Longer than one request of the actor may take.
const ANSWER_MAX: Duration = Duration::from_millis(500);

/// Values that may be lost at any time. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Cache {
    address: Address<CacheMsg>,
}

impl Default for Cache {
    /// A front door that leads nowhere until [`super::spawn`] starts the actor behind it: every get is a miss.
    fn default() -> Self {
        Self { address: Address::new("cache", CACHE_CAPACITY) }
    }
}

impl Cache {
    /// The actor's address, for its supervisor.
    #[must_use]
    pub const fn address(&self) -> &Address<CacheMsg> {
        &self.address
    }

    /// The value under a key; none where it was never put, has ended, or cannot be reached.
    pub async fn get(&self, tenant: TenantId, key: &str) -> Option<Vec<u8>> {
        let key = key.to_owned();
        self.address.ask(ANSWER_MAX, |reply| CacheMsg::Get { tenant, key, reply }).await.ok().flatten()
    }

    /// The value under a key, if one is there.
    ///
    /// # Errors
    /// [`AskError`] where the cache cannot be reached: then nobody knows.
    pub async fn look(&self, tenant: TenantId, key: &str) -> Result<Option<Vec<u8>>, AskError> {
        let key = key.to_owned();
        self.address.ask(ANSWER_MAX, |reply| CacheMsg::Look { tenant, key, reply }).await
    }

    /// Keeps values for a while, in one round trip; false where it is not certain that all are kept.
    pub async fn set(&self, key: &'static str, values: Vec<(TenantId, Vec<u8>)>, lifetime: Duration) -> bool {
        self.address.ask(ANSWER_MAX, |reply| CacheMsg::Set { values, key, lifetime, reply }).await.is_ok()
    }

    /// Keeps values for a while, in one round trip, each if what was seen is there now. Which were kept; nothing where
    /// nobody knows.
    pub async fn swap(&self, key: impl Into<Cow<'static, str>>, swaps: Vec<Swap>, lifetime: Duration) -> Vec<bool> {
        let key = key.into();
        self.address.ask(ANSWER_MAX, |reply| CacheMsg::Swap { swaps, key, lifetime, reply }).await.unwrap_or_default()
    }

    /// Keeps a value for a while, if it can be kept.
    pub fn put(&self, tenant: TenantId, key: &str, value: Vec<u8>, lifetime: Duration) {
        // A full mailbox sheds: a value that is not kept is a miss later.
        let _ = self.address.tell(CacheMsg::Put { tenant, key: key.to_owned(), value, lifetime });
    }

    /// Forgets a value; false where that is not certain.
    pub async fn forget(&self, tenant: TenantId, key: &str) -> bool {
        let key = key.to_owned();
        self.address.ask(ANSWER_MAX, |reply| CacheMsg::Forget { tenant, key, reply }).await.is_ok()
    }
}
