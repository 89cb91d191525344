//! Customers: who they are, what they owe, and how that came about.

use super::answer::envelopes;
use super::code;
use super::paging::{Paging, limit};
use super::posting::post;
use super::problem::Failure;
use super::route::{Access, Asked, Call, Route};
use execora_domain::ids::PartyId;
use execora_domain::ledger::{Command, Entry, NewParty, Party};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Number;

/// The longest text that is searched for.
const QUERY_CHARS_MAX: usize = 200;

pub(super) fn routes() -> Vec<Route> {
    const TOPIC: &str = "Customers";
    vec![
        Route::get("/api/v1/customers").about(TOPIC, "Customers by name, or those that fit `q`, best first").signed_in(
            Access::Shop,
            read_list,
            list,
        ),
        Route::get("/api/v1/customers/search")
            .about(TOPIC, "Customers whose name, nickname, landmark or phone fits, best first, across scripts")
            .signed_in(Access::Shop, read_search, search),
        Route::post("/api/v1/customers")
            .about(TOPIC, "Open an account; an opening balance is posted as an entry of its own")
            .created()
            .problems(&[code::DUPLICATE_CUSTOMER, code::INVALID_AMOUNT, code::INVALID_FIELD])
            .signed_in(Access::Sellers, read_new, create),
        Route::get("/api/v1/customers/{id}").about(TOPIC, "One customer, with the balance as it is now").signed_in(
            Access::Shop,
            read_id,
            one,
        ),
        Route::get("/api/v1/customers/{id}/statement").about(TOPIC, "A customer's entries, newest first").signed_in(
            Access::Shop,
            read_statement,
            statement,
        ),
        Route::get("/api/v1/ledger/{id}").about(TOPIC, "The same statement, under the name of the ledger").signed_in(
            Access::Shop,
            read_statement,
            statement,
        ),
    ]
}

envelopes! {
    /// A customer.
    one CustomerAnswer { customer: Party } of Party
    /// A page of customers.
    page CustomersAnswer { customers: ListedCustomer }
}

/// A customer, and how well they fit where they were searched for.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct ListedCustomer {
    #[serde(flatten)]
    party: Party,
    /// 0 to 1, where customers were searched for.
    #[serde(skip_serializing_if = "Option::is_none")]
    match_score: Option<Number>,
}

/// A customer and a page of the account.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct StatementAnswer {
    customer: Party,
    /// Newest first.
    entries: Vec<Entry>,
    /// What to give as `cursor` for the next page; null on the last.
    next_cursor: Option<String>,
}

struct ListAsked {
    query: Option<String>,
    paging: Paging,
}

fn read_list(asked: &mut Asked<'_>) -> Option<ListAsked> {
    let query: Option<String> = asked.query.optional("q", "What to search for, at most 200 characters");
    let query = query.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    if query.as_ref().is_some_and(|text| text.chars().count() > QUERY_CHARS_MAX) {
        return asked.query.wrong("q", "at most 200 characters");
    }
    Some(ListAsked { query, paging: Paging::read(&mut asked.query) })
}

async fn list(call: Call, asked: ListAsked) -> Result<CustomersAnswer, Failure> {
    if let Some(query) = asked.query {
        return found(&call, &query, asked.paging.limit).await;
    }
    let page = call.doors.reader.parties(call.who.tenant, asked.paging.limit, asked.paging.cursor()).await?;
    let customers = page.items.into_iter().map(|party| ListedCustomer { party, match_score: None }).collect();
    Ok(CustomersAnswer { customers, next_cursor: page.next_cursor })
}

fn read_search(asked: &mut Asked<'_>) -> Option<(String, u16)> {
    let query: Option<String> = asked.query.required("q", "What to search for, at most 200 characters");
    let limit = limit(&mut asked.query);
    let query = query?.trim().to_owned();
    if !(1..=QUERY_CHARS_MAX).contains(&query.chars().count()) {
        return asked.query.wrong("q", "1 to 200 characters");
    }
    Some((query, limit))
}

async fn search(call: Call, (query, limit): (String, u16)) -> Result<CustomersAnswer, Failure> {
    found(&call, &query, limit).await
}

async fn found(call: &Call, query: &str, limit: u16) -> Result<CustomersAnswer, Failure> {
    let found = call.doors.reader.search_parties(call.who.tenant, query, limit).await?;
    let scored =
        found.into_iter().map(|one| ListedCustomer { match_score: fraction(one.score_milli), party: one.party });
    Ok(CustomersAnswer { customers: scored.collect(), next_cursor: None })
}

/// Thousandths as the decimal fraction that `matchScore` is: `875` is `0.875`.
fn fraction(milli: u16) -> Option<Number> {
    format!("{}.{:03}", milli / 1_000, milli % 1_000).parse().ok()
}

fn read_new(asked: &mut Asked<'_>) -> Option<NewParty> {
    let body = &mut asked.body;
    Some(NewParty {
        name: body.required("name", "The name, 1 to 200 characters").unwrap_or_default(),
        phone: body.optional("phone", "A phone, best as E.164: +919810010001"),
        nickname: body.optional("nickname", "What the shop calls them"),
        landmark: body.optional("landmark", "Where they live: what tells two Rahuls apart"),
        email: body.optional("email", "Their e-mail"),
        opening_balance: body.optional("openingBalancePaise", "What they owe already").unwrap_or_default(),
        credit_limit: body.optional("creditLimitPaise", "The most they may owe"),
    })
}

async fn create(call: Call, party: NewParty) -> Result<CustomerAnswer, Failure> {
    post(&call, Command::CreateParty(party)).await
}

fn read_id(asked: &mut Asked<'_>) -> Option<PartyId> {
    asked.path.required("id", "The customer")
}

async fn one(call: Call, id: PartyId) -> Result<CustomerAnswer, Failure> {
    Ok(CustomerAnswer { customer: call.doors.reader.party(call.who.tenant, id).await? })
}

fn read_statement(asked: &mut Asked<'_>) -> Option<(PartyId, Paging)> {
    let paging = Paging::read(&mut asked.query);
    Some((read_id(asked)?, paging))
}

async fn statement(call: Call, (id, paging): (PartyId, Paging)) -> Result<StatementAnswer, Failure> {
    let (reader, tenant) = (&call.doors.reader, call.who.tenant);
    let customer = reader.party(tenant, id).await?;
    let page = reader.statement(tenant, id, paging.limit, paging.cursor()).await?;
    Ok(StatementAnswer { customer, entries: page.items, next_cursor: page.next_cursor })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_is_written_as_a_fraction() {
        assert_eq!(fraction(1_000).unwrap().to_string(), "1.0");
        assert_eq!(fraction(875).unwrap().to_string(), "0.875");
    }
}
