//! Bills, credit notes and drafts.

use super::code::{self, Code};
use super::ledger::read_part;
use super::paging::Paging;
use super::posting::post;
use super::problem::Failure;
use super::route::{Access, Asked, Call, Route};
use super::wanted::{WantedBill, WantedEdit};
use super::{answer::OfPosted, answer::envelopes};
use execora_actors::ledger::{InvoiceFilter, ReadError};
use execora_domain::ids::InvoiceId;
use execora_domain::invoice::{BillWish, DraftBill, InvoiceStatus, Returned};
use execora_domain::ledger::{Command, Posted, SettledBill};
use schemars::JsonSchema;
use serde::Serialize;

/// What a change to a draft may run into.
const EDITING: &[Code] = &[
    code::UNKNOWN_INVOICE,
    code::ALREADY_CONFIRMED,
    code::ALREADY_CANCELLED,
    code::STALE_VERSION,
    code::UNKNOWN_CUSTOMER,
    code::RETIRED_CUSTOMER,
    code::OWN_GSTIN,
    code::UNKNOWN_PRODUCT,
    code::INVALID_LINES,
    code::INVALID_AMOUNT,
    code::INVALID_QUANTITY,
    code::INVALID_FIELD,
    code::RETIRED_PRODUCT,
    code::ABOVE_MRP,
];
/// What a bill may run into.
const ISSUING: &[Code] = &[
    code::UNKNOWN_CUSTOMER,
    code::RETIRED_CUSTOMER,
    code::OWN_GSTIN,
    code::UNKNOWN_PRODUCT,
    code::INVALID_LINES,
    code::INVALID_AMOUNT,
    code::INVALID_QUANTITY,
    code::INVALID_FIELD,
    code::RETIRED_PRODUCT,
    code::ABOVE_MRP,
    code::OUT_OF_STOCK,
    code::CREDIT_LIMIT,
    code::TOTAL_CHANGED,
    code::PAID_TOO_MUCH,
];
/// What the bill of a draft may run into.
const CONFIRMING: &[Code] = &[
    code::UNKNOWN_INVOICE,
    code::ALREADY_CONFIRMED,
    code::ALREADY_CANCELLED,
    code::STALE_VERSION,
    code::UNKNOWN_CUSTOMER,
    code::RETIRED_CUSTOMER,
    code::OWN_GSTIN,
    code::UNKNOWN_PRODUCT,
    code::INVALID_LINES,
    code::INVALID_AMOUNT,
    code::INVALID_QUANTITY,
    code::INVALID_FIELD,
    code::RETIRED_PRODUCT,
    code::ABOVE_MRP,
    code::OUT_OF_STOCK,
    code::CREDIT_LIMIT,
    code::TOTAL_CHANGED,
    code::PAID_TOO_MUCH,
];
/// What undoing may run into.
const CANCELLING: &[Code] = &[
    code::UNKNOWN_INVOICE,
    code::ALREADY_CANCELLED,
    code::HAS_CREDIT_NOTES,
    code::INVALID_AMOUNT,
    code::INVALID_FIELD,
    code::OUT_OF_STOCK,
];
/// What taking goods back may run into.
const RETURNING: &[Code] = &[
    code::UNKNOWN_INVOICE,
    code::NOT_A_BILL,
    code::ALREADY_CANCELLED,
    code::NOTHING_LEFT,
    code::MORE_THAN_BILLED,
    code::INVALID_AMOUNT,
    code::INVALID_QUANTITY,
    code::INVALID_FIELD,
];
/// What a bill once more may run into.
const REPEATING: &[Code] = &[
    code::UNKNOWN_INVOICE,
    code::NOT_A_BILL,
    code::UNKNOWN_CUSTOMER,
    code::RETIRED_CUSTOMER,
    code::OWN_GSTIN,
    code::UNKNOWN_PRODUCT,
    code::INVALID_AMOUNT,
    code::INVALID_QUANTITY,
    code::INVALID_FIELD,
    code::RETIRED_PRODUCT,
    code::ABOVE_MRP,
];

