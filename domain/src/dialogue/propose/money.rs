//! Payments, and credit without a bill.

use super::lookup::{amount, party};
use super::{Asked, Change};
use crate::dialogue::Heard;
use crate::intent::{Method, Slots, World};
use crate::ledger::{Command, PaymentMode, PaymentPart};
use crate::reply::Wish;

pub(super) fn payment(slots: &Slots, heard: &Heard<'_>, world: &World) -> Result<Change, Asked> {
    let (who, party) = party(slots, world)?;
    let amount = amount(slots, world)?;
    let day = slots.date.filter(|date| *date != heard.clock.date());
    let mode = slots.method.map(mode_of);
    let wish = Wish::Payment { name: who.name.clone(), amount, mode, day };
    let paid = PaymentPart { mode: mode.unwrap_or_default(), amount };
    Ok((wish, Command::ReceivePayment { party, parts: vec![paid], notes: None, on: day }))
}

pub(super) fn credit(slots: &Slots, heard: &Heard<'_>, world: &World) -> Result<Change, Asked> {
    let (who, party) = party(slots, world)?;
    let amount = amount(slots, world)?;
    let day = slots.date.filter(|date| *date != heard.clock.date());
    let wish = Wish::Credit { name: who.name.clone(), amount, day };
    Ok((wish, Command::GiveCredit { party, amount, description: "udhaar".to_owned(), on: day }))
}

const fn mode_of(method: Method) -> PaymentMode {
    match method {
        Method::Cash => PaymentMode::Cash,
        Method::Upi => PaymentMode::Upi,
        Method::Bank => PaymentMode::Bank,
        Method::Cheque => PaymentMode::Cheque,
        Method::Card => PaymentMode::Card,
    }
}
