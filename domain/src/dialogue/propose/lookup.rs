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
    within(slots.amount_paise, Slot::AmountPaise, world)
}

/// The price of one unit.
pub(super) fn price_of(slots: &Slots, world: &World) -> Result<Money, Asked> {
    within(slots.price_paise, Slot::PricePaise, world)
}

fn within(amount: Option<Money>, slot: Slot, world: &World) -> Result<Money, Asked> {
    let amount = amount.ok_or((Question::Missing(slot), slot))?;
    let limit = world.limits.amount_max;
    if amount > Money::ZERO && amount <= limit { Ok(amount) } else { Err((Question::InvalidAmount { limit }, slot)) }
}

/// `ramesh gupta` as a shop writes it; Devanagari has no capitals and stays.
pub(in crate::dialogue) fn capitalised(name: &str) -> String {
    let words = name.split_whitespace().map(|word| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    });
    words.collect::<Vec<String>>().join(" ")
}

/// Ten digits as they are kept; more, with their country, are left to the books to judge.
pub(super) fn dialled(phone: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    digits.strip_prefix("91").filter(|rest| rest.len() == 10).unwrap_or(&digits).to_owned()
}
