//! The typed front door of the cache.

use super::{CACHE_CAPACITY, CacheMsg};
use crate::address::{Address, AskError};
use execora_domain::ids::TenantId;
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

    /// Keeps a value for a while; false where that is not certain.
    pub async fn set(&self, tenant: TenantId, key: &str, value: Vec<u8>, lifetime: Duration) -> bool {
        let key = key.to_owned();
        self.address.ask(ANSWER_MAX, |reply| CacheMsg::Set { tenant, key, value, lifetime, reply }).await.is_ok()
    }

    /// Keeps a value for a while if `seen`, or nothing where that is none, is there now; false where it is not, or
    /// where nobody knows.
    pub async fn swap(
        &self,
        tenant: TenantId,
        key: &str,
        seen: Option<Vec<u8>>,
        value: Vec<u8>,
        lifetime: Duration,
    ) -> bool {
        let key = key.to_owned();
        let swap = |reply| CacheMsg::Swap { tenant, key, seen, value, lifetime, reply };
        self.address.ask(ANSWER_MAX, swap).await.unwrap_or(false)
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
