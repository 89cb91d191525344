//! Reads what a batch of commands touches, under the shop's lock, in one round trip.

use super::post::Wish;
use super::row::{self, RowError};
use super::sql;
use super::write::SERIES;
use crate::database::{Step, ask_if, begin, pipeline};
use deadpool_postgres::Object;
use execora_domain::ids::{EntryId, PartyId, ProductId, TenantId};
use execora_domain::ledger::{
    Account, AccountKind, BookView, Command, FinancialYear, Movement, Posted, Posting, Recorded, phone,
};
use execora_domain::money::Money;
use execora_domain::quantity::Quantity;
use std::collections::HashMap;
use tokio_postgres::{Row, types::Json};
use uuid::Uuid;

/// What the books hold of what the batch asks about.
#[derive(Debug)]
pub(super) struct Loaded {
    pub(super) book: BookView,
    /// Keys that were used before: the request's hash and the answer.
    pub(super) answers: HashMap<String, (Vec<u8>, Posted)>,
}

#[derive(Debug, thiserror::Error)]
pub(super) enum LoadError {
    #[error(transparent)]
    Sql(#[from] tokio_postgres::Error),
    #[error(transparent)]
    Row(#[from] RowError),
    #[error("there is no such shop")]
    NoShop,
}

/// What the commands of a batch name.
#[derive(Default)]
struct Named {
    keys: Vec<String>,
    parties: Vec<Uuid>,
    phones: Vec<String>,
    products: Vec<Uuid>,
    product_names: Vec<String>,
    entries: Vec<Uuid>,
    has_invoice: bool,
}

/// Begins the shop's transaction, locks the shop and reads.
pub(super) async fn load(
    client: &Object,
    tenant: TenantId,
    year: FinancialYear,
    wishes: &[Wish<'_>],
) -> Result<Loaded, LoadError> {
    let wanted = Named::by(wishes);
    let (shop, year_name) = (tenant.uuid(), year.to_string());
    let has_entry = !wanted.entries.is_empty();
    let steps = [
        begin(tenant),
        Step::Ask(sql::LOCK_SHOP, vec![&shop]),
        Step::Ask(sql::FIND_ANSWERS, vec![&shop, &wanted.keys]),
        ask_if(wanted.has_invoice, sql::FIND_NUMBERS, vec![&shop, &SERIES, &year_name]),
        ask_if(!wanted.parties.is_empty(), sql::FIND_PARTIES, vec![&shop, &wanted.parties]),
        ask_if(!wanted.phones.is_empty(), sql::FIND_PHONES, vec![&shop, &wanted.phones]),
        ask_if(!wanted.products.is_empty(), sql::FIND_PRODUCTS, vec![&shop, &wanted.products]),
        ask_if(!wanted.product_names.is_empty(), sql::FIND_PRODUCT_NAMES, vec![&shop, &wanted.product_names]),
        ask_if(has_entry, sql::FIND_ENTRIES, vec![&shop, &wanted.entries]),
        ask_if(has_entry, sql::FIND_ENTRY_PARTIES, vec![&shop, &wanted.entries]),
        ask_if(has_entry, sql::FIND_ENTRY_PRODUCTS, vec![&shop, &wanted.entries]),
        ask_if(has_entry, sql::FIND_POSTINGS, vec![&shop, &wanted.entries]),
        ask_if(has_entry, sql::FIND_MOVEMENTS, vec![&shop, &wanted.entries]),
    ];
    let rows = pipeline(client, &steps).await?;
    let [
        _,
        shop,
        answers,
        numbers,
        parties,
        phones,
        products,
        names,
        entries,
        more_parties,
        more_products,
        postings,
        movements,
    ] = rows.as_slice()
    else {
        return Err(LoadError::NoShop);
    };
    let mut book = BookView { shop: row::shop(shop.first().ok_or(LoadError::NoShop)?)?, ..BookView::default() };
    if let Some(row) = numbers.first() {
        book.last_numbers.insert(year, row.try_get("last_number")?);
    }
    for row in parties.iter().chain(more_parties) {
        let account = Account { party: row::party(row)?, last_sequence: row.try_get("last_sequence")? };
        book.parties.insert(account.party.id, account);
    }
    for row in products.iter().chain(more_products) {
        let product = row::product(row)?;
        book.products.insert(product.id, product);
    }
    for row in phones {
        book.phones.insert(row.try_get("phone")?, row.try_get("name")?);
    }
    for row in names {
        let name: String = row.try_get("name")?;
        book.product_names.insert(name.to_lowercase(), name);
    }
    book.entries = recorded(entries, postings, movements)?;
    Ok(Loaded { book, answers: answered(answers)? })
}

impl Named {
    fn by(wishes: &[Wish<'_>]) -> Self {
        let mut named = Self::default();
        for Wish { command, key } in wishes {
            named.keys.push(key.as_str().to_owned());
            match command {
                Command::CreateParty(new) => named.phones.extend(new.phone.as_deref().and_then(phone)),
                Command::CreateProduct(new) => named.product_names.push(new.name.trim().to_lowercase()),
                Command::MoveStock { product, .. } => named.products.push(product.uuid()),
                Command::IssueInvoice(draft) => {
                    named.has_invoice = true;
                    named.parties.push(draft.party.uuid());
                    named.products.extend(draft.lines.iter().map(|line| line.product.uuid()));
                }
                Command::ReceivePayment { party, .. } | Command::GiveCredit { party, .. } => {
                    named.parties.push(party.uuid());
                }
                Command::Reverse { entry } => named.entries.push(entry.uuid()),
            }
        }
        for ids in [&mut named.parties, &mut named.products, &mut named.entries] {
            ids.sort_unstable();
            ids.dedup();
        }
        named
    }
}

fn answered(rows: &[Row]) -> Result<HashMap<String, (Vec<u8>, Posted)>, RowError> {
    let answer = |row: &Row| {
        let Json(posted) = row.try_get("response")?;
        Ok((row.try_get("key")?, (row.try_get("request_hash")?, posted)))
    };
    rows.iter().map(answer).collect()
}

fn recorded(entries: &[Row], postings: &[Row], movements: &[Row]) -> Result<HashMap<EntryId, Recorded>, RowError> {
    let mut recorded = HashMap::with_capacity(entries.len());
    for row in entries {
        let (entry, is_reversed) = (row::entry(row)?, row.try_get("is_reversed")?);
        let invoice = row.try_get::<_, Option<Uuid>>("invoice_id")?.map(execora_domain::ids::InvoiceId::from_uuid);
        recorded.insert(entry.id, Recorded { entry, postings: vec![], movements: vec![], invoice, is_reversed });
    }
    for row in postings {
        let account = AccountKind::from_name(row.try_get("account")?).ok_or(RowError::Word)?;
        let party = row.try_get::<_, Option<Uuid>>("party_id")?.map(PartyId::from_uuid);
        let posting = Posting { account, party, amount: Money::from_paise(row.try_get("amount")?) };
        if let Some(entry) = recorded.get_mut(&EntryId::from_uuid(row.try_get("entry_id")?)) {
            entry.postings.push(posting);
        }
    }
    for row in movements {
        let product = ProductId::from_uuid(row.try_get("product_id")?);
        let quantity = Quantity::from_milli(row.try_get("quantity")?);
        if let Some(entry) = recorded.get_mut(&EntryId::from_uuid(row.try_get("entry_id")?)) {
            entry.movements.push(Movement { product, quantity, reason: row.try_get("reason")? });
        }
    }
    Ok(recorded)
}
