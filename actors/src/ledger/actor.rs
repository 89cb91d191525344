//! A ledger shard: takes commands off its mailbox and hands them to its writer, which posts batch after batch.

use super::PostError;
use super::fence::Fence;
use super::message::LedgerMsg;
use super::post::{Store, Wish};
use super::queue::{Batch, Queue};
use crate::address::{Address, Envelope};
use crate::clock::Clock;
use crate::tasks::TaskSet;
use deadpool_postgres::Pool;
use execora_domain::ids::TenantId;
use execora_domain::ledger::Posted;
use futures_util::stream::{FuturesUnordered, StreamExt};
use ractor::{Actor, ActorCell, ActorProcessingErr, ActorRef, SpawnErr};
use std::collections::VecDeque;
use std::sync::Arc;
use tokio::sync::{broadcast, mpsc};

/// How many commands a shard holds, waiting or being written: about a quarter of a second's work.
pub const LEDGER_CAPACITY: usize = 1_024;
/// The most commands in one transaction: beyond it a batch takes longer but each command no less.
const BATCH_MAX: usize = 200;
/// How many batches a shard writes at once, of different shops, each on a connection of its own.
const WRITERS_MAX: usize = 2;
/// How many batches more wait for a shop that another server holds, so that no other shop has to.
const HELD_MAX: usize = 2;

/// What a ledger shard is started with.
#[derive(Clone, Debug)]
pub struct LedgerArgs {
    /// Connections under the server's role.
    pub pool: Pool,
    /// The time of entries.
    pub clock: Clock,
    /// What is told of every batch around its commit.
    pub fence: Arc<dyn Fence>,
    /// Where the posted is told, after commit.
    pub posted: broadcast::Sender<(TenantId, Posted)>,
}

/// Starts a shard under its supervisor and points the address at it. Called again for each new incarnation.
///
/// # Errors
/// [`SpawnErr`] where the supervisor is stopping.
pub async fn spawn(
    args: LedgerArgs,
    address: &Address<LedgerMsg>,
    supervisor: ActorCell,
) -> Result<ActorRef<Envelope<LedgerMsg>>, SpawnErr> {
    let (actor, _) = Actor::spawn_linked(None, Shard, args, supervisor).await?;
    address.point_at(actor.clone());
    Ok(actor)
}

struct Shard;

struct State {
    /// Ends when the writer does; taken to tell it that no more will come.
    writer: Option<mpsc::Sender<Envelope<LedgerMsg>>>,
    tasks: TaskSet,
}

impl Actor for Shard {
    type Msg = Envelope<LedgerMsg>;
    type State = State;
    type Arguments = LedgerArgs;

    async fn pre_start(&self, _: ActorRef<Self::Msg>, args: LedgerArgs) -> Result<State, ActorProcessingErr> {
        let (writer, wishes) = mpsc::channel(LEDGER_CAPACITY);
        let mut tasks = TaskSet::default();
        tasks.spawn(Writer::new(args).run(wishes));
        Ok(State { writer: Some(writer), tasks })
    }

    async fn handle(
        &self,
        _: ActorRef<Self::Msg>,
        envelope: Self::Msg,
        state: &mut State,
    ) -> Result<(), ActorProcessingErr> {
        // The place in the mailbox travels on to the writer, so what waits there is bounded by the mailbox.
        let Some(writer) = &state.writer else { return Ok(()) };
        writer.try_send(envelope).map_err(|_| "the writer of the books ended")?;
        Ok(())
    }

    async fn post_stop(&self, _: ActorRef<Self::Msg>, state: &mut State) -> Result<(), ActorProcessingErr> {
        state.writer.take();
        state.tasks.finished().await;
        Ok(())
    }
}

/// Posts what waits, batch after batch.
struct Writer {
    store: Store,
    posted: broadcast::Sender<(TenantId, Posted)>,
    queue: Queue<Envelope<LedgerMsg>>,
    /// What waits for a shop that another server holds, a shop a batch.
    held: VecDeque<Batch<Envelope<LedgerMsg>>>,
}

/// What a batch came to.
struct Written {
    /// Shops that may be in another batch.
    free: Vec<TenantId>,
    /// What was left out, because another server held its shop.
    held: Vec<Batch<Envelope<LedgerMsg>>>,
    /// Whether it was one that waited for its shop.
    was_held: bool,
}

impl Writer {
    fn new(args: LedgerArgs) -> Self {
        let LedgerArgs { pool, clock, fence, posted } = args;
        Self {
            store: Store { fence, ..Store::new(pool, clock) },
            posted,
            queue: Queue::default(),
            held: VecDeque::new(),
        }
    }

