//! Writes what a batch of commands came to, in one round trip with its commit: one array a column, one statement a table.

mod bills;
mod entries;
mod parties;
mod reminders;
mod shop;

use super::audit::Link;
use super::load::Loaded;
use super::message::Author;
use super::sql;
use super::tables::{
    AnswerColumns, AnswerRow, BalanceColumns, BalanceRow, DayCloseColumns, DraftColumns, EntryColumns,
    GoneDraftColumns, InvoiceColumns, ItemColumns, KnownColumns, MessageColumns, MovementColumns, NoticeColumns,
    PartyColumns, PostingColumns, ProductChangeColumns, ProductColumns, ReminderChangeColumns, ReminderColumns,
    SeriesColumns, SeriesRow, ShopColumns, ShopVersionColumns, StatusColumns, StockColumns, StockRow, TermColumns,
    VersionColumns, VersionRow,
};
use crate::database::{Step, ask_if, pipeline};
use deadpool_postgres::Object;
use execora_domain::ids::{InvoiceId, PartyId, ProductId, ReminderId, TenantId, UserId};
use execora_domain::ledger::{Change, Decision, FinancialYear, Posted};
use execora_domain::money::TaxRate;
use std::collections::{BTreeMap, BTreeSet};
use tokio_postgres::types::Json;
use uuid::Uuid;

/// A command that was accepted: what it comes to, and the key and hash under which its answer is kept.
#[derive(Debug)]
pub(super) struct Accepted<'a> {
    /// An identity of its own, in the order of acceptance.
    pub(super) id: Uuid,
    /// When it is posted.
    pub(super) at: jiff::Timestamp,
    pub(super) tenant: TenantId,
    pub(super) author: Author,
    pub(super) decision: Decision,
    pub(super) key: &'a str,
    pub(super) hash: [u8; 32],
    /// An identity for each of the decision's movements.
    pub(super) movement_ids: Vec<Uuid>,
    /// Its link in the audit chain.
    pub(super) audit: Link,
}

/// Writes and commits. `loaded` holds the books as they are after all decisions.
pub(super) async fn write(
    client: &Object,
    loaded: &Loaded,
    accepted: &[Accepted<'_>],
) -> Result<(), tokio_postgres::Error> {
    let (mut rows, mut touched) = (Rows { now: loaded.now, ..Rows::default() }, Touched::default());
    for one in accepted {
        rows.add(loaded, one);
        touched.note(one);
    }
    rows.settle(loaded, &touched);
    pipeline(client, &rows.steps()).await.map(|_| ())
}

/// What a batch changes, apart from what it adds: its end is written once.
#[derive(Default)]
struct Touched {
    /// Each shop, and whether what can be said of it changed.
    shops: BTreeMap<TenantId, bool>,
    parties: BTreeSet<(TenantId, PartyId)>,
    /// The customers of whom something else is known.
    known: BTreeSet<(TenantId, PartyId)>,
    products: BTreeSet<(TenantId, ProductId)>,
    /// Products that are new or changed, apart from their stock.
    shelved: BTreeSet<(TenantId, ProductId)>,
    /// Shops with other settings.
    settled: BTreeSet<TenantId>,
    numbers: BTreeMap<(TenantId, String, FinancialYear), i64>,
    drafts: BTreeSet<(TenantId, InvoiceId)>,
    reminders: BTreeSet<(TenantId, ReminderId)>,
}

/// Everything that a batch writes.
#[derive(Default)]
struct Rows<'a> {
    now: jiff::Timestamp,
    versions: VersionColumns,
    parties: PartyColumns<'a>,
    known: KnownColumns<'a>,
    terms: TermColumns,
    products: ProductColumns<'a>,
    product_changes: ProductChangeColumns<'a>,
    shops: ShopColumns<'a>,
    shop_versions: ShopVersionColumns<'a>,
    day_closes: DayCloseColumns<'a>,
    entries: EntryColumns<'a>,
    postings: PostingColumns,
    series: SeriesColumns,
    invoices: InvoiceColumns<'a>,
    items: ItemColumns<'a>,
    drafts: DraftColumns<'a>,
    gone_drafts: GoneDraftColumns,
    /// The shops that drew up drafts.
    drafting: Vec<Uuid>,
    movements: MovementColumns<'a>,
    balances: BalanceColumns,
    stock: StockColumns,
    statuses: StatusColumns,
    answers: AnswerColumns<'a>,
    notices: NoticeColumns,
    reminders: ReminderColumns<'a>,
    reminder_changes: ReminderChangeColumns<'a>,
    messages: MessageColumns,
}

