//! Products and their stock.

use super::{Moment, moved, out_of_stock, positive};
use crate::ids::ProductId;
use crate::ledger::book::{BookView, Change, Decision};
use crate::ledger::field::{self, MILLI_MAX, NAME_MAX};
use crate::ledger::{NewProduct, Posted, Product, Refusal, StockOp};
use crate::money::OutOfRange;
use crate::quantity::Quantity;

pub(super) fn create_product(book: &BookView, new: &NewProduct, moment: &mut Moment<'_>) -> Result<Decision, Refusal> {
    let name = field::text("/name", &new.name, NAME_MAX)?;
    if let Some(name) = book.product_names.get(&name.to_lowercase()) {
        return Err(Refusal::DuplicateProduct { name: name.clone() });
    }
    positive(book, new.price)?;
    let (hsn, packs, aliases) = field::extras(new)?;
    for quantity in [Some(new.stock), new.low_stock].into_iter().flatten() {
        if !(0..=MILLI_MAX).contains(&quantity.milli()) {
            return Err(Refusal::InvalidQuantity { name });
        }
    }
    let product = Product {
        id: ProductId::from_uuid((moment.new_id)()),
        name,
        unit: new.unit,
        price: new.price,
        tax_rate: new.tax_rate,
        hsn,
        stock: new.stock,
        low_stock: new.low_stock,
        packs,
        aliases,
    };
    let movements = moved(product.id, new.stock, "opening");
    Ok(Decision { posted: Posted::Product(product), change: Change::ProductCreated, entries: vec![], movements })
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
    let change = match op {
        StockOp::Add => quantity,
        StockOp::Remove => Quantity::ZERO.minus(quantity).map_err(wrong)?,
        StockOp::Set => quantity.minus(product.stock).map_err(wrong)?,
    };
    let stock = product.stock.plus(change).map_err(wrong)?;
    if stock < Quantity::ZERO {
        return Err(out_of_stock(&product));
    }
    if stock.milli() > MILLI_MAX {
        return Err(Refusal::InvalidQuantity { name: product.name });
    }
    product.stock = stock;
    let movements = moved(product.id, change, reason.as_deref().unwrap_or("count"));
    Ok(Decision { posted: Posted::Product(product), change: Change::StockMoved, entries: vec![], movements })
}
