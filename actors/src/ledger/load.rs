//! Reads what a batch of commands touches, under its shops' locks, in one round trip.

use super::audit::Link;
use super::post::{Patience, Wish};
use super::row::{self, RowError};
use super::sql;
use super::write::SERIES;
use crate::database::{Step, ask_if, begin_batch, pipeline};
use deadpool_postgres::Object;
use execora_domain::ids::{EntryId, InvoiceId, PartyId, ProductId, TenantId};
use execora_domain::ledger::{
    Account, AccountKind, BookView, Command, FinancialYear, Movement, Patch, Posted, Posting, Recorded, phone,
};
use execora_domain::quantity::Quantity;
use execora_domain::search::name_key;
use std::collections::{BTreeSet, HashMap};
use tokio_postgres::{Row, types::Json};
use uuid::Uuid;

/// What the books hold of what the batch asks about.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    /// The shops that are there and locked.
    pub(super) shops: HashMap<TenantId, LoadedShop>,
}

/// The part of one shop's books that the batch touches.
#[derive(Debug)]
pub(super) struct LoadedShop {
    pub(super) book: BookView,
    /// Raised by every batch that writes.
    pub(super) books_version: i64,
    /// Raised where customers, products or prices change.
    pub(super) catalog_version: i64,
    /// The newest link of the audit chain.
    pub(super) audit: Link,
    /// Keys that were used before: the request's hash and the answer.
    pub(super) answers: HashMap<String, (Vec<u8>, Posted)>,
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
    entries: Asked<Uuid>,
    /// The shops that issue a bill.
    billing: BTreeSet<Uuid>,
}

/// Begins the batch's transaction, locks its shops and reads.
pub(super) async fn load(
    client: &Object,
    year: FinancialYear,
    wishes: &[Wish<'_>],
    patience: Patience,
) -> Result<Loaded, LoadError> {
    let lock = match patience {
        Patience::Wait => sql::LOCK_SHOPS,
        Patience::Skip => sql::LOCK_FREE_SHOPS,
    };
    let wanted = Named::by(wishes);
    let year_name = year.to_string();
    let shops: Vec<Uuid> = wanted.shops.into_iter().collect();
    let billing: Vec<Uuid> = wanted.billing.into_iter().collect();
    let (keys, parties, phones) = (wanted.keys.arrays(), wanted.parties.arrays(), wanted.phones.arrays());
    let (products, names, entries) = (wanted.products.arrays(), wanted.product_names.arrays(), wanted.entries.arrays());
    let walk_ins: Vec<Uuid> = wanted.walk_ins.into_iter().collect();
    let namesakes = wanted.namesakes.arrays();
    let steps = [
        begin_batch(&shops),
        Step::Ask(lock, vec![&shops]),
        ask_if(!walk_ins.is_empty(), sql::ADD_WALK_INS, vec![&walk_ins]),
        ask(sql::FIND_ANSWERS, &keys),
        ask_if(!billing.is_empty(), sql::FIND_NUMBERS, vec![&billing, &SERIES, &year_name]),
        ask(sql::FIND_PARTIES, &parties),
        ask(sql::FIND_PHONES, &phones),
        ask(sql::FIND_NAMESAKES, &namesakes),
        ask(sql::FIND_PRODUCTS, &products),
        ask(sql::FIND_PRODUCT_NAMES, &names),
        ask(sql::FIND_ENTRIES, &entries),
        ask(sql::FIND_ENTRY_PARTIES, &entries),
        ask(sql::FIND_ENTRY_PRODUCTS, &entries),
        ask(sql::FIND_POSTINGS, &entries),
        ask(sql::FIND_MOVEMENTS, &entries),
    ];
    let mut rows = pipeline(client, &steps).await?.into_iter().skip(1);
    let mut next = || rows.next().unwrap_or_default();
    let mut loaded = Loaded::default();
    loaded.shops(&next())?;
    let _walk_ins = next();
    loaded.each(&next(), |shop, row| {
        let Json(posted) = row.try_get("response")?;
        shop.answers.insert(row.try_get("key")?, (row.try_get("request_hash")?, posted));
        Ok(())
    })?;
    loaded.each(&next(), |shop, row| {
        shop.book.last_numbers.insert(year, row.try_get("last_number")?);
        Ok(())
    })?;
    loaded.each(&next(), party)?;
    loaded.each(&next(), |shop, row| {
        let owner = PartyId::from_uuid(row.try_get("party_id")?);
        shop.book.phones.insert(row.try_get("phone")?, (owner, row.try_get("name")?));
        Ok(())
    })?;
    loaded.each(&next(), |shop, row| {
        shop.book.namesake(&row::party(row)?);
        Ok(())
    })?;
    loaded.each(&next(), product)?;
    loaded.each(&next(), |shop, row| {
        let name: String = row.try_get("name")?;
        shop.book.product_names.insert(name.to_lowercase(), name);
        Ok(())
    })?;
    loaded.each(&next(), entry)?;
    loaded.each(&next(), party)?;
    loaded.each(&next(), product)?;
    loaded.each(&next(), posting)?;
    loaded.each(&next(), movement)?;
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
                    named.product_names.0.insert((shop, new.name.trim().to_lowercase()));
                }
                Command::MoveStock { product, .. } => {
                    named.products.0.insert((shop, product.uuid()));
                }
                Command::IssueInvoice(draft) => {
                    named.billing.insert(shop);
                    named.party(shop, draft.party);
                    named.products.0.extend(draft.lines.iter().map(|line| (shop, line.product.uuid())));
                }
                Command::ReceivePayment { party, .. }
                | Command::GiveCredit { party, .. }
                | Command::WriteOff { party, .. }
                | Command::Refund { party, .. } => named.party(shop, *party),
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
}