impl Touched {
    fn note(&mut self, one: &Accepted<'_>) {
        let (tenant, decision) = (one.tenant, &one.decision);
        *self.shops.entry(tenant).or_default() |= matches!(
            decision.change,
            Change::PartyCreated
                | Change::PartyUpdated
                | Change::ProductCreated
                | Change::ProductChanged
                | Change::ShopChanged
        );
        match (&decision.posted, decision.change) {
            (Posted::Party(party), Change::PartyUpdated) => {
                self.known.insert((tenant, party.id));
            }
            (Posted::Product(product), Change::ProductCreated | Change::ProductChanged) => {
                self.shelved.insert((tenant, product.id));
            }
            (Posted::Shop(_), _) => {
                self.settled.insert(tenant);
            }
            (Posted::Invoice(invoice), Change::InvoiceIssued { year, number }) => {
                self.numbers.insert((tenant, invoice.series.clone(), year), number);
            }
            (Posted::Draft(draft), _) => {
                self.drafts.insert((tenant, draft.bill.id));
            }
            (Posted::Reminder(reminder), Change::ReminderChanged) => {
                self.reminders.insert((tenant, reminder.id));
            }
            (_, _) => {}
        }
        self.parties.extend(decision.entries.iter().map(|(entry, _)| (tenant, entry.customer_id)));
        self.products.extend(decision.movements.iter().map(|movement| (tenant, movement.product)));
    }
}

impl<'a> Rows<'a> {
    fn add(&mut self, loaded: &Loaded, one: &'a Accepted<'a>) {
        let (tenant, decision) = (one.tenant.uuid(), &one.decision);
        match (&decision.posted, decision.change) {
            (Posted::Party(party), Change::PartyCreated) => self.party(one, party),
            (Posted::Product(product), _) => self.product_change(one, product),
            (Posted::Shop(shop), _) => self.shop_version(one, shop),
            (Posted::DayClose(close), Change::DayClosed { recent_received, recent_paid_out }) => {
                let since = loaded.shops.get(&one.tenant).map_or(Uuid::nil(), |shop| shop.drawer_since);
                self.day_close(one, close, (recent_received, recent_paid_out), since);
            }
            (Posted::Invoice(invoice), Change::InvoiceIssued { year, number }) => {
                self.invoice(one, invoice, year, number);
            }
            (Posted::Invoice(invoice), Change::InvoiceCancelled) => self.cancelled(tenant, invoice.id),
            (Posted::Entry(_), Change::EntryReversed { cancels: Some(invoice) }) => self.cancelled(tenant, invoice),
            (Posted::Reminder(reminder), Change::ReminderMade) => self.reminder(tenant, reminder),
            (Posted::Sending(sending), _) => self.sending(one, sending),
            (
                Posted::Party(_)
                | Posted::Reminder(_)
                | Posted::DayClose(_)
                | Posted::Invoice(_)
                | Posted::Draft(_)
                | Posted::Entry(_),
                _,
            ) => {}
        }
        for (entry, postings) in &decision.entries {
            self.entry(one, entry, postings);
        }
        let entry_id = decision.entries.first().map(|(entry, _)| entry.id.uuid());
        for (movement, id) in decision.movements.iter().zip(&one.movement_ids) {
            self.movement(one, movement, (*id, entry_id));
        }
        self.answers.push(AnswerRow {
            tenant_id: tenant,
            key: one.key,
            request_hash: &one.hash,
            response: Json(&decision.posted),
            user_id: one.author.user().map(UserId::uuid),
            audit_sequence: one.audit.sequence,
            audit_hash: one.audit.hash.to_vec(),
            created_at: one.at,
        });
    }

