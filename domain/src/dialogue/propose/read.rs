//! Questions to the books.

use super::Proposed;
use super::lookup::{party, product};
use crate::dialogue::{Heard, Query, Step};
use crate::intent::{Frame, Intent, World};
use crate::reply::Reply;

pub(super) fn query(frame: &Frame, heard: &Heard<'_>, world: &World) -> Proposed {
    let query = if frame.intent == Intent::CheckBalance {
        party(&frame.slots, world).map(|(_, id)| Query::Balance(id))
    } else if frame.intent == Intent::CheckStock {
        product(frame.slots.product_id.as_deref(), world).map(|(_, id)| Query::Stock(id))
    } else {
        Ok(Query::Summary(frame.slots.date.unwrap_or_else(|| heard.clock.date())))
    };
    let several_days = frame.slots.from.is_some() || frame.slots.to.is_some();
    match query {
        Ok(_) if several_days => Proposed::Step(Step::Say(Reply::NotByVoice(frame.intent))),
        Ok(query) => Proposed::Step(Step::Read(query)),
        Err((question, slot)) => Proposed::Asks(question, slot),
    }
}
