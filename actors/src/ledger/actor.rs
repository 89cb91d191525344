//! A ledger shard: takes commands off its mailbox and hands them to its writer, which posts batch after batch.

use super::PostError;
use super::message::LedgerMsg;
use super::post::{Store, Wish};
use crate::address::{Address, Envelope};
use crate::clock::Clock;
use crate::tasks::TaskSet;
use deadpool_postgres::Pool;
use execora_domain::ids::TenantId;
use execora_domain::ledger::Posted;
use futures_util::stream::{FuturesUnordered, StreamExt};
use ractor::{Actor, ActorCell, ActorProcessingErr, ActorRef, SpawnErr};
use std::collections::{HashMap, HashSet, VecDeque};
use tokio::sync::{broadcast, mpsc};

/// How many commands a shard holds, waiting or being written: about a quarter of a second's work.
pub const LEDGER_CAPACITY: usize = 256;
/// The most commands in one transaction: beyond it a batch takes longer but each command no less.
const BATCH_MAX: usize = 200;
/// How many shops a shard writes for at once, each on a connection of its own.
const WRITERS_MAX: usize = 4;

/// What a ledger shard is started with.
#[derive(Clone, Debug)]
pub struct LedgerArgs {
    /// Connections under the server's role.
    pub pool: Pool,
    /// The time of entries.
    pub clock: Clock,
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

/// Posts what waits, a batch a shop, in the order in which the shops came.
struct Writer {
    store: Store,
    posted: broadcast::Sender<(TenantId, Posted)>,
    waiting: HashMap<TenantId, VecDeque<Envelope<LedgerMsg>>>,
    /// Shops with something waiting and no batch under way.
    ready: VecDeque<TenantId>,
    writing: HashSet<TenantId>,
}

impl Writer {
    fn new(args: LedgerArgs) -> Self {
        let LedgerArgs { pool, clock, posted } = args;
        let store = Store { pool, clock };
        Self { store, posted, waiting: HashMap::new(), ready: VecDeque::new(), writing: HashSet::new() }
    }

    /// Runs until no more can come and all that came is answered.
    async fn run(mut self, mut wishes: mpsc::Receiver<Envelope<LedgerMsg>>) {
        let mut batches = FuturesUnordered::new();
        let mut is_open = true;
        while is_open || !self.waiting.is_empty() || !batches.is_empty() {
            // Whoever was just answered may ask again at once: the two turns, theirs and the mailbox's, let that go into
            // the next batch. Otherwise the first of them goes alone, and the others wait for its commit.
            tokio::task::yield_now().await;
            tokio::task::yield_now().await;
            while let Ok(wish) = wishes.try_recv() {
                self.take(wish);
            }
            while batches.len() < WRITERS_MAX
                && let Some((tenant, batch)) = self.next_batch()
            {
                batches.push(post_batch(self.store.clone(), self.posted.clone(), tenant, batch));
            }
            tokio::select! {
                wish = wishes.recv(), if is_open => match wish {
                    Some(wish) => self.take(wish),
                    None => is_open = false,
                },
                Some(tenant) = batches.next(), if !batches.is_empty() => self.written(tenant),
            }
        }
    }

    fn take(&mut self, envelope: Envelope<LedgerMsg>) {
        let LedgerMsg::Post { tenant, .. } = envelope.message;
        let queue = self.waiting.entry(tenant).or_default();
        if queue.is_empty() && !self.writing.contains(&tenant) {
            self.ready.push_back(tenant);
        }
        queue.push_back(envelope);
    }

    fn next_batch(&mut self) -> Option<(TenantId, Vec<Envelope<LedgerMsg>>)> {
        let tenant = self.ready.pop_front()?;
        let queue = self.waiting.get_mut(&tenant)?;
        let batch = queue.drain(..queue.len().min(BATCH_MAX)).collect();
        if queue.is_empty() {
            self.waiting.remove(&tenant);
        }
        self.writing.insert(tenant);
        Some((tenant, batch))
    }

    fn written(&mut self, tenant: TenantId) {
        self.writing.remove(&tenant);
        if self.waiting.contains_key(&tenant) {
            self.ready.push_back(tenant);
        }
    }
}

/// Posts one batch and answers each of its commands.
async fn post_batch(
    store: Store,
    posted: broadcast::Sender<(TenantId, Posted)>,
    tenant: TenantId,
    batch: Vec<Envelope<LedgerMsg>>,
) -> TenantId {
    // Whoever stopped waiting was told that the outcome is unknown, and asks again with the same key.
    let asked = |envelope: &Envelope<LedgerMsg>| {
        let LedgerMsg::Post { reply, .. } = &envelope.message;
        !reply.is_closed()
    };
    let batch: Vec<_> = batch.into_iter().filter(asked).collect();
    if batch.is_empty() {
        return tenant;
    }
    let answers = store.post(tenant, &batch.iter().map(wish).collect::<Vec<_>>()).await;
    metrics::histogram!("execora_ledger_batch_size").record(f64::from(u32::try_from(batch.len()).unwrap_or(u32::MAX)));
    for (envelope, answer) in batch.into_iter().zip(answers) {
        count(&answer);
        if let Ok(done) = &answer
            && posted.receiver_count() > 0
        {
            // Nobody listening is no error.
            let _ = posted.send((tenant, done.clone()));
        }
        let LedgerMsg::Post { reply, .. } = envelope.open();
        // Whoever asked may have gone; the answer is kept under the key.
        let _ = reply.send(answer);
    }
    tenant
}

fn wish(envelope: &Envelope<LedgerMsg>) -> Wish<'_> {
    let LedgerMsg::Post { command, key, .. } = &envelope.message;
    Wish { command, key }
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
