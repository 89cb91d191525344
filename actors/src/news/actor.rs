//! Reads the journal where something may be new, and tells the shop's conversations.

use super::elsewhere::{Elsewhere, listen};
use super::events;
use super::message::{NewsMsg, Outcome, Told};
use crate::address::{Address, Envelope};
use crate::ledger::{Journal, Ledger, LedgerReader};
use crate::reminder::Reminder;
use crate::session::protocol::ServerMessage;
use crate::sessions::Sessions;
use crate::tasks::TaskSet;
use execora_domain::ids::TenantId;
use execora_domain::ledger::{Posted, ReminderStatus};
use ractor::{Actor, ActorCell, ActorProcessingErr, ActorRef, RpcReplyPort, SpawnErr};
use std::collections::{BTreeSet, HashMap};
use std::time::Duration;
use tokio::sync::broadcast;

/// Hints that wait; whoever hints waits for a place.
pub const NEWS_CAPACITY: usize = 1_024;
/// How often all shops with an open conversation are looked at, whatever was heard.
pub const LOOK_EVERY: Duration = Duration::from_secs(5);
/// The pause before a journal that could not be read is read again.
const READ_AGAIN_AFTER: Duration = Duration::from_millis(500);
/// Shops in one read.
const SHOPS_MAX: usize = 100;
/// A shop that is further behind is told to read its lists anew.
const BEHIND_MAX: i64 = 256;

/// What the news is started with.
#[derive(Clone, Debug)]
pub struct NewsArgs {
    /// Reads the journal.
    pub reader: LedgerReader,
    /// Tells what was posted here.
    pub ledger: Ledger,
    /// Whom to tell.
    pub sessions: Sessions,
    /// Who waits for what was scheduled.
    pub reminder: Reminder,
    /// Where other servers are heard; none where there are none.
    pub database_url: Option<String>,
}

/// Starts the news under its supervisor and points the address at it. Called again for each new incarnation.
///
/// # Errors
/// [`SpawnErr`] where the supervisor is stopping.
pub async fn spawn(
    args: NewsArgs,
    address: &Address<NewsMsg>,
    supervisor: ActorCell,
) -> Result<ActorRef<Envelope<NewsMsg>>, SpawnErr> {
    let (actor, _) = Actor::spawn_linked(None, Herald, (args, address.clone()), supervisor).await?;
    address.point_at(actor.clone());
    Ok(actor)
}

struct Herald;

struct State {
    reader: LedgerReader,
    sessions: Sessions,
    me: Address<NewsMsg>,
    tasks: TaskSet,
    /// Up to where each shop with an open conversation was told.
    seen: HashMap<TenantId, i64>,
    /// Shops in which something may be new.
    stale: BTreeSet<TenantId>,
    /// Shops whose place is not known yet, and who waits for it.
    waiting: HashMap<TenantId, Vec<RpcReplyPort<()>>>,
    /// Those of them of which somebody waits no longer.
    blind: BTreeSet<TenantId>,
    is_reading: bool,
    elsewhere: Elsewhere,
}

impl Actor for Herald {
    type Msg = Envelope<NewsMsg>;
    type State = State;
    type Arguments = (NewsArgs, Address<NewsMsg>);

    async fn pre_start(
        &self,
        _: ActorRef<Self::Msg>,
        (args, me): Self::Arguments,
    ) -> Result<State, ActorProcessingErr> {
        let NewsArgs { reader, ledger, sessions, reminder, database_url } = args;
        let mut tasks = TaskSet::default();
        tasks.spawn(follow(ledger.posted(), me.clone(), reminder));
        tasks.spawn(look_around(me.clone()));
        if let Some(url) = database_url {
            tasks.spawn(listen(url, me.clone()));
        }
        // After a crash nobody knows what was told: whoever is connected reads anew.
        let blind: BTreeSet<TenantId> = sessions.shops().into_iter().collect();
        let waiting = blind.iter().map(|tenant| (*tenant, vec![])).collect();
        let elsewhere = Elsewhere::new();
        let (seen, stale) = (HashMap::new(), BTreeSet::new());
        Ok(State { reader, sessions, me, tasks, seen, stale, waiting, blind, is_reading: false, elsewhere })
    }

    async fn handle(
        &self,
        _: ActorRef<Self::Msg>,
        envelope: Self::Msg,
        state: &mut State,
    ) -> Result<(), ActorProcessingErr> {
        match envelope.open().0 {
            Told::Watch { tenant, reply } => state.watch(tenant, reply),
            Told::Posted { tenant } => {
                state.elsewhere.tell(tenant, None, &state.me, &mut state.tasks);
                state.hint(tenant);
            }
            Told::FellDue { tenant, reminder } => {
                state.tell(tenant, events::of_reminder(&reminder));
                state.elsewhere.tell(tenant, Some(*reminder), &state.me, &mut state.tasks);
            }
            Told::Missed => state.hint_all(),
            Told::Read(outcome) => state.was_read(outcome),
            Told::LookAgain { at_all: true } => state.look_around(),
            Told::LookAgain { at_all: false } => state.read(),
            Told::Connected(client) => {
                state.elsewhere.connected(Some(client));
                state.hint_all();
            }
            Told::Lost => state.elsewhere.connected(None),
            Told::Heard(note) if state.elsewhere.is_mine(&note) => {}
            Told::Heard(note) => match &note.due {
                Some(reminder) => state.tell(note.tenant, events::of_reminder(reminder)),
                None => state.hint(note.tenant),
            },
            Told::Passed => state.elsewhere.passed(&state.me, &mut state.tasks),
        }
        Ok(())
    }
}