impl Loaded {
    fn shops(&mut self, rows: &[Row]) -> Result<(), RowError> {
        for row in rows {
            let tenant = TenantId::from_uuid(row.try_get("tenant_id")?);
            let hash: Vec<u8> = row.try_get("audit_hash")?;
            let hash = hash.try_into().map_err(|_| RowError::Word)?;
            let shop = LoadedShop {
                book: BookView { shop: row::shop(row)?, ..BookView::default() },
                books_version: row.try_get("books_version")?,
                catalog_version: row.try_get("catalog_version")?,
                audit: Link { sequence: row.try_get("audit_sequence")?, hash },
                answers: HashMap::new(),
            };
            self.shops.insert(tenant, shop);
        }
        Ok(())
    }

    /// Gives each row to its shop.
    fn each(
        &mut self,
        rows: &[Row],
        mut read: impl FnMut(&mut LoadedShop, &Row) -> Result<(), RowError>,
    ) -> Result<(), RowError> {
        for row in rows {
            if let Some(shop) = self.shops.get_mut(&TenantId::from_uuid(row.try_get("tenant_id")?)) {
                read(shop, row)?;
            }
        }
        Ok(())
    }
}

fn party(shop: &mut LoadedShop, row: &Row) -> Result<(), RowError> {
    let account = Account { party: row::party(row)?, last_sequence: row.try_get("last_sequence")? };
    shop.book.parties.insert(account.party.id, account);
    Ok(())
}

fn product(shop: &mut LoadedShop, row: &Row) -> Result<(), RowError> {
    let product = row::product(row)?;
    shop.book.products.insert(product.id, product);
    Ok(())
}

fn entry(shop: &mut LoadedShop, row: &Row) -> Result<(), RowError> {
    let (entry, is_reversed) = (row::entry(row)?, row.try_get("is_reversed")?);
    let invoice = row.try_get::<_, Option<Uuid>>("invoice_id")?.map(InvoiceId::from_uuid);
    let recorded = Recorded { entry, postings: vec![], movements: vec![], invoice, is_reversed };
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
