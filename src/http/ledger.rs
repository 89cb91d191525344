//! Entries: payments, credit without a bill, and their reversal.

use super::answer::envelopes;
use super::code;
use super::fields::Fields;
use super::paging::Paging;
use super::posting::post;
use super::problem::Failure;
use super::reports::read_day;
use super::route::{Access, Asked, Call, Route};
use execora_domain::ids::PartyId;
use execora_domain::ledger::{Command, Entry, PaymentMode, PaymentPart};
use execora_domain::money::Money;
use jiff::civil::Date;

/// What a day of an entry is.
const DAY: &str = "The day in India that it is for, not to come; today where it is left out";
/// How many entries of a day are on a page.
const DAY_ENTRIES_MAX: u16 = 500;

pub(super) fn routes() -> Vec<Route> {
    const TOPIC: &str = "Ledger";
    vec![
        Route::post("/api/v1/ledger/payment")
            .about(TOPIC, "A customer pays, in one way or several at once")
            .created()
            .problems(&[
                code::UNKNOWN_CUSTOMER,
                code::RETIRED_CUSTOMER,
                code::INVALID_AMOUNT,
                code::INVALID_FIELD,
                code::ABOVE_OWED,
                code::DAY_CLOSED,
            ])
            .signed_in(Access::Sellers, read_payment, post_entry),
        Route::post("/api/v1/ledger/write-off")
            .about(TOPIC, "Ask no longer for a part of what a customer owes")
            .created()
            .problems(&[
                code::UNKNOWN_CUSTOMER,
                code::RETIRED_CUSTOMER,
                code::INVALID_AMOUNT,
                code::INVALID_FIELD,
                code::ABOVE_OWED,
            ])
            .signed_in(Access::Sellers, read_write_off, post_entry),
        Route::post("/api/v1/ledger/refund")
            .about(TOPIC, "Give money back to a customer")
            .created()
            .problems(&[
                code::UNKNOWN_CUSTOMER,
                code::RETIRED_CUSTOMER,
                code::INVALID_AMOUNT,
                code::INVALID_FIELD,
                code::ABOVE_OWED,
                code::CREDIT_LIMIT,
            ])
            .signed_in(Access::Sellers, read_refund, post_entry),
        Route::post("/api/v1/ledger/credit")
            .about(TOPIC, "A customer takes goods or money on credit, without a bill")
            .created()
            .problems(&[
                code::UNKNOWN_CUSTOMER,
                code::RETIRED_CUSTOMER,
                code::INVALID_AMOUNT,
                code::INVALID_FIELD,
                code::CREDIT_LIMIT,
                code::DAY_CLOSED,
            ])
            .signed_in(Access::Sellers, read_credit, post_entry),
        Route::get("/api/v1/ledger/entries")
            .about(TOPIC, "The entries for one day, the last typed first, 500 a page")
            .signed_in(Access::Shop, read_entries, of_day),
        Route::post("/api/v1/ledger/entries/{id}/reverse")
            .about(TOPIC, "Undo an entry, once, with mirrored amounts")
            .created()
            .problems(&[
                code::UNKNOWN_ENTRY,
                code::RETIRED_CUSTOMER,
                code::ALREADY_REVERSED,
                code::HAS_CREDIT_NOTES,
                code::DAY_CLOSED,
                code::OUT_OF_STOCK,
            ])
            .signed_in(Access::Sellers, read_reverse, post_entry),
    ]
}

envelopes! {
    /// An entry.
    one EntryAnswer { entry: Entry } of Entry
    /// Entries.
    page EntriesAnswer { entries: Entry }
}

fn read_payment(asked: &mut Asked<'_>) -> Option<Command> {
    let body = &mut asked.body;
    let party = body.required("customerId", "The customer");
    let amount: Option<Money> = body.optional("amountPaise", "How much; more than zero");
    let mode: Option<PaymentMode> = body.optional("mode", "In which way; cash where it is left out");
    let several = body.optional_each("payments", "Or how much in each of several ways", read_part);
    body.one_of(&["amountPaise", "payments"]);
    let notes = body.optional("notes", "A remark");
    let on = body.optional("date", DAY);
    let paid = match (amount, several) {
        (Some(amount), None) => vec![PaymentPart { mode: mode.unwrap_or_default(), amount }],
        (None, Some(several)) if several.is_empty() => return body.wrong("payments", "name at least one way"),
        (None, Some(several)) if mode.is_none() => several,
        (None, None) => return None,
        (_, Some(_)) => return body.wrong("payments", "stands instead of amountPaise and mode"),
    };
    Some(Command::ReceivePayment { party: party?, parts: paid, notes, on })
}

/// Reads what came in one way.
pub(super) fn read_part(part: &mut Fields<'_>) -> Option<PaymentPart> {
    let mode = part.required("mode", "In which way; each once");
    let amount = part.required("amountPaise", "How much; more than zero");
    Some(PaymentPart { mode: mode?, amount: amount? })
}

fn read_write_off(asked: &mut Asked<'_>) -> Option<Command> {
    let (party, amount) = read_party_and_amount(asked);
    let reason = asked.body.required("reason", "Why");
    Some(Command::WriteOff { party: party?, amount: amount?, reason: reason? })
}

fn read_refund(asked: &mut Asked<'_>) -> Option<Command> {
    let (party, amount) = read_party_and_amount(asked);
    let mode = asked.body.optional("mode", "In which way; cash where it is left out").unwrap_or_default();
    let notes = asked.body.optional("notes", "A remark");
    let about = "Give back more than the shop owes them: the rest becomes their debt";
    let may_exceed = asked.body.optional("allowAboveOwed", about).unwrap_or_default();
    Some(Command::Refund { party: party?, amount: amount?, mode, notes, may_exceed })
}

fn read_credit(asked: &mut Asked<'_>) -> Option<Command> {
    let (party, amount) = read_party_and_amount(asked);
    let description = asked.body.optional("description", "For what").unwrap_or_default();
    let on = asked.body.optional("date", DAY);
    Some(Command::GiveCredit { party: party?, amount: amount?, description, on })
}

fn read_party_and_amount(asked: &mut Asked<'_>) -> (Option<PartyId>, Option<Money>) {
    let party = asked.body.required("customerId", "The customer");
    (party, asked.body.required("amountPaise", "How much; more than zero"))
}

fn read_reverse(asked: &mut Asked<'_>) -> Option<Command> {
    Some(Command::Reverse { entry: asked.path.required("id", "The entry")? })
}

async fn post_entry(call: Call, command: Command) -> Result<EntryAnswer, Failure> {
    post(&call, command).await
}

fn read_entries(asked: &mut Asked<'_>) -> Option<(Date, Paging)> {
    Some((read_day(asked)?, Paging::of(DAY_ENTRIES_MAX, &mut asked.query)))
}

async fn of_day(call: Call, (day, paging): (Date, Paging)) -> Result<EntriesAnswer, Failure> {
    let page = call.doors.reader.entries_of_day(call.who.tenant, day, paging.limit, paging.cursor()).await?;
    Ok(EntriesAnswer { entries: page.items, next_cursor: paging.next(page.next_cursor) })
}
