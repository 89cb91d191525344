//! Products and their stock.

use super::{Moment, india_day, moved, positive};
use crate::ids::ProductId;
use crate::ledger::book::{BookView, Change, Decision};
use crate::ledger::field::{self, MILLI_MAX, NAME_MAX};
use crate::ledger::goods::rate_changes;
use crate::ledger::rate::lawful;
use crate::ledger::{NewProduct, Oversell, Posted, Product, ProductChange, Refusal, StockOp};
use crate::money::{Money, OutOfRange};
use crate::quantity::Quantity;
use jiff::civil::Date;

pub(super) fn create_product(book: &BookView, new: &NewProduct, moment: &mut Moment<'_>) -> Result<Decision, Refusal> {
    let today = india_day(moment.now);
    let product = Product {
        id: ProductId::from_uuid((moment.new_id)()),
        name: field::text("/name", &new.name, NAME_MAX)?,
        unit: new.unit,
        price: new.price,
        mrp: new.mrp,
        tax_rate: lawful("/taxRateBp", new.tax_rate, today)?,
        tax_rates: rate_changes(&new.tax_rates)?,
        tax_free: new.tax_free,
        hsn: new.hsn.as_deref().filter(|code| !code.trim().is_empty()).map(field::hsn).transpose()?,
        barcode: new.barcode.as_deref().filter(|code| !code.trim().is_empty()).map(field::code).transpose()?,
        stock: in_range("/stockMilli", new.stock)?,
        low_stock: new.low_stock.map(|mark| in_range("/lowStockMilli", mark)).transpose()?,
        packs: field::packs(&new.packs)?,
        aliases: field::aliases(&new.aliases)?,
        is_active: true,
    };
    priced(book, &product)?;
    is_tax_free(&product)?;
    free(book, &product, None)?;
    let movements = moved(product.id, new.stock, "opening");
    Ok(Decision { posted: Posted::Product(product), change: Change::ProductCreated, entries: vec![], movements })
}

pub(super) fn change_product(
    book: &BookView,
    product: ProductId,
    change: &ProductChange,
    moment: &mut Moment<'_>,
) -> Result<Decision, Refusal> {
    let today = india_day(moment.now);
    let old = book.product(product)?;
    if change.unit.is_some_and(|unit| unit != old.unit) && book.moved.contains(&product) {
        return Err(Refusal::UnitInUse { name: old.name.clone() });
    }
    let mut product = changed(old, change)?;
    (product.tax_rate, product.tax_rates) = rates(old, change, today)?;
    if change.tax_free.is_kept() && !product.may_be_tax_free() {
        // Its rate became one: why it bore none is past.
        product.tax_free = None;
    }
    is_tax_free(&product)?;
    priced(book, &product)?;
    free(book, &product, Some(old))?;
    Ok(Decision {
        posted: Posted::Product(product),
        change: Change::ProductChanged,
        entries: vec![],
        movements: vec![],
    })
}

/// The product with what each field becomes on its own.
fn changed(old: &Product, change: &ProductChange) -> Result<Product, Refusal> {
    let name = change.name.as_ref().map(|name| field::text("/name", name, NAME_MAX)).transpose()?;
    let packs = change.packs.as_ref().map(field::packs).transpose()?;
    let aliases = change.aliases.as_deref().map(field::aliases).transpose()?;
    let old = old.clone();
    Ok(Product {
        name: name.unwrap_or(old.name),
        unit: change.unit.unwrap_or(old.unit),
        price: change.price.unwrap_or(old.price),
        mrp: change.mrp.field(old.mrp.as_ref(), |mrp| Ok::<_, Refusal>(*mrp))?,
        tax_free: change.tax_free.over(old.tax_free),
        hsn: change.hsn.field(old.hsn.as_ref(), |code| field::hsn(code))?,
        barcode: change.barcode.field(old.barcode.as_ref(), |code| field::code(code))?,
        low_stock: change.low_stock.field(old.low_stock.as_ref(), |mark| in_range("/lowStockMilli", *mark))?,
        packs: packs.unwrap_or(old.packs),
        aliases: aliases.unwrap_or(old.aliases),
        is_active: change.is_active.unwrap_or(old.is_active),
        ..old
    })
}

/// The rate of today and those to come: a rate that is set now ends every earlier one.
fn rates(
    old: &Product,
    change: &ProductChange,
    today: Date,
) -> Result<(crate::money::TaxRate, Vec<crate::ledger::RateFrom>), Refusal> {
    let old = old.clone().on(today);
    let rate = change.tax_rate.map_or(Ok(old.tax_rate), |rate| lawful("/taxRateBp", rate, today))?;
    let to_come = change.tax_rates.as_deref().map_or(Ok(old.tax_rates), rate_changes)?;
    Ok((rate, to_come))
}

