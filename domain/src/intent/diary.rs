//! Days and times of reminders.
#![expect(clippy::wildcard_enum_match_arm, reason = "only some kinds of entity matter here")]

use super::amounts::{amount, of_purpose};
use super::dates::{self, Direction, When};
use super::entity::{Entity, Figure, Kind};
use super::frame::{Daypart, Intent, Reason, Slot};
use super::senses::{AFTER, INSTEAD, KA, LATER, NO, NOT, WAS, WILLGIVE};
use super::slots::{Clause, Draft, customer};
use jiff::civil::{Date, Time};

/// The day, the time and the part of the day that were said.
pub(super) fn when(clause: &Clause<'_>, direction: Direction) -> (Option<Date>, Option<Time>, Option<Daypart>) {
    let whens: Vec<When> = clause
        .entities
        .iter()
        .filter_map(|entity| match entity.kind {
            Kind::When(when) => Some(when),
            _ => None,
        })
        .collect();
    let today = clause.now.date();
    let part = whens.iter().rev().find_map(|when| match when {
        When::Part(part) => Some(*part),
        _ => None,
    });
    let next_month = whens.contains(&When::NextMonth);
    // "the 5th of last month": the day of the one, in the month of the other.
    let shift = whens.iter().find_map(|when| match *when {
        When::Months(months) => Some(months),
        When::NextMonth => Some(1),
        _ => None,
    });
    let mut day = whens.iter().rev().find_map(|when| match *when {
        When::OfMonth { day, month: None, months: None } => {
            dates::day(When::OfMonth { day, month: None, months: shift }, today, direction)
        }
        When::NextMonth => None,
        other => dates::day(other, today, direction),
    });
    if day.is_none() && next_month {
        day = dates::day(When::NextMonth, today, direction);
    }
    let mut time = whens.iter().rev().find_map(|when| match *when {
        When::Clock { hour, minute, afternoon } => dates::time(hour, minute, afternoon, part),
        _ => None,
    });
    if let Some(at) = whens.iter().find_map(|when| match when {
        When::Minutes(minutes) => dates::minutes_after(clause.now, *minutes),
        _ => None,
    }) {
        day = Some(at.date());
        time = Time::new(at.hour(), at.minute(), 0, 0).ok();
    }
    (day, time, part.filter(|_| time.is_none()))
}

/// Whether a day was said of which nobody can tell which it is: 30 February, "pichle mahine", "diwali pe".
pub(super) fn is_unresolved(clause: &Clause<'_>, intent: Intent) -> bool {
    let today = clause.now.date();
    let known =
        |when| [Direction::Past, Direction::Future].map(|way| dates::day(when, today, way)).into_iter().flatten();
    let resolved = when(clause, Direction::Past).0.is_some();
    clause.entities.iter().any(|entity| match entity.kind {
        Kind::When(when @ (When::OfMonth { .. } | When::On { .. })) => known(when).next().is_none(),
        // "pichle mahine ka baaki", "udhaar, paise diwali ke baad": the day belongs to something else.
        Kind::When(when) => {
            let others = if intent == Intent::AddCredit { KA.or(AFTER) } else { KA };
            let of_it = clause.tokens.get(entity.end).is_some_and(|token| token.is(others));
            when.is_loose() && !resolved && !of_it && !of_purpose(clause)
        }
        _ => false,
    })
}

/// Whether goods are told for another day than today; a day on which somebody will pay is not theirs.
pub(super) fn is_of_another_day(clause: &Clause<'_>) -> bool {
    let day = when(clause, Direction::Past).0;
    let is_loose = |entity: &&Entity| matches!(entity.kind, Kind::When(when) if when.is_loose());
    let unknown = || clause.entities.iter().any(is_loose) || is_unresolved(clause, Intent::CreateInvoice);
    let other = day.map_or_else(unknown, |day| day != clause.now.date());
    let promised = (clause.facts.future && !clause.facts.has(WAS)) || clause.facts.has(LATER.or(WILLGIVE));
    other && !promised && !of_purpose(clause)
}

