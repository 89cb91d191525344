//! Reads what a batch of commands touches, under its shops' locks, in one round trip.

use super::audit::Link;
use super::post::{Patience, Wish};
use super::row::{self, RowError};
use super::sql;
use super::turn::{Turn, first_identity};
use crate::clock::Clock;
use crate::database::{Step, ask_if, begin_batch, pipeline};
use deadpool_postgres::Object;
use execora_domain::ids::{EntryId, InvoiceId, PartyId, ProductId, TenantId};
use execora_domain::invoice::{BillWish, DraftLine, InvoiceDraft, InvoiceStatus};
use execora_domain::ledger::{
    Account, AccountKind, BookView, Command, FinancialYear, Issued, Movement, Note, Patch, Posted, Posting,
    ProductChange, Recorded, ReminderWish, Taken, barcode, india_day, phone,
};
use execora_domain::quantity::Quantity;
use execora_domain::search::name_key;
use jiff::SignedDuration;
use std::collections::{BTreeSet, HashMap};
use tokio_postgres::{Row, types::Json};
use uuid::Uuid;

/// What the books hold of what the batch asks about.
#[derive(Debug)]
pub(super) struct Loaded {
    /// The shops that are there and locked.
    pub(super) shops: HashMap<TenantId, LoadedShop>,
    /// What the clock said when they were.
    pub(super) now: jiff::Timestamp,
}

/// The part of one shop's books that the batch touches.
#[derive(Debug)]
pub(super) struct LoadedShop {
    pub(super) book: BookView,
    /// Raised by every batch that writes.
    pub(super) books_version: i64,
    /// Raised where customers, products or prices change.
    pub(super) catalog_version: i64,
    /// What all customers owed, but for those whom the batch loaded.
    pub(super) owed_elsewhere: i64,
    /// The newest link of the audit chain.
    pub(super) audit: Link,
    /// The drafts that are kept of those that the batch names.
    pub(super) drafts: BTreeSet<InvoiceId>,
    /// Keys that were used before: the request's hash and the answer.
    pub(super) answers: HashMap<String, (Vec<u8>, Posted)>,
    /// When the batch is posted, and the identities made for it.
    pub(super) turn: Turn,
    /// The financial years that the moment may be in.
    years: [FinancialYear; 2],
    /// From where on the next close of a day counts the cash that this one may have missed.
    pub(super) drawer_since: Uuid,
}

