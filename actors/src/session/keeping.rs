//! What a conversation remembers, kept in Redis for when its socket is lost.
//!
//! It lies under its shop, its user and the hash of a token that only this conversation's client was given: nobody else
//! can name it. Whoever resumes takes it, and what stands in its place tells the conversation that was cut off, should it
//! still go on, that it is over. Without Redis conversations go on and are not remembered.

use crate::cache::{Cache, Swap};
use crate::hex;
use execora_domain::dialogue::Memory;
use execora_domain::ids::{TenantId, UserId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::Mutex;

/// How long what was remembered is kept after the last turn.
const KEPT_FOR: Duration = Duration::from_mins(30);
/// The largest memory that is kept.
const KEPT_MAX: usize = 64 * 1_024;
/// A token is 32 bytes of chance, in hexadecimal.
const TOKEN_LEN: usize = 64;
/// What stands in the place of a memory that was taken.
const TAKEN: &[u8] = b"taken";

/// Keeps what one conversation remembers.
pub(super) struct Keeper {
    cache: Cache,
    tenant: TenantId,
    user: UserId,
    /// Empty where the system gave no chance: then nothing is kept.
    token: String,
    kept: Mutex<Kept>,
    /// Whether Redis did not answer the last time: told once, and waited for no more.
    is_away: AtomicBool,
}

/// What was kept last.
#[derive(Default)]
struct Kept {
    sequence: u64,
    bytes: Option<Vec<u8>>,
}

/// What is kept.
#[derive(Serialize, Deserialize)]
struct Sealed<M> {
    tenant: TenantId,
    user: UserId,
    memory: M,
}

impl Keeper {
    /// Nothing is kept yet.
    pub(super) fn new(cache: Cache, tenant: TenantId, user: UserId) -> Self {
        let mut bytes = [0_u8; TOKEN_LEN / 2];
        let is_random = getrandom::fill(&mut bytes).is_ok();
        let token = if is_random { hex::write(&bytes) } else { String::new() };
        Self { cache, tenant, user, token, kept: Mutex::default(), is_away: AtomicBool::new(!is_random) }
    }

    /// What this conversation is taken up again with.
    pub(super) fn token(&self) -> &str {
        &self.token
    }

    /// Keeps it unless something newer is kept. False where another conversation took over.
    pub(super) async fn save(&self, sequence: u64, memory: &Memory) -> bool {
        let mut kept = self.kept.lock().await;
        if sequence <= kept.sequence || self.token.is_empty() {
            return true;
        }
        kept.sequence = sequence;
        let sealed = Sealed { tenant: self.tenant, user: self.user, memory };
        let bytes = serde_json::to_vec(&sealed).ok().filter(|bytes| bytes.len() <= KEPT_MAX);
        let Some(bytes) = bytes else {
            // What is older than this must not come back in its place.
            kept.bytes = None;
            self.cache.forget(self.tenant, &self.name(&self.token)).await;
            return true;
        };
        let name = self.name(&self.token);
        if self.swap(&name, kept.bytes.clone(), bytes.clone()).await {
            kept.bytes = Some(bytes);
            return true;
        }
        let Some(there) = self.there(&name).await else { return true };
        if there.as_deref() == Some(TAKEN) {
            return false;
        }
        if there.as_ref() == Some(&bytes) || self.swap(&name, there, bytes.clone()).await {
            kept.bytes = Some(bytes);
        }
        true
    }

    /// The same before something is posted; where Redis was away the last time it is not waited for.
    pub(super) async fn save_first(&self, sequence: u64, memory: &Memory) -> bool {
        self.is_away.load(Ordering::Relaxed) || self.save(sequence, memory).await
    }

    /// Whether nobody took over. It waits for what is being kept, so that turns are kept in their order.
    pub(super) async fn is_mine(&self) -> bool {
        let _in_order = self.kept.lock().await;
        if self.is_away.load(Ordering::Relaxed) {
            return true;
        }
        self.there(&self.name(&self.token)).await.flatten().as_deref() != Some(TAKEN)
    }

    /// Takes what another conversation of this user in this shop remembered, once.
    pub(super) async fn take(&self, token: &str) -> Option<Memory> {
        let is_form = token.len() == TOKEN_LEN && token.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_form || token == self.token {
            return None;
        }
        let name = self.name(token);
        let bytes = self.there(&name).await?.filter(|bytes| bytes != TAKEN)?;
        if !self.swap(&name, Some(bytes.clone()), TAKEN.to_vec()).await {
            return None;
        }
        let Sealed { tenant, user, memory } = serde_json::from_slice::<Sealed<Memory>>(&bytes).ok()?;
        (tenant == self.tenant && user == self.user).then_some(memory)
    }

    /// What lies under this name; none where nobody knows.
    async fn there(&self, name: &str) -> Option<Option<Vec<u8>>> {
        let looked = self.cache.look(self.tenant, name).await.ok();
        if looked.is_none() && !self.is_away.swap(true, Ordering::Relaxed) {
            tracing::warn!("the cache cannot be reached: this conversation is not remembered");
        }
        looked
    }

    async fn swap(&self, name: &str, seen: Option<Vec<u8>>, value: Vec<u8>) -> bool {
        let swap = Swap { tenant: self.tenant, seen, value };
        let is_done = self.cache.swap(name.to_owned(), vec![swap], KEPT_FOR).await == [true];
        if is_done {
            self.is_away.store(false, Ordering::Relaxed);
        }
        is_done
    }

    /// Under which name it lies. The token itself is not there: who reads Redis resumes nothing with it.
    fn name(&self, token: &str) -> String {
        format!("memory:{}:{}", self.user, hex::write(&Sha256::digest(token.as_bytes())))
    }
}
