//! Customers: who they are, what they owe, and how that came about.

use super::answer::envelopes;
use super::code;
use super::paging::{Paging, limit};
use super::posting::post;
use super::problem::Failure;
use super::route::{Access, Asked, Call, Route};
use execora_actors::ledger::{OpenItem, Page, Span, Statement};
use execora_domain::ids::PartyId;
use execora_domain::ledger::{Command, Entry, NewParty, Party, PartyChange};
use execora_domain::money::Money;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Number;

/// The longest text that is searched for.
pub(super) const QUERY_CHARS_MAX: usize = 200;

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
            .problems(&[
                code::DUPLICATE_CUSTOMER,
                code::SIMILAR_CUSTOMER,
                code::OWN_GSTIN,
                code::INVALID_AMOUNT,
                code::INVALID_FIELD,
            ])
            .signed_in(Access::Sellers, read_new, create),
        Route::patch("/api/v1/customers/{id}")
            .about(TOPIC, "Change what is known of a customer; what is left out stays, null takes away")
            .problems(&[
                code::UNKNOWN_CUSTOMER,
                code::RETIRED_CUSTOMER,
                code::DUPLICATE_CUSTOMER,
                code::OWN_GSTIN,
                code::INVALID_AMOUNT,
                code::INVALID_FIELD,
            ])
            .signed_in(Access::Sellers, read_change, update),
        Route::get("/api/v1/customers/{id}").about(TOPIC, "One customer, with the balance as it is now").signed_in(
            Access::Shop,
            read_id,
            one,
        ),
        Route::get("/api/v1/customers/{id}/statement")
            .about(TOPIC, "A customer's entries of a span of days, newest first, with the balances around them")
            .signed_in(Access::Shop, read_statement, statement),
        Route::get("/api/v1/customers/{id}/open-invoices")
            .about(TOPIC, "Bills and credits that are not paid, oldest first; payments go to the oldest first")
            .signed_in(Access::Shop, read_open, open_items),
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
    /// A page of what is not paid.
    page OpenInvoicesAnswer { invoices: OpenItem }
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
    /// What was owed before the first entry of the span.
    #[serde(rename = "openingBalancePaise")]
    opening: Money,
    /// What was owed after its last entry.
    #[serde(rename = "closingBalancePaise")]
    closing: Money,
    /// What was owed at the end of the day `asOf`, where that was asked for.
    #[serde(rename = "asOfBalancePaise", skip_serializing_if = "Option::is_none")]
    as_of: Option<Money>,
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
    let page = call.doors.copies.parties(call.who.tenant, asked.paging.limit, asked.paging.cursor()).await?;
    let customers = page.items.into_iter().map(|party| ListedCustomer { party, match_score: None }).collect();
    Ok(CustomersAnswer { customers, next_cursor: asked.paging.next(page.next_cursor) })
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
pub(super) fn fraction(milli: u16) -> Option<Number> {
    format!("{}.{:03}", milli / 1_000, milli % 1_000).parse().ok()
}

fn read_new(asked: &mut Asked<'_>) -> Option<NewParty> {
    let body = &mut asked.body;
    let about = "Enter them though somebody seems to be the same, or has the same phone";
    let is_other = body.optional("allowDuplicate", about).unwrap_or_default();
    Some(NewParty {
        name: body.required("name", "The name, 1 to 200 characters").unwrap_or_default(),
        phone: body.optional("phone", "A phone, best as E.164: +919810010001"),
        nickname: body.optional("nickname", "What the shop calls them"),
        landmark: body.optional("landmark", "Where they live: what tells two Rahuls apart"),
        email: body.optional("email", "Their e-mail"),
        state_code: body.optional("stateCode", "The two digits of their State, as a GSTIN begins"),
        gstin: body.optional("gstin", "Their GSTIN, if they are registered"),
        address: body.optional("address", "Where bills are addressed to, on one line"),
        opening_balance: body.optional("openingBalancePaise", "What they owe already").unwrap_or_default(),
        credit_limit: body.optional("creditLimitPaise", "The most they may owe"),
        may_be_known: is_other,
        may_share_phone: is_other,
    })
}

async fn create(call: Call, party: NewParty) -> Result<CustomerAnswer, Failure> {
    post(&call, Command::CreateParty(party)).await
}

fn read_change(asked: &mut Asked<'_>) -> Option<Command> {
    let party = read_id(asked);
    let body = &mut asked.body;
    if body.is_null("name") {
        return body.wrong("name", "a customer has a name");
    }
    let change = PartyChange {
        name: body.optional("name", "The name, 1 to 200 characters"),
        phone: body.change("phone", "A phone, best as E.164: +919810010001"),
        nickname: body.change("nickname", "What the shop calls them"),
        landmark: body.change("landmark", "Where they live: what tells two Rahuls apart"),
        email: body.change("email", "Their e-mail"),
        state_code: body.change("stateCode", "The two digits of their State, as a GSTIN begins"),
        gstin: body.change("gstin", "Their GSTIN"),
        address: body.change("address", "Where bills are addressed to, on one line"),
        credit_limit: body.change("creditLimitPaise", "The most they may owe"),
    };
    Some(Command::UpdateParty { party: party?, change })
}

async fn update(call: Call, command: Command) -> Result<CustomerAnswer, Failure> {
    post(&call, command).await
}

fn read_id(asked: &mut Asked<'_>) -> Option<PartyId> {
    asked.path.required("id", "The customer")
}

async fn one(call: Call, id: PartyId) -> Result<CustomerAnswer, Failure> {
    Ok(CustomerAnswer { customer: call.doors.copies.party(call.who.tenant, id).await? })
}

fn read_statement(asked: &mut Asked<'_>) -> Option<(PartyId, Span, Paging)> {
    let span = Span {
        from: asked.query.optional("from", "The first day in India, as YYYY-MM-DD"),
        to: asked.query.optional("to", "The last day"),
        as_of: asked.query.optional("asOf", "A day at whose end the balance is told"),
    };
    asked.query.in_order(span.from, span.to);
    let paging = Paging::read(&mut asked.query);
    Some((read_id(asked)?, span, paging))
}

async fn statement(call: Call, (id, span, paging): (PartyId, Span, Paging)) -> Result<StatementAnswer, Failure> {
    let read = call.doors.reader.statement(call.who.tenant, id, span, paging.limit, paging.cursor()).await?;
    let Statement { party: customer, opening, closing, as_of, entries: Page { items: entries, next_cursor } } = read;
    let next_cursor = paging.next(next_cursor);
    Ok(StatementAnswer { customer, opening, closing, as_of, entries, next_cursor })
}

fn read_open(asked: &mut Asked<'_>) -> Option<(PartyId, Paging)> {
    let paging = Paging::read(&mut asked.query);
    Some((read_id(asked)?, paging))
}

async fn open_items(call: Call, (id, paging): (PartyId, Paging)) -> Result<OpenInvoicesAnswer, Failure> {
    let page = call.doors.reader.open_items(call.who.tenant, id, paging.limit, paging.cursor()).await?;
    Ok(OpenInvoicesAnswer { invoices: page.items, next_cursor: paging.next(page.next_cursor) })
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
