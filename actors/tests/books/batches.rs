//! A batch holds commands of many shops, and each shop notices nothing of the others.

use crate::failing::somebody_waits;
use crate::house::{House, Shop, clock, credit, fresh_database};
use execora_actors::ledger::{Author, BooksVersion, Fence, PostError, verify};
use execora_domain::ids::{PartyId, TenantId};
use execora_domain::ledger::{Command, IdempotencyKey};
use execora_domain::money::Money;
use futures_util::future::{BoxFuture, FutureExt, join, join_all};
use std::sync::{Arc, Mutex};
use tokio_postgres::error::SqlState;
use uuid::Uuid;

/// Shops with one customer each.
async fn street(house: &House, count: usize) -> Vec<(Shop<'_>, PartyId)> {
    let mut shops = vec![];
    for _ in 0..count {
        let shop = house.shop().await;
        shops.push((shop, shop.customer("Rahul Sharma").await.id));
    }
    shops
}

#[tokio::test]
async fn what_waits_for_many_shops_is_written_in_one_transaction() {
    let house = House::new().await;
    let shops = street(&house, 12).await;
    let (holder, _connection) = house.superuser().await;
    let (watcher, _other) = house.superuser().await;
    // Behind the shops' locks, which a batch does not wait for.
    holder.batch_execute("BEGIN; LOCK TABLE idempotency IN ACCESS EXCLUSIVE MODE").await.unwrap();
    let posts = join_all(shops.iter().flat_map(|(shop, party)| {
        (0..3).map(move |n| async move { shop.post(credit(*party, 10), &format!("wish {n}")).await })
    }));
    let release = async {
        somebody_waits(&watcher).await;
        holder.batch_execute("ROLLBACK").await.unwrap();
    };
    let (answers, ()) = join(posts, release).await;
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    let counts = "SELECT count(DISTINCT xmin::text), count(*) FROM entries";
    let row = watcher.query_one(counts, &[]).await.unwrap();
    let (transactions, entries): (i64, i64) = (row.get(0), row.get(1));
    // Whatever had come when the first batch was put together is in that one.
    assert!(transactions <= 3 && entries == 36, "{transactions} transactions for {entries} entries");
    assert_eq!(verify(&house.url).await.unwrap(), []);
}

#[tokio::test]
async fn a_shop_that_somebody_holds_does_not_keep_its_neighbours_waiting() {
    let house = House::new().await;
    let shops = street(&house, 6).await;
    let (holder, _connection) = house.superuser().await;
    let held = shops[2].0.tenant;
    let lock = format!("BEGIN; SELECT FROM tenants WHERE tenant_id = '{held}' FOR UPDATE");
    holder.batch_execute(&lock).await.unwrap();
    let (others, holders) = (Mutex::new(0), tokio::sync::Notify::new());
    let posts = join_all(shops.iter().map(|(shop, party)| {
        let (others, holders) = (&others, &holders);
        async move {
            shop.must(credit(*party, 10)).await;
            *others.lock().unwrap() += 1;
            holders.notify_one();
        }
    }));
    let release = async {
        while *others.lock().unwrap() < 5 {
            holders.notified().await;
        }
        holder.batch_execute("ROLLBACK").await.unwrap();
    };
    join(posts, release).await;
    assert_eq!(shops[2].0.balance(shops[2].1).await, 1_000);
}

#[tokio::test]
async fn a_command_that_only_postgresql_refuses_takes_no_neighbour_of_another_shop_with_it() {
    let house = House::new().await;
    let shops = &street(&house, 5).await;
    let (superuser, _connection) = house.superuser().await;
    superuser.batch_execute("ALTER TABLE entries ADD CHECK (amount <> 666)").await.unwrap();
    let posts = (0..25).map(|n| async move {
        let (shop, party) = shops[n % 5];
        let amount = Money::from_paise(if n == 7 { 666 } else { 1_000 });
        let command = Command::credit(party, amount, "udhaar".into());
        shop.post(command, &format!("wish {n}")).await
    });
    let answers = join_all(posts).await;
    let failed: Vec<usize> = (0..25).filter(|&n| answers[n] == Err(PostError::Failed)).collect();
    assert_eq!(failed, [7]);
    for (n, (shop, party)) in shops.iter().enumerate() {
        assert_eq!(shop.balance(*party).await, if n == 2 { 4_000 } else { 5_000 });
    }
}

#[tokio::test]
async fn a_shop_that_is_not_there_fails_alone() {
    let house = House::new().await;
    let (shop, party) = street(&house, 1).await.remove(0);
    let nowhere = TenantId::from_uuid(Uuid::now_v7());
    let key = IdempotencyKey::new("wish").unwrap();
    let lost = house.ledger.post(nowhere, Author::Server, credit(party, 10), key);
    let (lost, kept) = join(lost, shop.post(credit(party, 10), "wish")).await;
    assert_eq!(lost, Err(PostError::Failed));
    kept.unwrap();
}

#[tokio::test]
async fn servers_that_write_for_the_same_shops_never_wait_in_a_ring() {
    let house = House::new().await;
    let other = House::on(house.url.clone()).await;
    let shops = &street(&house, 8).await;
    let posts = (0..400).map(|n: usize| {
        let (shop, party) = shops[n * 7 % 8];
        let from = if n.is_multiple_of(2) { shop } else { Shop { house: &other, tenant: shop.tenant } };
        async move { from.must(credit(party, 10)).await }
    });
    join_all(posts).await;
    for (shop, party) in shops {
        assert_eq!(shop.balance(*party).await, 50_000);
    }
    let (superuser, _connection) = house.superuser().await;
    let deadlocks = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()";
    assert_eq!(superuser.query_one(deadlocks, &[]).await.unwrap().get::<_, i64>(0), 0);
    assert_eq!(verify(&house.url).await.unwrap(), []);
}

