//! What a session asks of the books.

use crate::clock::Clock;
use crate::ledger::{Author, Ledger, LedgerReader, Papers, PostError, ReadError, ReminderFilter, WorldVersion};
use crate::messenger::{Postbox, PostboxError};
use execora_domain::dialogue::{Entered, Found, Query, Sought};
use execora_domain::ids::{PartyId, TenantId, UserId};
use execora_domain::intent::{Lexicon, World};
use execora_domain::ledger::{Command, IdempotencyKey, Party, Posted, ReminderStatus, india_time};
use execora_domain::reply::{Known, Reply};
use futures_util::future::BoxFuture;
use jiff::civil::Date;
use std::sync::Arc;

/// The books as a conversation sees them. Every method returns a future that the session runs in its own task set.
pub trait Books: Send + Sync + 'static {
    /// The shop's names, as they are now.
    fn lexicon(&self, tenant: TenantId) -> BoxFuture<'static, Result<Arc<Lexicon>, ReadError>>;

    /// Reads what was asked for, as it is said back.
    fn read(&self, tenant: TenantId, query: Query) -> BoxFuture<'static, Result<Reply, ReadError>>;

    /// Finds what a conversation with this user has to know before it goes on.
    fn find(&self, tenant: TenantId, user: UserId, sought: Sought) -> BoxFuture<'static, Result<Found, ReadError>>;

    /// What the books hold under these keys, in the same order. What is being written meanwhile is waited for.
    fn entered(
        &self,
        tenant: TenantId,
        keys: Vec<IdempotencyKey>,
    ) -> BoxFuture<'static, Result<Vec<Entered>, ReadError>>;

    /// Sends a code to the shop's owner.
    fn send_code(&self, tenant: TenantId, digits: String) -> BoxFuture<'static, Result<(), PostboxError>>;

    /// Posts a command once, however often it is asked with this key.
    fn post(
        &self,
        tenant: TenantId,
        author: Author,
        command: Command,
        key: IdempotencyKey,
    ) -> BoxFuture<'static, Result<Posted, PostError>>;
}

/// So many reminders are told: more than a few nobody remembers.
const REMINDERS_TOLD: u16 = 5;

/// The names of this many shops are kept.
const LEXICONS_MAX: u64 = 256;

/// The real books: the ledger, and a cache of names that a change to the catalog makes stale.
#[derive(Clone)]
pub struct Desk {
    ledger: Ledger,
    reader: LedgerReader,
    clock: Clock,
    postbox: Option<Postbox>,
    lexicons: moka::sync::Cache<TenantId, (WorldVersion, Arc<Lexicon>)>,
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk").field("ledger", &self.ledger).finish_non_exhaustive()
    }
}

impl Desk {
    /// The books of every shop on this server, which sends messages or does not.
    #[must_use]
    pub fn new(ledger: Ledger, reader: LedgerReader, clock: Clock, postbox: Option<Postbox>) -> Self {
        Self { ledger, reader, clock, postbox, lexicons: moka::sync::Cache::new(LEXICONS_MAX) }
    }

    async fn summary(
        &self,
        tenant: TenantId,
        from: Date,
        until: Option<Date>,
        today: Date,
    ) -> Result<Reply, ReadError> {
        let last = until.unwrap_or(from);
        let summary = self.reader.summary_of_days(tenant, from, last).await?;
        Ok(Reply::Summary {
            day: (until.is_some() || from != today).then_some(from),
            until,
            invoices: summary.invoice_count,
            sales: summary.sales,
            payments: summary.payments,
            credit: summary.credit,
            receivable: summary.receivable,
            today,
        })
    }

    async fn reminders(&self, tenant: TenantId, party: Option<PartyId>, day: Option<Date>) -> Result<Reply, ReadError> {
        let filter = ReminderFilter { party, day, status: Some(ReminderStatus::Scheduled) };
        let page = self.reader.reminders(tenant, filter, REMINDERS_TOLD, None).await?;
        let has_more = page.next_cursor.is_some();
        let told = page.items.into_iter().map(|one| (one.customer_name, india_time(one.send_at)));
        Ok(Reply::Reminders { list: told.collect(), has_more })
    }

    async fn world(&self, tenant: TenantId) -> Result<World, ReadError> {
        let world = self.reader.world(tenant, shop_time(&self.clock, INDIA)).await?;
        Ok(World { can_send: self.postbox.is_some(), ..world })
    }
}

/// The wall clock where the shop is. India has one offset and no summer time, so no table of zones is needed for it.
pub(super) fn shop_time(clock: &Clock, timezone: &str) -> jiff::Zoned {
    let india = jiff::tz::Offset::from_seconds(INDIA_SECONDS).unwrap_or(jiff::tz::Offset::UTC);
    let zone = if timezone == INDIA { None } else { jiff::tz::TimeZone::get(timezone).ok() };
    clock.now().to_zoned(zone.unwrap_or(jiff::tz::TimeZone::fixed(india)))
}

/// Where shops are, unless one says otherwise.
pub(super) const INDIA: &str = "Asia/Kolkata";

