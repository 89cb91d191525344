//! The messenger: rounds of claiming, handing over and noting, one at a time.

use super::{Courier, MessengerMsg, Notice, Topic, sql};
use crate::address::{Address, Envelope};
use crate::clock::Clock;
use crate::database::{Busy, Step, pipeline, told};
use crate::tasks::TaskSet;
use deadpool_postgres::Pool;
use execora_domain::ids::{EntryId, InvoiceId, ReminderId, TenantId};
use execora_domain::ledger::Channel;
use futures_util::future::join_all;
use ractor::{Actor, ActorCell, ActorProcessingErr, ActorRef, SpawnErr};
use std::sync::Arc;
use std::time::Duration;
use tokio_postgres::Row;
use uuid::Uuid;

/// Hints and timers waiting; a hint that finds no place is one of many.
pub const MESSENGER_CAPACITY: usize = 64;
/// How often it looks when nobody says that something is waiting.
const ROUND_EVERY: Duration = Duration::from_secs(5);
/// Notices claimed at once, each handed over at the same time.
const ROUND_MAX: i64 = 16;
/// Shorter than PostgreSQL lets a transaction stand idle.
const HAND_OVER_MAX: Duration = Duration::from_secs(10);
/// After so many the notice is left for a person to look at.
const ATTEMPTS_MAX: i32 = 20;

/// What the messenger is started with.
#[derive(Clone)]
pub struct MessengerArgs {
    /// Connections under the server's role, which may become the relay's.
    pub pool: Pool,
    /// The time of handing over.
    pub clock: Clock,
    /// Who takes the notices; without one they wait.
    pub courier: Option<Arc<dyn Courier>>,
}

/// Starts the messenger under its supervisor and points the address at it. Called again for each new incarnation.
///
/// # Errors
/// [`SpawnErr`] where the supervisor is stopping.
pub async fn spawn(
    args: MessengerArgs,
    address: &Address<MessengerMsg>,
    supervisor: ActorCell,
) -> Result<ActorRef<Envelope<MessengerMsg>>, SpawnErr> {
    let (actor, _) = Actor::spawn_linked(None, Relay, (args, address.clone()), supervisor).await?;
    address.point_at(actor.clone());
    address.tell(MessengerMsg::Relay).ok();
    Ok(actor)
}

struct Relay;

struct State {
    args: MessengerArgs,
    me: Address<MessengerMsg>,
    tasks: TaskSet,
    generation: u64,
    is_relaying: bool,
    /// Somebody asked while a round was under way.
    is_asked: bool,
}

impl Actor for Relay {
    type Msg = Envelope<MessengerMsg>;
    type State = State;
    type Arguments = (MessengerArgs, Address<MessengerMsg>);

    async fn pre_start(
        &self,
        _: ActorRef<Self::Msg>,
        (args, me): Self::Arguments,
    ) -> Result<State, ActorProcessingErr> {
        Ok(State { args, me, tasks: TaskSet::default(), generation: 0, is_relaying: false, is_asked: false })
    }

    async fn handle(
        &self,
        _: ActorRef<Self::Msg>,
        envelope: Self::Msg,
        state: &mut State,
    ) -> Result<(), ActorProcessingErr> {
        match envelope.open() {
            MessengerMsg::Relay => state.relay(),
            MessengerMsg::DeadlineReached { generation } if generation == state.generation => state.relay(),
            MessengerMsg::DeadlineReached { .. } => {}
            MessengerMsg::Relayed { handed_over } => state.relayed(handed_over),
        }
        Ok(())
    }
}

impl State {
    fn relay(&mut self) {
        let Some(courier) = self.args.courier.clone() else { return };
        if self.is_relaying {
            self.is_asked = true;
            return;
        }
        self.is_relaying = true;
        let (pool, clock, me) = (self.args.pool.clone(), self.args.clock.clone(), self.me.clone());
        self.tasks.spawn(async move {
            let handed_over = round(&pool, &clock, courier.as_ref()).await.unwrap_or_else(|error| {
                tracing::warn!(error = told(&error), "the outbox could not be relayed");
                0
            });
            // A full mailbox or a stopping actor: the next incarnation looks again.
            let _ = me.tell(MessengerMsg::Relayed { handed_over });
        });
    }

    fn relayed(&mut self, handed_over: usize) {
        self.is_relaying = false;
        if handed_over > 0 || std::mem::take(&mut self.is_asked) {
            self.relay();
            return;
        }
        self.generation = self.generation.wrapping_add(1);
        let (generation, me) = (self.generation, self.me.clone());
        self.tasks.spawn(async move {
            tokio::time::sleep(ROUND_EVERY).await;
            let _ = me.tell(MessengerMsg::DeadlineReached { generation });
        });
    }
}

/// Claims some notices, hands each over and notes what became of it; how many were handed over.
async fn round(pool: &Pool, clock: &Clock, courier: &dyn Courier) -> Result<usize, tokio_postgres::Error> {
    let Ok(object) = pool.get().await else { return Ok(0) };
    let busy = Busy::new(object);
    let Some(client) = busy.client() else { return Ok(0) };
    let (begin, asked) = (Step::Simple(sql::BEGIN.to_owned()), clock.now());
    let mut rows = pipeline(client, &[begin, Step::Ask(sql::CLAIM, vec![&ATTEMPTS_MAX, &ROUND_MAX, &asked])]).await?;
    let claimed: Vec<Notice> = rows.pop().unwrap_or_default().iter().map(notice).collect::<Result<_, _>>()?;
    let taken = join_all(claimed.iter().map(|notice| hand_over(courier, notice))).await;
    let tenants: Vec<Uuid> = claimed.iter().map(|notice| notice.tenant.uuid()).collect();
    let ids: Vec<Uuid> = claimed.iter().map(|notice| notice.id).collect();
    let now = clock.now();
    let times: Vec<Option<jiff::Timestamp>> = taken.iter().map(|is_taken| is_taken.then_some(now)).collect();
    let commit = Step::Simple("COMMIT".to_owned());
    pipeline(client, &[Step::Ask(sql::NOTE, vec![&tenants, &ids, &times]), commit]).await?;
    busy.done();
    Ok(taken.into_iter().filter(|is_taken| *is_taken).count())
}

async fn hand_over(courier: &dyn Courier, notice: &Notice) -> bool {
    let reason = match tokio::time::timeout(HAND_OVER_MAX, courier.hand_over(notice.clone())).await {
        Ok(Ok(())) => return true,
        Ok(Err(error)) => error.to_string(),
        Err(_) => "no answer in time".to_owned(),
    };
    tracing::warn!(notice.id = %notice.id, reason, "a notice was not taken over");
    false
}

fn notice(row: &Row) -> Result<Notice, tokio_postgres::Error> {
    let id = row.try_get("outbox_id")?;
    let invoice = row.try_get::<_, Option<Uuid>>("invoice_id")?;
    let topic = match (row.try_get::<_, Option<Uuid>>("entry_id")?, invoice) {
        (Some(entry), _) => Topic::Entry(EntryId::from_uuid(entry)),
        (None, Some(invoice)) => Topic::Invoice(InvoiceId::from_uuid(invoice)),
        (None, None) if row.try_get::<_, &str>("topic")? == "code" => Topic::Code,
        (None, None) => Topic::Reminder(ReminderId::from_uuid(row.try_get("reminder_id")?)),
    };
    let channel = row.try_get::<_, Option<&str>>("channel")?.and_then(Channel::from_name);
    let (tenant, text) = (TenantId::from_uuid(row.try_get("tenant_id")?), row.try_get("message")?);
    Ok(Notice { tenant, id, topic, channel, text })
}