/// A price is more than nothing, within the shop's limit, and not above what is printed on the goods.
fn priced(book: &BookView, product: &Product) -> Result<(), Refusal> {
    positive(book, product.price)?;
    let Some(mrp) = product.mrp else { return Ok(()) };
    positive(book, mrp)?;
    if product.price > mrp {
        return Err(field::invalid("/pricePaise", &format!("must not be above the MRP of {mrp}")));
    }
    Ok(())
}

/// Why it bears no tax is told of what bears none.
fn is_tax_free(product: &Product) -> Result<(), Refusal> {
    match product.tax_free {
        Some(_) if !product.may_be_tax_free() => Err(field::invalid("/taxFree", "stands with a taxRateBp of 0 alone")),
        Some(_) | None => Ok(()),
    }
}

/// Whether the name and the barcode are nobody else's, of what is still sold.
fn free(book: &BookView, product: &Product, old: Option<&Product>) -> Result<(), Refusal> {
    let old = old.filter(|old| old.is_active);
    let has_name = old.is_some_and(|old| old.name.to_lowercase() == product.name.to_lowercase());
    if let Some(name) = book.product_names.get(&product.name.to_lowercase()).filter(|_| product.is_active && !has_name)
    {
        return Err(Refusal::DuplicateProduct { name: name.clone() });
    }
    let has_code = old.is_some_and(|old| old.barcode == product.barcode);
    let code = product.barcode.as_ref().filter(|_| product.is_active && !has_code);
    match code.and_then(|code| book.barcodes.get(code)) {
        Some(name) => Err(Refusal::DuplicateBarcode { name: name.clone() }),
        None => Ok(()),
    }
}

fn in_range(pointer: &str, quantity: Quantity) -> Result<Quantity, Refusal> {
    let is_some = (0..=MILLI_MAX).contains(&quantity.milli());
    if is_some { Ok(quantity) } else { Err(field::invalid(pointer, &format!("must be from 0 to {MILLI_MAX}"))) }
}

/// Whether the product is still sold, and this price of one unit, tax included, is not above its MRP.
pub(super) fn for_sale(product: &Product, price: Money) -> Result<(), Refusal> {
    let name = || product.name.clone();
    match product.mrp {
        _ if !product.is_active => Err(Refusal::RetiredProduct { name: name() }),
        Some(mrp) if price > mrp => Err(Refusal::AboveMrp { name: name(), mrp }),
        Some(_) | None => Ok(()),
    }
}

/// What is left of a product when so much is taken: less than nothing only where the shop sells what it does not have.
pub(super) fn left(book: &BookView, product: &Product, before: Quantity, taken: Quantity) -> Result<Quantity, Refusal> {
    let after = before.minus(taken).map_err(|_| Refusal::InvalidQuantity { name: product.name.clone() })?;
    let is_short = after < Quantity::ZERO && taken > Quantity::ZERO;
    if is_short && book.shop.oversell == Oversell::Refuse {
        let (name, unit) = (product.name.clone(), product.unit.as_str().to_owned());
        return Err(Refusal::OutOfStock { name, left: product.stock, unit });
    }
    if after.milli().unsigned_abs() > MILLI_MAX.unsigned_abs() {
        return Err(Refusal::InvalidQuantity { name: product.name.clone() });
    }
    Ok(after)
}

pub(super) fn move_stock(
    book: &BookView,
    product: ProductId,
    op: StockOp,
    quantity: Quantity,
    reason: Option<&str>,
) -> Result<Decision, Refusal> {
    let mut product = book.product(product)?.clone();
    let reason = field::optional("/reason", reason, NAME_MAX)?;
    let wrong = |_: OutOfRange| Refusal::InvalidQuantity { name: product.name.clone() };
    if !(0..=MILLI_MAX).contains(&quantity.milli()) || (op != StockOp::Set && quantity == Quantity::ZERO) {
        return Err(Refusal::InvalidQuantity { name: product.name });
    }
    let taken = match op {
        StockOp::Add => Quantity::ZERO.minus(quantity).map_err(wrong)?,
        StockOp::Remove => quantity,
        StockOp::Set => product.stock.minus(quantity).map_err(wrong)?,
    };
    let change = Quantity::ZERO.minus(taken).map_err(wrong)?;
    product.stock = left(book, &product, product.stock, taken)?;
    let movements = moved(product.id, change, reason.as_deref().unwrap_or("count"));
    Ok(Decision { posted: Posted::Product(product), change: Change::StockMoved, entries: vec![], movements })
}