/// Five and a half hours ahead of UTC.
const INDIA_SECONDS: i32 = 19_800;

/// Whether the time of a reminder that these names know has come: it is over by now, or comes again.
fn has_fallen_due(names: &Lexicon, clock: &Clock) -> bool {
    let now = shop_time(clock, &names.world().timezone).strftime("%Y-%m-%d %H:%M").to_string();
    names.world().reminders.iter().any(|reminder| format!("{} {}", reminder.date, reminder.time) <= now)
}

impl Books for Desk {
    fn lexicon(&self, tenant: TenantId) -> BoxFuture<'static, Result<Arc<Lexicon>, ReadError>> {
        let desk = self.clone();
        Box::pin(async move {
            let version = desk.reader.world_version(tenant).await?;
            let lexicon = match desk.lexicons.get(&tenant) {
                Some((kept, lexicon)) if kept == version && !has_fallen_due(&lexicon, &desk.clock) => {
                    return Ok(lexicon);
                }
                Some((kept, lexicon)) if kept.catalog == version.catalog => {
                    let Papers { reminders, invoices, stocks } =
                        desk.reader.papers(tenant, shop_time(&desk.clock, INDIA)).await?;
                    Arc::new(lexicon.with_papers(reminders, invoices, &stocks))
                }
                Some(_) | None => Arc::new(Lexicon::new(&desk.world(tenant).await?)),
            };
            desk.lexicons.insert(tenant, (version, Arc::clone(&lexicon)));
            Ok(lexicon)
        })
    }

    fn read(&self, tenant: TenantId, query: Query) -> BoxFuture<'static, Result<Reply, ReadError>> {
        let desk = self.clone();
        let today = shop_time(&desk.clock, INDIA).date();
        Box::pin(async move {
            match query {
                Query::Balance(party) => {
                    let party = desk.reader.party(tenant, party).await?;
                    Ok(Reply::Balance { name: party.name, balance: party.balance })
                }
                Query::Stock(product) => {
                    let (world, id) = (desk.world(tenant).await?, product.to_string());
                    let product = world.products.into_iter().find(|it| it.id == id).ok_or(ReadError::NotFound)?;
                    Ok(Reply::Stock { name: product.name, stock: product.stock, unit: product.unit })
                }
                Query::Price { product, quantity } => {
                    let product = desk.reader.product(tenant, product).await?;
                    Ok(Reply::Price { name: product.name, price: product.price, unit: product.unit, quantity })
                }
                Query::Summary { from, until } => desk.summary(tenant, from, until, today).await,
                Query::Customer { party, field } => {
                    let Party { name, phone, email, address, landmark, balance, .. } =
                        desk.reader.party(tenant, party).await?;
                    let address = address.or(landmark);
                    Ok(Reply::Customer(Box::new(Known { field, name, phone, email, address, balance })))
                }
                Query::Debtors { most, above } => {
                    let (list, others) = desk.reader.debtors(tenant, above.unwrap_or_default(), most).await?;
                    Ok(Reply::Debtors { list, others })
                }
                Query::Reminders { party, day } => desk.reminders(tenant, party, day).await,
            }
        })
    }

    fn find(&self, tenant: TenantId, user: UserId, sought: Sought) -> BoxFuture<'static, Result<Found, ReadError>> {
        let reader = self.reader.clone();
        Box::pin(async move {
            match sought {
                Sought::Last => reader.last_by(tenant, user).await.map(|done| Found::Last(done.map(Box::new))),
                Sought::Customer(party) => reader.party(tenant, party).await.map(|it| Found::Customer(Box::new(it))),
                Sought::Bill(bill) => reader.invoice(tenant, bill).await.map(|bill| Found::Bill(Box::new(bill))),
            }
        })
    }

    fn entered(
        &self,
        tenant: TenantId,
        keys: Vec<IdempotencyKey>,
    ) -> BoxFuture<'static, Result<Vec<Entered>, ReadError>> {
        let (reader, clock) = (self.reader.clone(), self.clock.clone());
        Box::pin(async move {
            let found = reader.entered(tenant, &keys).await?;
            let now = clock.now();
            let entered = |found| match found {
                Some((posted, at)) => {
                    let age_ms = u64::try_from(now.duration_since(at).as_millis()).unwrap_or(0);
                    Entered::Written { posted: Box::new(posted), age_ms }
                }
                None => Entered::Not,
            };
            Ok(found.into_iter().map(entered).collect())
        })
    }

    fn send_code(&self, tenant: TenantId, digits: String) -> BoxFuture<'static, Result<(), PostboxError>> {
        let postbox = self.postbox.clone();
        Box::pin(async move { postbox.ok_or(PostboxError::Unavailable)?.send_code(tenant, &digits).await })
    }

    fn post(
        &self,
        tenant: TenantId,
        author: Author,
        command: Command,
        key: IdempotencyKey,
    ) -> BoxFuture<'static, Result<Posted, PostError>> {
        let ledger = self.ledger.clone();
        Box::pin(async move { ledger.post(tenant, author, command, key).await })
    }
}
