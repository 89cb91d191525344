//! Posts a batch of one shop's commands in one transaction, each of them once.

use super::PostError;
use super::load::{LoadError, Loaded, load};
use super::write::{Accepted, write};
use crate::clock::Clock;
use crate::database::{Busy, told};
use deadpool_postgres::Pool;
use execora_domain::ids::TenantId;
use execora_domain::ledger::{Command, FinancialYear, IdempotencyKey, Moment, Posted, decide, india_day};
use futures_util::future::{BoxFuture, FutureExt};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use tokio_postgres::error::SqlState;
use uuid::{ContextV7, Uuid};

/// How often a batch is tried before it is split or given up.
const ATTEMPTS_MAX: usize = 3;

/// What became of one wish.
pub(crate) type Answer = Result<Posted, PostError>;

/// A wish to change the books and the key that names it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wish<'a> {
    pub(crate) command: &'a Command,
    pub(crate) key: &'a IdempotencyKey,
}

/// Where books are written.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    pub(crate) pool: Pool,
    pub(crate) clock: Clock,
}

/// Why a batch as a whole was not posted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Failure {
    /// PostgreSQL refused it; nothing changed. The same may work at once where another writer came between.
    Rejected { is_passing: bool },
    /// The connection ended before the answer came: it may be posted.
    Lost,
    /// There was no connection: nothing was sent.
    NotSent,
}

impl Store {
    /// Posts the wishes in order; the answers are in the same order. A wish that cannot be posted takes no other with it.
    pub(crate) fn post<'a>(&'a self, tenant: TenantId, wishes: &'a [Wish<'a>]) -> BoxFuture<'a, Vec<Answer>> {
        async move {
            let mut failure = Failure::NotSent;
            let mut may_be_posted = false;
            for _ in 0..ATTEMPTS_MAX {
                match self.attempt(tenant, wishes).await {
                    Ok(answers) => return answers,
                    Err(again) => failure = again,
                }
                may_be_posted |= failure == Failure::Lost;
                if failure == (Failure::Rejected { is_passing: false }) {
                    break;
                }
            }
            if matches!(failure, Failure::Rejected { .. }) && wishes.len() > 1 {
                let (front, back) = wishes.split_at(wishes.len() / 2);
                let mut answers = self.post(tenant, front).await;
                answers.extend(self.post(tenant, back).await);
                return answers;
            }
            let error = match failure {
                Failure::Rejected { .. } => PostError::Failed,
                Failure::Lost => PostError::OutcomeUnknown,
                Failure::NotSent if may_be_posted => PostError::OutcomeUnknown,
                Failure::NotSent => PostError::Overloaded,
            };
            wishes.iter().map(|_| Err(error.clone())).collect()
        }
        .boxed()
    }

    async fn attempt(&self, tenant: TenantId, wishes: &[Wish<'_>]) -> Result<Vec<Answer>, Failure> {
        let object = self.pool.get().await.map_err(|error| {
            tracing::warn!(%error, "no connection to post on");
            Failure::NotSent
        })?;
        let busy = Busy::new(object);
        let Some(client) = busy.client() else { return Err(Failure::NotSent) };
        let now = self.clock.now();
        let year = FinancialYear::of(india_day(now));
        let loaded = load(client, tenant, year, wishes).await.map_err(|error| not_loaded(&error))?;
        let Decided { answers, book, accepted } = decide_all(loaded, wishes, now);
        if accepted.is_empty() {
            client.batch_execute("ROLLBACK").await.map_err(|_| Failure::NotSent)?;
        } else {
            let written = write(client, tenant, now, &book, &accepted).await;
            written.map_err(|error| not_written(&error))?;
        }
        busy.done();
        Ok(answers)
    }
}

struct Decided<'a> {
    answers: Vec<Answer>,
    book: execora_domain::ledger::BookView,
    accepted: Vec<Accepted<'a>>,
}

/// Decides one wish after the other, each on the books as those before it leave them.
fn decide_all<'a>(loaded: Loaded, wishes: &[Wish<'a>], now: jiff::Timestamp) -> Decided<'a> {
    let ids = ContextV7::new();
    let mut new_id = || identity(now, &ids);
    let Loaded { mut book, answers: stored } = loaded;
    let mut known: HashMap<String, (Vec<u8>, Posted)> = stored;
    let mut accepted = Vec::with_capacity(wishes.len());
    let mut answers = Vec::with_capacity(wishes.len());
    for wish in wishes {
        let Some(hash) = hash(wish.command) else {
            answers.push(Err(PostError::Failed));
            continue;
        };
        if let Some((first, posted)) = known.get(wish.key.as_str()) {
            answers.push(if first.as_slice() == hash { Ok(posted.clone()) } else { Err(PostError::KeyReused) });
            continue;
        }
        let decided = decide(&book, wish.command, &mut Moment { now, new_id: &mut new_id });
        answers.push(decided.map_err(PostError::Refused).map(|decision| {
            book.apply(&decision);
            let movement_ids = decision.movements.iter().map(|_| identity(now, &ids)).collect();
            let posted = decision.posted.clone();
            known.insert(wish.key.as_str().to_owned(), (hash.to_vec(), posted.clone()));
            accepted.push(Accepted { decision, key: wish.key.as_str(), hash, movement_ids });
            posted
        }));
    }
    Decided { answers, book, accepted }
}

/// What tells one request from another under the same key.
fn hash(command: &Command) -> Option<[u8; 32]> {
    serde_json::to_vec(command).ok().map(|bytes| Sha256::digest(bytes).into())
}

/// An identity that sorts by the moment of posting, and within one batch by its making.
fn identity(now: jiff::Timestamp, ids: &ContextV7) -> Uuid {
    let seconds = u64::try_from(now.as_second()).unwrap_or(0);
    let nanoseconds = u32::try_from(now.subsec_nanosecond()).unwrap_or(0);
    Uuid::new_v7(uuid::Timestamp::from_unix(ids, seconds, nanoseconds))
}

/// Reading changed nothing, so asking again is safe whatever went wrong.
fn not_loaded(error: &LoadError) -> Failure {
    match error {
        LoadError::Sql(error) if error.as_db_error().is_some() => {
            tracing::warn!(error = told(error), "the books could not be read for a batch");
            Failure::Rejected { is_passing: is_passing(error) }
        }
        LoadError::Sql(error) => {
            tracing::warn!(error = told(error), "the connection was lost before a batch was written");
            Failure::NotSent
        }
        LoadError::Row(_) | LoadError::NoShop => {
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
