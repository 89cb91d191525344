//! Bills.

use super::{Moment, india_day, moved, next_entry, out_of_stock, positive, within_credit};
use crate::ids::{InvoiceId, ProductId};
use crate::invoice::{DraftLine, Invoice, InvoiceDraft, InvoiceLine, InvoiceStatus, LINES_MAX, split_tax, totals};
use crate::ledger::book::{BookView, Change, Decision, FinancialYear, Movement, invoice_postings};
use crate::ledger::field::{self, NOTE_MAX};
use crate::ledger::{EntryKind, Posted, Refusal};
use crate::quantity::Quantity;
use std::collections::HashMap;

pub(super) fn issue_invoice(
    book: &BookView,
    draft: &InvoiceDraft,
    moment: &mut Moment<'_>,
) -> Result<Decision, Refusal> {
    let account = book.account(draft.party)?;
    if draft.lines.is_empty() || draft.lines.len() > LINES_MAX {
        return Err(Refusal::InvalidLines);
    }
    let notes = field::optional("/notes", draft.notes.as_deref(), NOTE_MAX)?;
    let items = draft.lines.iter().map(|line| price(book, line)).collect::<Result<Vec<_>, _>>()?;
    let sum = totals(&items).map_err(|_| Refusal::InvalidAmount { limit: book.shop.limits.amount_max })?;
    positive(book, sum.total)?;
    if draft.expected_total.is_some_and(|expected| expected != sum.total) {
        return Err(Refusal::TotalChanged { total: sum.total });
    }
    let movements = taken(book, &items)?;
    let year = FinancialYear::of(india_day(moment.now));
    let number = book.last_numbers.get(&year).copied().unwrap_or(0).saturating_add(1);
    let id = InvoiceId::from_uuid((moment.new_id)());
    let mut entry = next_entry(book, account, EntryKind::Invoice, sum.total, moment)?;
    within_credit(account, entry.balance_after)?;
    entry.description.clone_from(&notes);
    entry.invoice_number = Some(year.number(number));
    let invoice = Invoice {
        id,
        number: year.number(number),
        status: InvoiceStatus::Confirmed,
        customer_id: account.party.id,
        customer_name: account.party.name.clone(),
        items,
        taxable: sum.taxable,
        cgst: sum.cgst,
        sgst: sum.sgst,
        round_off: sum.round_off,
        total: sum.total,
        notes,
        entry_id: Some(entry.id),
        balance: entry.balance_after,
        created_at: moment.now,
    };
    let postings = invoice_postings(&invoice)?;
    let change = Change::InvoiceIssued { year, number };
    Ok(Decision { posted: Posted::Invoice(invoice), change, entries: vec![(entry, postings)], movements })
}

/// The line with its price and tax.
fn price(book: &BookView, line: &DraftLine) -> Result<InvoiceLine, Refusal> {
    let product = book.product(line.product)?;
    let milli = line.quantity.milli();
    let is_whole = milli % 1_000 == 0 || !product.unit.is_counted();
    if !(1..=book.shop.limits.quantity_max.milli()).contains(&milli) || !is_whole {
        return Err(Refusal::InvalidQuantity { name: product.name.clone() });
    }
    let rate = line.rate.unwrap_or(product.price);
    positive(book, rate)?;
    let limit = book.shop.limits.amount_max;
    let total = line.quantity.times(rate).map_err(|_| Refusal::InvalidAmount { limit })?;
    let (taxable, tax) = split_tax(total, product.tax_rate).map_err(|_| Refusal::InvalidAmount { limit })?;
    Ok(InvoiceLine {
        product_id: product.id,
        name: product.name.clone(),
        unit: product.unit,
        quantity: line.quantity,
        rate,
        tax_rate: product.tax_rate,
        taxable,
        cgst: tax,
        sgst: tax,
        total,
    })
}

/// What leaves the shelf, where there is enough of everything; a product on two lines is taken twice.
fn taken(book: &BookView, items: &[InvoiceLine]) -> Result<Vec<Movement>, Refusal> {
    let mut left: HashMap<ProductId, Quantity> = HashMap::new();
    let mut movements = Vec::with_capacity(items.len());
    for item in items {
        let product = book.product(item.product_id)?;
        let before = left.get(&product.id).copied().unwrap_or(product.stock);
        let after = before.minus(item.quantity).ok().filter(|after| *after >= Quantity::ZERO);
        left.insert(product.id, after.ok_or_else(|| out_of_stock(product))?);
        let gone = Quantity::from_milli(item.quantity.milli().saturating_neg());
        movements.extend(moved(product.id, gone, "sale"));
    }
    Ok(movements)
}
