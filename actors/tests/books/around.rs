//! What stands around the ledger: migrations, the demo shop, the cache, reminders and the messenger.

use crate::house::{House, clock, empty_database, fresh_database, invoice};
use execora_actors::cache::{self, Cache, CacheArgs};
use execora_actors::ledger::Author;
use execora_actors::messenger::{
    self, Courier, CourierError, Messenger, MessengerArgs, Notice, Postbox, PostboxError, Topic,
};
use execora_actors::{database, demo, ledger};
use execora_domain::ids::{TenantId, UserId};
use execora_domain::ledger::{Command, IdempotencyKey, Oversell, Patch, Posted, ProductChange, ShopChange, StockOp};
use execora_domain::money::Money;
use execora_domain::quantity::Quantity;
use execora_domain::reply::Undone;
use futures_util::future::{BoxFuture, FutureExt, join_all};
use ractor::{Actor, ActorProcessingErr, ActorRef, SupervisionEvent};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use uuid::Uuid;

/// A supervisor that lets go of what ends.
pub(crate) struct Parent;

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

pub(crate) async fn parent() -> ActorRef<()> {
    Actor::spawn(None, Parent, ()).await.unwrap().0
}

#[tokio::test]
async fn servers_that_start_together_migrate_once() {
    // The roles are there, as on every start but the first of all.
    fresh_database().await;
    let url = empty_database().await;
    for migrated in join_all((0..4).map(|_| database::migrate(&url))).await {
        migrated.unwrap();
    }
    let (client, _connection) = database::connect(&url).await.unwrap();
    let history = client.query("SELECT version FROM refinery_schema_history ORDER BY version", &[]).await.unwrap();
    let versions: Vec<i32> = history.iter().map(|row| row.get(0)).collect();
    let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../migrations")).unwrap();
    let version = |file: String| file.strip_prefix('V').and_then(|rest| rest.get(..4)?.parse().ok());
    let mut expected: Vec<i32> =
        folder.filter_map(|file| version(file.unwrap().file_name().into_string().unwrap())).collect();
    expected.sort_unstable();
    assert_eq!(versions, expected);
}

#[tokio::test]
async fn the_demo_shop_is_made_once_and_its_books_are_sound() {
    let house = House::new().await;
    let first = demo::seed(&house.identity, &house.pool, &clock(), false).await.unwrap();
    let home = std::net::IpAddr::from([127, 0, 0, 1]);
    let signed_in = house.identity.login(&first.login, &first.password.unwrap(), home).await.unwrap();
    assert_eq!(signed_in.tenant.id, first.tenant);
    let world = house.reader.world(first.tenant, jiff::Zoned::now()).await.unwrap();
    assert_eq!((world.customers.len(), world.products.len()), (20, 40));
    assert_eq!(world.customers.iter().filter(|one| one.name.starts_with("Rahul ")).count(), 2);
    let entries = count(&house, "entries").await;
    assert!(entries > 20, "{entries}");
    let again = demo::seed(&house.identity, &house.pool, &clock(), false).await.unwrap();
    assert!(again.password.is_none());
    assert_eq!(count(&house, "entries").await, entries);
    assert_eq!(ledger::verify(&house.url).await.unwrap(), []);
    let lost = demo::seed(&house.identity, &house.pool, &clock(), true).await.unwrap();
    house.identity.login(&lost.login, &lost.password.unwrap(), home).await.unwrap();
}

#[tokio::test]
async fn two_kilos_of_rice_and_twelve_eggs_of_the_demo_shop_cost_196() {
    let house = House::new().await;
    let demo = demo::seed(&house.identity, &house.pool, &clock(), false).await.unwrap();
    let shop = crate::house::Shop { house: &house, tenant: demo.tenant };
    let products = house.reader.products(demo.tenant, ledger::Shown::Active, 100, None).await.unwrap().items;
    let of = |alias: &str| products.iter().find(|one| one.aliases.iter().any(|other| other == alias)).unwrap().id;
    let suresh = house.reader.search_parties(demo.tenant, "सुरेश", 5).await.unwrap()[0].party.clone();
    assert_eq!(suresh.name, "Suresh Yadav");
    let sold = crate::house::bill(suresh.id, &[(of("chawal"), 2_000), (of("अंडा"), 12_000)]);
    assert_eq!(invoice(shop.must(sold).await).total, Money::from_paise(19_600));
}

async fn count(house: &House, table: &str) -> i64 {
    let (client, _connection) = house.superuser().await;
    client.query_one(&format!("SELECT count(*) FROM {table}"), &[]).await.unwrap().get(0)
}

