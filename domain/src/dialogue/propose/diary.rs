//! Reminders: when, of what, and which of those that are to come.

use super::lookup::{self, party};
use super::{Asked, Change, Instead};
use crate::dialogue::Heard;
use crate::intent::{Daypart, Slot, Slots, World, WorldReminder};
use crate::ledger::{Command, NewReminder, Refusal, ReminderChange, ReminderWish, india_moment};
use crate::reply::{Question, Reply, Wish};
use jiff::ToSpan as _;
use jiff::civil::{DateTime, Time, time};

/// A new one.
pub(super) fn schedule(slots: &Slots, heard: &Heard<'_>, world: &World) -> Result<Change, Asked> {
    let (who, party) = party(slots, world)?;
    let amount = slots.amount_paise.map(|_| lookup::amount(slots, world)).transpose()?;
    let day = slots.date.unwrap_or_else(|| heard.clock.date());
    let at = to_come(day.to_datetime(said(slots).unwrap_or(USUAL)), said(slots).is_some(), heard.clock)?;
    let send_at = india_moment(at).ok_or_else(when)?;
    let recurrence = slots.beyond.every.unwrap_or_default();
    let wish = Wish::Remind { name: who.name.clone(), at, amount, recurrence, is_sent: world.can_send };
    let new = NewReminder { recurrence, amount, ..NewReminder::new(party, send_at) };
    Ok((wish, Command::Remind(ReminderWish::Schedule(new))))
}

/// Another time for the next one of a customer's.
pub(super) fn change(slots: &Slots, heard: &Heard<'_>, world: &World) -> Result<Change, Instead> {
    let (who, _) = party(slots, world)?;
    let (reminder, from) = to_be(&Slots { date: None, time: None, ..slots.clone() }, heard, world)
        .into_iter()
        .next()
        .ok_or_else(none_of_them)?;
    let day = slots.date.unwrap_or_else(|| from.date());
    let to = to_come(day.to_datetime(said(slots).unwrap_or_else(|| from.time())), true, heard.clock)?;
    let (send_at, id) = india_moment(to).zip(reminder.id.parse().ok()).ok_or_else(|| Instead::from(when()))?;
    let wish = Wish::MoveReminder { name: who.name.clone(), from, to, is_sent: world.can_send };
    let change = ReminderChange { send_at: Some(send_at), ..ReminderChange::default() };
    Ok((wish, Command::Remind(ReminderWish::Change { reminder: id, change })))
}

/// None after all. Where there are several, it is asked which.
pub(super) fn cancel(slots: &Slots, heard: &Heard<'_>, world: &World) -> Result<Change, Instead> {
    let (who, _) = party(slots, world)?;
    let found = to_be(slots, heard, world);
    let [(reminder, at)] = found.as_slice() else {
        let times: Vec<DateTime> = found.iter().map(|(_, at)| *at).collect();
        return Err(if times.is_empty() {
            none_of_them()
        } else {
            Instead::Asks(Question::WhichTime(times), Slot::Date)
        });
    };
    let id = reminder.id.parse().map_err(|_| none_of_them())?;
    let wish = Wish::CancelReminder { name: who.name.clone(), at: *at };
    Ok((wish, Command::Remind(ReminderWish::Cancel { reminder: id })))
}

/// The customer's reminders that are to come, on the day and at the time that were said, the earliest first.
fn to_be<'a>(slots: &Slots, heard: &Heard<'_>, world: &'a World) -> Vec<(&'a WorldReminder, DateTime)> {
    let of = |reminder: &&WorldReminder| Some(&reminder.customer_id) == slots.customer_id.as_ref();
    let is_meant = |at: DateTime| {
        at > heard.clock
            && slots.date.is_none_or(|day| day == at.date())
            && slots.time.is_none_or(|time| time == at.time())
    };
    let mut found: Vec<(&WorldReminder, DateTime)> = world
        .reminders
        .iter()
        .filter(of)
        .filter_map(|reminder| Some((reminder, moment(reminder)?)))
        .filter(|(_, at)| is_meant(*at))
        .collect();
    found.sort_by_key(|(_, at)| *at);
    found
}

fn moment(reminder: &WorldReminder) -> Option<DateTime> {
    let time: Time = format!("{}:00", reminder.time).parse().ok()?;
    Some(reminder.date.parse::<jiff::civil::Date>().ok()?.to_datetime(time))
}

/// When customers are reminded where no time was said.
const USUAL: Time = time(10, 0, 0, 0);

/// The time, or the part of the day, that was said.
fn said(slots: &Slots) -> Option<Time> {
    let part = slots.daypart.map(|part| match part {
        Daypart::Morning => time(9, 0, 0, 0),
        Daypart::Afternoon => time(14, 0, 0, 0),
        Daypart::Evening => time(18, 0, 0, 0),
        Daypart::Night => time(20, 0, 0, 0),
    });
    slots.time.or(part)
}

/// The moment, if it is to come; in an hour, where nobody said when and the usual time of the day has passed.
fn to_come(at: DateTime, is_said: bool, now: DateTime) -> Result<DateTime, Asked> {
    if at > now {
        return Ok(at);
    }
    let soon =
        now.checked_add(1.hour()).ok().filter(|soon| !is_said && soon.date() == now.date() && at.date() == now.date());
    soon.and_then(|soon| soon.with().second(0).subsec_nanosecond(0).build().ok()).ok_or_else(when)
}

fn when() -> Asked {
    (Question::Missing(Slot::Time), Slot::Time)
}

fn none_of_them() -> Instead {
    Instead::Says(Box::new(Reply::Refused(Refusal::UnknownReminder)))
}
