//! Customers, products, bills and entries over HTTP.

use super::Doors;
use super::problem::{Failure, FieldError};
use super::request::Request;
use super::token::Who;
use super::wire::{self, WantedProduct, fraction, json_answer, list_answer, one_answer};
use execora_domain::ids::{EntryId, InvoiceId, PartyId, ProductId};
use execora_domain::ledger::{Command, Party, Posted};
use http::StatusCode;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Value, json};
use std::str::FromStr;
use warp::reply::Response;

/// How many entries of a day the page gets.
const DAY_ENTRIES_MAX: u16 = 500;

pub(crate) async fn customers(doors: &Doors, who: &Who, request: &Request) -> Result<Response, Failure> {
    if let Some(query) = request.parameter("q").map(str::trim).filter(|query| !query.is_empty()) {
        return search(doors, who, request, query).await;
    }
    let page = doors.reader.parties(who.tenant, request.limit()?, request.cursor()).await?;
    list_answer("customers", &page.items, page.next_cursor.as_deref())
}

pub(crate) async fn customer_search(doors: &Doors, who: &Who, request: &Request) -> Result<Response, Failure> {
    let query = request.parameter("q").map(str::trim).unwrap_or_default();
    if query.is_empty() {
        return Err(FieldError::alone("?q", "what to search for"));
    }
    search(doors, who, request, query).await
}

/// A customer and how well the name fits.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Match<'a> {
    #[serde(flatten)]
    party: &'a Party,
    match_score: Value,
}

async fn search(doors: &Doors, who: &Who, request: &Request, query: &str) -> Result<Response, Failure> {
    if query.chars().count() > 200 {
        return Err(FieldError::alone("?q", "at most 200 characters"));
    }
    let found = doors.reader.search_parties(who.tenant, query, request.limit()?).await?;
    let scored = found.iter().map(|one| Match { party: &one.party, match_score: fraction(one.score_milli) });
    list_answer("customers", &scored.collect::<Vec<_>>(), None)
}

pub(crate) async fn customer(doors: &Doors, who: &Who, id: &str) -> Result<Response, Failure> {
    let party = doors.reader.party(who.tenant, id_of(id)?).await?;
    one_answer(StatusCode::OK, "customer", &party)
}

/// A customer and the entries of the account, newest first.
pub(crate) async fn statement(doors: &Doors, who: &Who, request: &Request, id: &str) -> Result<Response, Failure> {
    let id: PartyId = id_of(id)?;
    let party = doors.reader.party(who.tenant, id).await?;
    let page = doors.reader.statement(who.tenant, id, request.limit()?, request.cursor()).await?;
    let body = json!({ "customer": party, "entries": page.items, "nextCursor": page.next_cursor });
    json_answer(StatusCode::OK, &body)
}

pub(crate) async fn products(doors: &Doors, who: &Who, request: &Request) -> Result<Response, Failure> {
    let page = doors.reader.products(who.tenant, request.limit()?, request.cursor()).await?;
    list_answer("products", &page.items, page.next_cursor.as_deref())
}

pub(crate) async fn low_stock(doors: &Doors, who: &Who) -> Result<Response, Failure> {
    list_answer("products", &doors.reader.low_stock(who.tenant).await?, None)
}

pub(crate) async fn move_stock(doors: &Doors, who: &Who, request: &Request, id: &str) -> Result<Response, Failure> {
    let command = wire::move_stock(id_of(id)?, &request.json()?)?;
    post(doors, who, request, command, StatusCode::OK).await
}

pub(crate) async fn invoices(doors: &Doors, who: &Who, request: &Request) -> Result<Response, Failure> {
    let page = doors.reader.invoices(who.tenant, request.limit()?, request.cursor()).await?;
    list_answer("invoices", &page.items, page.next_cursor.as_deref())
}