#[derive(Debug, thiserror::Error)]
pub(super) enum LoadError {
    #[error(transparent)]
    Sql(#[from] tokio_postgres::Error),
    #[error(transparent)]
    Row(#[from] RowError),
}

/// Things of several shops, each once, in order.
struct Asked<T>(BTreeSet<(Uuid, T)>);

/// The same as two arrays of the same length.
type Arrays<T> = (Vec<Uuid>, Vec<T>);

/// Gives a row to its shop.
type Reader = fn(&mut LoadedShop, &Row) -> Result<(), RowError>;

/// What the commands of a batch name.
#[derive(Default)]
struct Named {
    shops: BTreeSet<Uuid>,
    keys: Asked<String>,
    parties: Asked<Uuid>,
    phones: Asked<String>,
    /// How the names sound of those who are to be entered.
    namesakes: Asked<String>,
    /// The shops whose nameless customer is meant.
    walk_ins: BTreeSet<Uuid>,
    products: Asked<Uuid>,
    product_names: Asked<String>,
    barcodes: Asked<String>,
    /// Products that are to be sold again.
    reviving: Asked<Uuid>,
    entries: Asked<Uuid>,
    /// Bills, credit notes and drafts.
    bills: Asked<Uuid>,
    reminders: Asked<Uuid>,
    /// The shops that issue a bill.
    billing: BTreeSet<Uuid>,
    /// The shops that change their settings.
    settling: BTreeSet<Uuid>,
    /// The shops that close a day.
    closing: BTreeSet<Uuid>,
    /// The shops that write something for another day than today.
    backdating: BTreeSet<Uuid>,
}

/// Begins the batch's transaction, locks its shops and reads.
pub(super) async fn load(
    client: &Object,
    clock: &Clock,
    wishes: &[Wish<'_>],
    patience: Patience,
) -> Result<Loaded, LoadError> {
    let lock = match patience {
        Patience::Wait => sql::LOCK_SHOPS,
        Patience::Skip => sql::LOCK_FREE_SHOPS,
    };
    // The moment itself is taken under the locks; until then a year may begin.
    let before = clock.now();
    let hour_ago = first_identity(before.saturating_sub(SignedDuration::from_hours(1)).unwrap_or(before));
    let year = FinancialYear::of(india_day(before));
    let years = [year, year.next()];
    let year_names: Vec<String> = years.iter().map(FinancialYear::to_string).collect();
    let wanted = Named::by(wishes);
    let shops: Vec<Uuid> = wanted.shops.into_iter().collect();
    let [billing, settling, closing, backdating]: [Vec<Uuid>; 4] =
        [wanted.billing, wanted.settling, wanted.closing, wanted.backdating].map(|shops| shops.into_iter().collect());
    let (keys, parties, phones) = (wanted.keys.arrays(), wanted.parties.arrays(), wanted.phones.arrays());
    let (products, names, codes) = (wanted.products.arrays(), wanted.product_names.arrays(), wanted.barcodes.arrays());
    let (entries, reviving) = (wanted.entries.arrays(), wanted.reviving.arrays());
    let walk_ins: Vec<Uuid> = wanted.walk_ins.into_iter().collect();
    let namesakes = wanted.namesakes.arrays();
    let (bills, reminders) = (wanted.bills.arrays(), wanted.reminders.arrays());
    let asked: [(Step<'_>, Reader); 24] = [
        (ask_if(!walk_ins.is_empty(), sql::ADD_WALK_INS, vec![&walk_ins]), nobody),
        (ask(sql::FIND_ANSWERS, &keys), answer),
        (ask_if(!billing.is_empty(), sql::FIND_NUMBERS, vec![&billing, &year_names]), number),
        (ask(sql::FIND_PARTIES, &parties), party),
        (ask(sql::FIND_PHONES, &phones), phone_owner),
        (ask(sql::FIND_NAMESAKES, &namesakes), namesake),
        (ask(sql::FIND_PRODUCTS, &products), product),
        (ask(sql::FIND_PRODUCT_NAMES, &names), product_name),
        (ask(sql::FIND_BARCODES, &codes), product_name),
        (ask(sql::FIND_RIVALS, &reviving), product_name),
        (ask(sql::FIND_ENTRIES, &entries), entry),
        (ask(sql::FIND_ENTRY_PARTIES, &entries), party),
        (ask(sql::FIND_ENTRY_PRODUCTS, &entries), product),
        (ask(sql::FIND_POSTINGS, &entries), posting),
        (ask(sql::FIND_MOVEMENTS, &entries), movement),
        (ask_if(!settling.is_empty(), sql::FIND_BELOW_ZERO, vec![&settling]), below_zero),
        (ask_if(!backdating.is_empty(), sql::FIND_CLOSED, vec![&backdating]), closed),
        (ask_if(!closing.is_empty(), sql::FIND_DRAWERS, vec![&closing, &hour_ago]), drawer),
        (ask(sql::FIND_BILLS, &bills), bill),
        (ask(sql::FIND_RETURNED, &bills), returned),
        (ask(sql::FIND_DRAFTS, &bills), draft),
        (ask(sql::FIND_BILL_PARTIES, &bills), party),
        (ask(sql::FIND_BILL_PRODUCTS, &bills), product),
        (ask(sql::FIND_REMINDERS, &reminders), reminder),
    ];
    let (steps, readers): (Vec<Step<'_>>, Vec<Reader>) = asked.into_iter().unzip();
    let locked = [begin_batch(&shops), Step::Ask(lock, vec![&shops])];
    let rows = pipeline(client, &locked.into_iter().chain(steps).collect::<Vec<_>>()).await?;
    let mut loaded = Loaded { shops: HashMap::new(), now: clock.now() };
    let mut rows = rows.into_iter().skip(1);
    loaded.shops(&rows.next().unwrap_or_default(), years)?;
    for (rows, read) in rows.zip(readers) {
        loaded.each(&rows, read)?;
    }
    for shop in loaded.shops.values_mut() {
        shop.owed_elsewhere = shop.owed_elsewhere.saturating_sub(shop.owed());
    }
    Ok(loaded)
}

/// A statement about things of several shops, where there are any.
fn ask<'a, T>(sql: &'static str, (shops, things): &'a Arrays<T>) -> Step<'a>
where
    Vec<T>: tokio_postgres::types::ToSql + Sync,
{
    ask_if(!shops.is_empty(), sql, vec![shops, things])
}

impl<T> Default for Asked<T> {
    fn default() -> Self {
        Self(BTreeSet::new())
    }
}

impl<T: Ord> Asked<T> {
    fn arrays(self) -> Arrays<T> {
        self.0.into_iter().unzip()
    }
}

impl Named {
    fn by(wishes: &[Wish<'_>]) -> Self {
        let mut named = Self::default();
        for Wish { tenant, command, key, .. } in wishes {
            let shop = tenant.uuid();
            named.shops.insert(shop);
            named.keys.0.insert((shop, key.as_str().to_owned()));
            match command {
                Command::CreateParty(new) => {
                    named.phones.0.extend(new.phone.as_deref().and_then(phone).map(|phone| (shop, phone)));
                    named.namesakes.0.extend((!new.may_be_known).then(|| (shop, name_key(&new.name))));
                }
                Command::UpdateParty { party, change } => {
                    named.party(shop, *party);
                    if let Patch::Set(typed) = &change.phone {
                        named.phones.0.extend(phone(typed).map(|phone| (shop, phone)));
                    }
                }
                Command::CreateProduct(new) => {
                    named.product_names.0.extend(typed_name(&new.name).map(|name| (shop, name)));
                    named.barcodes.0.extend(new.barcode.as_deref().and_then(barcode).map(|code| (shop, code)));
                }
                Command::ChangeProduct { product, change } => named.product(shop, *product, change),
                Command::ChangeShop(_) => {
                    named.settling.insert(shop);
                }
                Command::CloseDay(_) => {
                    named.closing.insert(shop);
                    // What the drawer lacks is posted with whoever has no account.
                    named.party(shop, PartyId::walk_in(*tenant));
                }
                Command::MoveStock { product, .. } => {
                    named.products.0.insert((shop, product.uuid()));
                }
                Command::IssueInvoice(wish) => {
                    named.billing.insert(shop);
                    named.wish(shop, wish);
                }
                Command::Bill(wish) => named.bill(shop, wish),
                Command::SendInvoice { invoice, .. } => {
                    named.bills.0.insert((shop, invoice.uuid()));
                }
                Command::Remind(ReminderWish::Schedule(new)) => named.party(shop, new.party),
                Command::Remind(ReminderWish::Change { reminder, .. } | ReminderWish::Cancel { reminder }) => {
                    named.reminders.0.insert((shop, reminder.uuid()));
                }
                Command::ReceivePayment { party, on, .. } | Command::GiveCredit { party, on, .. } => {
                    named.party(shop, *party);
                    named.backdating.extend(on.map(|_| shop));
                }
                Command::RetireParty { party } | Command::WriteOff { party, .. } | Command::Refund { party, .. } => {
                    named.party(shop, *party);
                }
                Command::Reverse { entry } => {
                    named.entries.0.insert((shop, entry.uuid()));
                }
            }
        }
        named
    }

    fn party(&mut self, shop: Uuid, party: PartyId) {
        self.parties.0.insert((shop, party.uuid()));
        if party.uuid() == shop {
            self.walk_ins.insert(shop);
        }
    }

    fn product(&mut self, shop: Uuid, product: ProductId, change: &ProductChange) {
        self.products.0.insert((shop, product.uuid()));
        self.product_names.0.extend(change.name.as_deref().and_then(typed_name).map(|name| (shop, name)));
        if let Patch::Set(code) = &change.barcode {
            self.barcodes.0.extend(barcode(code).map(|code| (shop, code)));
        }
        if change.is_active == Some(true) {
            self.reviving.0.insert((shop, product.uuid()));
        }
    }

    /// What a wish for a bill names.
    fn wish(&mut self, shop: Uuid, wish: &InvoiceDraft) {
        self.party(shop, wish.party);
        self.goods(shop, &wish.lines);
    }

    fn goods(&mut self, shop: Uuid, lines: &[DraftLine]) {
        self.products.0.extend(lines.iter().map(|line| (shop, line.product.uuid())));
    }

    /// What a wish about a bill or a draft names.
    fn bill(&mut self, shop: Uuid, wish: &BillWish) {
        let id = match wish {
            BillWish::Draft(wish) => return self.wish(shop, wish),
            BillWish::Repeat { invoice } | BillWish::Cancel { invoice, .. } => invoice,
            BillWish::Edit { draft, edit, .. } => {
                if let Some(party) = edit.party {
                    self.party(shop, party);
                }
                self.goods(shop, edit.lines.as_deref().unwrap_or_default());
                self.goods(shop, &edit.added);
                draft
            }
            BillWish::Confirm { draft: id, .. } | BillWish::Return { invoice: id, .. } => {
                self.billing.insert(shop);
                id
            }
        };
        self.bills.0.insert((shop, id.uuid()));
    }
}

impl LoadedShop {
    /// What the loaded customers owe, as the book stands.
    pub(super) fn owed(&self) -> i64 {
        let owed = self.book.parties.values().map(|account| account.party.balance.paise().max(0));
        owed.fold(0, i64::saturating_add)
    }
}

impl Loaded {
    fn shops(&mut self, rows: &[Row], years: [FinancialYear; 2]) -> Result<(), RowError> {
        for row in rows {
            let tenant = TenantId::from_uuid(row.try_get("tenant_id")?);
            let hash: Vec<u8> = row.try_get("audit_hash")?;
            let hash = hash.try_into().map_err(|_| RowError::Word)?;
            let shop = LoadedShop {
                book: BookView {
                    shop: row::shop(row)?,
                    walk_in: Some(PartyId::walk_in(tenant)),
                    ..BookView::default()
                },
                books_version: row.try_get("books_version")?,
                catalog_version: row.try_get("catalog_version")?,
                owed_elsewhere: row.try_get("receivable")?,
                audit: Link { sequence: row.try_get("audit_sequence")?, hash },
                drafts: BTreeSet::new(),
                answers: HashMap::new(),
                turn: Turn::after(row.try_get("last_id")?, self.now),
                years,
                drawer_since: Uuid::nil(),
            };
            self.shops.insert(tenant, shop);
        }
        Ok(())
    }

    /// Gives each row to its shop.
    fn each(&mut self, rows: &[Row], read: Reader) -> Result<(), RowError> {
        for row in rows {
            if let Some(shop) = self.shops.get_mut(&TenantId::from_uuid(row.try_get("tenant_id")?)) {
                read(shop, row)?;
            }
        }
        Ok(())
    }
}

fn answer(shop: &mut LoadedShop, row: &Row) -> Result<(), RowError> {
    let Json(posted) = row.try_get("response")?;
    shop.answers.insert(row.try_get("key")?, (row.try_get("request_hash")?, posted));
    Ok(())
}

fn number(shop: &mut LoadedShop, row: &Row) -> Result<(), RowError> {
    let name: &str = row.try_get("financial_year")?;
    let year = shop.years.into_iter().find(|year| year.to_string() == name).ok_or(RowError::Word)?;
    shop.book.bills.last_numbers.insert((row.try_get("series")?, year), row.try_get("last_number")?);
    Ok(())
}

fn phone_owner(shop: &mut LoadedShop, row: &Row) -> Result<(), RowError> {
    let owner = PartyId::from_uuid(row.try_get("party_id")?);
    shop.book.phones.entry(row.try_get("phone")?).or_default().insert(owner, row.try_get("name")?);
    Ok(())
}

fn namesake(shop: &mut LoadedShop, row: &Row) -> Result<(), RowError> {
    shop.book.namesake(&row::party(row)?);
    Ok(())
}

/// For a statement that answers nothing.
#[expect(clippy::unnecessary_wraps, reason = "it stands beside readers that can fail")]
fn nobody(_: &mut LoadedShop, _: &Row) -> Result<(), RowError> {
    Ok(())
}

/// A name as it is looked for; none that no product may have, which PostgreSQL might not even take as text.
fn typed_name(typed: &str) -> Option<String> {
    execora_domain::ledger::name(typed).map(|name| name.to_lowercase())
}

/// The name and the barcode of a product that is sold.
fn product_name(shop: &mut LoadedShop, row: &Row) -> Result<(), RowError> {
    let name: String = row.try_get("name")?;
    let code: Option<String> = row.try_get("barcode")?;
    shop.book.barcodes.extend(code.map(|code| (code, name.clone())));
    shop.book.product_names.insert(name.to_lowercase(), name);
    Ok(())
}

fn below_zero(shop: &mut LoadedShop, row: &Row) -> Result<(), RowError> {
    shop.book.below_zero = row.try_get("name")?;
    Ok(())
}

fn party(shop: &mut LoadedShop, row: &Row) -> Result<(), RowError> {
    let account = Account { party: row::party(row)?, last_sequence: row.try_get("last_sequence")? };
    shop.book.parties.insert(account.party.id, account);
    Ok(())
}

fn product(shop: &mut LoadedShop, row: &Row) -> Result<(), RowError> {
    let product = row::product(row)?;
    if row.try_get("is_moved")? {
        shop.book.moved.insert(product.id);
    }
    shop.book.products.insert(product.id, product);
    Ok(())
}

fn closed(shop: &mut LoadedShop, row: &Row) -> Result<(), RowError> {
    shop.book.drawer.closed = row.try_get("day")?;
    Ok(())
}

fn drawer(shop: &mut LoadedShop, row: &Row) -> Result<(), RowError> {
    shop.drawer_since = row.try_get("since")?;
    shop.book.drawer = row::drawer(row)?;
    Ok(())
}

fn entry(shop: &mut LoadedShop, row: &Row) -> Result<(), RowError> {
    let (entry, is_reversed) = (row::entry(row)?, row.try_get("is_reversed")?);
    let invoice = row.try_get::<_, Option<Uuid>>("invoice_id")?.map(InvoiceId::from_uuid);
    let is_credited = row.try_get("is_credited")?;
    let recorded = Recorded { entry, postings: vec![], movements: vec![], invoice, is_reversed, is_credited };
    shop.book.entries.insert(recorded.entry.id, recorded);
    Ok(())
}

fn posting(shop: &mut LoadedShop, row: &Row) -> Result<(), RowError> {
    let account = AccountKind::from_name(row.try_get("account")?).ok_or(RowError::Word)?;
    let party = row.try_get::<_, Option<Uuid>>("party_id")?.map(PartyId::from_uuid);
    let posting = Posting { account, party, amount: row::money(row, "amount")? };
    if let Some(entry) = shop.book.entries.get_mut(&EntryId::from_uuid(row.try_get("entry_id")?)) {
        entry.postings.push(posting);
    }
    Ok(())
}

fn movement(shop: &mut LoadedShop, row: &Row) -> Result<(), RowError> {
    let product = ProductId::from_uuid(row.try_get("product_id")?);
    let quantity = Quantity::from_milli(row.try_get("quantity")?);
    let movement = Movement { product, quantity, reason: row.try_get("reason")? };
    if let Some(entry) = shop.book.entries.get_mut(&EntryId::from_uuid(row.try_get("entry_id")?)) {
        entry.movements.push(movement);
    }
    Ok(())
}

fn bill(shop: &mut LoadedShop, row: &Row) -> Result<(), RowError> {
    let is_payment_reversed = row.try_get("is_payment_reversed")?;
    let issued = Issued { is_payment_reversed, ..Issued::new(row::invoice(row)?) };
    shop.book.bills.issued.insert(issued.invoice.id, issued);
    Ok(())
}

/// A line of a credit note; those of one come one after the other.
fn returned(shop: &mut LoadedShop, row: &Row) -> Result<(), RowError> {
    let original = InvoiceId::from_uuid(row.try_get("original_id")?);
    let Some(issued) = shop.book.bills.issued.get_mut(&original) else { return Ok(()) };
    let id = InvoiceId::from_uuid(row.try_get("invoice_id")?);
    let line = u16::try_from(row.try_get::<_, i16>("original_line")?).map_err(|_| RowError::Word)?;
    let part = Taken {
        line,
        quantity: Quantity::from_milli(row.try_get("quantity")?),
        discount: row::money(row, "discount")?,
        bill_discount: row::money(row, "bill_discount")?,
        taxable: row::money(row, "taxable")?,
        cgst: row::money(row, "cgst")?,
        igst: row::money(row, "igst")?,
    };
    if let Some(note) = issued.notes.last_mut().filter(|note| note.id == id) {
        note.returned.push(part);
    } else {
        let stands = row::word::<InvoiceStatus>(row, "status")? == InvoiceStatus::Confirmed;
        issued.notes.push(Note { id, stands, returned: vec![part], round_off: row::money(row, "round_off")? });
    }
    Ok(())
}

fn reminder(shop: &mut LoadedShop, row: &Row) -> Result<(), RowError> {
    let reminder = row::reminder(row)?;
    shop.book.reminders.insert(reminder.id, reminder);
    Ok(())
}

fn draft(shop: &mut LoadedShop, row: &Row) -> Result<(), RowError> {
    let draft = row::draft(row)?;
    shop.drafts.insert(draft.bill.id);
    shop.book.bills.drafts.insert(draft.bill.id, draft);
    Ok(())
}