#[tokio::test]
async fn a_connection_that_wrote_for_many_shops_shows_the_next_user_only_their_own() {
    let house = House::new().await;
    let shops = street(&house, 6).await;
    join_all(shops.iter().map(|(shop, party)| shop.must(credit(*party, 10)))).await;
    // All connections there are, each of which may have written that batch.
    let connections = join_all((0..8).map(|_| house.pool.get())).await;
    for connection in connections {
        let client = connection.unwrap();
        for table in ["tenants", "parties", "entries", "postings", "idempotency", "outbox"] {
            let all = format!("SELECT count(*) FROM {table}");
            assert_eq!(client.query_one(&all, &[]).await.unwrap().get::<_, i64>(0), 0, "{table}");
            let mine = shops[0].0.tenant;
            let begin = format!("BEGIN; SELECT set_config('execora.tenants', '{{{mine}}}', true)");
            client.batch_execute(&begin).await.unwrap();
            let seen = client.query(&format!("SELECT DISTINCT tenant_id FROM {table}"), &[]).await.unwrap();
            let seen: Vec<Uuid> = seen.iter().map(|row| row.get(0)).collect();
            assert_eq!(seen, [mine.uuid()], "{table}");
            client.batch_execute("COMMIT").await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_batch_sees_and_writes_its_own_shops_and_no_other() {
    let house = House::new().await;
    let shops = street(&house, 3).await;
    let [a, b, c] = [0, 1, 2].map(|n: usize| shops[n].0.tenant);
    let client = house.pool.get().await.unwrap();
    let begin = format!("BEGIN; SELECT set_config('execora.tenants', '{{{a},{b}}}', true)");
    client.batch_execute(&begin).await.unwrap();
    assert_eq!(client.query_one("SELECT count(*) FROM parties", &[]).await.unwrap().get::<_, i64>(0), 2);
    let add = "INSERT INTO parties (tenant_id, party_id, name, created_at) VALUES ($1, $2, 'Meena', now())";
    client.execute(add, &[&b.uuid(), &Uuid::now_v7()]).await.unwrap();
    let refused = client.execute(add, &[&c.uuid(), &Uuid::now_v7()]).await.unwrap_err();
    assert_eq!(refused.code(), Some(&SqlState::INSUFFICIENT_PRIVILEGE));
    client.batch_execute("ROLLBACK").await.unwrap();
}

#[tokio::test]
async fn every_table_of_a_shop_is_guarded_alike() {
    let (client, _connection) = execora_actors::database::connect(&fresh_database().await).await.unwrap();
    let tables = "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity, \
        (SELECT string_agg(p.qual || coalesce(p.with_check, ''), ',') FROM pg_policies p \
         WHERE p.schemaname = 'public' AND p.tablename = c.relname AND 'execora_app' = ANY (p.roles)) \
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' \
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> 'logins' ORDER BY c.relname";
    let rows = client.query(tables, &[]).await.unwrap();
    assert!(rows.len() >= 14, "{}", rows.len());
    for row in rows {
        let (table, is_forced, policy): (String, bool, Option<String>) = (row.get(0), row.get(1), row.get(2));
        assert!(is_forced, "row-level security is not forced on {table}: CALL guard_by_shop('{table}')");
        let policy = policy.unwrap_or_default();
        let expected = "((tenant_id = ANY (( SELECT execora_tenants() AS execora_tenants)::uuid[])) IS TRUE)";
        assert_eq!(policy, expected, "{table} is not guarded as the others are: CALL guard_by_shop('{table}')");
    }
}

/// Writes down what it is told, with the version that everyone could see at that moment.
#[derive(Debug)]
struct Diary {
    url: String,
    told: Mutex<Vec<(&'static str, TenantId, i64, i64)>>,
}

impl Diary {
    fn note<'a>(&'a self, what: &'static str, shops: &'a [BooksVersion]) -> BoxFuture<'a, ()> {
        async move {
            let (client, _connection) = execora_actors::database::connect(&self.url).await.unwrap();
            for BooksVersion { tenant, version } in shops {
                let seen = "SELECT books_version FROM tenants WHERE tenant_id = $1";
                let seen = client.query_one(seen, &[&tenant.uuid()]).await.unwrap().get(0);
                self.told.lock().unwrap().push((what, *tenant, *version, seen));
            }
        }
        .boxed()
    }
}

impl Fence for Diary {
    fn close<'a>(&'a self, shops: &'a [BooksVersion]) -> BoxFuture<'a, ()> {
        self.note("close", shops)
    }

    fn open<'a>(&'a self, shops: &'a [BooksVersion]) -> BoxFuture<'a, ()> {
        self.note("open", shops)
    }
}

#[tokio::test]
async fn a_fence_closes_before_the_commit_and_opens_before_the_answer() {
    let url = fresh_database().await;
    let diary = Arc::new(Diary { url: url.clone(), told: Mutex::default() });
    let fence: Arc<dyn Fence> = Arc::<Diary>::clone(&diary);
    let house = House::fenced(url, clock(), fence).await;
    let (shop, party) = street(&house, 1).await.remove(0);
    let tenant = shop.tenant;
    diary.told.lock().unwrap().clear();
    shop.must(credit(party, 10)).await;
    assert_eq!(*diary.told.lock().unwrap(), [("close", tenant, 3, 2), ("open", tenant, 3, 3)]);
    diary.told.lock().unwrap().clear();
    shop.post(credit(party, 0), "refused").await.unwrap_err();
    assert_eq!(*diary.told.lock().unwrap(), [], "what changes nothing needs no fence");
}