pub(super) fn routes() -> Vec<Route> {
    const TOPIC: &str = "Invoices";
    vec![
        Route::get("/api/v1/invoices")
            .about(TOPIC, "Bills and credit notes, newest first; with `status=draft`, drafts instead")
            .signed_in(Access::Shop, read_list, list),
        Route::post("/api/v1/invoices")
            .about(TOPIC, "Bill a customer: the goods leave the shelf, the customer owes the total; or draft that")
            .created()
            .problems(ISSUING)
            .signed_in(Access::Sellers, WantedBill::read, issue),
        Route::get("/api/v1/invoices/{id}").about(TOPIC, "One bill, credit note or draft").signed_in(
            Access::Shop,
            read_id,
            one,
        ),
        Route::patch("/api/v1/invoices/{id}")
            .about(TOPIC, "Change a draft; what is left out stays, null takes away")
            .problems(EDITING)
            .signed_in(Access::Sellers, WantedEdit::read, edit),
        Route::post("/api/v1/invoices/{id}/confirm")
            .about(TOPIC, "Issue the bill that a draft is for, under the draft's id")
            .problems(CONFIRMING)
            .signed_in(Access::Sellers, read_confirm, wish),
        Route::post("/api/v1/invoices/{id}/cancel")
            .about(TOPIC, "Undo a bill or a credit note with what was paid with it, once; throw a draft away")
            .problems(CANCELLING)
            .signed_in(Access::Sellers, read_cancel, wish),
        Route::post("/api/v1/invoices/{id}/credit-notes")
            .about(TOPIC, "Take goods of a bill back, at what they were billed for")
            .created()
            .problems(RETURNING)
            .signed_in(Access::Sellers, read_return, wish),
        Route::post("/api/v1/invoices/{id}/repeat")
            .about(TOPIC, "Draft what a bill had, at today's prices and without its discounts")
            .created()
            .problems(REPEATING)
            .signed_in(Access::Sellers, read_repeat, wish),
    ]
}

/// A bill or a credit note, or a draft.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
enum Paper {
    /// In the books, with how far it is paid.
    Issued(Box<SettledBill>),
    /// Not in the books yet; its `status` is draft, or cancelled once it is thrown away.
    Draft(Box<DraftBill>),
}

envelopes! {
    /// A bill, a credit note or a draft.
    one InvoiceAnswer { invoice: Paper }
    /// A page of bills and credit notes, or of drafts.
    page InvoicesAnswer { invoices: Paper }
}

impl OfPosted for InvoiceAnswer {
    fn of(posted: Posted) -> Option<Self> {
        let invoice = match posted {
            Posted::Invoice(invoice) => Paper::Issued(Box::new(SettledBill::posted(invoice))),
            Posted::Draft(draft) => Paper::Draft(Box::new(draft.bill)),
            Posted::Party(_)
            | Posted::Product(_)
            | Posted::Shop(_)
            | Posted::DayClose(_)
            | Posted::Entry(_)
            | Posted::Reminder(_)
            | Posted::Sending(_) => return None,
        };
        Some(Self { invoice })
    }
}

fn read_list(asked: &mut Asked<'_>) -> Option<(InvoiceFilter, Paging)> {
    let query = &mut asked.query;
    let filter = InvoiceFilter {
        status: query.optional("status", "Those that stand like this; draft gives drafts"),
        payment: query.optional("paymentStatus", "Those that are paid so far: unpaid, part, paid"),
        party: query.optional("customerId", "Those of this customer"),
        from: query.optional("from", "Those of this day in India or later, as YYYY-MM-DD"),
        to: query.optional("to", "Those of this day in India or earlier"),
    };
    query.in_order(filter.from, filter.to);
    let paging = Paging::read(query);
    if filter.payment.is_some() && filter.status == Some(InvoiceStatus::Draft) {
        return query.wrong("paymentStatus", "a draft asks for no payment");
    }
    Some((filter, paging))
}

