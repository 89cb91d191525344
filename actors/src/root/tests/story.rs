//! The whole tree on a real PostgreSQL: a command is typed, a shard is killed, and the books are right.

use super::*;
use crate::database;
use crate::identity::{Identity, NewShop, NewUser, Role};
use crate::ledger::Author;
use crate::session::Conversation;
use crate::session::protocol::{ClientMessage, Outgoing, ServerMessage};
use crate::sessions::OpenSession;
use execora_domain::ids::{PartyId, UserId};
use execora_domain::ledger::{Command, IdempotencyKey, NewParty, Posted};
use execora_domain::money::Money;
use serde_json::Value;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::sync::mpsc;

/// More than anything here takes.
const PATIENCE: Duration = Duration::from_secs(30);

struct Shop {
    root: Root,
    parts: RootParts,
    tenant: TenantId,
    suresh: PartyId,
}

async fn fresh_database() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let base = std::env::var("DATABASE_URL").expect("DATABASE_URL names a PostgreSQL: use scripts/with-servers");
    let name = format!("tree_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let (client, _connection) = database::connect(&base).await.unwrap();
    client.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
    let (server, rest) = base.split_once("/execora").expect("the database is named execora");
    format!("{server}/{name}{rest}")
}

/// Roles belong to the whole server, so tests in one process take turns at making them.
static MIGRATING: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

async fn open_shop() -> Shop {
    let url = fresh_database().await;
    {
        let _turn = MIGRATING.lock().await;
        database::migrate(&url).await.unwrap();
    }
    let parts = parts_on(&url);
    let identity = Identity::new(parts.pool.clone(), parts.clock.clone());
    let shop = NewShop { name: "Sharma Kirana Store".into(), state_code: "27".into(), gstin: None };
    let (login, password) = ("9810000000".into(), "chawal-50".into());
    let owner = NewUser { name: "Anil".into(), login, password, role: Role::Owner };
    let tenant = identity.create_shop(&shop, &owner).await.unwrap().tenant.id;
    let root = Root::start(parts.clone()).await.unwrap();
    let new = NewParty { name: "Suresh Yadav".into(), ..NewParty::default() };
    let key = IdempotencyKey::new("suresh").unwrap();
    let posted = parts.ledger.post(tenant, Author::Server, Command::CreateParty(new), key).await.unwrap();
    let Posted::Party(suresh) = posted else { panic!("{posted:?}") };
    Shop { root, parts, tenant, suresh: suresh.id }
}

struct Socket {
    conversation: Conversation,
    outbox: mpsc::Receiver<Outgoing>,
}

impl Shop {
    async fn connect(&self) -> Socket {
        let (outgoing, outbox) = mpsc::channel(256);
        let place = self.parts.sessions.reserve(self.tenant).unwrap();
        let request = OpenSession { tenant: self.tenant, user: UserId::from_uuid(Uuid::nil()), outgoing };
        Socket { conversation: self.parts.sessions.open(place, request).await.unwrap(), outbox }
    }

    async fn balance(&self) -> i64 {
        let reader = LedgerReader::new(self.parts.pool.clone());
        reader.party(self.tenant, self.suresh).await.unwrap().balance.paise()
    }

    async fn pay(&self, key: u32) -> Result<Posted, crate::ledger::PostError> {
        let amount = Money::from_paise(100);
        let command = Command::payment(self.suresh, amount, execora_domain::ledger::PaymentMode::Cash);
        self.parts
            .ledger
            .post(self.tenant, Author::Server, command, IdempotencyKey::new(&format!("pay {key}")).unwrap())
            .await
    }
}

impl Socket {
    fn types(&self, text: &str) {
        assert!(self.conversation.control(ClientMessage::Typed { text: text.into() }));
    }

    async fn next<T>(&mut self, wanted: impl Fn(ServerMessage) -> Option<T>) -> T {
        loop {
            let frame = tokio::time::timeout(PATIENCE, self.outbox.recv()).await.expect("in time").expect("open");
            if let Outgoing::Text(message) = frame
                && let Some(found) = wanted(message)
            {
                return found;
            }
        }
    }

