//! Starts everything in order, restarts what crashes, drains it in reverse.
//!
//! Permanent actors come back with fresh state behind the same address. Three restarts in a minute are the budget of
//! them all: where it is spent, the root gives up, and the process ends with 1.

use crate::address::{Address, AskError, Envelope};
use crate::cache::{self, Cache, CacheArgs};
use crate::clock::Clock;
use crate::ledger::{self, Fence, Ledger, LedgerArgs, LedgerReader};
use crate::messenger::{self, Courier, Messenger, MessengerArgs};
use crate::news::{self, News, NewsArgs};
use crate::reminder::{self, Reminder, ReminderArgs};
use crate::restart::RestartBudget;
use crate::sessions::Sessions;
use crate::tasks::TaskSet;
use deadpool_postgres::Pool;
use ractor::{Actor, ActorCell, ActorId, ActorProcessingErr, ActorRef, RpcReplyPort, SpawnErr, SupervisionEvent};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::Instant;

#[cfg(test)]
mod tests;

/// Requests that wait for the root: a restart of every child, and a drain.
const ROOT_CAPACITY: usize = 64;

/// How long each actor may take to finish what it accepted.
const DRAIN_MAX: Duration = Duration::from_secs(10);

/// How long all of it may take, the conversations aside.
const DRAIN_ALL_MAX: Duration = Duration::from_mins(1);

/// What the root starts.
#[derive(Clone)]
pub struct RootParts {
    /// Connections to PostgreSQL.
    pub pool: Pool,
    /// Where other servers of this database are heard; none where there are none.
    pub database_url: Option<String>,
    /// The wall clock.
    pub clock: Clock,
    /// Redis, if there is one.
    pub redis_url: Option<String>,
    /// Who takes notices further, if anyone.
    pub courier: Option<Arc<dyn Courier>>,
    /// The front doors that lead nowhere until the root has started.
    pub ledger: Ledger,
    /// What stands around the ledger's commits.
    pub fence: Arc<dyn Fence>,
    /// The cache's.
    pub cache: Cache,
    /// The news'.
    pub news: News,
    /// The reminder's.
    pub reminder: Reminder,
    /// The messenger's.
    pub messenger: Messenger,
    /// The conversations'.
    pub sessions: Sessions,
}

impl std::fmt::Debug for RootParts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RootParts").field("ledger", &self.ledger).finish_non_exhaustive()
    }
}

/// The whole tree of actors.
#[derive(Debug)]
pub struct Root {
    address: Address<RootMsg>,
    sessions: Sessions,
    gave_up: watch::Receiver<Option<&'static str>>,
}

/// How a drain went.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Drained {
    /// Whether every conversation ended in time.
    pub conversations_ended: bool,
    /// Whether every actor finished what it had accepted in time.
    pub actors_finished: bool,
}

#[derive(Debug)]
enum RootMsg {
    /// The pause before a restart is over.
    Restart(Child),
    /// Finish what was accepted, in reverse order, and end.
    Drain(RpcReplyPort<bool>),
}

/// A permanent child.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Child {
    Cache,
    Ledger(usize),
    Messenger,
    News,
    Reminder,
    Sessions,
}

struct Supervisor;

struct Args {
    parts: RootParts,
    address: Address<RootMsg>,
    gave_up: watch::Sender<Option<&'static str>>,
}

struct State {
    args: Args,
    running: HashMap<ActorId, (Child, ActorCell)>,
    budget: RestartBudget,
    began: Instant,
    is_draining: bool,
    tasks: TaskSet,
}

impl Root {
    /// Starts the tree: cache, ledger, messenger, reminder, conversations.
    ///
    /// # Errors
    /// [`SpawnErr`] where one of them cannot start.
    pub async fn start(parts: RootParts) -> Result<Self, SpawnErr> {
        let address = Address::new("root", ROOT_CAPACITY);
        let (gave_up, reason) = watch::channel(None);
        let sessions = parts.sessions.clone();
        let args = Args { parts, address: address.clone(), gave_up };
        let (actor, _) = Actor::spawn(None, Supervisor, args).await?;
        address.point_at(actor);
        Ok(Self { address, sessions, gave_up: reason })
    }

    /// Waits until the root gives up, which may be never; says what crashed too often.
    pub async fn gave_up(&self) -> &'static str {
        let mut reason = self.gave_up.clone();
        reason.wait_for(Option::is_some).await.ok().and_then(|reason| *reason).unwrap_or("root")
    }

    /// Lets conversations end, then drains reminder, messenger, ledger and cache. Everything accepted is finished,
    /// where it can be in time.
    pub async fn drain(&self) -> Drained {
        // The conversations still need the books, and the books their supervisor: so these first, and not in its mailbox.
        let conversations_ended = self.sessions.drain().await;
        let asked = self.address.ask(DRAIN_ALL_MAX, RootMsg::Drain).await;
        Drained { conversations_ended, actors_finished: asked == Ok(true) }
    }
}

impl Child {
    const fn name(self) -> &'static str {
        match self {
            Self::Cache => "cache",
            Self::Ledger(_) => "ledger",
            Self::Messenger => "messenger",
            Self::News => "news",
            Self::Reminder => "reminder",
            Self::Sessions => "sessions",
        }
    }
}

