//! The shop's settings, and the close of its days.

use super::{Moment, india_day};
use crate::ids::CloseId;
use crate::ledger::book::{BookView, Change, Decision};
use crate::ledger::field::invalid;
use crate::ledger::{DayCount, Drawer, Oversell, Posted, Refusal, ShopChange};

pub(super) fn change_shop(book: &BookView, change: &ShopChange) -> Result<Decision, Refusal> {
    let shop = book.shop.changed(change)?;
    if let (Oversell::Refuse, Some(name)) = (shop.oversell, &book.below_zero) {
        return Err(invalid("/oversell", &format!("the stock of {name} is below zero: count it first")));
    }
    Ok(Decision { posted: Posted::Shop(shop), change: Change::ShopChanged, entries: vec![], movements: vec![] })
}

pub(super) fn close_day(book: &BookView, count: &DayCount, moment: &mut Moment<'_>) -> Result<Decision, Refusal> {
    let id = CloseId::from_uuid((moment.new_id)());
    let close = count.close(&book.drawer, india_day(moment.now), id, moment.now)?;
    let Drawer { recent_received, recent_paid_out, .. } = book.drawer;
    let change = Change::DayClosed { recent_received, recent_paid_out };
    Ok(Decision { posted: Posted::DayClose(close), change, entries: vec![], movements: vec![] })
}
