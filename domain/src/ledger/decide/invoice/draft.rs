//! Bills that are not in the books yet.

use super::price::{Paper, price};
use crate::ids::InvoiceId;
use crate::invoice::{Draft, DraftBill, DraftEdit, DraftLine, InvoiceDraft, InvoiceStatus};
use crate::ledger::book::{BookView, Change, Decision};
use crate::ledger::decide::{Moment, india_day};
use crate::ledger::field::invalid;
use crate::ledger::{Posted, Refusal};

/// How long a draft is kept after its last change.
const KEPT: jiff::SignedDuration = jiff::SignedDuration::from_hours(30 * 24);

pub(super) fn begin(book: &BookView, wish: &InvoiceDraft, moment: &mut Moment<'_>) -> Result<Decision, Refusal> {
    let paper = price(book, wish, india_day(moment.now))?;
    if wish.expected_total.is_some_and(|expected| expected != paper.sums.total) {
        return Err(Refusal::TotalChanged { total: paper.sums.total });
    }
    let id = InvoiceId::from_uuid((moment.new_id)());
    Ok(written(drawn(id, 1, moment.now, wish, paper, moment)))
}

/// A draft with what a bill had, at today's prices; discounts are not repeated.
pub(super) fn repeat(book: &BookView, invoice: InvoiceId, moment: &mut Moment<'_>) -> Result<Decision, Refusal> {
    let old = &book.bills.issued(invoice)?.invoice;
    if old.original.is_some() {
        return Err(Refusal::NotABill);
    }
    let lines = old.items.iter().map(|item| DraftLine::new(item.product_id, item.quantity)).collect();
    begin(book, &InvoiceDraft::new(old.customer_id, lines), moment)
}

pub(super) fn edit(
    book: &BookView,
    draft: InvoiceId,
    version: Option<i64>,
    edit: &DraftEdit,
    moment: &mut Moment<'_>,
) -> Result<Decision, Refusal> {
    let old = found(book, draft, version, moment)?;
    let wish = edit.applied(&old.wish).map_err(|pointer| invalid(&pointer, "the draft has no such line"))?;
    let paper = price(book, &wish, india_day(moment.now))?;
    let (version, begun) = (old.bill.version.saturating_add(1), old.bill.created_at);
    Ok(written(drawn(draft, version, begun, &wish, paper, moment)))
}

/// The draft that is to be confirmed, and what it asks for.
pub(super) fn to_confirm<'a>(
    book: &'a BookView,
    draft: InvoiceId,
    version: Option<i64>,
    moment: &Moment<'_>,
) -> Result<(&'a DraftBill, InvoiceDraft), Refusal> {
    let draft = found(book, draft, version, moment)?;
    Ok((&draft.bill, draft.wish.clone()))
}

/// Throws a draft away.
pub(super) fn discard(draft: &Draft) -> Decision {
    let mut draft = draft.clone();
    draft.bill.status = InvoiceStatus::Cancelled;
    let change = Change::DraftDiscarded;
    Decision { posted: Posted::Draft(Box::new(draft)), change, entries: vec![], movements: vec![] }
}

/// The draft in the version that was seen; why not, where it is a bill by now.
fn found<'a>(
    book: &'a BookView,
    id: InvoiceId,
    version: Option<i64>,
    moment: &Moment<'_>,
) -> Result<&'a Draft, Refusal> {
    let Some(draft) = book.bills.drafts.get(&id).filter(|draft| draft.bill.expires_at > moment.now) else {
        return Err(match book.bills.issued(id)?.invoice.status {
            InvoiceStatus::Cancelled => Refusal::AlreadyCancelled,
            InvoiceStatus::Confirmed | InvoiceStatus::Draft => Refusal::AlreadyConfirmed,
        });
    };
    match version {
        Some(seen) if seen != draft.bill.version => Err(Refusal::StaleVersion { version: draft.bill.version }),
        Some(_) | None => Ok(draft),
    }
}

fn drawn(
    id: InvoiceId,
    version: i64,
    created_at: jiff::Timestamp,
    wish: &InvoiceDraft,
    paper: Paper<'_>,
    moment: &Moment<'_>,
) -> Draft {
    let Paper { account, kind, place_of_supply, items, sums, taxes, notes } = paper;
    let bill = DraftBill {
        id,
        kind,
        status: InvoiceStatus::Draft,
        version,
        customer_id: account.party.id,
        customer_name: account.party.name.clone(),
        place_of_supply,
        items,
        discount: sums.discount,
        taxable: sums.taxable,
        cgst: sums.cgst,
        sgst: sums.sgst,
        igst: sums.igst,
        round_off: sums.round_off,
        total: sums.total,
        taxes,
        notes,
        payments: wish.payments.clone(),
        created_at,
        updated_at: moment.now,
        expires_at: moment.now.checked_add(KEPT).unwrap_or(moment.now),
    };
    Draft { wish: wish.clone(), bill }
}

fn written(draft: Draft) -> Decision {
    let change = Change::DraftWritten;
    Decision { posted: Posted::Draft(Box::new(draft)), change, entries: vec![], movements: vec![] }
}