impl Actor for Supervisor {
    type Msg = Envelope<RootMsg>;
    type State = State;
    type Arguments = Args;

    async fn pre_start(&self, myself: ActorRef<Self::Msg>, args: Args) -> Result<State, ActorProcessingErr> {
        let tasks = TaskSet::default();
        let budget = RestartBudget::default();
        let mut state =
            State { args, running: HashMap::new(), budget, began: Instant::now(), is_draining: false, tasks };
        let shards = (0..state.args.parts.ledger.shards().len()).map(Child::Ledger);
        let order = [Child::Cache].into_iter().chain(shards).chain([
            Child::Messenger,
            Child::Reminder,
            Child::News,
            Child::Sessions,
        ]);
        for child in order {
            state.start(child, myself.get_cell()).await?;
        }
        Ok(state)
    }

    async fn handle(
        &self,
        myself: ActorRef<Self::Msg>,
        envelope: Self::Msg,
        state: &mut State,
    ) -> Result<(), ActorProcessingErr> {
        match envelope.message {
            RootMsg::Restart(child) if state.is_draining => tracing::debug!(actor.name = child.name(), "not restarted"),
            RootMsg::Restart(child) => {
                if let Err(error) = state.start(child, myself.get_cell()).await {
                    tracing::error!(actor.name = child.name(), error = %error, "could not be restarted");
                    state.ended(child);
                }
            }
            RootMsg::Drain(reply) => {
                let finished = state.drain().await;
                // Whoever asked may have lost patience.
                let _told = reply.send(finished);
                myself.stop(None);
            }
        }
        Ok(())
    }

    async fn handle_supervisor_evt(
        &self,
        _: ActorRef<Self::Msg>,
        event: SupervisionEvent,
        state: &mut State,
    ) -> Result<(), ActorProcessingErr> {
        if let SupervisionEvent::ActorFailed(who, _) | SupervisionEvent::ActorTerminated(who, ..) = &event
            && let Some((child, _)) = state.running.remove(&who.get_id())
            && !state.is_draining
        {
            tracing::error!(actor.name = child.name(), event = %event, "an actor ended");
            state.ended(child);
        }
        Ok(())
    }
}

impl State {
    async fn start(&mut self, child: Child, above: ActorCell) -> Result<(), SpawnErr> {
        let parts = self.args.parts.clone();
        let RootParts { pool, database_url, clock, redis_url, courier, ledger, fence, .. } = parts;
        let RootParts { cache, news, reminder, messenger, sessions, .. } = self.args.parts.clone();
        let cell = match child {
            Child::Cache => cache::spawn(CacheArgs { url: redis_url }, cache.address(), above).await?.get_cell(),
            Child::Ledger(shard) => {
                let args = LedgerArgs { fence, ..ledger.args(pool, clock) };
                ledger::spawn(args, &ledger.shards()[shard], above).await?.get_cell()
            }
            Child::Messenger => {
                let args = MessengerArgs { pool, clock, courier };
                messenger::spawn(args, messenger.address(), above).await?.get_cell()
            }
            Child::News => {
                let args = NewsArgs { reader: LedgerReader::new(pool), ledger, sessions, reminder, database_url };
                news::spawn(args, news.address(), above).await?.get_cell()
            }
            Child::Reminder => {
                let args = ReminderArgs { pool, clock, ledger, messenger };
                reminder::spawn(args, reminder.address(), above).await?.get_cell()
            }
            Child::Sessions => sessions.spawn(Some(above)).await?.get_cell(),
        };
        self.running.insert(cell.get_id(), (child, cell));
        Ok(())
    }

    /// A child has ended: it is started again after a pause, if the budget allows.
    fn ended(&mut self, child: Child) {
        metrics::counter!("execora_actor_restarts_total", "actor" => child.name()).increment(1);
        let Some(pause) = self.budget.restart(self.began.elapsed()) else {
            tracing::error!(actor.name = child.name(), "restarted too often: giving up");
            self.args.gave_up.send_replace(Some(child.name()));
            return;
        };
        let address = self.args.address.clone();
        self.tasks.spawn(async move {
            tokio::time::sleep(pause).await;
            if let Err(AskError::NotRunning | AskError::Overloaded | AskError::OutcomeUnknown) =
                address.report(RootMsg::Restart(child)).await
            {
                tracing::debug!(actor.name = child.name(), "the root ended before a restart");
            }
        });
    }

    /// Drains the children in reverse order; true if each finished in time.
    async fn drain(&mut self) -> bool {
        self.is_draining = true;
        let mut children: Vec<(Child, ActorCell)> = self.running.drain().map(|(_, child)| child).collect();
        children.sort_by_key(|(child, _)| match child {
            Child::Sessions => 0,
            Child::News => 1,
            Child::Reminder => 2,
            Child::Messenger => 3,
            Child::Ledger(_) => 4,
            Child::Cache => 5,
        });
        let mut finished = true;
        for (child, cell) in children {
            tracing::debug!(actor.name = child.name(), "draining");
            if cell.drain_and_wait(Some(DRAIN_MAX)).await.is_err() {
                tracing::error!(actor.name = child.name(), "did not finish in time");
                cell.kill();
                finished = false;
            }
        }
        finished
    }
}
