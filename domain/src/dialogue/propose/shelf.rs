//! The shelf: what is counted, what it costs, what is new on it.

use super::lookup::{self, price_of};
use super::{Asked, Change, Instead, sale};
use crate::intent::{Slot, Slots, StockOp, World};
use crate::ledger::{self, Command, NewProduct, ProductChange};
use crate::quantity::{Quantity, Unit};
use crate::reply::{Question, Wish};

/// Counting in, out or afresh.
pub(super) fn stock(slots: &Slots, world: &World) -> Result<Change, Instead> {
    let (known, product) = lookup::product(slots.product_id.as_deref(), world)?;
    let missing = |slot| (Question::Missing(slot), slot);
    let op = slots.op.ok_or_else(|| missing(Slot::Op))?;
    let quantity = slots.qty_milli.filter(|quantity| *quantity >= Quantity::ZERO);
    let quantity = quantity.ok_or_else(|| missing(Slot::QtyMilli))?;
    if known.unit.is_counted() && quantity.milli() % 1_000 != 0 {
        return Err((Question::HowMany { name: known.name.clone(), price: known.price }, Slot::QtyMilli).into());
    }
    if op == StockOp::Remove && world.refuses_oversell && quantity > known.stock {
        return Err(sale::short_of(known));
    }
    let op = match op {
        StockOp::Add => ledger::StockOp::Add,
        StockOp::Remove => ledger::StockOp::Remove,
        StockOp::Set => ledger::StockOp::Set,
    };
    let wish = Wish::Stock { name: known.name.clone(), op, quantity, unit: known.unit };
    Ok((wish, Command::MoveStock { product, op, quantity, reason: None }))
}

/// Another price.
pub(super) fn price(slots: &Slots, world: &World) -> Result<Change, Asked> {
    let (known, product) = lookup::product(slots.product_id.as_deref(), world)?;
    let price = price_of(slots, world)?;
    let wish = Wish::Price { name: known.name.clone(), price, unit: known.unit };
    let change = ProductChange { price: Some(price), ..ProductChange::default() };
    Ok((wish, Command::ChangeProduct { product, change }))
}

/// Something new, counted in pieces unless something else was said. Its price is asked for: nothing is sold for nothing.
pub(super) fn product(slots: &Slots, world: &World) -> Result<Change, Asked> {
    let name = slots.name.as_deref().map(lookup::capitalised).filter(|name| !name.is_empty());
    let name = name.ok_or((Question::Missing(Slot::Name), Slot::Name))?;
    let price = price_of(slots, world)?;
    let (unit, stock) = (slots.unit.unwrap_or(Unit::Pc), slots.stock_milli.unwrap_or(Quantity::ZERO));
    let wish = Wish::Product { name: name.clone(), price, unit, stock };
    Ok((wish, Command::CreateProduct(NewProduct { name, unit, price, stock, ..NewProduct::default() })))
}
