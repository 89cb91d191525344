//! Payments, and credit without a bill.

use super::lookup::{amount, party};
use super::{Asked, Change, Instead};
use crate::dialogue::Heard;
use crate::intent::{Method, Slots, World};
use crate::ledger::{Command, PaymentMode, PaymentPart};
use crate::reply::{Reply, Wish};
use jiff::civil::Date;

/// How far back a day may lie that is said without its year.
const DAYS_BACK_MAX: i32 = 92;

pub(super) fn payment(slots: &Slots, heard: &Heard<'_>, world: &World) -> Result<Change, Instead> {
    let (who, party) = party(slots, world)?;
    let amount = amount(slots, world)?;
    let day = day(slots, heard)?;
    let mode = slots.method.map(mode_of);
    let wish = Wish::Payment { name: who.name.clone(), amount, mode, day };
    let paid = PaymentPart { mode: mode.unwrap_or_default(), amount };
    Ok((wish, Command::ReceivePayment { party, parts: vec![paid], notes: None, on: day }))
}

pub(super) fn credit(slots: &Slots, heard: &Heard<'_>, world: &World) -> Result<Change, Instead> {
    let (who, party) = party(slots, world)?;
    let amount = amount(slots, world)?;
    let day = day(slots, heard)?;
    let wish = Wish::Credit { name: who.name.clone(), amount, day };
    Ok((wish, Command::GiveCredit { party, amount, description: "udhaar".to_owned(), on: day }))
}

/// Money that goes back; no more than the shop owes them, as the books say.
pub(super) fn refund(slots: &Slots, world: &World) -> Result<Change, Asked> {
    let (who, party) = party(slots, world)?;
    let amount = amount(slots, world)?;
    let mode = slots.method.map(mode_of);
    let wish = Wish::Refund { name: who.name.clone(), amount, mode };
    let mode = mode.unwrap_or_default();
    Ok((wish, Command::Refund { party, amount, mode, notes: None, may_exceed: false }))
}

/// The day that it is written for, if not today. It is read back without its year, so nothing is written for a day further
/// back; nor for one to come.
fn day(slots: &Slots, heard: &Heard<'_>) -> Result<Option<Date>, Instead> {
    let today = heard.clock.date();
    let Some(day) = slots.date.filter(|day| *day != today) else { return Ok(None) };
    if day > today {
        return Err(Instead::Says(Box::new(Reply::StillToCome)));
    }
    if today.since(day).is_ok_and(|ago| ago.get_days() > DAYS_BACK_MAX) {
        return Err(Instead::Says(Box::new(Reply::LongAgo(day))));
    }
    Ok(Some(day))
}

pub(super) const fn mode_of(method: Method) -> PaymentMode {
    match method {
        Method::Cash => PaymentMode::Cash,
        Method::Upi => PaymentMode::Upi,
        Method::Bank => PaymentMode::Bank,
        Method::Cheque => PaymentMode::Cheque,
        Method::Card => PaymentMode::Card,
    }
}
