//! Questions to the books.

use super::lookup::{party, product};
use super::{Asked, Proposed};
use crate::dialogue::{Heard, Query, Step};
use crate::intent::{Frame, Intent, Meant, Slots, World};
use crate::reply::Reply;

/// So many debtors are told where no number was said: more than a few nobody remembers.
const DEBTORS: u8 = 5;
/// No more are read out than this.
const DEBTORS_MAX: u8 = 20;

pub(super) fn query(frame: &Frame, heard: &Heard<'_>, world: &World) -> Proposed {
    if frame.slots.beyond.meant == Some(Meant::OtherSpan) {
        return Proposed::Step(Step::Say(Reply::OtherSpan));
    }
    match asked(frame, heard, world) {
        Ok(query) => Proposed::Step(Step::Read(query)),
        Err((question, slot)) => Proposed::Asks(question, slot),
    }
}

fn asked(frame: &Frame, heard: &Heard<'_>, world: &World) -> Result<Query, Asked> {
    let slots = &frame.slots;
    let of_customer = || party(slots, world).map(|(_, id)| id);
    if frame.intent == Intent::CheckBalance {
        return of_customer().map(Query::Balance);
    }
    if frame.intent == Intent::GetCustomerInfo {
        return of_customer().map(|party| Query::Customer { party, field: slots.field });
    }
    if slots.beyond.meant == Some(Meant::Price) {
        let (_, product) = product(slots.product_id.as_deref(), world)?;
        return Ok(Query::Price { product, quantity: slots.qty_milli });
    }
    if frame.intent == Intent::CheckStock {
        return product(slots.product_id.as_deref(), world).map(|(_, id)| Query::Stock(id));
    }
    if frame.intent == Intent::ListReminders {
        let party = slots.customer_id.as_ref().map(|_| of_customer()).transpose()?;
        return Ok(Query::Reminders { party, day: slots.date });
    }
    if frame.intent == Intent::TopDebtors {
        let most = slots.limit.map_or(DEBTORS, |limit| u8::try_from(limit).unwrap_or(DEBTORS_MAX));
        return Ok(Query::Debtors { most: most.clamp(1, DEBTORS_MAX), above: slots.min_paise });
    }
    Ok(days(slots, heard))
}

/// One day, or several.
fn days(slots: &Slots, heard: &Heard<'_>) -> Query {
    let today = heard.clock.date();
    let day = slots.date.unwrap_or(today);
    let Some(from) = slots.from.or(slots.to) else { return Query::Summary { from: day, until: None } };
    let to = slots.to.unwrap_or(today);
    Query::Summary { from: from.min(to), until: Some(from.max(to)) }
}
