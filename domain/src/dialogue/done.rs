//! What came of a command, from what the books answered.

use super::{Proposal, propose};
use crate::invoice::{Invoice, InvoiceLine, InvoiceStatus};
use crate::ledger::{Confirmation, EntryKind, Party, Posted, Product, Reminder, ReminderStatus, india_time};
use crate::money::Money;
use crate::reply::{Deed, Undone, Wish, WishLine};

/// What was written, told in the terms of the wish; what nobody read back before is named from the books.
pub(super) fn deed(proposal: &Proposal, posted: &Posted) -> Deed {
    let deed = came_of(proposal, posted);
    let what = (proposal.demand == Confirmation::None).then(|| written(proposal, posted)).flatten();
    match what {
        Some(what) => Deed::Unread { what: Box::new(what), deed: Box::new(deed) },
        None => deed,
    }
}

/// Who, what and how much, as the books have it; none where what came of it tells that.
fn written(proposal: &Proposal, posted: &Posted) -> Option<Wish> {
    match posted {
        Posted::Entry(entry) => {
            let (name, day) = (entry.customer_name.clone(), entry.effective_on);
            let amount = if entry.amount < Money::ZERO { entry.amount.negated().ok()? } else { entry.amount };
            match entry.kind {
                EntryKind::Payment => Some(Wish::Payment { name, amount, mode: entry.mode, day }),
                EntryKind::Credit => Some(Wish::Credit { name, amount, day }),
                EntryKind::WriteOff
                | EntryKind::Refund
                | EntryKind::Opening
                | EntryKind::Invoice
                | EntryKind::CreditNote
                | EntryKind::CashDifference
                | EntryKind::Reversal => Some(proposal.wish.clone()),
            }
        }
        Posted::Invoice(bill) if bill.status != InvoiceStatus::Cancelled => {
            let line = |line: &InvoiceLine| WishLine {
                name: line.name.clone(),
                quantity: line.quantity,
                unit: line.unit,
                rate: None,
            };
            let (name, lines) = (bill.customer_name.clone(), bill.items.iter().map(line).collect());
            let discount = Some(bill.discount).filter(|off| *off > Money::ZERO);
            // What was paid with it is told by what came of it.
            Some(Wish::Invoice { name, lines, total: bill.total, discount, paid: None, is_redated: false })
        }
        // The product tells what is there now, not how much came or went.
        Posted::Product(_) => Some(proposal.wish.clone()).filter(|wish| matches!(wish, Wish::Stock { .. })),
        Posted::Invoice(_)
        | Posted::Party(_)
        | Posted::Reminder(_)
        | Posted::Sending(_)
        | Posted::Draft(_)
        | Posted::Shop(_)
        | Posted::DayClose(_) => None,
    }
}

pub(super) fn came_of(proposal: &Proposal, posted: &Posted) -> Deed {
    match posted {
        Posted::Invoice(invoice) => {
            let (name, balance) = (invoice.customer_name.clone(), invoice.balance);
            match (&proposal.wish, invoice.status) {
                (Wish::Undo { .. }, _) => Deed::Undone { name, balance },
                (Wish::CancelBill { number, .. }, InvoiceStatus::Cancelled) => {
                    Deed::BillCancelled { number: *number, name, balance }
                }
                (_, _) if invoice.payments.is_empty() => Deed::Entry { name, balance },
                (_, _) => sold(invoice, propose::is_nobodys(&proposal.frame.slots)),
            }
        }
        Posted::Entry(entry) if matches!(proposal.wish, Wish::Undo { .. }) => {
            Deed::Undone { name: entry.customer_name.clone(), balance: entry.balance_after }
        }
        Posted::Entry(entry) => Deed::Entry { name: entry.customer_name.clone(), balance: entry.balance_after },
        Posted::Party(party) => of_party(&proposal.wish, party),
        Posted::Product(product) => of_product(&proposal.wish, product),
        Posted::Reminder(reminder) => of_reminder(&proposal.wish, reminder),
        Posted::Sending(sending) => Deed::Sending { name: sending.customer_name.clone(), channel: sending.channel },
        Posted::Draft(_) | Posted::Shop(_) | Posted::DayClose(_) => Deed::Other,
    }
}

/// A bill that was paid as it was written.
fn sold(bill: &Invoice, is_nobodys: bool) -> Deed {
    let paid = bill.payments.iter().fold(Money::ZERO, |sum, part| sum.plus(part.amount).unwrap_or(sum));
    let mode = match bill.payments.as_slice() {
        [part] => Some(part.mode),
        _ => None,
    };
    let name = Some(bill.customer_name.clone()).filter(|_| !is_nobodys);
    Deed::Sold { name, mode, paid, change: bill.change, balance: bill.balance }
}

fn of_reminder(wish: &Wish, reminder: &Reminder) -> Deed {
    let (name, at) = (reminder.customer_name.clone(), india_time(reminder.send_at));
    if reminder.status == ReminderStatus::Cancelled {
        return Deed::ReminderCancelled { name, at };
    }
    let is_sent = matches!(wish, Wish::Remind { is_sent: true, .. } | Wish::MoveReminder { is_sent: true, .. });
    Deed::Reminder { name, at, recurrence: reminder.recurrence, is_sent }
}

fn of_party(wish: &Wish, party: &Party) -> Deed {
    let name = party.name.clone();
    if matches!(wish, Wish::CloseAccount { .. }) {
        return Deed::AccountClosed { name };
    }
    if let Wish::Known { phone, email, .. } = wish {
        let phone = party.phone.clone().filter(|_| phone.is_some());
        return Deed::Known { name, phone, email: party.email.clone().filter(|_| email.is_some()) };
    }
    Deed::Customer { name }
}

fn of_product(wish: &Wish, product: &Product) -> Deed {
    let name = product.name.clone();
    if matches!(wish, Wish::Stock { .. } | Wish::Undo { what: Undone::Stock { .. }, .. }) {
        return Deed::Stock { name, stock: product.stock, unit: product.unit };
    }
    if matches!(wish, Wish::Price { .. } | Wish::Undo { what: Undone::Price { .. }, .. }) {
        return Deed::Price { name, price: product.price, unit: product.unit };
    }
    Deed::Product { name }
}