pub(super) fn schedule(clause: &Clause<'_>, draft: &mut Draft) {
    customer(clause, draft);
    let at_hour = bare_hour(clause);
    let (day, time, part) = when_or_hour(clause);
    place(clause, draft, day, time, part);
    let skip = at_hour.map(|(start, ..)| start);
    let rest: Vec<&Entity> = clause.entities.iter().copied().filter(|entity| Some(entity.start) != skip).collect();
    let others = Clause { entities: rest, range: clause.range.clone(), ..*clause };
    draft.slots.amount_paise = amount(&others, draft, Slot::AmountPaise, false);
}

/// The moment to come that was said; an hour counts without its word: "on Monday at nine".
pub(super) fn when_or_hour(clause: &Clause<'_>) -> (Option<Date>, Option<Time>, Option<Daypart>) {
    let (day, time, part) = when(clause, Direction::Future);
    let part_said = clause.entities.iter().find_map(|entity| match entity.kind {
        Kind::When(When::Part(part)) => Some(part),
        _ => None,
    });
    let hour = bare_hour(clause);
    let time = time.or_else(|| hour.and_then(|(_, hour, minute)| dates::time(hour, minute, None, part_said)));
    (day, time, part.filter(|_| time.is_none()))
}

/// "at four", "at four thirty": an hour without its word.
pub(super) fn bare_hour(clause: &Clause<'_>) -> Option<(usize, i8, i8)> {
    clause.entities.iter().find_map(|entity| {
        let Kind::Number(Figure { milli, .. }) = entity.kind else { return None };
        let led = entity
            .start
            .checked_sub(1)
            .and_then(|at| clause.tokens.get(at))
            .is_some_and(|token| token.word.plain == "at");
        let (hour, minute) = if milli >= 100_000 { (milli / 100_000, milli / 1_000 % 100) } else { (milli / 1_000, 0) };
        (led && (1..=12).contains(&hour) && minute < 60).then_some((
            entity.start,
            i8::try_from(hour).ok()?,
            i8::try_from(minute).ok()?,
        ))
    })
}

/// A moment to come.
pub(super) fn place(
    clause: &Clause<'_>,
    draft: &mut Draft,
    day: Option<Date>,
    time: Option<Time>,
    part: Option<Daypart>,
) {
    let today = clause.now.date();
    let day = day.or_else(|| (time.is_some() || part.is_some()).then_some(today));
    draft.slots.time = time;
    draft.slots.daypart = part;
    match day {
        Some(day) if day < today || (day == today && time.is_some_and(|time| time <= clause.now.time())) => {
            draft.ask(Reason::PastDate, Slot::Date, vec![], None);
        }
        Some(day) => draft.slots.date = Some(day),
        None => draft.ask(Reason::MissingSlot, Slot::Date, vec![], None),
    }
}

pub(super) fn list_reminders(clause: &Clause<'_>, draft: &mut Draft) {
    if clause.facts.person() {
        customer(clause, draft);
    }
    draft.slots.date = when(clause, Direction::Future).0;
}

pub(super) fn modify_reminder(clause: &Clause<'_>, draft: &mut Draft) {
    customer(clause, draft);
    let (day, time, part) = when_or_hour(clause);
    let hour = bare_hour(clause).map(|(start, ..)| start);
    let figure = |entity: &&&Entity| matches!(entity.kind, Kind::Number(figure) if !figure.article);
    let unread = clause.entities.iter().filter(figure).any(|entity| Some(entity.start) != hour);
    let nothing = day.is_none() && time.is_none() && part.is_none();
    if nothing || (unread && !clause.struck && !clause.facts.has(INSTEAD.or(NO).or(NOT))) {
        draft.ask(Reason::MissingSlot, if nothing { Slot::Date } else { Slot::Time }, vec![], None);
        return;
    }
    draft.slots.time = time;
    draft.slots.daypart = part;
    match day {
        Some(day) if day < clause.now.date() => draft.ask(Reason::PastDate, Slot::Date, vec![], None),
        _ => draft.slots.date = day,
    }
}