pub(crate) async fn invoice(doors: &Doors, who: &Who, id: &str) -> Result<Response, Failure> {
    let id: InvoiceId = id_of(id)?;
    one_answer(StatusCode::OK, "invoice", &doors.reader.invoice(who.tenant, id).await?)
}

pub(crate) async fn issue_invoice(doors: &Doors, who: &Who, request: &Request) -> Result<Response, Failure> {
    let wanted = wire::invoice(&request.json()?)?;
    let by_name = wanted.lines.iter().any(|line| matches!(line.product, WantedProduct::Name(_)));
    let shelf =
        if by_name { doors.reader.world(who.tenant, crate::clock::now_in_india()).await?.products } else { vec![] };
    let (mut products, mut errors) = (vec![], vec![]);
    for (index, line) in wanted.lines.iter().enumerate() {
        match &line.product {
            WantedProduct::Id(id) => products.push(*id),
            WantedProduct::Name(name) => match named(&shelf, name) {
                Some(id) => products.push(id),
                None => errors.push(FieldError {
                    pointer: format!("/items/{index}/productName"),
                    message: "no product, or more than one, has this name: give its productId".into(),
                }),
            },
        }
    }
    if !errors.is_empty() {
        return Err(Failure::Malformed(errors));
    }
    post(doors, who, request, wanted.with_products(products), StatusCode::CREATED).await
}

/// The one product of this name or alias, whatever the case of its letters.
fn named(shelf: &[execora_domain::intent::WorldProduct], name: &str) -> Option<ProductId> {
    let wanted = name.trim().to_lowercase();
    let is = |text: &String| text.trim().to_lowercase() == wanted;
    let exact: Vec<_> = shelf.iter().filter(|product| is(&product.name)).collect();
    let fitting =
        if exact.is_empty() { shelf.iter().filter(|product| product.aliases.iter().any(is)).collect() } else { exact };
    match fitting.as_slice() {
        [product] => product.id.parse().ok(),
        [] | [_, _, ..] => None,
    }
}

pub(crate) async fn reverse(doors: &Doors, who: &Who, request: &Request, id: &str) -> Result<Response, Failure> {
    let entry: EntryId = id_of(id)?;
    post(doors, who, request, Command::Reverse { entry }, StatusCode::CREATED).await
}

/// The entries of one day, newest first.
pub(crate) async fn entries_of_day(doors: &Doors, who: &Who, request: &Request) -> Result<Response, Failure> {
    let entries = doors.reader.entries_of_day(who.tenant, day(request)?, DAY_ENTRIES_MAX).await?;
    list_answer("entries", &entries, None)
}

pub(crate) async fn daily_summary(doors: &Doors, who: &Who, request: &Request) -> Result<Response, Failure> {
    let summary = doors.reader.daily_summary(who.tenant, day(request)?).await?;
    one_answer(StatusCode::OK, "summary", &summary)
}

/// Posts a command under the caller's key and answers with what it came to.
pub(crate) async fn post(
    doors: &Doors,
    who: &Who,
    request: &Request,
    command: Command,
    status: StatusCode,
) -> Result<Response, Failure> {
    let key = request.idempotency_key()?;
    match doors.ledger.post(who.tenant, command, key).await? {
        Posted::Party(party) => one_answer(status, "customer", &party),
        Posted::Product(product) => one_answer(status, "product", &product),
        Posted::Invoice(invoice) => one_answer(status, "invoice", &invoice),
        Posted::Entry(entry) => one_answer(status, "entry", &entry),
    }
}

fn day(request: &Request) -> Result<Date, Failure> {
    let Some(text) = request.parameter("date") else { return Ok(crate::clock::today()) };
    text.parse().map_err(|_| FieldError::alone("?date", "a day as YYYY-MM-DD"))
}

/// An identity out of a path; what is none leads nowhere.
fn id_of<T: FromStr>(text: &str) -> Result<T, Failure> {
    text.parse().map_err(|_| Failure::NotFound("nothing here has this id"))
}
