//! Bills: what was taken, and what it comes to.

use super::lookup::{party, product};
use super::money::mode_of;
use super::{Asked, Change, Instead};
use crate::ids::PartyId;
use crate::intent::{Item, Meant, Paid, Slot, Slots, World, WorldProduct};
use crate::invoice::{DraftLine, InvoiceDraft, LINES_MAX};
use crate::ledger::{Command, PaymentMode, PaymentPart, Refusal};
use crate::money::{Money, OutOfRange};
use crate::quantity::Quantity;
use crate::reply::{Paying, Question, Reply, Wish, WishLine};

pub(super) fn invoice(slots: &Slots, world: &World) -> Result<Change, Instead> {
    let (name, party) = whose(slots, world)?;
    let items = slots.items.as_deref().unwrap_or_default();
    if items.is_empty() || items.len() > LINES_MAX {
        return Err((Question::Missing(Slot::Items), Slot::Items).into());
    }
    let mut exact = Money::ZERO;
    let (mut lines, mut shown) = (vec![], vec![]);
    let too_much = |_: OutOfRange| (Question::InvalidAmount { limit: world.limits.amount_max }, Slot::Items);
    for item in items {
        let (known, product) = product(Some(&item.product_id), world)?;
        let rate = item.rate_paise.filter(|rate| *rate != known.price);
        let price = rate.unwrap_or(known.price);
        let quantity = quantity(item, known, price)?;
        exact = quantity.times(price).and_then(|total| exact.plus(total)).map_err(too_much)?;
        lines.push(DraftLine { rate, ..DraftLine::new(product, quantity) });
        shown.push(WishLine { name: known.name.clone(), quantity, unit: known.unit, rate });
    }
    let total = to_the_rupee(exact).map_err(too_much)?;
    if total <= Money::ZERO || total > world.limits.amount_max {
        return Err(too_much(OutOfRange).into());
    }
    in_stock(&lines, world)?;
    let paid = paying(slots, total, world)?;
    let payments = paid.as_ref().map(payments).unwrap_or_default();
    let draft = InvoiceDraft { expected_total: Some(total), payments, ..InvoiceDraft::new(party, lines) };
    let is_redated = slots.beyond.of_another_day;
    let wish = Wish::Invoice { name, lines: shown, total, discount: None, paid, is_redated };
    Ok((wish, Command::IssueInvoice(draft)))
}

/// What somebody without a name is called, as in the books.
const WALK_IN: &str = "Walk-in";

/// Whether nobody is named, and nobody is meant to be.
pub(in crate::dialogue) fn is_nobodys(slots: &Slots) -> bool {
    slots.customer_id.is_none() && slots.beyond.meant == Some(Meant::WalkIn)
}

/// Whose bill it is.
fn whose(slots: &Slots, world: &World) -> Result<(String, PartyId), Asked> {
    if let Some(nobody) = world.walk_in.as_deref().filter(|_| is_nobodys(slots)).and_then(|id| id.parse().ok()) {
        return Ok((WALK_IN.to_owned(), nobody));
    }
    party(slots, world).map(|(who, party)| (who.name.clone(), party))
}

/// What is handed over with the bill. A way of paying that was said after it was read back takes the place of an earlier
/// one, or pays all of it.
fn paying(slots: &Slots, total: Money, world: &World) -> Result<Option<Paying>, Asked> {
    let nobodys = is_nobodys(slots);
    let said = slots.beyond.paid.or((slots.method.is_some() || nobodys).then(Paid::default));
    let Some(Paid { method, amount_paise }) = said else { return Ok(None) };
    let mode = slots.method.or(method).map(mode_of).or(nobodys.then_some(PaymentMode::Cash));
    let (amount, limit) = (amount_paise.unwrap_or(total), world.limits.amount_max);
    if amount <= Money::ZERO || amount > limit {
        return Err((Question::InvalidAmount { limit }, Slot::AmountPaise));
    }
    // Nobody owes a rest who has no account.
    if nobodys && amount < total {
        return Err((Question::Missing(Slot::CustomerId), Slot::CustomerId));
    }
    Ok(Some(Paying { mode, amount, is_all: amount_paise.is_none(), gets_change: nobodys }))
}

/// The same for the books; where no way was said it is cash.
pub(super) fn payments(paying: &Paying) -> Vec<PaymentPart> {
    vec![PaymentPart { mode: paying.mode.unwrap_or_default(), amount: paying.amount }]
}

/// Whether the shelf has what is sold, where the shop sells no more than that: said at once, and not only when it is
/// to be written.
fn in_stock(lines: &[DraftLine], world: &World) -> Result<(), Instead> {
    for product in world.products.iter().filter(|_| world.refuses_oversell) {
        let of_it = lines.iter().filter(|line| line.product.to_string() == product.id);
        let taken = of_it.map(|line| line.quantity).reduce(|sum, more| sum.plus(more).unwrap_or(sum));
        if taken.is_some_and(|taken| taken > product.stock) {
            return Err(short_of(product));
        }
    }
    Ok(())
}

/// There is not as much of it.
pub(super) fn short_of(product: &WorldProduct) -> Instead {
    let (name, unit) = (product.name.clone(), product.unit.as_str().to_owned());
    Instead::Says(Box::new(Reply::Refused(Refusal::OutOfStock { name, left: product.stock, unit })))
}

/// How much of a product: as said, or for how much money. A counted thing is sold whole, so money that does not
/// come to whole pieces is asked about; of a weighed thing the nearest thousandth is taken, and read back.
fn quantity(item: &Item, product: &WorldProduct, price: Money) -> Result<Quantity, Asked> {
    let ask = || (Question::HowMany { name: product.name.clone(), price }, Slot::Items);
    if let Some(quantity) = item.qty_milli {
        let halves = product.unit.is_counted() && quantity.milli() % 1_000 != 0;
        return if quantity <= Quantity::ZERO || halves { Err(ask()) } else { Ok(quantity) };
    }
    let amount = item.amount_paise.unwrap_or_default();
    let milli = amount.ratio(1_000, price.paise()).map_err(|_| ask())?.paise();
    let quantity = Quantity::from_milli(milli);
    let comes_to_it = quantity.times(price) == Ok(amount);
    let whole = milli % 1_000 == 0;
    let fits = if product.unit.is_counted() { whole && comes_to_it } else { milli > 0 };
    if fits { Ok(quantity) } else { Err(ask()) }
}

/// A bill comes to whole rupees, halves away from zero.
fn to_the_rupee(exact: Money) -> Result<Money, OutOfRange> {
    exact.ratio(1, 100)?.ratio(100, 1)
}