async fn list(call: Call, (filter, paging): (InvoiceFilter, Paging)) -> Result<InvoicesAnswer, Failure> {
    let (reader, tenant) = (&call.doors.reader, call.who.tenant);
    let (invoices, next) = if filter.status == Some(InvoiceStatus::Draft) {
        let page = reader.drafts(tenant, &filter, crate::clock::now(), paging.limit, paging.cursor()).await?;
        (page.items.into_iter().map(|draft| Paper::Draft(Box::new(draft))).collect(), page.next_cursor)
    } else {
        let page = reader.invoices(tenant, &filter, paging.limit, paging.cursor()).await?;
        (page.items.into_iter().map(|bill| Paper::Issued(Box::new(bill))).collect(), page.next_cursor)
    };
    Ok(InvoicesAnswer { invoices, next_cursor: paging.next(next) })
}

fn read_id(asked: &mut Asked<'_>) -> Option<InvoiceId> {
    asked.path.required("id", "The bill, credit note or draft")
}

async fn one(call: Call, id: InvoiceId) -> Result<InvoiceAnswer, Failure> {
    let (reader, tenant) = (&call.doors.reader, call.who.tenant);
    let issued = |bill| InvoiceAnswer { invoice: Paper::Issued(Box::new(bill)) };
    match reader.bill(tenant, id).await {
        Err(ReadError::NotFound) => {}
        read => return Ok(issued(read?)),
    }
    match reader.draft(tenant, id, crate::clock::now()).await {
        // It may have been confirmed between the two looks.
        Err(ReadError::NotFound) => Ok(issued(reader.bill(tenant, id).await?)),
        read => Ok(InvoiceAnswer { invoice: Paper::Draft(Box::new(read?)) }),
    }
}

async fn issue(call: Call, wanted: WantedBill) -> Result<InvoiceAnswer, Failure> {
    let command = wanted.command(&call).await?;
    post(&call, command).await
}

async fn edit(call: Call, wanted: WantedEdit) -> Result<InvoiceAnswer, Failure> {
    let command = wanted.command(&call).await?;
    post(&call, command).await
}

async fn wish(call: Call, wish: BillWish) -> Result<InvoiceAnswer, Failure> {
    post(&call, Command::Bill(wish)).await
}

fn read_confirm(asked: &mut Asked<'_>) -> Option<BillWish> {
    let draft = read_id(asked);
    let body = &mut asked.body;
    let version = body.optional("version", "The version that was seen: another is refused");
    let expected_total = body.optional("expectedTotalPaise", "What it must come to; what the draft says, if left out");
    let payments = body.optional_each("payments", "What is paid at once; as the draft says, if left out", read_part);
    Some(BillWish::Confirm { draft: draft?, version, expected_total, payments })
}

fn read_cancel(asked: &mut Asked<'_>) -> Option<BillWish> {
    let reason = asked.body.optional("reason", "Why");
    Some(BillWish::Cancel { invoice: read_id(asked)?, reason })
}

fn read_return(asked: &mut Asked<'_>) -> Option<BillWish> {
    let body = &mut asked.body;
    let about = "What comes back, each line once; all that is left where this is left out";
    let lines: Option<Vec<Returned>> = body.optional_each("items", about, |item| {
        let line = item.required("line", "Which line of the bill; the first is 1");
        let quantity = item.optional("quantityMilli", "How much; all that is left of it, if left out");
        Some(Returned { line: line?, quantity })
    });
    if lines.as_ref().is_some_and(Vec::is_empty) {
        return body.wrong("items", "name a line, or leave it out for all that is left");
    }
    let reason = body.optional("reason", "Why");
    Some(BillWish::Return { invoice: read_id(asked)?, lines: lines.unwrap_or_default(), reason })
}

fn read_repeat(asked: &mut Asked<'_>) -> Option<BillWish> {
    Some(BillWish::Repeat { invoice: read_id(asked)? })
}
