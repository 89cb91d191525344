//! What a slot names: a customer, a product, an amount that one entry may have.

use super::Asked;
use crate::ids::{PartyId, ProductId};
use crate::intent::{Slot, Slots, World, WorldCustomer, WorldProduct};
use crate::money::Money;
use crate::reply::Question;

pub(super) fn party<'a>(slots: &Slots, world: &'a World) -> Result<(&'a WorldCustomer, PartyId), Asked> {
    let named = slots.customer_id.as_deref().and_then(|id| {
        let customer = world.customers.iter().find(|customer| customer.id == id)?;
        Some((customer, customer.id.parse().ok()?))
    });
    named.ok_or((Question::Missing(Slot::CustomerId), Slot::CustomerId))
}

pub(super) fn product<'a>(id: Option<&str>, world: &'a World) -> Result<(&'a WorldProduct, ProductId), Asked> {
    let named = id.and_then(|id| {
        let product = world.products.iter().find(|product| product.id == id)?;
        Some((product, product.id.parse().ok()?))
    });
    named.ok_or((Question::Missing(Slot::ProductId), Slot::ProductId))
}

pub(super) fn amount(slots: &Slots, world: &World) -> Result<Money, Asked> {
    let amount = slots.amount_paise.ok_or((Question::Missing(Slot::AmountPaise), Slot::AmountPaise))?;
    let limit = world.limits.amount_max;
    if amount > Money::ZERO && amount <= limit {
        Ok(amount)
    } else {
        Err((Question::InvalidAmount { limit }, Slot::AmountPaise))
    }
}
