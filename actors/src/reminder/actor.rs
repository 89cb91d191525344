//! The reminder: writes the table, and waits for the next row of it.

use super::message::NewReminder;
use super::{ReminderError, ReminderMsg, sql};
use crate::address::{Address, Envelope};
use crate::clock::Clock;
use crate::database::{Busy, Step, begin, pipeline, told};
use crate::messenger::Messenger;
use crate::tasks::TaskSet;
use deadpool_postgres::Pool;
use execora_domain::ids::{ReminderId, TenantId};
use ractor::{Actor, ActorCell, ActorProcessingErr, ActorRef, SpawnErr};
use std::time::Duration;
use tokio::task::AbortHandle;
use tokio_postgres::Row;
use uuid::Uuid;

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
            ReminderMsg::Schedule { tenant, new, reply } => {
                // Whoever asked may have gone; a scheduled reminder stays.
                let _ = reply.send(state.schedule(tenant, &new).await);
                state.fall_due().await;
            }
            ReminderMsg::Cancel { tenant, reminder, reply } => drop(reply.send(state.cancel(tenant, reminder).await)),
            ReminderMsg::DeadlineReached { generation } if generation == state.generation => state.fall_due().await,
            ReminderMsg::DeadlineReached { .. } => {}
        }
        Ok(())
    }
}

impl State {
    async fn schedule(&self, tenant: TenantId, new: &NewReminder) -> Result<ReminderId, ReminderError> {
        let (shop, id, party, now) = (tenant.uuid(), Uuid::now_v7(), new.party.uuid(), self.args.clock.now());
        let add = Step::Ask(sql::ADD, vec![&shop, &id, &party, &new.due_at, &new.message, &now]);
        let rows = self.run(begin(tenant), add).await?;
        rows.first().map(|_| ReminderId::from_uuid(id)).ok_or(ReminderError::NotFound)
    }

    async fn cancel(&self, tenant: TenantId, reminder: ReminderId) -> Result<(), ReminderError> {
        let (shop, id) = (tenant.uuid(), reminder.uuid());
        let rows = self.run(begin(tenant), Step::Ask(sql::CANCEL, vec![&shop, &id])).await?;
        rows.first().map(|_| ()).ok_or(ReminderError::NotFound)
    }

    /// Turns what is due into notices and waits for the next.
    async fn fall_due(&mut self) {
        let now = self.args.clock.now();
        let relay = || Step::Simple(sql::BEGIN_RELAY.to_owned());
        let _ = self.run(relay(), Step::Ask(sql::FALL_DUE, vec![&now])).await;
        self.args.messenger.relay();
        let next = self.run(relay(), Step::Ask(sql::NEXT, vec![])).await.unwrap_or_default();
        let due_at = next.first().and_then(|row| row.try_get::<_, Option<jiff::Timestamp>>("due_at").ok().flatten());
        // What is due already and was left, because there was more or the database refused, is tried again soon.
        let wait = due_at.map(|due_at| Duration::try_from(due_at.duration_since(now)).unwrap_or(AGAIN_AFTER));
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

    /// One statement in a transaction of its own, in one round trip.
    async fn run(&self, begin: Step<'_>, asked: Step<'_>) -> Result<Vec<Row>, ReminderError> {
        let Ok(object) = self.args.pool.get().await else { return Err(ReminderError::Unavailable) };
        let busy = Busy::new(object);
        let Some(client) = busy.client() else { return Err(ReminderError::Unavailable) };
        let commit = Step::Simple("COMMIT".to_owned());
        let mut rows = pipeline(client, &[begin, asked, commit]).await.map_err(|error| {
            tracing::warn!(error = told(&error), "a statement of the reminders failed");
            if error.as_db_error().is_some() { ReminderError::Unavailable } else { ReminderError::OutcomeUnknown }
        })?;
        busy.done();
        rows.pop();
        Ok(rows.pop().unwrap_or_default())
    }
}
