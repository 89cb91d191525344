//! What a wish for a bill comes to at the shop's prices.

use super::positive;
use crate::invoice::{
    Charge, Charged, DraftLine, InvoiceDraft, InvoiceKind, InvoiceLine, LINES_MAX, ReckonError, Supply, TaxSum, Totals,
    reckon, tax_sums,
};
use crate::ledger::book::{Account, BookView};
use crate::ledger::decide::party::not_itself;
use crate::ledger::decide::product;
use crate::ledger::field::{self, NOTE_MAX, invalid};
use crate::ledger::{Refusal, Scheme, is_state_code};
use crate::money::{Money, TaxRate};
use jiff::civil::Date;

/// A bill before it has a number.
pub(super) struct Paper<'a> {
    pub(super) account: &'a Account,
    pub(super) kind: InvoiceKind,
    pub(super) place_of_supply: String,
    pub(super) items: Vec<InvoiceLine>,
    pub(super) sums: Totals,
    pub(super) taxes: Vec<TaxSum>,
    pub(super) notes: Option<String>,
}

/// Prices a wish, where it can be a bill at all.
pub(super) fn price<'a>(book: &'a BookView, wish: &InvoiceDraft, day: Date) -> Result<Paper<'a>, Refusal> {
    let account = book.account(wish.party)?;
    if wish.lines.is_empty() || wish.lines.len() > LINES_MAX {
        return Err(Refusal::InvalidLines);
    }
    not_itself(book, &account.party)?;
    let notes = field::optional("/notes", wish.notes.as_deref(), NOTE_MAX)?;
    let place_of_supply = place_of_supply(book, account, wish)?;
    let supply = match book.shop.scheme {
        Scheme::Regular if place_of_supply == book.shop.state_code => Supply::WithinState,
        Scheme::Regular => Supply::BetweenStates,
        Scheme::Composition | Scheme::Unregistered => Supply::Untaxed,
    };
    let (items, sums) = reckoned(book, wish, supply, day)?;
    let kind = match book.shop.scheme {
        Scheme::Regular => InvoiceKind::of_registered(&items, account.party.gstin.as_deref()),
        Scheme::Composition => InvoiceKind::BillOfSupply,
        Scheme::Unregistered => InvoiceKind::Bill,
    };
    positive(book, sums.total)?;
    let limit = book.shop.limits.amount_max;
    let taxes = tax_sums(&items, kind).map_err(|_| Refusal::InvalidAmount { limit })?;
    Ok(Paper { account, kind, place_of_supply, items, sums, taxes, notes })
}

/// The State that the goods go to: as said, or the customer's, or the shop's.
fn place_of_supply(book: &BookView, account: &Account, wish: &InvoiceDraft) -> Result<String, Refusal> {
    match &wish.place_of_supply {
        Some(code) if is_state_code(code) => Ok(code.clone()),
        Some(_) => Err(invalid("/placeOfSupply", "must be a State's two digits")),
        None => Ok(account.party.state_code.as_ref().unwrap_or(&book.shop.state_code).clone()),
    }
}

/// The lines with their prices and taxes, and what they come to.
fn reckoned(
    book: &BookView,
    wish: &InvoiceDraft,
    supply: Supply,
    day: Date,
) -> Result<(Vec<InvoiceLine>, Totals), Refusal> {
    let charges = wish.lines.iter().map(|line| charge(book, line, supply, day)).collect::<Result<Vec<_>, _>>()?;
    let bill = reckon(&charges, wish.discount, supply, book.shop.rounding).map_err(|error| match error {
        ReckonError::OutOfRange(_) => Refusal::InvalidAmount { limit: book.shop.limits.amount_max },
        ReckonError::Discount(line) => {
            let field = line.map_or_else(|| "/discount".to_owned(), |at| format!("/items/{at}/discount"));
            Refusal::InvalidField { field, problem: error.to_string() }
        }
    })?;
    let lines = wish.lines.iter().zip(&charges).zip(&bill.lines);
    let items = lines.map(|((line, charge), charged)| {
        let item = priced(book, line, charge, charged)?;
        let tax_free = if supply == Supply::Untaxed { None } else { book.product(line.product)?.tax_free_on(day) };
        Ok(InvoiceLine { tax_free, ..item })
    });
    Ok((items.collect::<Result<_, Refusal>>()?, bill.totals))
}

/// What a line is charged before discounts.
fn charge(book: &BookView, line: &DraftLine, supply: Supply, day: Date) -> Result<Charge, Refusal> {
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
    let tax_rate = if supply == Supply::Untaxed { TaxRate::ZERO } else { product.rate_on(day) };
    let (discount, tax_included) = (line.discount, line.tax_included.unwrap_or(true));
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
        hsn: product.hsn.clone(),
        unit: product.unit,
        quantity: line.quantity,
        rate: line.rate.unwrap_or(product.price),
        tax_included: charge.tax_included,
        tax_rate: charge.tax_rate,
        tax_free: None,
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