    /// What the batch ends with, in the order of the keys.
    fn settle(&mut self, loaded: &'a Loaded, touched: &Touched) {
        let shop = |tenant: &TenantId| loaded.shops.get(tenant);
        for (tenant, changes_catalog) in &touched.shops {
            let Some(shop) = shop(tenant) else { continue };
            self.versions.push(VersionRow {
                tenant_id: tenant.uuid(),
                books_version: shop.books_version.saturating_add(1),
                catalog_version: shop.catalog_version.saturating_add(i64::from(*changes_catalog)),
                audit_sequence: shop.audit.sequence,
                audit_hash: shop.audit.hash.to_vec(),
                last_id: shop.turn.last(),
                receivable: shop.owed_elsewhere.saturating_add(shop.owed()),
            });
        }
        for (tenant, party) in &touched.parties {
            let Some(account) = shop(tenant).and_then(|shop| shop.book.parties.get(party)) else { continue };
            let (balance, last_sequence) = (account.party.balance.paise(), account.last_sequence);
            self.balances.push(BalanceRow { tenant_id: tenant.uuid(), party_id: party.uuid(), balance, last_sequence });
        }
        for (tenant, party) in &touched.known {
            let Some(account) = shop(tenant).and_then(|shop| shop.book.parties.get(party)) else { continue };
            self.known(*tenant, &account.party);
        }
        for tenant in &touched.settled {
            if let Some(shop) = shop(tenant) {
                self.shop(tenant.uuid(), &shop.book.shop);
            }
        }
        for (tenant, product) in &touched.shelved {
            if let Some(product) = shop(tenant).and_then(|shop| shop.book.products.get(product)) {
                self.product(tenant.uuid(), product);
            }
        }
        for (tenant, product) in &touched.products {
            let Some(known) = shop(tenant).and_then(|shop| shop.book.products.get(product)) else { continue };
            let (product_id, stock) = (product.uuid(), known.stock.milli());
            self.stock.push(StockRow { tenant_id: tenant.uuid(), product_id, stock, is_moved: true });
        }
        for ((tenant, series, year), last_number) in &touched.numbers {
            let (series, financial_year, last_number) = (series.clone(), year.to_string(), *last_number);
            self.series.push(SeriesRow { tenant_id: tenant.uuid(), series, financial_year, last_number });
        }
        self.settle_drafts(loaded, &touched.drafts);
        self.settle_reminders(loaded, &touched.reminders);
    }

    /// One statement a table, in the order of the references between them.
    fn steps(&self) -> Vec<Step<'_>> {
        vec![
            self.versions.step(),
            self.parties.step(),
            self.known.step(),
            self.terms.step(),
            self.products.step(),
            self.product_changes.step(),
            self.shops.step(),
            self.shop_versions.step(),
            self.entries.step(),
            self.postings.step(),
            self.day_closes.step(),
            self.series.step(),
            self.invoices.step(),
            self.items.step(),
            ask_if(!self.drafting.is_empty(), sql::FORGET_DRAFTS, vec![&self.drafting, &self.now]),
            self.gone_drafts.step(),
            self.drafts.step(),
            self.movements.step(),
            self.balances.step(),
            self.stock.step(),
            self.statuses.step(),
            self.answers.step(),
            self.notices.step(),
            self.reminders.step(),
            self.reminder_changes.step(),
            self.messages.step(),
            Step::Simple(sql::COMMIT.to_owned()),
        ]
    }
}

fn basis_points(rate: TaxRate) -> i32 {
    i32::try_from(rate.bp()).unwrap_or(0)
}
