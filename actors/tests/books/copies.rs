//! Copies of customers: two servers on one PostgreSQL and one Redis, and nobody sees a balance that is no more.

use crate::house::{House, Shop, clock, credit, entry, fresh_database};
use execora_actors::cache::{self, Cache, CacheArgs};
use execora_actors::copies::Copies;
use execora_actors::ledger::{BooksVersion, Fence, LedgerReader, ReadError};
use execora_domain::ids::PartyId;
use execora_domain::money::Money;
use futures_util::future::{BoxFuture, FutureExt};
use ractor::{Actor, ActorProcessingErr, ActorRef, SupervisionEvent};
use std::path::PathBuf;
use std::process::{Child, Command as Process, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// A supervisor that lets go of what ends.
struct Parent;

impl Actor for Parent {
    type Msg = ();
    type State = ();
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<()>, (): ()) -> Result<(), ActorProcessingErr> {
        Ok(())
    }

    async fn handle_supervisor_evt(
        &self,
        _: ActorRef<()>,
        _: SupervisionEvent,
        (): &mut (),
    ) -> Result<(), ActorProcessingErr> {
        Ok(())
    }
}

/// A Redis of its own, which can be killed and started again.
struct Redis {
    socket: PathBuf,
    child: Child,
}

impl Redis {
    fn start() -> Self {
        let socket = std::env::temp_dir().join(format!("execora-copies-{}.sock", Uuid::now_v7()));
        let child = Self::spawn(&socket);
        Self { socket, child }
    }

    fn spawn(socket: &PathBuf) -> Child {
        let child = Process::new("redis-server")
            .args(["--port", "0", "--save", "", "--unixsocket"])
            .arg(socket)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let end = Instant::now() + Duration::from_secs(20);
        while std::os::unix::net::UnixStream::connect(socket).is_err() {
            assert!(Instant::now() < end, "redis-server did not start");
            std::thread::yield_now();
        }
        child
    }

    fn url(&self) -> String {
        format!("redis+unix://{}", self.socket.display())
    }

    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        let _ = std::fs::remove_file(&self.socket);
    }

    fn start_again(&mut self) {
        self.child = Self::spawn(&self.socket);
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_file(&self.socket);
    }
}

/// Copies of one server: its own connections and its own memory.
async fn copies(redis: &Redis, url: &str) -> Copies {
    let cache = Cache::default();
    let parent = Actor::spawn(None, Parent, ()).await.unwrap().0;
    cache::spawn(CacheArgs { url: Some(redis.url()) }, cache.address(), parent.get_cell()).await.unwrap();
    Copies::new(cache, LedgerReader::new(execora_actors::database::pool(url, 8).unwrap()))
}

/// A server that writes, and another that reads.
async fn two_servers(redis: &Redis, fence: impl FnOnce(Copies) -> Arc<dyn Fence>) -> (House, Copies, Copies) {
    let url = fresh_database().await;
    let writing = copies(redis, &url).await;
    let house = House::fenced(url.clone(), clock(), fence(writing.clone())).await;
    (house, writing, copies(redis, &url).await)
}

async fn lend(shop: &Shop<'_>, party: PartyId) -> Money {
    entry(shop.must(credit(party, 1)).await).balance_after
}

/// Writes on one server and reads on the other after each; the balances that were behind what was acknowledged.
async fn behind(shop: &Shop<'_>, reader: &Copies, writes: u32, mut meanwhile: impl FnMut(u32)) -> usize {
    let party = shop.customer("Asha").await.id;
    let mut behind = 0;
    for write in 0..writes {
        meanwhile(write);
        let owed = lend(shop, party).await;
        for _ in 0..2 {
            let balance = reader.party(shop.tenant, party).await.unwrap().balance;
            behind += usize::from(balance < owed);
            let listed = reader.parties(shop.tenant, 10, None).await.unwrap();
            behind += usize::from(listed.items[0].balance < owed);
        }
    }
    behind
}

#[tokio::test(flavor = "multi_thread")]
async fn another_server_never_shows_a_balance_older_than_was_acknowledged() {
    let redis = Redis::start();
    let (house, writing, reading) = two_servers(&redis, |copies| Arc::new(copies)).await;
    let shop = house.shop().await;
    assert_eq!(behind(&shop, &reading, 200, |_| {}).await, 0);
    let party = shop.customer("Ravi").await.id;
    let owed = lend(&shop, party).await;
    assert_eq!(writing.party(shop.tenant, party).await.unwrap().balance, owed);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redis_that_is_killed_and_comes_back_makes_no_balance_old() {
    let mut redis = Redis::start();
    let (house, _, reading) = two_servers(&redis, |copies| Arc::new(copies)).await;
    let shop = house.shop().await;
    let kill_and_start = |write: u32| match write {
        20 => redis.kill(),
        30 => redis.start_again(),
        _ => {}
    };
    assert_eq!(behind(&shop, &reading, 60, kill_and_start).await, 0);
}

/// A fence that lets everything through but the opening: the positive control.
#[derive(Debug)]
struct Gap(Copies);

impl Fence for Gap {
    fn close<'a>(&'a self, _: &'a [BooksVersion]) -> BoxFuture<'a, ()> {
        std::future::ready(()).boxed()
    }

    fn open<'a>(&'a self, shops: &'a [BooksVersion]) -> BoxFuture<'a, ()> {
        self.0.open(shops)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_fence_old_balances_are_seen() {
    let redis = Redis::start();
    let (house, _, reading) = two_servers(&redis, |copies| Arc::new(Gap(copies))).await;
    let shop = house.shop().await;
    assert!(behind(&shop, &reading, 20, |_| {}).await > 0, "the test above would see nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mark_that_was_left_dirty_is_mended_by_a_reader() {
    let redis = Redis::start();
    let (house, writing, reading) = two_servers(&redis, |copies| Arc::new(copies)).await;
    let shop = house.shop().await;
    let party = shop.customer("Asha").await.id;
    // A batch that was never committed.
    writing.close(&[BooksVersion { tenant: shop.tenant, version: 1_000 }]).await;
    assert!(!reading.is_clean(shop.tenant).await);
    reading.party(shop.tenant, party).await.unwrap();
    assert!(reading.is_clean(shop.tenant).await);
    assert_eq!(lend(&shop, party).await, reading.party(shop.tenant, party).await.unwrap().balance);
}

#[tokio::test(flavor = "multi_thread")]
async fn copies_of_one_shop_are_not_anothers() {
    let redis = Redis::start();
    let (house, _, reading) = two_servers(&redis, |copies| Arc::new(copies)).await;
    let (shop, other) = (house.shop().await, house.shop().await);
    let party = shop.customer("Asha").await.id;
    for _ in 0..2 {
        assert!(reading.party(shop.tenant, party).await.is_ok());
        assert_eq!(reading.party(other.tenant, party).await, Err(ReadError::NotFound));
    }
}
