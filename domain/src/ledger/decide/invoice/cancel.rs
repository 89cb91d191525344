//! Undoing a bill, a credit note or a draft.

use super::{draft, following, moved, negative, next_entry, on_the_shelf};
use crate::ids::InvoiceId;
use crate::invoice::{Invoice, InvoiceKind, InvoiceLine, InvoiceStatus};
use crate::ledger::bills::{mirrored, opposite, postings_of};
use crate::ledger::book::{Account, AccountKind, BookView, Change, Decision, Movement, Posting};
use crate::ledger::decide::Moment;
use crate::ledger::decide::payment::{received, ways};
use crate::ledger::field::{self, NOTE_MAX};
use crate::ledger::{Entry, EntryKind, Posted, Refusal};
use crate::money::Money;

/// Undoes a bill with all that was posted with it, once; its number is never used again.
pub(super) fn cancel(
    book: &BookView,
    id: InvoiceId,
    reason: Option<&str>,
    moment: &mut Moment<'_>,
) -> Result<Decision, Refusal> {
    let reason = field::optional("/reason", reason, NOTE_MAX)?;
    if let Some(draft) = book.bills.drafts.get(&id) {
        return Ok(draft::discard(draft));
    }
    let issued = book.bills.issued(id)?;
    if issued.invoice.status == InvoiceStatus::Cancelled {
        return Err(Refusal::AlreadyCancelled);
    }
    if issued.is_credited() {
        // What came back would come back twice.
        return Err(Refusal::HasCreditNotes);
    }
    let account = book.account(issued.invoice.customer_id)?;
    let movements = back(&issued.invoice);
    on_the_shelf(book, &movements)?;
    let bill = undone(book, account, &issued.invoice, reason.clone(), moment)?;
    let mut entries = vec![bill.clone()];
    if issued.invoice.payment_entry_id.is_some() && !issued.is_payment_reversed {
        let after = following(account, &bill.0);
        let (entry, postings) = unpaid(book, &after, &issued.invoice, moment)?;
        entries.push((Entry { description: reason, ..entry }, postings));
    }
    let balance = entries.last().map_or(account.party.balance, |(entry, _)| entry.balance_after);
    let reversed_by = entries.iter().map(|(entry, _)| entry.id).collect();
    let invoice = Invoice { status: InvoiceStatus::Cancelled, reversed_by, balance, ..issued.invoice.clone() };
    Ok(Decision { posted: Posted::Invoice(invoice), change: Change::InvoiceCancelled, entries, movements })
}

/// The goods as they go back to where they came from.
fn back(invoice: &Invoice) -> Vec<Movement> {
    let came_back = invoice.kind == InvoiceKind::CreditNote;
    let items = invoice.items.iter();
    let movement = |item: &InvoiceLine| {
        let quantity = if came_back { negative(item.quantity) } else { item.quantity };
        moved(item.product_id, quantity, "reversal")
    };
    items.flat_map(movement).collect()
}

/// The entry that undoes that of the bill.
fn undone(
    book: &BookView,
    account: &Account,
    invoice: &Invoice,
    reason: Option<String>,
    moment: &mut Moment<'_>,
) -> Result<(Entry, Vec<Posting>), Refusal> {
    let postings = mirrored(&postings_of(invoice)?)?;
    // A note may round to nothing, and then none of its postings is the customer's.
    let of_customer = postings.iter().find(|posting| posting.account == AccountKind::Customer);
    let amount = of_customer.map_or(Money::ZERO, |posting| posting.amount);
    let mut entry = next_entry(book, account, EntryKind::Reversal, amount, moment)?;
    entry.reverses = invoice.entry_id;
    entry.description = reason;
    entry.invoice_number = Some(invoice.number.clone());
    Ok((entry, postings))
}

/// The entry that undoes what was paid with the bill.
fn unpaid(
    book: &BookView,
    account: &Account,
    invoice: &Invoice,
    moment: &mut Moment<'_>,
) -> Result<(Entry, Vec<Posting>), Refusal> {
    let paid = &invoice.payments;
    let sum = paid.iter().try_fold(Money::ZERO, |sum, part| sum.plus(part.amount));
    // No look at the shop's limits: what was within them once can be undone.
    let sum = sum.map_err(|_| Refusal::InvalidAmount { limit: book.shop.limits.amount_max })?;
    let postings = received(account, opposite(sum)?, paid);
    let mut entry = next_entry(book, account, EntryKind::Reversal, sum, moment)?;
    (entry.mode, entry.parts) = ways(paid);
    entry.reverses = invoice.payment_entry_id;
    entry.invoice_number = Some(invoice.number.clone());
    Ok((entry, mirrored(&postings)?))
}
