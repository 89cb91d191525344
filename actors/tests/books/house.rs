//! A database of its own, a shop in it, and a ledger that is restarted when it crashes.

use deadpool_postgres::Pool;
use execora_actors::clock::Clock;
use execora_actors::database;
use execora_actors::identity::{Identity, NewShop, NewUser, Role};
use execora_actors::ledger::{self, Author, Fence, Ledger, LedgerArgs, LedgerReader, PostError};
use execora_domain::ids::{PartyId, ProductId, TenantId};
use execora_domain::invoice::{DraftLine, Invoice, InvoiceDraft};
use execora_domain::ledger::{
    Command, Entry, IdempotencyKey, NewParty, NewProduct, Party, PaymentMode, Posted, Product,
};
use execora_domain::money::{Money, TaxRate};
use execora_domain::quantity::{Quantity, Unit};
use ractor::{Actor, ActorProcessingErr, ActorRef, SupervisionEvent};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::sync::OnceCell;
use tokio_postgres::Client;
use uuid::Uuid;

/// 22 November 2026, 17:30 in India.
pub(crate) const NOW: &str = "2026-11-22T12:00:00Z";

/// The test shop's registration, in Maharashtra.
const GSTIN: &str = "27AAPFU0939F1ZV";

pub(crate) struct House {
    pub(crate) url: String,
    pub(crate) pool: Pool,
    pub(crate) ledger: Ledger,
    pub(crate) reader: LedgerReader,
    pub(crate) identity: Identity,
    pub(crate) keeper: ActorRef<()>,
}

/// Restarts shards that crash, as the root does.
struct Keeper;

impl Actor for Keeper {
    type Msg = ();
    type State = (Ledger, LedgerArgs);
    type Arguments = (Ledger, LedgerArgs);

    async fn pre_start(&self, me: ActorRef<()>, state: Self::Arguments) -> Result<Self::State, ActorProcessingErr> {
        for address in state.0.shards() {
            ledger::spawn(state.1.clone(), address, me.get_cell()).await?;
        }
        Ok(state)
    }

    async fn handle_supervisor_evt(
        &self,
        me: ActorRef<()>,
        event: SupervisionEvent,
        (ledger, args): &mut Self::State,
    ) -> Result<(), ActorProcessingErr> {
        if let SupervisionEvent::ActorFailed(..) | SupervisionEvent::ActorTerminated(..) = event {
            ledger::spawn(args.clone(), &ledger.shards()[0], me.get_cell()).await?;
        }
        Ok(())
    }
}

pub(crate) fn clock() -> Clock {
    let now: jiff::Timestamp = NOW.parse().unwrap();
    Clock::new(move || now)
}

/// A database that nobody else uses, not migrated.
pub(crate) async fn empty_database() -> String {
    database_like("template1").await
}

/// A copy of one that is there.
async fn database_like(template: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let base = std::env::var("DATABASE_URL").expect("DATABASE_URL names a PostgreSQL: use scripts/with-servers");
    let name = format!("books_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let (client, _connection) = database::connect(&base).await.unwrap();
    client.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {template}")).await.unwrap();
    let (server, rest) = base.split_once("/execora").expect("the database is named execora");
    format!("{server}/{name}{rest}")
}

/// A migrated database.
pub(crate) async fn fresh_database() -> String {
    // All migrations once; a copy takes a tenth of their time.
    static MADE: OnceCell<String> = OnceCell::const_new();
    let made = MADE.get_or_init(async || {
        let url = empty_database().await;
        database::migrate(&url).await.unwrap();
        let path = url.split('?').next().unwrap_or(&url);
        path.rsplit('/').next().unwrap_or(path).to_owned()
    });
    database_like(made.await).await
}

impl House {
    pub(crate) async fn new() -> Self {
        Self::on(fresh_database().await).await
    }

    /// Another server on the same database.
    pub(crate) async fn on(url: String) -> Self {
        Self::at(url, clock()).await
    }

    /// Another server on the same database, at another time.
    pub(crate) async fn at(url: String, clock: Clock) -> Self {
        Self::fenced(url, clock, Arc::new(())).await
    }

    /// Another server on the same database, at another time, with a fence around its commits.
    pub(crate) async fn fenced(url: String, clock: Clock, fence: Arc<dyn Fence>) -> Self {
        let pool = database::pool(&url, 8).unwrap();
        let ledger = Ledger::with_shards(1);
        let args = LedgerArgs { fence, ..ledger.args(pool.clone(), clock.clone()) };
        let state = (ledger.clone(), args);
        let (keeper, _) = Actor::spawn(None, Keeper, state).await.unwrap();
        let identity = Identity::new(pool.clone(), clock);
        Self { url, ledger, reader: LedgerReader::new(pool.clone()), identity, pool, keeper }
    }

    /// Past every policy and trigger, as whoever owns the server can go.
    pub(crate) async fn superuser(&self) -> (Client, execora_actors::tasks::TaskSet) {
        database::connect(&self.url).await.unwrap()
    }

    pub(crate) async fn shop(&self) -> Shop<'_> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let login = format!("98{:08}", NEXT.fetch_add(1, Ordering::Relaxed));
        let shop = NewShop { name: "Sharma Kirana Store".into(), state_code: "27".into(), gstin: Some(GSTIN.into()) };
        let owner = NewUser { name: "Anil".into(), login, password: "chawal-50".into(), role: Role::Owner };
        let tenant = self.identity.create_shop(&shop, &owner).await.unwrap().tenant.id;
        Shop { house: self, tenant }
    }
}