#[tokio::test]
async fn the_cache_keeps_a_value_for_its_shop_until_it_is_forgotten() {
    let url = std::env::var("REDIS_URL").expect("REDIS_URL names a Redis: use scripts/with-servers");
    let cache = Cache::default();
    cache::spawn(CacheArgs { url: Some(url) }, cache.address(), parent().await.get_cell()).await.unwrap();
    let (mine, theirs) = (TenantId::from_uuid(Uuid::now_v7()), TenantId::from_uuid(Uuid::now_v7()));
    cache.put(mine, "world", b"1".to_vec(), Duration::from_mins(1));
    // A put is not answered: look until it is there.
    while cache.get(mine, "world").await.is_none() {
        tokio::task::yield_now().await;
    }
    assert_eq!(cache.get(mine, "world").await, Some(b"1".to_vec()));
    assert_eq!(cache.get(theirs, "world").await, None);
    assert!(cache.forget(mine, "world").await);
    assert_eq!(cache.get(mine, "world").await, None);
    cache.put(mine, "brief", b"1".to_vec(), Duration::from_millis(1));
    while cache.get(mine, "brief").await.is_some() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn without_redis_every_get_is_a_miss() {
    for url in [None, Some("redis+unix:///nowhere/redis.sock".to_owned())] {
        let cache = Cache::default();
        cache::spawn(CacheArgs { url }, cache.address(), parent().await.get_cell()).await.unwrap();
        let tenant = TenantId::from_uuid(Uuid::now_v7());
        cache.put(tenant, "world", b"1".to_vec(), Duration::from_mins(1));
        assert_eq!(cache.get(tenant, "world").await, None);
        assert!(!cache.forget(tenant, "world").await);
    }
}

/// Takes notices, but refuses each the first time.
struct Fussy {
    taken: mpsc::Sender<Notice>,
    refused: std::sync::Mutex<std::collections::HashSet<Uuid>>,
}

impl Courier for Fussy {
    fn hand_over(&self, notice: Notice) -> BoxFuture<'static, Result<(), CourierError>> {
        let is_first = self.refused.lock().unwrap().insert(notice.id);
        let taken = self.taken.clone();
        async move {
            if is_first {
                return Err(CourierError { reason: "not yet".into() });
            }
            taken.send(notice).await.unwrap();
            Ok(())
        }
        .boxed()
    }
}

fn fussy() -> (Arc<dyn Courier>, mpsc::Receiver<Notice>) {
    let (taken, notices) = mpsc::channel(64);
    (Arc::new(Fussy { taken, refused: std::sync::Mutex::default() }), notices)
}

#[tokio::test]
async fn a_notice_that_is_refused_is_handed_over_later_and_then_no_more() {
    let house = House::new().await;
    let shop = house.shop().await;
    let rahul = shop.customer("Rahul Sharma").await;
    let owed = crate::house::entry(shop.must(crate::house::credit(rahul.id, 500)).await);
    let (courier, mut notices) = fussy();
    let messenger = Messenger::default();
    let args = MessengerArgs { pool: house.pool.clone(), clock: clock(), courier: Some(courier) };
    messenger::spawn(args, messenger.address(), parent().await.get_cell()).await.unwrap();
    let notice = loop {
        messenger.relay();
        tokio::select! {
            notice = notices.recv() => break notice.unwrap(),
            () = tokio::task::yield_now() => {}
        }
    };
    assert_eq!((notice.tenant, notice.topic), (shop.tenant, Topic::Entry(owed.id)));
    let (client, _connection) = house.superuser().await;
    let pending = "SELECT count(*) FROM outbox WHERE handed_over_at IS NULL";
    while client.query_one(pending, &[]).await.unwrap().get::<_, i64>(0) > 0 {
        tokio::task::yield_now().await;
    }
    assert!(notices.try_recv().is_err());
}

#[tokio::test]
async fn a_code_goes_to_the_shops_phone_once_and_is_forgotten() {
    let house = House::new().await;
    let shop = house.shop().await;
    let messenger = Messenger::default();
    let postbox = Postbox::new(house.pool.clone(), clock(), messenger.clone());
    assert_eq!(postbox.send_code(shop.tenant, "123456").await, Err(PostboxError::Refused));
    let phone = ShopChange { phone: Patch::Set("98100 10001".into()), ..ShopChange::default() };
    shop.must(Command::ChangeShop(phone)).await;
    postbox.send_code(shop.tenant, "123456").await.unwrap();
    let (courier, mut notices) = fussy();
    let args = MessengerArgs { pool: house.pool.clone(), clock: clock(), courier: Some(courier) };
    messenger::spawn(args, messenger.address(), parent().await.get_cell()).await.unwrap();
    let notice = loop {
        messenger.relay();
        tokio::select! {
            notice = notices.recv() => break notice.unwrap(),
            () = tokio::task::yield_now() => {}
        }
    };
    assert_eq!((notice.tenant, notice.topic), (shop.tenant, Topic::Code));
    assert!(notice.text.unwrap().starts_with("123456"));
    let (client, _connection) = house.superuser().await;
    let kept = "SELECT count(*) FROM outbox WHERE handed_over_at IS NULL OR message IS NOT NULL";
    while client.query_one(kept, &[]).await.unwrap().get::<_, i64>(0) > 0 {
        tokio::task::yield_now().await;
    }
    for _ in 1..10 {
        postbox.send_code(shop.tenant, "123456").await.unwrap();
    }
    assert_eq!(postbox.send_code(shop.tenant, "123456").await, Err(PostboxError::Refused), "ten an hour");
}

