//! Bills that are in the books.

use super::lookup::party;
use super::{Change, Instead};
use crate::ids::InvoiceId;
use crate::intent::{Channel, Slot, Slots, Which, World, WorldInvoice};
use crate::invoice::BillWish;
use crate::ledger::{self, Command, Refusal};
use crate::reply::{Question, Reply, Wish};

/// Undoing a bill: the one of this number, or the last, of a customer or of all.
pub(super) fn cancel(slots: &Slots, world: &World) -> Result<Change, Instead> {
    let (bill, invoice) = bill(slots, world)?;
    let wish = Wish::CancelBill { number: bill.no, name: owner(bill, world), total: bill.total };
    Ok((wish, Command::Bill(BillWish::Cancel { invoice, reason: None })))
}

/// Giving a bill to the messenger: the one of this number, or the last, of a customer or of all.
pub(super) fn send(slots: &Slots, world: &World) -> Result<Change, Instead> {
    if !world.can_send {
        return Err(Instead::Says(Box::new(Reply::NoCourier)));
    }
    let (bill, invoice) = bill(slots, world)?;
    let channel = match slots.channel {
        Some(Channel::Whatsapp) | None => ledger::Channel::Whatsapp,
        Some(Channel::Sms) => ledger::Channel::Sms,
        Some(Channel::Email) => ledger::Channel::Email,
    };
    let wish = Wish::Send { number: bill.no, name: owner(bill, world), total: bill.total, channel };
    Ok((wish, Command::SendInvoice { invoice, channel }))
}

/// The bill that is to be made once more: the customer's last, or the shop's.
pub(super) fn again(slots: &Slots, world: &World) -> Result<InvoiceId, Reply> {
    let of = |bill: &&WorldInvoice| slots.customer_id.as_ref().is_none_or(|customer| *customer == bill.customer_id);
    let found = world.invoices.iter().find(of).and_then(|bill| bill.id.as_deref()?.parse().ok());
    found.ok_or(Reply::Refused(Refusal::UnknownInvoice))
}

/// The bill that is meant. The newest comes first in the world, so a number that an earlier year had too is this year's.
fn bill<'a>(slots: &Slots, world: &'a World) -> Result<(&'a WorldInvoice, InvoiceId), Instead> {
    let of = |bill: &WorldInvoice| slots.customer_id.as_ref().is_none_or(|customer| *customer == bill.customer_id);
    let found = match slots.invoice_no {
        Some(number) => world.invoices.iter().find(|bill| bill.no == number && of(bill)),
        None if slots.customer_id.is_some() || slots.which == Some(Which::Last) => {
            world.invoices.iter().find(|bill| of(bill))
        }
        None => return Err(Instead::Asks(Question::Missing(Slot::InvoiceNo), Slot::InvoiceNo)),
    };
    if slots.customer_id.is_some() {
        party(slots, world)?;
    }
    let named = found.and_then(|bill| Some((bill, bill.id.as_deref()?.parse().ok()?)));
    named.ok_or_else(|| Instead::Says(Box::new(Reply::Refused(Refusal::UnknownInvoice))))
}

/// Whose bill it is.
fn owner(bill: &WorldInvoice, world: &World) -> String {
    let owner = world.customers.iter().find(|customer| customer.id == bill.customer_id);
    owner.map_or_else(String::new, |owner| owner.name.clone())
}
