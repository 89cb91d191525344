//! Bills.

use super::{Moment, india_day, moved, next_entry, positive, product, within_credit};
use crate::ids::{InvoiceId, ProductId};
use crate::invoice::{
    Charge, Charged, DraftLine, Invoice, InvoiceDraft, InvoiceKind, InvoiceLine, InvoiceStatus, LINES_MAX, ReckonError,
    Supply, Totals, reckon, tax_sums,
};
use crate::ledger::book::{BookView, Change, Decision, FinancialYear, Movement, invoice_postings};
use crate::ledger::field::{self, NOTE_MAX};
use crate::ledger::{EntryKind, Posted, Refusal};
use crate::money::Money;
use crate::quantity::Quantity;
use jiff::civil::Date;
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
    let (items, sum) = reckoned(book, draft, india_day(moment.now))?;
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
    let limit = book.shop.limits.amount_max;
    let taxes = tax_sums(&items).map_err(|_| Refusal::InvalidAmount { limit })?;
    let invoice = Invoice {
        id,
        kind: InvoiceKind::TaxInvoice,
        number: year.number(number),
        status: InvoiceStatus::Confirmed,
        customer_id: account.party.id,
        customer_name: account.party.name.clone(),
        customer_gstin: None,
        place_of_supply: None,
        items,
        discount: sum.discount,
        taxable: sum.taxable,
        cgst: sum.cgst,
        sgst: sum.sgst,
        igst: sum.igst,
        round_off: sum.round_off,
        total: sum.total,
        taxes,
        notes,
        payments: vec![],
        original: None,
        entry_id: Some(entry.id),
        balance: entry.balance_after,
        created_at: moment.now,
    };
    let postings = invoice_postings(&invoice)?;
    let change = Change::InvoiceIssued { year, number };
    Ok(Decision { posted: Posted::Invoice(invoice), change, entries: vec![(entry, postings)], movements })
}

/// The lines with their prices and taxes, and what they come to.
fn reckoned(book: &BookView, draft: &InvoiceDraft, day: Date) -> Result<(Vec<InvoiceLine>, Totals), Refusal> {
    let charges = draft.lines.iter().map(|line| charge(book, line, day)).collect::<Result<Vec<_>, _>>()?;
    let bill = reckon(&charges, draft.discount, Supply::WithinState, book.shop.rounding);
    let bill = bill.map_err(|error| match error {
        ReckonError::OutOfRange(_) => Refusal::InvalidAmount { limit: book.shop.limits.amount_max },
        ReckonError::Discount(line) => {
            let field = line.map_or_else(|| "/discount".to_owned(), |at| format!("/items/{at}/discount"));
            Refusal::InvalidField { field, problem: error.to_string() }
        }
    })?;
    let lines = draft.lines.iter().zip(&charges).zip(&bill.lines);
    let items = lines.map(|((line, charge), charged)| priced(book, line, charge, charged)).collect::<Result<_, _>>()?;
    Ok((items, bill.totals))
}

/// What a line is charged before discounts.
fn charge(book: &BookView, line: &DraftLine, day: Date) -> Result<Charge, Refusal> {
    let product = book.product(line.product)?;
    let milli = line.quantity.milli();
    let is_whole = milli % 1_000 == 0 || !product.unit.is_counted();
    if !(1..=book.shop.limits.quantity_max.milli()).contains(&milli) || !is_whole {
        return Err(Refusal::InvalidQuantity { name: product.name.clone() });
    }
    let rate = line.rate.unwrap_or(product.price);
    positive(book, rate)?;
    let limit = book.shop.limits.amount_max;
    let amount = line.quantity.times(rate).map_err(|_| Refusal::InvalidAmount { limit })?;
    let (discount, tax_included) = (line.discount, line.tax_included.unwrap_or(true));
    let tax_rate = product.rate_on(day);
    let tax = if tax_included { Ok(Money::ZERO) } else { rate.tax_at(tax_rate) };
    let shelf_price = tax.and_then(|tax| rate.plus(tax)).map_err(|_| Refusal::InvalidAmount { limit })?;
    product::for_sale(product, shelf_price)?;
    Ok(Charge { amount, discount, tax_rate, tax_included })
}

/// The line as the bill shows it.
fn priced(book: &BookView, line: &DraftLine, charge: &Charge, charged: &Charged) -> Result<InvoiceLine, Refusal> {
    let product = book.product(line.product)?;
    Ok(InvoiceLine {
        product_id: product.id,
        name: product.name.clone(),
        hsn: None,
        unit: product.unit,
        quantity: line.quantity,
        rate: line.rate.unwrap_or(product.price),
        tax_included: charge.tax_included,
        tax_rate: charge.tax_rate,
        discount: charged.discount,
        bill_discount: charged.bill_discount,
        taxable: charged.taxable,
        cgst: charged.cgst,
        sgst: charged.sgst,
        igst: charged.igst,
        total: charged.total,
        original_line: None,
    })
}

/// What leaves the shelf, where there is enough of everything; a product on two lines is taken twice.
fn taken(book: &BookView, items: &[InvoiceLine]) -> Result<Vec<Movement>, Refusal> {
    let mut left: HashMap<ProductId, Quantity> = HashMap::new();
    let mut movements = Vec::with_capacity(items.len());
    for item in items {
        let product = book.product(item.product_id)?;
        let before = left.get(&product.id).copied().unwrap_or(product.stock);
        left.insert(product.id, product::left(book, product, before, item.quantity)?);
        let gone = Quantity::from_milli(item.quantity.milli().saturating_neg());
        movements.extend(moved(product.id, gone, "sale"));
    }
    Ok(movements)
}