#[derive(Clone, Copy)]
pub(crate) struct Shop<'a> {
    pub(crate) house: &'a House,
    pub(crate) tenant: TenantId,
}

impl Shop<'_> {
    pub(crate) async fn post(&self, command: Command, key: &str) -> Result<Posted, PostError> {
        self.house.ledger.post(self.tenant, Author::Server, command, IdempotencyKey::new(key).unwrap()).await
    }

    pub(crate) async fn must(&self, command: Command) -> Posted {
        self.post(command, &Uuid::now_v7().to_string()).await.unwrap()
    }

    pub(crate) async fn customer(&self, name: &str) -> Party {
        let new = NewParty { name: name.into(), may_be_known: true, ..NewParty::default() };
        let posted = self.must(Command::CreateParty(new)).await;
        let Posted::Party(party) = posted else { panic!("{posted:?}") };
        party
    }

    pub(crate) async fn goods(&self, name: &str, rupees: i64, stock: i64) -> Product {
        let posted = self.must(Command::CreateProduct(new_product(name, rupees, stock))).await;
        let Posted::Product(product) = posted else { panic!("{posted:?}") };
        product
    }

    pub(crate) async fn balance(&self, party: PartyId) -> i64 {
        self.house.reader.party(self.tenant, party).await.unwrap().balance.paise()
    }

    pub(crate) async fn stock(&self, product: ProductId) -> i64 {
        self.house.reader.product(self.tenant, product).await.unwrap().stock.milli()
    }
}

pub(crate) fn new_product(name: &str, rupees: i64, stock: i64) -> NewProduct {
    NewProduct {
        name: name.into(),
        unit: Unit::Kg,
        price: Money::from_paise(rupees * 100),
        tax_rate: TaxRate::try_from(500).unwrap(),
        hsn: Some("1006".into()),
        stock: Quantity::from_milli(stock * 1_000),
        low_stock: Some(Quantity::from_milli(5_000)),
        packs: BTreeMap::from([("bori".to_owned(), 25_000)]),
        aliases: vec!["chawal".into(), "चावल".into()],
        ..NewProduct::default()
    }
}

pub(crate) fn bill(party: PartyId, lines: &[(ProductId, i64)]) -> Command {
    let line = |&(product, milli): &(ProductId, i64)| DraftLine::new(product, Quantity::from_milli(milli));
    let lines = lines.iter().map(line).collect();
    Command::IssueInvoice(InvoiceDraft::new(party, lines))
}

pub(crate) fn payment(party: PartyId, rupees: i64) -> Command {
    Command::payment(party, Money::from_paise(rupees * 100), PaymentMode::Cash)
}

pub(crate) fn credit(party: PartyId, rupees: i64) -> Command {
    Command::credit(party, Money::from_paise(rupees * 100), "udhaar".into())
}

pub(crate) fn invoice(posted: Posted) -> Invoice {
    let Posted::Invoice(invoice) = posted else { panic!("{posted:?}") };
    invoice
}

pub(crate) fn entry(posted: Posted) -> Entry {
    let Posted::Entry(entry) = posted else { panic!("{posted:?}") };
    entry
}