impl State {
    fn watch(&mut self, tenant: TenantId, reply: RpcReplyPort<()>) {
        if self.seen.contains_key(&tenant) {
            // Whoever asked may have gone.
            let _told = reply.send(());
            return;
        }
        self.waiting.entry(tenant).or_default().push(reply);
        self.read();
    }

    fn hint(&mut self, tenant: TenantId) {
        if self.seen.contains_key(&tenant) {
            self.stale.insert(tenant);
            self.read();
        }
    }

    fn hint_all(&mut self) {
        self.stale.extend(self.seen.keys());
        self.read();
    }

    /// Forgets the shops that have gone home, and looks at all others.
    fn look_around(&mut self) {
        let open: BTreeSet<TenantId> = self.sessions.shops().into_iter().collect();
        self.seen.retain(|tenant, _| open.contains(tenant));
        self.stale.retain(|tenant| open.contains(tenant));
        self.blind.retain(|tenant| open.contains(tenant));
        self.waiting.retain(|tenant, replies| open.contains(tenant) || !replies.is_empty());
        self.hint_all();
    }

    /// One read at a time: what comes meanwhile is in the next.
    fn read(&mut self) {
        if self.is_reading {
            return;
        }
        let known = self.stale.iter().filter_map(|tenant| Some((*tenant, *self.seen.get(tenant)?)));
        let new = self.waiting.keys().map(|tenant| (*tenant, i64::MAX));
        let since: Vec<(TenantId, i64)> = new.chain(known).take(SHOPS_MAX).collect();
        if since.is_empty() {
            return;
        }
        for (tenant, _) in &since {
            self.stale.remove(tenant);
        }
        self.is_reading = true;
        let (reader, me) = (self.reader.clone(), self.me.clone());
        self.tasks.spawn(async move {
            let journal = reader.journal(&since).await;
            // The actor may have ended first.
            let _told = me.report(NewsMsg(Told::Read(Outcome { since, journal }))).await;
        });
    }

    fn was_read(&mut self, Outcome { since, journal }: Outcome) {
        self.is_reading = false;
        let Ok(mut journal) = journal else {
            for (tenant, place) in since {
                if place == i64::MAX {
                    // They open without it, and read anew when it is known.
                    self.waiting.insert(tenant, vec![]);
                    self.blind.insert(tenant);
                } else {
                    self.stale.insert(tenant);
                }
            }
            let me = self.me.clone();
            self.tasks.spawn(async move {
                tokio::time::sleep(READ_AGAIN_AFTER).await;
                let _told = me.report(NewsMsg(Told::LookAgain { at_all: false })).await;
            });
            return;
        };
        for (tenant, place) in since {
            let Some(journal) = journal.remove(&tenant) else {
                // No such shop.
                self.seen.remove(&tenant);
                self.waiting.remove(&tenant);
                continue;
            };
            if place == i64::MAX {
                self.begin(tenant, journal.newest);
            } else {
                self.tell_new(tenant, place, &journal);
            }
        }
        self.read();
    }

    /// The place of a shop is known.
    fn begin(&mut self, tenant: TenantId, newest: i64) {
        self.seen.entry(tenant).or_insert(newest);
        for reply in self.waiting.remove(&tenant).unwrap_or_default() {
            // Whoever asked may have gone.
            let _told = reply.send(());
        }
        if self.blind.remove(&tenant) {
            self.tell(tenant, vec![ServerMessage::read_anew()]);
        }
    }

    fn tell_new(&mut self, tenant: TenantId, place: i64, journal: &Journal) {
        let last = journal.records.last().map_or(place, |record| record.sequence);
        if journal.newest.saturating_sub(place) > BEHIND_MAX {
            self.seen.insert(tenant, journal.newest.max(last));
            return self.tell(tenant, vec![ServerMessage::read_anew()]);
        }
        self.seen.insert(tenant, last);
        let events: Vec<ServerMessage> = journal.records.iter().flat_map(events::of).collect();
        if !events.is_empty() {
            self.tell(tenant, events);
        }
        if last < journal.newest {
            self.stale.insert(tenant);
        }
    }

    fn tell(&self, tenant: TenantId, events: Vec<ServerMessage>) {
        self.sessions.tell(tenant, &events.into());
    }
}

/// Hints at whatever is posted on this server, and tells the reminder of what it may wait for.
async fn follow(mut posted: broadcast::Receiver<(TenantId, Posted)>, me: Address<NewsMsg>, reminder: Reminder) {
    loop {
        let told = match posted.recv().await {
            Ok((tenant, Posted::Reminder(one)))
                if matches!(one.status, ReminderStatus::Due | ReminderStatus::Skipped) =>
            {
                Told::FellDue { tenant, reminder: Box::new(one) }
            }
            Ok((tenant, posted)) => {
                if matches!(&posted, Posted::Reminder(one) if one.status == ReminderStatus::Scheduled) {
                    reminder.look();
                }
                Told::Posted { tenant }
            }
            Err(broadcast::error::RecvError::Lagged(_)) => Told::Missed,
            Err(broadcast::error::RecvError::Closed) => break,
        };
        if me.report(NewsMsg(told)).await.is_err() {
            // Not started yet, or drained: what was posted is looked for.
            tokio::task::yield_now().await;
        }
    }
}

async fn look_around(me: Address<NewsMsg>) {
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        let _told = me.report(NewsMsg(Told::LookAgain { at_all: true })).await;
    }
}
