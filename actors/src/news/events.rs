//! What the clients of a shop are told of one posted command: each entry, each paper and each product that it touched.

use crate::ledger::{JournalRecord, Shelved};
use crate::session::protocol::ServerMessage;
use execora_domain::ids::PartyId;
use execora_domain::invoice::{Invoice, InvoiceKind, InvoiceStatus};
use execora_domain::ledger::{Entry, EntryKind, Posted, Product, Reminder, ReminderStatus, india_day};
use execora_domain::money::Money;
use serde_json::{Value, json};

/// The events of one record, papers before the entries that they posted.
pub(super) fn of(record: &JournalRecord) -> Vec<ServerMessage> {
    let mut events = of_answer(record);
    // A reversal of a bill's entry undoes the bill, whoever asked for which.
    let undone = record.undone.iter().filter(|bill| !is_answer(record, bill));
    events.extend(undone.map(|bill| ServerMessage::InvoiceCancelled(of_invoice(record, bill))));
    events.extend(record.entries.iter().filter_map(|entry| of_entry(record, entry)));
    events.extend(record.moved.iter().map(|product| ServerMessage::StockChanged(of_product(record, product))));
    events
}

/// The time of a reminder came.
pub(super) fn of_reminder(reminder: &Reminder) -> Vec<ServerMessage> {
    let data = json!({ "reminder": reminder });
    vec![match reminder.status {
        ReminderStatus::Scheduled => ServerMessage::ReminderScheduled(data),
        ReminderStatus::Due | ReminderStatus::Skipped => ServerMessage::ReminderDue(data),
        ReminderStatus::Cancelled => ServerMessage::ReminderCancelled(data),
    }]
}

fn of_answer(record: &JournalRecord) -> Vec<ServerMessage> {
    match &record.posted {
        Posted::Invoice(invoice) => {
            let data = of_invoice(record, invoice);
            vec![match (invoice.status, invoice.kind) {
                (InvoiceStatus::Cancelled, _) => ServerMessage::InvoiceCancelled(data),
                (_, InvoiceKind::CreditNote) => ServerMessage::InvoiceCredited(data),
                (
                    _,
                    InvoiceKind::TaxInvoice
                    | InvoiceKind::InvoiceCumBillOfSupply
                    | InvoiceKind::BillOfSupply
                    | InvoiceKind::Bill,
                ) => ServerMessage::InvoiceConfirmed(data),
            }]
        }
        Posted::Draft(draft) => vec![ServerMessage::InvoiceDraft(dated(record, json!({ "invoice": draft.bill })))],
        Posted::Party(party) => {
            let data = dated(record, json!({ "customer": party, "entry": record.entries.first() }));
            let is_new = party.created_at == record.at;
            vec![if is_new { ServerMessage::CustomerAdded(data) } else { ServerMessage::CustomerChanged(data) }]
        }
        Posted::Product(product) => {
            let data = of_product(record, product);
            vec![match record.shelved {
                Some(Shelved::Added) => ServerMessage::ProductAdded(data),
                Some(Shelved::Counted) => ServerMessage::StockChanged(data),
                Some(Shelved::Changed) | None => ServerMessage::ProductChanged(data),
            }]
        }
        Posted::Shop(_) => vec![ServerMessage::SettingsChanged(dated(record, json!({})))],
        Posted::DayClose(close) => vec![ServerMessage::DayClosed(dated(record, json!({ "close": close })))],
        Posted::Reminder(reminder) => of_reminder(reminder),
        Posted::Sending(sending) => {
            vec![ServerMessage::InvoiceSending(dated(record, json!({ "sending": sending })))]
        }
        // Its entries tell.
        Posted::Entry(_) => vec![],
    }
}

/// The event of one entry; none where the paper that posted it tells.
fn of_entry(record: &JournalRecord, entry: &Entry) -> Option<ServerMessage> {
    let customer = customer(entry.customer_id, &entry.customer_name, entry.balance_after);
    let data = dated(record, json!({ "entry": entry, "customer": customer }));
    match entry.kind {
        EntryKind::Payment => Some(ServerMessage::PaymentRecorded(data)),
        EntryKind::Credit => Some(ServerMessage::CreditRecorded(data)),
        EntryKind::Refund => Some(ServerMessage::PaymentRefunded(data)),
        EntryKind::WriteOff => Some(ServerMessage::CreditWrittenOff(data)),
        EntryKind::Reversal => Some(ServerMessage::EntryReversed(data)),
        EntryKind::Invoice | EntryKind::CreditNote | EntryKind::Opening | EntryKind::CashDifference => None,
    }
}

fn of_invoice(record: &JournalRecord, invoice: &Invoice) -> Value {
    // What was paid with it comes after it: the last entry has the balance of after all of it.
    let last = record.entries.iter().rev().find(|entry| entry.customer_id == invoice.customer_id);
    let balance = last.map_or(invoice.balance, |entry| entry.balance_after);
    let customer = customer(invoice.customer_id, &invoice.customer_name, balance);
    dated(record, json!({ "invoice": invoice, "customer": customer }))
}

fn of_product(record: &JournalRecord, product: &Product) -> Value {
    dated(record, json!({ "product": product }))
}

fn is_answer(record: &JournalRecord, bill: &Invoice) -> bool {
    matches!(&record.posted, Posted::Invoice(answer) if answer.id == bill.id)
}

/// With its place in the shop's journal and the day in India on which it was posted.
fn dated(record: &JournalRecord, mut data: Value) -> Value {
    if let Some(data) = data.as_object_mut() {
        data.retain(|_, value| !value.is_null());
        data.insert("sequence".to_owned(), record.sequence.into());
        data.insert("date".to_owned(), india_day(record.at).to_string().into());
    }
    data
}

fn customer(id: PartyId, name: &str, balance: Money) -> Value {
    json!({ "id": id, "name": name, "balancePaise": balance })
}