#[tokio::test]
async fn the_last_that_somebody_wrote_is_found_with_whether_it_was_taken_back() {
    let house = House::new().await;
    let shop = house.shop().await;
    let rahul = shop.customer("Rahul Sharma").await;
    let user = UserId::from_uuid(Uuid::now_v7());
    let post = async |command, key| {
        let key = IdempotencyKey::new(key).unwrap();
        house.ledger.post(shop.tenant, Author::User(user), command, key).await.unwrap()
    };
    let last = async |user| house.reader.last_by(shop.tenant, user).await.unwrap();
    assert_eq!(last(user).await, None);
    let Posted::Entry(owed) = post(crate::house::credit(rahul.id, 500), "one").await else { panic!("no entry") };
    shop.must(crate::house::credit(rahul.id, 900)).await;
    let found = last(user).await.unwrap();
    assert_eq!((found.amount, found.is_undone), (owed.amount, false));
    assert_eq!(found.undo, Command::Reverse { entry: owed.id });
    post(found.undo, "two").await;
    assert!(last(user).await.unwrap().is_undone);
    assert_eq!(last(UserId::from_uuid(Uuid::now_v7())).await, None);
}

#[tokio::test]
async fn stock_and_a_price_that_somebody_changed_are_found_with_what_takes_them_back() {
    let house = House::new().await;
    let shop = house.shop().await;
    let rice = shop.goods("Rice", 60, 50).await;
    let user = UserId::from_uuid(Uuid::now_v7());
    let post = async |command| {
        let key = IdempotencyKey::new(&Uuid::now_v7().to_string()).unwrap();
        house.ledger.post(shop.tenant, Author::User(user), command, key).await.unwrap();
    };
    let last = async || house.reader.last_by(shop.tenant, user).await.unwrap();
    let counted = |op, kilos: i64| Command::MoveStock {
        product: rice.id,
        op,
        quantity: Quantity::from_milli(kilos * 1_000),
        reason: None,
    };
    let priced = |price| {
        let change = ProductChange { price: Some(price), ..ProductChange::default() };
        Command::ChangeProduct { product: rice.id, change }
    };
    for (op, kilos) in [(StockOp::Add, 20), (StockOp::Remove, 5), (StockOp::Set, 12)] {
        let before = shop.stock(rice.id).await;
        post(counted(op, kilos)).await;
        // What somebody else does in between is not what they wrote.
        shop.must(counted(StockOp::Add, 1)).await;
        let found = last().await.unwrap();
        assert!(!found.is_undone && matches!(found.what, Undone::Stock { .. }), "{found:?}");
        post(found.undo.clone()).await;
        assert_eq!(shop.stock(rice.id).await, before + 1_000, "{op:?}");
        let again = last().await.unwrap();
        assert_eq!((again.undo, again.is_undone), (found.undo, true), "{op:?}");
    }
    post(priced(Money::from_paise(6_500))).await;
    post(counted(StockOp::Add, 1)).await;
    post(priced(Money::from_paise(7_000))).await;
    let found = last().await.unwrap();
    assert_eq!(found.undo, priced(Money::from_paise(6_500)));
    let wanted = Undone::Price { before: Money::from_paise(6_500), after: Money::from_paise(7_000), unit: rice.unit };
    assert_eq!(found.what, wanted);
    let other = UserId::from_uuid(Uuid::now_v7());
    assert_eq!(house.reader.last_by(shop.tenant, other).await.unwrap(), None);
}

#[tokio::test]
async fn what_is_on_the_shelf_is_told_with_the_papers_where_no_more_is_sold() {
    let house = House::new().await;
    let shop = house.shop().await;
    let rice = shop.goods("Rice", 60, 50).await;
    let now = || jiff::Timestamp::UNIX_EPOCH.to_zoned(jiff::tz::TimeZone::UTC);
    assert!(house.reader.world(shop.tenant, now()).await.unwrap().refuses_oversell);
    let stocks = house.reader.papers(shop.tenant, now()).await.unwrap().stocks;
    assert_eq!(stocks.get(&rice.id.to_string()).map(|stock| stock.milli()), Some(50_000));
    let change = ShopChange { oversell: Some(Oversell::Allow), ..ShopChange::default() };
    shop.must(Command::ChangeShop(change)).await;
    assert!(!house.reader.world(shop.tenant, now()).await.unwrap().refuses_oversell);
    assert!(house.reader.papers(shop.tenant, now()).await.unwrap().stocks.is_empty());
}

#[tokio::test]
async fn what_is_posted_is_told_to_listeners_after_commit() {
    let house = House::new().await;
    let shop = house.shop().await;
    let mut posted = house.ledger.posted();
    let rahul = shop.customer("Rahul Sharma").await;
    let (tenant, told) = posted.recv().await.unwrap();
    assert_eq!((tenant, told), (shop.tenant, execora_domain::ledger::Posted::Party(rahul.clone())));
    let refused = Command::Reverse { entry: execora_domain::ids::EntryId::from_uuid(Uuid::nil()) };
    shop.post(refused, "refused").await.unwrap_err();
    assert!(posted.try_recv().is_err());
}