    async fn code(&mut self) -> String {
        let result = self.next(|message| match message {
            ServerMessage::Response { execution_result, .. } => Some(execution_result),
            _ => None,
        });
        result.await["code"].as_str().unwrap().to_owned()
    }

    async fn payment(&mut self) -> Value {
        let told = self.next(|message| match message {
            ServerMessage::PaymentRecorded(data) => Some(data),
            _ => None,
        });
        told.await
    }
}

#[tokio::test]
async fn a_typed_payment_is_posted_once_and_the_shops_other_socket_hears_of_it() {
    let shop = open_shop().await;
    let (mut speaker, mut listener) = (shop.connect().await, shop.connect().await);
    speaker.types("Suresh ne 500 diye");
    assert_eq!(speaker.code().await, "confirm_needed");
    assert_eq!(shop.balance().await, 0);
    speaker.types("haan");
    assert_eq!(speaker.code().await, "posted");
    assert_eq!(shop.balance().await, -50_000);
    let told = listener.payment().await;
    assert_eq!(told["customer"]["balancePaise"], -50_000);
    assert_eq!(told["entry"]["amountPaise"], -50_000);
}

#[tokio::test]
async fn a_new_customer_can_be_named_in_the_next_breath() {
    let shop = open_shop().await;
    let mut socket = shop.connect().await;
    socket.types("naya customer Kavita Joshi");
    assert_eq!(socket.code().await, "confirm_needed");
    socket.types("haan");
    assert_eq!(socket.code().await, "posted");
    socket.types("Kavita ko 200 udhaar likho");
    assert_eq!(socket.code().await, "confirm_needed");
}

#[tokio::test]
async fn a_shard_that_is_killed_again_and_again_loses_nothing_that_was_acknowledged() {
    let shop = Arc::new(open_shop().await);
    let mut tasks = TaskSet::default();
    let acknowledged = Arc::new(AtomicU32::new(0));
    for key in 0..60 {
        let (shop, acknowledged) = (Arc::clone(&shop), Arc::clone(&acknowledged));
        tasks.spawn(async move {
            // Asking again with the same key is always safe.
            while shop.pay(key).await.is_err() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            acknowledged.fetch_add(1, Ordering::SeqCst);
        });
    }
    for after in [5, 20, 35] {
        while acknowledged.load(Ordering::SeqCst) < after {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        for shard in shop.parts.ledger.shards() {
            if shard.is_running() && shop.tenant_goes_to(shard) {
                shard.target_for_test().kill();
            }
        }
    }
    tokio::time::timeout(PATIENCE, tasks.finished()).await.expect("every payment is acknowledged in the end");
    assert_eq!(shop.balance().await, -6_000, "each of 60 payments of one rupee counts once");
    assert!(shop.root.drain().await.actors_finished);
}

impl Shop {
    /// Whether this is the shard that writes this shop's books.
    fn tenant_goes_to(&self, shard: &Address<crate::ledger::LedgerMsg>) -> bool {
        let shards = self.parts.ledger.shards();
        let count = u128::try_from(shards.len()).unwrap();
        let index = usize::try_from(self.tenant.uuid().as_u128() % count).unwrap();
        std::ptr::eq(&raw const shards[index], shard)
    }
}

#[tokio::test]
async fn a_drain_finishes_what_was_accepted() {
    let shop = Arc::new(open_shop().await);
    let mut tasks = TaskSet::default();
    let acknowledged = Arc::new(AtomicU32::new(0));
    for key in 0..200 {
        let (shop, acknowledged) = (Arc::clone(&shop), Arc::clone(&acknowledged));
        tasks.spawn(async move {
            if shop.pay(key).await.is_ok() {
                acknowledged.fetch_add(1, Ordering::SeqCst);
            }
        });
    }
    while acknowledged.load(Ordering::SeqCst) == 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(shop.root.drain().await, Drained { conversations_ended: true, actors_finished: true });
    tasks.finished().await;
    let written = -shop.balance().await / 100;
    assert_eq!(written, i64::from(acknowledged.load(Ordering::SeqCst)));
}
