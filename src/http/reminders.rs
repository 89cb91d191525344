//! Reminders, and bills that are sent to their customers.

use super::answer::envelopes;
use super::code;
use super::paging::Paging;
use super::posting::post;
use super::problem::Failure;
use super::route::{Access, Asked, Call, Route};
use execora_actors::ledger::{Page, ReminderFilter};
use execora_domain::ids::{InvoiceId, ReminderId};
use execora_domain::ledger::{Channel, Command, NewReminder, Reminder, ReminderChange, ReminderWish, Sending};

const SEND_AT: &str = "When: to come, and within five years";
const RECURRENCE: &str = "How often it comes: once, daily, weekly or monthly";
const CHANNEL: &str = "In which way: whatsapp, sms or email";
const AMOUNT: &str = "The most that is asked for; all that is owed at that moment where it is left out";
const MESSAGE: &str = "What is said instead of asking for what is owed, at most 500 characters";

pub(super) fn routes() -> Vec<Route> {
    const TOPIC: &str = "Reminders";
    vec![
        Route::get("/api/v1/reminders").about(TOPIC, "Reminders by their time, the earliest first").signed_in(
            Access::Shop,
            read_list,
            list,
        ),
        Route::post("/api/v1/reminders")
            .about(TOPIC, "Remind a customer of what they owe; nothing is said where nothing is owed by then")
            .created()
            .problems(&[code::UNKNOWN_CUSTOMER, code::RETIRED_CUSTOMER, code::INVALID_AMOUNT, code::INVALID_FIELD])
            .signed_in(Access::Sellers, read_new, post_reminder),
        Route::get("/api/v1/reminders/{id}").about(TOPIC, "One reminder").signed_in(Access::Shop, read_id, one),
        Route::patch("/api/v1/reminders/{id}")
            .about(TOPIC, "Change a reminder that is to come; what is left out stays, null takes away")
            .problems(&[code::UNKNOWN_REMINDER, code::REMINDER_OVER, code::INVALID_AMOUNT, code::INVALID_FIELD])
            .signed_in(Access::Sellers, read_change, post_reminder),
        Route::post("/api/v1/reminders/{id}/cancel")
            .about(TOPIC, "Call a reminder off")
            .problems(&[code::UNKNOWN_REMINDER, code::REMINDER_OVER])
            .signed_in(Access::Sellers, read_cancel, post_reminder),
        Route::post("/api/v1/invoices/{id}/send")
            .about(TOPIC, "Give a bill to the messenger, which sends it to the customer")
            .problems(&[code::UNKNOWN_INVOICE, code::ALREADY_CANCELLED, code::NO_ADDRESS, code::NO_COURIER])
            .signed_in(Access::Sellers, read_send, send),
    ]
}

envelopes! {
    /// A reminder.
    one ReminderAnswer { reminder: Reminder } of Reminder
    /// A page of reminders.
    page RemindersAnswer { reminders: Reminder }
    /// A bill that was given to the messenger.
    one SendingAnswer { sending: Sending } of Sending
}

fn read_list(asked: &mut Asked<'_>) -> Option<(ReminderFilter, Paging)> {
    let query = &mut asked.query;
    let filter = ReminderFilter {
        party: query.optional("customerId", "Those of this customer"),
        status: query.optional("status", "Those that stand like this"),
        day: query.optional("date", "Those of this day in India, as YYYY-MM-DD"),
    };
    Some((filter, Paging::read(query)))
}

async fn list(call: Call, (filter, paging): (ReminderFilter, Paging)) -> Result<RemindersAnswer, Failure> {
    let page = call.doors.reader.reminders(call.who.tenant, filter, paging.limit, paging.cursor()).await?;
    let Page { items, next_cursor } = page;
    Ok(RemindersAnswer { reminders: items, next_cursor: paging.next(next_cursor) })
}

fn read_new(asked: &mut Asked<'_>) -> Option<Command> {
    let body = &mut asked.body;
    let (party, send_at) = (body.required("customerId", "To whom"), body.required("sendAt", SEND_AT));
    let recurrence = body.optional("recurrence", RECURRENCE).unwrap_or_default();
    let channel = body.optional("channel", CHANNEL).unwrap_or_default();
    let (amount, message) = (body.optional("amountPaise", AMOUNT), body.optional("message", MESSAGE));
    let new = NewReminder { party: party?, send_at: send_at?, recurrence, channel, amount, message };
    Some(Command::Remind(ReminderWish::Schedule(new)))
}

fn read_change(asked: &mut Asked<'_>) -> Option<Command> {
    let reminder = asked.path.required("id", "The reminder");
    let body = &mut asked.body;
    let change = ReminderChange {
        send_at: body.optional("sendAt", SEND_AT),
        recurrence: body.optional("recurrence", RECURRENCE),
        channel: body.optional("channel", CHANNEL),
        amount: body.change("amountPaise", AMOUNT),
        message: body.change("message", MESSAGE),
    };
    Some(Command::Remind(ReminderWish::Change { reminder: reminder?, change }))
}

fn read_cancel(asked: &mut Asked<'_>) -> Option<Command> {
    let reminder = read_id(asked)?;
    Some(Command::Remind(ReminderWish::Cancel { reminder }))
}

fn read_id(asked: &mut Asked<'_>) -> Option<ReminderId> {
    asked.path.required("id", "The reminder")
}

async fn one(call: Call, id: ReminderId) -> Result<ReminderAnswer, Failure> {
    Ok(ReminderAnswer { reminder: call.doors.reader.reminder(call.who.tenant, id).await? })
}

async fn post_reminder(call: Call, command: Command) -> Result<ReminderAnswer, Failure> {
    post(&call, command).await
}

fn read_send(asked: &mut Asked<'_>) -> Option<(InvoiceId, Channel)> {
    let invoice = asked.path.required("id", "The bill");
    let channel = asked.body.optional("channel", CHANNEL).unwrap_or_default();
    Some((invoice?, channel))
}

async fn send(call: Call, (invoice, channel): (InvoiceId, Channel)) -> Result<SendingAnswer, Failure> {
    if !call.doors.has_courier {
        return Err(Failure::NoCourier("nothing that sends messages is set up here: share the bill's link instead"));
    }
    post(&call, Command::SendInvoice { invoice, channel }).await
}
