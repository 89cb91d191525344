//! Payments, and credit without a bill.

use super::lookup::{amount, party};
use super::{Asked, Change};
use crate::dialogue::Heard;
use crate::intent::{Method, Slot, Slots, World};
use crate::ledger::{Command, PaymentMode, PaymentPart};
use crate::reply::{Question, Wish};
use jiff::civil::Date;

/// How far back a day may lie that is said without its year.
const DAYS_BACK_MAX: i32 = 92;

pub(super) fn payment(slots: &Slots, heard: &Heard<'_>, world: &World) -> Result<Change, Asked> {
    let (who, party) = party(slots, world)?;
    let amount = amount(slots, world)?;
    let day = day(slots, heard)?;
    let mode = slots.method.map(mode_of);
    let wish = Wish::Payment { name: who.name.clone(), amount, mode, day };
    let paid = PaymentPart { mode: mode.unwrap_or_default(), amount };
    Ok((wish, Command::ReceivePayment { party, parts: vec![paid], notes: None, on: day }))
}

pub(super) fn credit(slots: &Slots, heard: &Heard<'_>, world: &World) -> Result<Change, Asked> {
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

/// The day that it is written for, if not today. It is read back without its year, so a day further back is asked for.
fn day(slots: &Slots, heard: &Heard<'_>) -> Result<Option<Date>, Asked> {
    let today = heard.clock.date();
    let is_plain = |date: &Date| today.since(*date).is_ok_and(|ago| ago.get_days() <= DAYS_BACK_MAX);
    match slots.date {
        Some(date) if !is_plain(&date) => Err((Question::Missing(Slot::Date), Slot::Date)),
        date => Ok(date.filter(|date| *date != today)),
    }
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