    /// Runs until no more can come and all that came is answered.
    async fn run(mut self, mut wishes: mpsc::Receiver<Envelope<LedgerMsg>>) {
        let mut batches = FuturesUnordered::new();
        let (mut is_open, mut patient) = (true, 0);
        while is_open || !self.queue.is_empty() || !self.held.is_empty() || !batches.is_empty() {
            // Whoever was just answered may ask again at once: the two turns, theirs and the mailbox's, let that go into
            // the next batch. Otherwise the first of them goes alone, and the others wait for its commit.
            tokio::task::yield_now().await;
            tokio::task::yield_now().await;
            while let Ok(wish) = wishes.try_recv() {
                self.take(wish);
            }
            while patient < HELD_MAX
                && let Some(batch) = self.held.pop_front()
            {
                patient += 1;
                batches.push(post_batch(self.store.clone(), self.posted.clone(), batch, true));
            }
            while batches.len() < WRITERS_MAX + patient
                && let Some(batch) = self.queue.next_batch(BATCH_MAX)
            {
                batches.push(post_batch(self.store.clone(), self.posted.clone(), batch, false));
            }
            tokio::select! {
                wish = wishes.recv(), if is_open => match wish {
                    Some(wish) => self.take(wish),
                    None => is_open = false,
                },
                Some(Written { free, held, was_held }) = batches.next(), if !batches.is_empty() => {
                    self.queue.written(&free);
                    self.held.extend(held);
                    patient -= usize::from(was_held);
                }
            }
        }
    }

    fn take(&mut self, envelope: Envelope<LedgerMsg>) {
        let LedgerMsg::Post { tenant, .. } = envelope.message;
        self.queue.push(tenant, envelope);
    }
}

/// Posts one batch and answers each of its commands; gives its shops back, but those that another server holds.
async fn post_batch(
    store: Store,
    posted: broadcast::Sender<(TenantId, Posted)>,
    batch: Batch<Envelope<LedgerMsg>>,
    is_held: bool,
) -> Written {
    let Batch { tenants, items } = batch;
    // Whoever stopped waiting was told that the outcome is unknown, and asks again with the same key.
    let asked = |envelope: &Envelope<LedgerMsg>| {
        let LedgerMsg::Post { reply, .. } = &envelope.message;
        !reply.is_closed()
    };
    let items: Vec<_> = items.into_iter().filter(asked).collect();
    let mut written = Written { free: tenants, held: vec![], was_held: is_held };
    if items.is_empty() {
        return written;
    }
    let wishes: Vec<_> = items.iter().map(wish).collect();
    let answers = if is_held {
        store.post(&wishes).await.into_iter().map(Some).collect()
    } else {
        store.post_free(&wishes).await
    };
    metrics::histogram!("execora_ledger_batch_size").record(f64::from(u32::try_from(items.len()).unwrap_or(u32::MAX)));
    for (envelope, answer) in items.into_iter().zip(answers) {
        let Some(answer) = answer else {
            written.hold(envelope);
            continue;
        };
        count(&answer);
        let LedgerMsg::Post { tenant, reply, .. } = envelope.open();
        if let Ok(done) = &answer
            && posted.receiver_count() > 0
        {
            // Nobody listening is no error.
            let _ = posted.send((tenant, done.clone()));
        }
        // Whoever asked may have gone; the answer is kept under the key.
        let _ = reply.send(answer);
    }
    written
}

impl Written {
    /// Those of one shop stand together.
    fn hold(&mut self, envelope: Envelope<LedgerMsg>) {
        let LedgerMsg::Post { tenant, .. } = &envelope.message;
        let tenant = *tenant;
        match self.held.last_mut() {
            Some(batch) if batch.tenants == [tenant] => batch.items.push(envelope),
            Some(_) | None => {
                self.free.retain(|free| *free != tenant);
                self.held.push(Batch { tenants: vec![tenant], items: vec![envelope] });
            }
        }
    }
}

fn wish(envelope: &Envelope<LedgerMsg>) -> Wish<'_> {
    let LedgerMsg::Post { tenant, author, command, key, .. } = &envelope.message;
    Wish { tenant: *tenant, author: *author, command, key }
}

fn count(answer: &Result<Posted, PostError>) {
    let outcome = match answer {
        Ok(_) => "posted",
        Err(PostError::Refused(_)) => "refused",
        Err(PostError::KeyReused) => "key_reused",
        Err(PostError::Overloaded) => "overloaded",
        Err(PostError::OutcomeUnknown) => "outcome_unknown",
        Err(PostError::Failed) => "failed",
    };
    metrics::counter!("execora_ledger_commands_total", "outcome" => outcome).increment(1);
}
