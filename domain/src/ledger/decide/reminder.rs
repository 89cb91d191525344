//! Reminders, and bills that are sent.

use super::{Moment, positive};
use crate::ids::{InvoiceId, PartyId, ReminderId};
use crate::invoice::InvoiceStatus;
use crate::ledger::book::{BookView, Change, Decision};
use crate::ledger::field::{self, NOTE_MAX, invalid};
use crate::ledger::reminder::Sending;
use crate::ledger::{Channel, Patch, Posted, Refusal, Reminder, ReminderStatus, ReminderWish};
use jiff::{SignedDuration, Timestamp};

/// No reminder is further away: five years.
const AWAY_MAX: SignedDuration = SignedDuration::from_hours(5 * 366 * 24);

pub(super) fn decide(book: &BookView, wish: &ReminderWish, moment: &mut Moment<'_>) -> Result<Decision, Refusal> {
    let reminder = match wish {
        ReminderWish::Schedule(new) => {
            let party = &book.account(new.party)?.party;
            Reminder {
                id: ReminderId::from_uuid((moment.new_id)()),
                customer_id: party.id,
                customer_name: party.name.clone(),
                send_at: to_come(new.send_at, moment.now)?,
                begins_at: new.send_at,
                recurrence: new.recurrence,
                channel: new.channel,
                amount: new.amount,
                message: field::optional("/message", new.message.as_deref(), NOTE_MAX)?,
                status: ReminderStatus::Scheduled,
                last_due_at: None,
                created_at: moment.now,
            }
        }
        ReminderWish::Change { reminder, change } => {
            let old = open(book, *reminder)?;
            let send_at = change.send_at.map(|at| to_come(at, moment.now)).transpose()?;
            Reminder {
                send_at: send_at.unwrap_or(old.send_at),
                begins_at: send_at.unwrap_or(old.begins_at),
                recurrence: change.recurrence.unwrap_or(old.recurrence),
                channel: change.channel.unwrap_or(old.channel),
                amount: change.amount.over(old.amount),
                message: match &change.message {
                    Patch::Set(text) => field::optional("/message", Some(text), NOTE_MAX)?,
                    Patch::Clear => None,
                    Patch::Keep => old.message.clone(),
                },
                ..old.clone()
            }
        }
        ReminderWish::Cancel { reminder } => {
            Reminder { status: ReminderStatus::Cancelled, ..open(book, *reminder)?.clone() }
        }
    };
    if let Some(amount) = reminder.amount {
        positive(book, amount)?;
    }
    let change = match wish {
        ReminderWish::Schedule(_) => Change::ReminderMade,
        ReminderWish::Change { .. } | ReminderWish::Cancel { .. } => Change::ReminderChanged,
    };
    Ok(Decision { posted: Posted::Reminder(reminder), change, entries: vec![], movements: vec![] })
}

/// One that is to come.
fn open(book: &BookView, id: ReminderId) -> Result<&Reminder, Refusal> {
    let reminder = book.reminders.get(&id).ok_or(Refusal::UnknownReminder)?;
    if reminder.status == ReminderStatus::Scheduled { Ok(reminder) } else { Err(Refusal::ReminderOver) }
}

fn to_come(at: Timestamp, now: Timestamp) -> Result<Timestamp, Refusal> {
    let wait = at.duration_since(now);
    if wait > SignedDuration::ZERO && wait <= AWAY_MAX {
        Ok(at)
    } else {
        Err(invalid("/sendAt", "must be to come, and within five years"))
    }
}

/// Gives a bill to the messenger, for a customer whom that channel reaches.
pub(super) fn send(book: &BookView, id: InvoiceId, channel: Channel, moment: &Moment<'_>) -> Result<Decision, Refusal> {
    let bill = &book.bills.issued(id)?.invoice;
    if bill.status == InvoiceStatus::Cancelled {
        return Err(Refusal::AlreadyCancelled);
    }
    reached(book, bill.customer_id, channel)?;
    let sending = Sending {
        invoice_id: bill.id,
        number: bill.number.clone(),
        customer_id: bill.customer_id,
        customer_name: bill.customer_name.clone(),
        channel,
        queued_at: moment.now,
    };
    let (posted, change) = (Posted::Sending(sending), Change::MessageQueued);
    Ok(Decision { posted, change, entries: vec![], movements: vec![] })
}

fn reached(book: &BookView, party: PartyId, channel: Channel) -> Result<(), Refusal> {
    let party = &book.account(party)?.party;
    let address = match channel {
        Channel::Whatsapp | Channel::Sms => &party.phone,
        Channel::Email => &party.email,
    };
    if address.is_some() { Ok(()) } else { Err(Refusal::NoAddress { name: party.name.clone(), channel }) }
}
