//! Opens conversations.

use super::actor::{SessionsMsg, Supervisor};
use crate::address::{Address, Envelope};
use crate::session::protocol::{Outgoing, ServerMessage};
use crate::session::{Addresses, Conversation, Parts, SessionMsg};
use execora_domain::ids::{SessionId, TenantId, UserId};
use ractor::{Actor, ActorCell, ActorRef, SpawnErr};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify, mpsc};

/// Requests that wait for the supervisor of the sessions.
const SESSIONS_CAPACITY: usize = 256;

/// How long opening a conversation may take.
const OPEN_MAX: Duration = Duration::from_secs(5);

/// Opens conversations. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Sessions {
    shared: Arc<Shared>,
}

/// What all handles, places and the supervisor share.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) parts: Arc<Parts>,
    address: Address<SessionsMsg>,
    is_draining: AtomicBool,
    house: Mutex<House>,
    /// Told whenever a place is given back.
    emptied: Notify,
}

/// Who is in.
#[derive(Debug, Default)]
struct House {
    places: usize,
    places_by_shop: HashMap<TenantId, usize>,
    sessions: HashMap<SessionId, (TenantId, Addresses)>,
}

/// Who wants to talk, and where the answers go.
#[derive(Debug)]
pub struct OpenSession {
    /// Whose books.
    pub tenant: TenantId,
    /// Who speaks.
    pub user: UserId,
    /// Frames for the socket; bounded: what does not fit ends a socket that never reads. At least 64.
    pub outgoing: mpsc::Sender<Outgoing>,
}

/// Why a conversation was not opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum OpenError {
    /// No place left on this server.
    #[error("too many conversations: try again in a moment")]
    Full,
    /// This shop has as many as it may.
    #[error("this shop has too many conversations open: close one")]
    ShopFull,
    /// The server is draining.
    #[error("the server is stopping: connect again in a moment")]
    Draining,
}

/// A place in the house. Dropping it gives it back.
#[derive(Debug)]
pub struct Place {
    tenant: TenantId,
    shared: Arc<Shared>,
}

impl Sessions {
    /// A house that is closed until [`Sessions::start`] opens it.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        let shared = Shared {
            parts: Arc::new(parts),
            address: Address::new("sessions", SESSIONS_CAPACITY),
            is_draining: AtomicBool::new(false),
            house: Mutex::default(),
            emptied: Notify::new(),
        };
        Self { shared: Arc::new(shared) }
    }

    /// Starts the supervisor of the sessions, under one of its own if there is one.
    ///
    /// # Errors
    /// [`SpawnErr`] where the runtime is stopping.
    pub async fn start(&self, above: Option<ActorCell>) -> Result<(), SpawnErr> {
        self.spawn(above).await.map(drop)
    }

    pub(crate) async fn spawn(&self, above: Option<ActorCell>) -> Result<ActorRef<Envelope<SessionsMsg>>, SpawnErr> {
        let shared = Arc::clone(&self.shared);
        let (actor, _) = match above {
            Some(above) => Actor::spawn_linked(None, Supervisor, shared, above).await?,
            None => Actor::spawn(None, Supervisor, shared).await?,
        };
        self.shared.address.point_at(actor.clone());
        Ok(actor)
    }

    /// Takes a place before the socket is upgraded, so that a full house answers 503.
    ///
    /// # Errors
    /// [`OpenError`] where there is none.
    pub fn reserve(&self, tenant: TenantId) -> Result<Place, OpenError> {
        if self.shared.is_draining.load(Ordering::Acquire) {
            return Err(OpenError::Draining);
        }
        let settings = self.shared.parts.settings;
        let mut house = self.shared.house();
        let of_shop = house.places_by_shop.get(&tenant).copied().unwrap_or(0);
        if house.places >= settings.sessions_max {
            return Err(OpenError::Full);
        }
        if of_shop >= settings.sessions_per_shop_max {
            return Err(OpenError::ShopFull);
        }
        house.places += 1;
        house.places_by_shop.insert(tenant, of_shop + 1);
        drop(house);
        metrics::gauge!("execora_sessions_open").increment(1);
        Ok(Place { tenant, shared: Arc::clone(&self.shared) })
    }

    /// Opens a conversation in a reserved place. What is posted in the shop's books from then on is told to it.
    ///
    /// # Errors
    /// [`OpenError::Draining`] where the server is stopping, [`OpenError::Full`] where it is too busy.
    pub async fn open(&self, place: Place, request: OpenSession) -> Result<Conversation, OpenError> {
        self.shared.parts.news.watch(request.tenant).await;
        let asked = self.shared.address.ask(OPEN_MAX, |reply| SessionsMsg::Open { place, request, reply }).await;
        asked.unwrap_or(Err(OpenError::Full))
    }

    /// How many conversations are open.
    #[must_use]
    pub fn open_count(&self) -> usize {
        self.shared.house().places
    }

    /// The shops that have a place.
    pub(crate) fn shops(&self) -> Vec<TenantId> {
        self.shared.house().places_by_shop.keys().copied().collect()
    }

    /// Tells the shop's conversations what happened in its books, in this order. One that has no room for it is told to
    /// read its lists anew.
    pub(crate) fn tell(&self, tenant: TenantId, events: &Arc<[ServerMessage]>) {
        let house = self.shared.house();
        for (_, addresses) in house.sessions.values().filter(|(shop, _)| *shop == tenant) {
            if addresses.reports.tell(SessionMsg::Happened(Arc::clone(events))).is_err() {
                addresses.missed.store(true, Ordering::Release);
                metrics::counter!("execora_announcements_shed_total").increment(1);
            }
        }
    }

    /// Takes no more conversations, lets each finish what it is doing and say 1001, and waits until all have ended, at
    /// most as long as the settings give. True if all ended.
    pub async fn drain(&self) -> bool {
        self.shared.is_draining.store(true, Ordering::Release);
        let all: Vec<Addresses> = self.shared.house().sessions.values().map(|(_, way)| way.clone()).collect();
        for addresses in all {
            // One that has no place for this word has its deadline all the same.
            let _told = addresses.reports.tell(SessionMsg::Drain);
        }
        let emptied = async {
            loop {
                let told = self.shared.emptied.notified();
                if self.open_count() == 0 {
                    break;
                }
                told.await;
            }
        };
        tokio::time::timeout(self.shared.parts.settings.drain_max, emptied).await.is_ok()
    }
}

impl Shared {
    fn house(&self) -> MutexGuard<'_, House> {
        self.house.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn moved_in(&self, tenant: TenantId, conversation: &Conversation) {
        self.house().sessions.insert(conversation.id(), (tenant, conversation.addresses().clone()));
    }

    /// A new supervisor has no sessions: those of the last one ended with it.
    pub(super) fn all_moved_out(&self) {
        self.house().sessions.clear();
    }

    pub(super) fn moved_out(&self, id: SessionId) {
        self.house().sessions.remove(&id);
    }

    pub(super) fn is_draining(&self) -> bool {
        self.is_draining.load(Ordering::Acquire)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut house = self.shared.house();
        house.places = house.places.saturating_sub(1);
        if let Some(of_shop) = house.places_by_shop.get_mut(&self.tenant) {
            *of_shop = of_shop.saturating_sub(1);
            if *of_shop == 0 {
                house.places_by_shop.remove(&self.tenant);
            }
        }
        drop(house);
        metrics::gauge!("execora_sessions_open").decrement(1);
        self.shared.emptied.notify_waiters();
    }
}
