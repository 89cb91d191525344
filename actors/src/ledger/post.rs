//! Posts a batch of commands, of however many shops, in one transaction, each of them once.

use super::PostError;
use super::audit::{Beside, Record};
use super::fence::{BooksVersion, Fence};
use super::load::{LoadError, Loaded, load};
use super::message::Author;
use super::write::{Accepted, write};
use crate::clock::Clock;
use crate::database::{Busy, told};
use deadpool_postgres::Pool;
use execora_domain::ids::TenantId;
use execora_domain::ledger::{Command, IdempotencyKey, Moment, Posted, decide};
use futures_util::future::{BoxFuture, FutureExt};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio_postgres::error::SqlState;
use uuid::Uuid;

/// How often a batch is tried before it is split or given up.
const ATTEMPTS_MAX: usize = 3;

/// What became of one wish.
pub(crate) type Answer = Result<Posted, PostError>;

/// A wish to change a shop's books, whose it is, and the key that names it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wish<'a> {
    pub(crate) tenant: TenantId,
    pub(crate) author: Author,
    pub(crate) command: &'a Command,
    pub(crate) key: &'a IdempotencyKey,
}

/// Where books are written.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    pub(crate) pool: Pool,
    pub(crate) clock: Clock,
    pub(crate) fence: Arc<dyn Fence>,
}

/// What is done where somebody else holds a shop.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Patience {
    /// Its turn is waited for.
    Wait,
    /// Its wishes are left out, so that its neighbours need not wait.
    Skip,
}

/// Why a batch as a whole was not posted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Failure {
    /// PostgreSQL refused it; nothing changed. The same may work at once where another writer came between.
    Rejected { is_passing: bool },
    /// Somebody else held one of the shops for too long; nothing changed.
    Blocked,
    /// The connection ended before the answer came: it may be posted.
    Lost,
    /// There was no connection: nothing was sent.
    NotSent,
}

impl Store {
    pub(crate) fn new(pool: Pool, clock: Clock) -> Self {
        Self { pool, clock, fence: Arc::new(()) }
    }

    /// Posts the wishes; the answers are in the same order. Those of one shop stand together and are posted in order. A
    /// wish that cannot be posted takes no other with it.
    pub(crate) async fn post(&self, wishes: &[Wish<'_>]) -> Vec<Answer> {
        let answers = self.post_or_split(wishes, Patience::Wait, false).await;
        answers.into_iter().map(|answer| answer.unwrap_or(Err(PostError::Overloaded))).collect()
    }

    /// The same, but it waits for no shop that somebody else holds: its wishes have no answer, and nothing was posted.
    pub(crate) async fn post_free(&self, wishes: &[Wish<'_>]) -> Vec<Option<Answer>> {
        self.post_or_split(wishes, Patience::Skip, false).await
    }

    fn post_or_split<'a>(
        &'a self,
        wishes: &'a [Wish<'a>],
        patience: Patience,
        was_lost: bool,
    ) -> BoxFuture<'a, Vec<Option<Answer>>> {
        async move {
            let middle = split_at(wishes);
            let mut failure = Failure::NotSent;
            let mut may_be_posted = was_lost;
            for _ in 0..ATTEMPTS_MAX {
                match self.attempt(wishes, patience).await {
                    Ok(answers) => return answers,
                    Err(again) => failure = again,
                }
                may_be_posted |= failure == Failure::Lost;
                if failure == (Failure::Rejected { is_passing: false }) {
                    break;
                }
            }
            match (failure, middle) {
                (Failure::Rejected { .. }, Some(at)) => {
                    let (front, back) = wishes.split_at(at);
                    let mut answers = self.post_or_split(front, patience, may_be_posted).await;
                    answers.extend(self.post_or_split(back, patience, may_be_posted).await);
                    answers
                }
                (failure, _) => wishes.iter().map(|_| Some(Err(failure.told(may_be_posted)))).collect(),
            }
        }
        .boxed()
    }

    async fn attempt(&self, wishes: &[Wish<'_>], patience: Patience) -> Result<Vec<Option<Answer>>, Failure> {
        let object = self.pool.get().await.map_err(|error| {
            tracing::warn!(%error, "no connection to post on");
            Failure::NotSent
        })?;
        let busy = Busy::new(object);
        let Some(client) = busy.client() else { return Err(Failure::NotSent) };
        let mut loaded = load(client, &self.clock, wishes, patience).await.map_err(|error| not_loaded(&error))?;
        let Decided { answers, accepted } = decide_all(&mut loaded, wishes, patience);
        if accepted.is_empty() {
            client.batch_execute("ROLLBACK").await.map_err(|_| Failure::NotSent)?;
            busy.done();
            return Ok(answers);
        }
        let versions = versions(&loaded, &accepted);
        self.fence.close(&versions).await;
        let written = write(client, &loaded, &accepted).await;
        written.map_err(|error| not_written(&error))?;
        busy.done();
        self.fence.open(&versions).await;
        Ok(answers)
    }
}

