//! The typed front door of the ledger.

use super::{Author, LEDGER_CAPACITY, LedgerArgs, LedgerMsg};
use crate::address::{Address, AskError};
use crate::clock::Clock;
use deadpool_postgres::Pool;
use execora_domain::ids::TenantId;
use execora_domain::ledger::{Command, IdempotencyKey, Posted, Refusal};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast;

/// How long a post may take before its outcome counts as unknown.
const POST_MAX: Duration = Duration::from_secs(10);

/// How many posted changes a listener may be behind before it misses some: a second's work of a busy server.
const POSTED_MAX: usize = 1_024;

/// Writes the books. Cheap to clone; one tenant always goes to the same shard.
#[derive(Clone, Debug)]
pub struct Ledger {
    shards: Arc<[Address<LedgerMsg>]>,
    posted: broadcast::Sender<(TenantId, Posted)>,
}

/// Why a command was not posted, or may not have been.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PostError {
    /// A rule said no; nothing changed.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The key was used for another command.
    #[error("this idempotency key was used for another request: use a new one")]
    KeyReused,
    /// Nothing was sent: ask again in a moment.
    #[error("the books are busy: ask again in a moment")]
    Overloaded,
    /// It may be posted: ask again with the same key.
    #[error("the books did not answer in time: ask again with the same key")]
    OutcomeUnknown,
    /// The database would not take it; nothing changed.
    #[error("the books could not be written")]
    Failed,
}

impl Ledger {
    /// A front door to these shards.
    ///
    /// # Panics
    /// Where there is none: a programmer's mistake.
    #[must_use]
    pub fn new(shards: Arc<[Address<LedgerMsg>]>) -> Self {
        assert!(!shards.is_empty(), "a ledger has at least one shard");
        Self { shards, posted: broadcast::channel(POSTED_MAX).0 }
    }

    /// A front door to this many shards, which lead nowhere until [`super::spawn`] starts them.
    #[must_use]
    pub fn with_shards(count: usize) -> Self {
        Self::new((0..count.max(1)).map(|_| Address::new("ledger", LEDGER_CAPACITY)).collect())
    }

    /// The shards' addresses, for their supervisor.
    #[must_use]
    pub fn shards(&self) -> &[Address<LedgerMsg>] {
        &self.shards
    }

    /// What each shard behind this door is started with; no fence stands around its commits.
    #[must_use]
    pub fn args(&self, pool: Pool, clock: Clock) -> LedgerArgs {
        LedgerArgs { pool, clock, fence: Arc::new(()), posted: self.posted.clone() }
    }

    /// Hears of what is posted here from now on, after commit. A listener that is too far behind misses some.
    #[must_use]
    pub fn posted(&self) -> broadcast::Receiver<(TenantId, Posted)> {
        self.posted.subscribe()
    }

    /// Tells whoever listens of something that another part of this server committed.
    pub(crate) fn announce(&self, tenant: TenantId, posted: Posted) {
        // Nobody may be listening.
        let _told = self.posted.send((tenant, posted));
    }

    /// Posts a command once, however often it is asked with this key.
    ///
    /// # Errors
    /// [`PostError`]; after [`PostError::OutcomeUnknown`] asking again with the same key is always safe.
    pub async fn post(
        &self,
        tenant: TenantId,
        author: Author,
        command: Command,
        key: IdempotencyKey,
    ) -> Result<Posted, PostError> {
        let shard = self.shard(tenant);
        let answer = shard.ask(POST_MAX, |reply| LedgerMsg::Post { tenant, author, command, key, reply }).await;
        answer.unwrap_or_else(|error| Err(error.into()))
    }

    fn shard(&self, tenant: TenantId) -> &Address<LedgerMsg> {
        // The last bits of a UUIDv7 are random, so shops spread evenly.
        let count = u128::try_from(self.shards.len()).unwrap_or(1);
        let index = usize::try_from(tenant.uuid().as_u128() % count).unwrap_or(0);
        &self.shards[index]
    }
}

impl From<AskError> for PostError {
    fn from(error: AskError) -> Self {
        match error {
            AskError::Overloaded | AskError::NotRunning => Self::Overloaded,
            AskError::OutcomeUnknown => Self::OutcomeUnknown,
        }
    }
}
