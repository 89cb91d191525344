//! The reminder: waits for the next row of the table, and takes it up.

use super::{ReminderMsg, due};
use crate::address::{Address, Envelope};
use crate::clock::Clock;
use crate::ledger::Ledger;
use crate::messenger::Messenger;
use crate::tasks::TaskSet;
use deadpool_postgres::Pool;
use execora_domain::ledger::Posted;
use ractor::{Actor, ActorCell, ActorProcessingErr, ActorRef, SpawnErr};
use std::time::Duration;
use tokio::task::AbortHandle;

/// Requests and timers waiting.
pub const REMINDER_CAPACITY: usize = 256;
/// The longest it waits before it looks again: another server may have scheduled something sooner.
const LOOK_EVERY: Duration = Duration::from_secs(30);
const AGAIN_AFTER: Duration = Duration::from_secs(1);

/// What the reminder is started with.
#[derive(Clone, Debug)]
pub struct ReminderArgs {
    /// Connections under the server's role, which may become the relay's.
    pub pool: Pool,
    /// Tells when something is due.
    pub clock: Clock,
    /// Tells the shop's conversations what fell due.
    pub ledger: Ledger,
    /// Takes further what is due.
    pub messenger: Messenger,
}

/// Starts the reminder under its supervisor and points the address at it. Called again for each new incarnation.
///
/// # Errors
/// [`SpawnErr`] where the supervisor is stopping.
pub async fn spawn(
    args: ReminderArgs,
    address: &Address<ReminderMsg>,
    supervisor: ActorCell,
) -> Result<ActorRef<Envelope<ReminderMsg>>, SpawnErr> {
    let (actor, _) = Actor::spawn_linked(None, Alarm, (args, address.clone()), supervisor).await?;
    address.point_at(actor.clone());
    address.tell(ReminderMsg::DeadlineReached { generation: 0 }).ok();
    Ok(actor)
}

struct Alarm;

struct State {
    args: ReminderArgs,
    me: Address<ReminderMsg>,
    tasks: TaskSet,
    timer: Option<AbortHandle>,
    generation: u64,
}

impl Actor for Alarm {
    type Msg = Envelope<ReminderMsg>;
    type State = State;
    type Arguments = (ReminderArgs, Address<ReminderMsg>);

    async fn pre_start(
        &self,
        _: ActorRef<Self::Msg>,
        (args, me): Self::Arguments,
    ) -> Result<State, ActorProcessingErr> {
        Ok(State { args, me, tasks: TaskSet::default(), timer: None, generation: 0 })
    }

    async fn handle(
        &self,
        _: ActorRef<Self::Msg>,
        envelope: Self::Msg,
        state: &mut State,
    ) -> Result<(), ActorProcessingErr> {
        match envelope.open() {
            ReminderMsg::Look => state.fall_due().await,
            ReminderMsg::DeadlineReached { generation } if generation == state.generation => state.fall_due().await,
            ReminderMsg::DeadlineReached { .. } => {}
        }
        Ok(())
    }
}

impl State {
    /// Turns what is due into notices and waits for the next.
    async fn fall_due(&mut self) {
        let now = self.args.clock.now();
        match due::fall_due(&self.args.pool, now).await {
            Ok(fallen) if fallen.is_empty() => {}
            Ok(fallen) => {
                for (tenant, reminder) in fallen {
                    self.args.ledger.announce(tenant, Posted::Reminder(reminder));
                }
                self.args.messenger.relay();
            }
            Err(error) => tracing::warn!(%error, "what is due could not be taken up"),
        }
        let next = due::next(&self.args.pool).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the next reminder is not known");
            None
        });
        // What is due already and was left, because there was more or the database refused, is tried again soon.
        let wait = next.map(|due_at| Duration::try_from(due_at.duration_since(now)).unwrap_or(AGAIN_AFTER));
        let wait = wait.map(|wait| if wait.is_zero() { AGAIN_AFTER } else { wait });
        self.generation = self.generation.wrapping_add(1);
        let (generation, me) = (self.generation, self.me.clone());
        let timer = self.tasks.spawn(async move {
            tokio::time::sleep(wait.unwrap_or(LOOK_EVERY).min(LOOK_EVERY)).await;
            let _ = me.tell(ReminderMsg::DeadlineReached { generation });
        });
        if let Some(earlier) = self.timer.replace(timer) {
            earlier.abort();
        }
    }
}