/// Where a batch is divided: at the boundary between shops that is nearest to the middle, else in the middle.
fn split_at(wishes: &[Wish<'_>]) -> Option<usize> {
    let middle = wishes.len() / 2;
    let is_boundary = |at: &usize| matches!(wishes.get(at.wrapping_sub(1)..=*at), Some([a, b]) if a.tenant != b.tenant);
    let boundary = (1..wishes.len()).filter(is_boundary).min_by_key(|at| at.abs_diff(middle));
    boundary.or_else(|| (middle > 0).then_some(middle))
}

impl Failure {
    fn told(self, may_be_posted: bool) -> PostError {
        match self {
            Self::Lost => PostError::OutcomeUnknown,
            Self::Rejected { .. } | Self::Blocked | Self::NotSent if may_be_posted => PostError::OutcomeUnknown,
            Self::Rejected { .. } => PostError::Failed,
            Self::Blocked | Self::NotSent => PostError::Overloaded,
        }
    }
}

struct Decided<'a> {
    answers: Vec<Option<Answer>>,
    accepted: Vec<Accepted<'a>>,
}

/// Decides one wish after the other, each on its shop's books as those before it leave them.
fn decide_all<'a>(loaded: &mut Loaded, wishes: &[Wish<'a>], patience: Patience) -> Decided<'a> {
    let mut accepted = Vec::with_capacity(wishes.len());
    let mut answers = Vec::with_capacity(wishes.len());
    for wish in wishes {
        let (shop, hash) = match (loaded.shops.get_mut(&wish.tenant), hash(wish.command), patience) {
            (Some(shop), Some(hash), _) => (shop, hash),
            (None, _, Patience::Skip) => {
                answers.push(None);
                continue;
            }
            (None, _, Patience::Wait) | (_, None, _) => {
                tracing::error!(tenant.id = %wish.tenant, "a command of a shop that is not there, or without a hash");
                answers.push(Some(Err(PostError::Failed)));
                continue;
            }
        };
        if let Some((first, posted)) = shop.answers.get(wish.key.as_str()) {
            let answer = if first.as_slice() == hash { Ok(posted.clone()) } else { Err(PostError::KeyReused) };
            answers.push(Some(answer));
            continue;
        }
        let now = shop.turn.now();
        let decided = decide(&shop.book, wish.command, &mut Moment { now, new_id: &mut || shop.turn.identity() });
        let answer = decided.map_err(PostError::Refused).and_then(|decision| {
            let movement_ids: Vec<Uuid> = decision.movements.iter().map(|_| shop.turn.identity()).collect();
            let id = shop.turn.identity();
            let beside = Beside { id, movement_ids: &movement_ids, drawer_since: shop.drawer_since };
            let record = Record::of(&decision, &beside, (wish.key.as_str(), &hash), wish.author, now);
            shop.audit = shop.audit.next(&record.ok_or(PostError::Failed)?);
            shop.book.apply(&decision);
            let posted = decision.posted.clone();
            shop.answers.insert(wish.key.as_str().to_owned(), (hash.to_vec(), posted.clone()));
            let (tenant, author, key) = (wish.tenant, wish.author, wish.key.as_str());
            let audit = shop.audit.clone();
            accepted.push(Accepted { id, at: now, tenant, author, decision, key, hash, movement_ids, audit });
            Ok(posted)
        });
        answers.push(Some(answer));
    }
    Decided { answers, accepted }
}

/// The versions that the shops' books have once the batch is committed.
fn versions(loaded: &Loaded, accepted: &[Accepted<'_>]) -> Vec<BooksVersion> {
    let tenants: BTreeSet<TenantId> = accepted.iter().map(|one| one.tenant).collect();
    let version = |tenant: TenantId| {
        let shop = loaded.shops.get(&tenant)?;
        Some(BooksVersion { tenant, version: shop.books_version.saturating_add(1) })
    };
    tenants.into_iter().filter_map(version).collect()
}

/// What tells one request from another under the same key.
fn hash(command: &Command) -> Option<[u8; 32]> {
    serde_json::to_vec(command).ok().map(|bytes| Sha256::digest(bytes).into())
}

/// Reading changed nothing, so asking again is safe whatever went wrong.
fn not_loaded(error: &LoadError) -> Failure {
    match error {
        LoadError::Sql(error) if error.code() == Some(&SqlState::LOCK_NOT_AVAILABLE) => {
            tracing::warn!("another writer held a shop for too long");
            Failure::Blocked
        }
        LoadError::Sql(error) if error.as_db_error().is_some() => {
            tracing::warn!(error = told(error), "the books could not be read for a batch");
            Failure::Rejected { is_passing: is_passing(error) }
        }
        LoadError::Sql(error) => {
            tracing::warn!(error = told(error), "the connection was lost before a batch was written");
            Failure::NotSent
        }
        LoadError::Row(_) => {
            tracing::error!(%error, "the books could not be read for a batch");
            Failure::Rejected { is_passing: false }
        }
    }
}

fn not_written(error: &tokio_postgres::Error) -> Failure {
    if error.as_db_error().is_some() {
        tracing::warn!(error = told(error), "a batch was refused");
        return Failure::Rejected { is_passing: is_passing(error) };
    }
    tracing::warn!(error = told(error), "the connection was lost while a batch was written");
    Failure::Lost
}

/// Whether the same may work at once: another writer came between, or the server is restarting.
fn is_passing(error: &tokio_postgres::Error) -> bool {
    let passing = [
        SqlState::UNIQUE_VIOLATION,
        SqlState::T_R_SERIALIZATION_FAILURE,
        SqlState::T_R_DEADLOCK_DETECTED,
        SqlState::LOCK_NOT_AVAILABLE,
        SqlState::ADMIN_SHUTDOWN,
        SqlState::CRASH_SHUTDOWN,
    ];
    error.code().is_some_and(|code| passing.contains(code))
}
