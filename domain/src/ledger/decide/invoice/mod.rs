//! Bills: drafted, issued, undone, taken back.

use super::{Moment, india_day, moved, next_entry, positive, product, within_credit};
use crate::ids::{InvoiceId, ProductId};
use crate::invoice::{BillWish, Invoice, InvoiceDraft, InvoiceStatus};
use crate::ledger::bills::postings_of;
use crate::ledger::book::{Account, BookView, Change, Decision, FinancialYear, Movement, Posting};
use crate::ledger::{Entry, EntryKind, Party, PaymentPart, Posted, Refusal};
use crate::money::Money;
use crate::quantity::Quantity;
use price::{Paper, price};
use std::collections::HashMap;

mod cancel;
mod counter;
mod draft;
mod price;
mod take_back;

pub(super) fn decide(book: &BookView, wish: &BillWish, moment: &mut Moment<'_>) -> Result<Decision, Refusal> {
    match wish {
        BillWish::Draft(wish) => draft::begin(book, wish, moment),
        BillWish::Repeat { invoice } => draft::repeat(book, *invoice, moment),
        BillWish::Edit { draft, version, edit } => draft::edit(book, *draft, *version, edit, moment),
        BillWish::Confirm { draft, version, expected_total, payments } => {
            let (draft, mut wish) = draft::to_confirm(book, *draft, *version, moment)?;
            wish.expected_total = expected_total.or(Some(draft.total));
            wish.payments = payments.clone().unwrap_or(wish.payments);
            issue(book, draft.id, &wish, moment)
        }
        BillWish::Cancel { invoice, reason } => cancel::cancel(book, *invoice, reason.as_deref(), moment),
        BillWish::Return { invoice, lines, reason } => {
            take_back::take_back(book, *invoice, lines, reason.as_deref(), moment)
        }
    }
}

pub(super) fn issue_invoice(
    book: &BookView,
    wish: &InvoiceDraft,
    moment: &mut Moment<'_>,
) -> Result<Decision, Refusal> {
    let id = InvoiceId::from_uuid((moment.new_id)());
    issue(book, id, wish, moment)
}

fn issue(book: &BookView, id: InvoiceId, wish: &InvoiceDraft, moment: &mut Moment<'_>) -> Result<Decision, Refusal> {
    let paper = price(book, wish, india_day(moment.now))?;
    if wish.expected_total.is_some_and(|expected| expected != paper.sums.total) {
        return Err(Refusal::TotalChanged { total: paper.sums.total });
    }
    let account = paper.account;
    let counted = counter::count(book, wish.party, &wish.payments, paper.sums.total)?;
    let movements: Vec<Movement> =
        paper.items.iter().flat_map(|item| moved(item.product_id, negative(item.quantity), "sale")).collect();
    on_the_shelf(book, &movements)?;
    let (year, number, name) = numbered(book, &book.shop.series, moment);
    let mut entry = next_entry(book, account, EntryKind::Invoice, paper.sums.total, moment)?;
    entry.description.clone_from(&paper.notes);
    entry.invoice_number = Some(name.clone());
    let paid = payment(book, &following(account, &entry), &counted.payments, &name, moment)?;
    let balance = paid.as_ref().map_or(entry.balance_after, |(entry, _)| entry.balance_after);
    within_credit(account, balance)?;
    let mut invoice = issued(id, name, paper, moment);
    invoice.series.clone_from(&book.shop.series);
    invoice.entry_id = Some(entry.id);
    invoice.payment_entry_id = paid.as_ref().map(|(entry, _)| entry.id);
    invoice.payments = counted.payments;
    invoice.change = counted.change;
    invoice.balance = balance;
    let mut entries = vec![(entry, postings_of(&invoice)?)];
    entries.extend(paid);
    let change = Change::InvoiceIssued { year, number };
    Ok(Decision { posted: Posted::Invoice(invoice), change, entries, movements })
}

/// The paper as a bill with this number; what it is posted with is still to be said.
fn issued(id: InvoiceId, number: String, paper: Paper<'_>, moment: &Moment<'_>) -> Invoice {
    let Paper { account, kind, place_of_supply, items, sums, taxes, notes } = paper;
    Invoice {
        id,
        kind,
        series: String::new(),
        number,
        status: InvoiceStatus::Confirmed,
        customer_id: account.party.id,
        customer_name: account.party.name.clone(),
        customer_gstin: account.party.gstin.clone(),
        place_of_supply: Some(place_of_supply),
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
        payments: vec![],
        change: Money::ZERO,
        original: None,
        entry_id: None,
        payment_entry_id: None,
        reversed_by: vec![],
        balance: Money::ZERO,
        created_at: moment.now,
    }
}

/// The number that comes next in a series: the financial year, the running number, and how it is written.
fn numbered(book: &BookView, series: &str, moment: &Moment<'_>) -> (FinancialYear, i64, String) {
    let year = FinancialYear::of(india_day(moment.now));
    let number = book.bills.next_number(series, year);
    (year, number, year.number(series, number))
}

/// The entry of what is paid with the bill.
fn payment(
    book: &BookView,
    account: &Account,
    paid: &[PaymentPart],
    number: &str,
    moment: &mut Moment<'_>,
) -> Result<Option<(Entry, Vec<Posting>)>, Refusal> {
    if paid.is_empty() {
        return Ok(None);
    }
    let (mut entry, postings) = super::payment::payment_entry(book, account, paid, moment)?;
    entry.invoice_number = Some(number.to_owned());
    Ok(Some((entry, postings)))
}

/// The account once this entry is posted.
fn following(account: &Account, entry: &Entry) -> Account {
    let party = Party { balance: entry.balance_after, ..account.party.clone() };
    Account { party, last_sequence: entry.sequence }
}

const fn negative(quantity: Quantity) -> Quantity {
    Quantity::from_milli(quantity.milli().saturating_neg())
}

/// Refuses what takes more off the shelf than is there, unless the shop allows that; a product may go twice.
pub(super) fn on_the_shelf(book: &BookView, movements: &[Movement]) -> Result<(), Refusal> {
    let mut left: HashMap<ProductId, Quantity> = HashMap::new();
    for movement in movements {
        let known = book.product(movement.product)?;
        let before = left.get(&known.id).copied().unwrap_or(known.stock);
        left.insert(known.id, product::left(book, known, before, negative(movement.quantity))?);
    }
    Ok(())
}
