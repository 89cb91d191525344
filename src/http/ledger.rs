//! Entries: payments, credit without a bill, and their reversal.

use super::answer::envelopes;
use super::code;
use super::posting::post;
use super::problem::Failure;
use super::reports::read_day;
use super::route::{Access, Asked, Call, Route};
use execora_domain::ids::PartyId;
use execora_domain::ledger::{Command, Entry};
use execora_domain::money::Money;
use jiff::civil::Date;

/// How many entries of a day the page gets.
const DAY_ENTRIES_MAX: u16 = 500;

pub(super) fn routes() -> Vec<Route> {
    const TOPIC: &str = "Ledger";
    vec![
        Route::post("/api/v1/ledger/payment")
            .about(TOPIC, "A customer pays")
            .created()
            .problems(&[code::UNKNOWN_CUSTOMER, code::INVALID_AMOUNT, code::INVALID_FIELD])
            .signed_in(Access::Sellers, read_payment, post_entry),
        Route::post("/api/v1/ledger/credit")
            .about(TOPIC, "A customer takes goods or money on credit, without a bill")
            .created()
            .problems(&[code::UNKNOWN_CUSTOMER, code::INVALID_AMOUNT, code::INVALID_FIELD, code::CREDIT_LIMIT])
            .signed_in(Access::Sellers, read_credit, post_entry),
        Route::get("/api/v1/ledger/entries").about(TOPIC, "The entries of one day, newest first").signed_in(
            Access::Shop,
            read_day,
            of_day,
        ),
        Route::post("/api/v1/ledger/entries/{id}/reverse")
            .about(TOPIC, "Undo an entry, once, with mirrored amounts")
            .created()
            .problems(&[code::UNKNOWN_ENTRY, code::ALREADY_REVERSED])
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
    let (party, amount) = read_party_and_amount(asked);
    let mode = asked.body.optional("mode", "In which way; cash where it is left out").unwrap_or_default();
    let notes = asked.body.optional("notes", "A remark");
    Some(Command::ReceivePayment { party: party?, amount: amount?, mode, notes })
}

fn read_credit(asked: &mut Asked<'_>) -> Option<Command> {
    let (party, amount) = read_party_and_amount(asked);
    let description = asked.body.optional("description", "For what").unwrap_or_default();
    Some(Command::GiveCredit { party: party?, amount: amount?, description })
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

async fn of_day(call: Call, day: Date) -> Result<EntriesAnswer, Failure> {
    let entries = call.doors.reader.entries_of_day(call.who.tenant, day, DAY_ENTRIES_MAX).await?;
    Ok(EntriesAnswer { entries, next_cursor: None })
}
