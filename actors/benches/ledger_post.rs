//! Bills a second on one hot shop, and on many shops, with 64 callers of the ledger's front door.
//! `scripts/with-servers cargo bench -p execora-actors --bench ledger_post`; `BENCH_SECONDS` is how long each takes.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a bench that cannot run should stop")]

use execora_actors::clock::Clock;
use execora_actors::database;
use execora_actors::identity::{Identity, NewShop, NewUser, Role};
use execora_actors::ledger::{self, Author, Ledger, LedgerArgs};
use execora_actors::tasks::TaskSet;
use execora_domain::ids::{PartyId, ProductId, TenantId};
use execora_domain::invoice::{DraftLine, InvoiceDraft};
use execora_domain::ledger::{Command, IdempotencyKey, NewParty, NewProduct, Posted};
use execora_domain::money::{Money, TaxRate};
use execora_domain::quantity::{Quantity, Unit};
use ractor::{Actor, ActorProcessingErr, ActorRef};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use uuid::Uuid;

const CALLERS: u64 = 64;

struct Keeper;

impl Actor for Keeper {
    type Msg = ();
    type State = ();
    type Arguments = (Ledger, LedgerArgs);

    async fn pre_start(&self, me: ActorRef<()>, (ledger, args): Self::Arguments) -> Result<(), ActorProcessingErr> {
        for address in ledger.shards() {
            ledger::spawn(args.clone(), address, me.get_cell()).await?;
        }
        Ok(())
    }
}

#[derive(Clone)]
struct Shop {
    tenant: TenantId,
    customers: Arc<Vec<PartyId>>,
    products: Arc<Vec<ProductId>>,
}

#[tokio::main(worker_threads = 2)]
async fn main() {
    let url = std::env::var("DATABASE_URL").expect("DATABASE_URL names a PostgreSQL: use scripts/with-servers");
    let seconds = std::env::var("BENCH_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(10);
    database::migrate(&url).await.unwrap();
    let clock = Clock::new(jiff::Timestamp::now);
    let pool = database::pool(&url, 16).unwrap();
    let ledger = Ledger::with_shards(1);
    Actor::spawn(None, Keeper, (ledger.clone(), ledger.args(pool.clone(), clock.clone()))).await.unwrap();
    let identity = Identity::new(pool, clock);
    let mut shops = vec![];
    for number in 0..17 {
        shops.push(open(&identity, &ledger, number).await);
    }
    // As autovacuum does in the first minute: before it, PostgreSQL plans for empty tables.
    measure("warming up", &ledger, &shops, Duration::from_secs(2)).await;
    let (superuser, _connection) = database::connect(&url).await.unwrap();
    superuser.batch_execute("ANALYZE").await.unwrap();
    measure("one hot shop", &ledger, &shops[..1], Duration::from_secs(seconds)).await;
    measure("16 shops", &ledger, &shops[1..], Duration::from_secs(seconds)).await;
    let violations = ledger::verify(&url).await.unwrap();
    assert!(violations.is_empty(), "{violations:?}");
}

async fn open(identity: &Identity, ledger: &Ledger, number: u64) -> Shop {
    let shop = NewShop { name: "Hot shop".into(), state_code: "27".into(), gstin: None };
    let login = format!("owner{number}.{}@example.in", Uuid::now_v7());
    let owner = NewUser { name: "Owner".into(), login, password: "a long password".into(), role: Role::Owner };
    let tenant = identity.create_shop(&shop, &owner).await.unwrap().tenant.id;
    let (mut customers, mut products) = (vec![], vec![]);
    for n in 0..100 {
        let new = NewParty { name: format!("Customer {n}"), ..NewParty::default() };
        let posted = post(ledger, tenant, Command::CreateParty(new)).await;
        let Posted::Party(party) = posted else { panic!("{posted:?}") };
        customers.push(party.id);
    }
    for n in 0..40 {
        let posted = post(ledger, tenant, Command::CreateProduct(product(n))).await;
        let Posted::Product(product) = posted else { panic!("{posted:?}") };
        products.push(product.id);
    }
    Shop { tenant, customers: customers.into(), products: products.into() }
}

fn product(n: i64) -> NewProduct {
    NewProduct {
        name: format!("Product {n}"),
        unit: Unit::Kg,
        price: Money::from_paise(4_000 + 10 * n),
        tax_rate: TaxRate::try_from(500).unwrap(),
        stock: Quantity::from_milli(1_000_000_000_000),
        ..NewProduct::default()
    }
}

async fn post(ledger: &Ledger, tenant: TenantId, command: Command) -> Posted {
    let key = IdempotencyKey::new(&Uuid::now_v7().to_string()).unwrap();
    ledger.post(tenant, Author::Server, command, key).await.unwrap()
}

async fn measure(what: &str, ledger: &Ledger, shops: &[Shop], time: Duration) {
    let latencies = Arc::new(Mutex::new(vec![]));
    let start = Instant::now();
    let mut callers = TaskSet::default();
    for caller in 0..CALLERS {
        let shop = shops[usize::try_from(caller).unwrap() % shops.len()].clone();
        let (ledger, latencies) = (ledger.clone(), Arc::clone(&latencies));
        callers.spawn(async move {
            let mut mine = vec![];
            let mut chance = caller.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
            while start.elapsed() < time {
                let asked = Instant::now();
                post(&ledger, shop.tenant, bill(&shop, &mut chance)).await;
                mine.push(asked.elapsed());
            }
            latencies.lock().unwrap().extend(mine);
        });
    }
    callers.finished().await;
    let elapsed = start.elapsed();
    let mut latencies = std::mem::take(&mut *latencies.lock().unwrap());
    latencies.sort();
    let at = |percent: usize| latencies[(latencies.len() - 1) * percent / 100];
    let rate = u128::try_from(latencies.len()).unwrap() * 1_000 / elapsed.as_millis();
    println!("{what}: {rate} bills/s, p50 {:?}, p99 {:?}, {} bills", at(50), at(99), latencies.len());
}

fn bill(shop: &Shop, chance: &mut u64) -> Command {
    let mut next = |below: usize| {
        // Xorshift: any spread will do.
        *chance ^= *chance << 13;
        *chance ^= *chance >> 7;
        *chance ^= *chance << 17;
        usize::try_from(*chance >> 32).unwrap() % below
    };
    let first = next(shop.products.len() - 1);
    let line = |n: usize, milli| DraftLine::new(shop.products[n], Quantity::from_milli(milli));
    let lines = vec![line(first, 1_000), line(first + 1, 2_000)];
    let party = shop.customers[next(shop.customers.len())];
    Command::IssueInvoice(InvoiceDraft::new(party, lines))
}
