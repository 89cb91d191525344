//! Days and clock times as they are said, and what they come to.
#![expect(clippy::match_same_arms, reason = "one line for each way of saying it")]

use super::calendar::Calendar;
use super::frame::Daypart;
use super::number;
use super::senses::{
    AFTER, BEFORE, DATED, DAY, END, HOUR, KA, KO, LAST, MINUTE, MONTH, NEXT, OCLOCK, ON, PREVIOUS, THIS, WEEK,
};
use super::token::Token;
use jiff::civil::{Date, DateTime};
use jiff::{Span, ToSpan};

mod hours;
mod vague;
mod written;

pub(super) use hours::time;

/// A day, a stretch of days or a time, as it was said.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum When {
    /// So many days from today.
    Days(i32),
    /// So many days before or after today, as the tense says.
    Either(i32),
    /// The next or last such day of the week; Monday is 1.
    Weekday(i8),
    /// The next such day of the week, said to be the next.
    NextWeekday(i8),
    /// The last such day of the week.
    LastWeekday(i8),
    /// A day of a month: of the nearest one, of the named one, or of the one so many months from this.
    OfMonth { day: i8, month: Option<i8>, months: Option<i32> },
    /// A day of a year.
    On { day: i8, month: i8, year: i16 },
    /// Next month, no day said.
    NextMonth,
    /// The last day of this month.
    MonthEnd,
    /// This week, or so many weeks before it.
    Weeks(i32),
    /// So many months from today.
    MonthsAhead(i32),
    /// This month, or so many months before it.
    Months(i32),
    /// The last so many days, today among them.
    LastDays(i32),
    /// A clock time; whether it is after noon, if that was said.
    Clock { hour: i8, minute: i8, afternoon: Option<bool> },
    /// So many minutes from now.
    Minutes(i64),
    /// A part of the day.
    Part(Daypart),
    /// A day that only the speaker can place: "diwali pe", "kuch din pehle".
    Vague,
}

impl When {
    /// Whether it can only be to come: nobody has paid tomorrow.
    pub(super) const fn is_ahead(self) -> bool {
        matches!(self, Self::Days(days) if days > 0)
            || matches!(self, Self::NextMonth | Self::NextWeekday(_) | Self::MonthsAhead(_) | Self::Minutes(_))
    }

    /// Whether it tells of days gone by and names none of them.
    pub(super) const fn is_loose(self) -> bool {
        matches!(self, Self::Vague | Self::LastDays(_) | Self::Weeks(..0) | Self::Months(..0))
    }
}

/// The expression of time that starts here, with the token after it.
pub(super) fn at(tokens: &[Token], start: usize) -> Option<(usize, When)> {
    let token = tokens.get(start).filter(|token| !token.masked && !token.part)?;
    let plain = |at: usize| tokens.get(at).filter(|token| !token.masked).map_or("", |token| token.word.plain.as_str());
    match (plain(start), plain(start + 1), plain(start + 2)) {
        ("day", "after", "tomorrow") => return Some((start + 3, When::Days(2))),
        ("day", "before", "yesterday") => return Some((start + 3, When::Days(-2))),
        ("week" | "month", "before", "last") => return Some((start + 3, When::Vague)),
        ("week", "from", "today" | "now") => return Some((start + 3, When::Days(7))),
        ("half", "past", _) => return past(tokens, start + 2, 30),
        ("quarter", "past", _) => return past(tokens, start + 2, 15),
        ("quarter", "to", _) => return past(tokens, start + 2, -15),
        _ => {}
    }
    let known = written::at(tokens, start).or_else(|| named(tokens, start, token));
    let known = known.or_else(|| stretch(tokens, start, token)).or_else(|| counted(tokens, start));
    let known = known.map(|known| written::with_year(known, tokens));
    known.or_else(|| vague::at(tokens, start).map(|end| (end, When::Vague)))
}

/// "day before yesterday", "week before last": what a figure before it does not count.
fn is_told_by_itself(tokens: &[Token], at: usize) -> bool {
    let plain = |at: usize| tokens.get(at).map_or("", |token| token.word.plain.as_str());
    matches!(
        (plain(at), plain(at + 1), plain(at + 2)),
        ("day", "before", "yesterday") | ("day", "after", "tomorrow") | ("week" | "month", "before", "last")
    )
}

/// "ago", "pehle"; in India also "back".
fn is_ago(tokens: &[Token], at: usize) -> bool {
    is(tokens, at, BEFORE) || tokens.get(at).is_some_and(|token| !token.masked && token.word.plain == "back")
}

fn is(tokens: &[Token], at: usize, senses: super::senses::Senses) -> bool {
    tokens.get(at).is_some_and(|token| token.is(senses))
}

fn calendar(tokens: &[Token], at: usize) -> Option<Calendar> {
    tokens.get(at).filter(|token| !token.masked && !token.part)?.calendar
}

/// A word that names a day or a part of one.
fn named(tokens: &[Token], start: usize, token: &Token) -> Option<(usize, When)> {
    let next = start + 1;
    Some(match token.calendar? {
        Calendar::Days(days) => {
            let night = token.word.plain == "tonight";
            return Some((next, if night { When::Part(Daypart::Night) } else { When::Days(days) }));
        }
        Calendar::Either(days) => (next, When::Either(days)),
        Calendar::Weekday(day) => (next, When::Weekday(day)),
        Calendar::Part(part) => (next, When::Part(part)),
        Calendar::Clock(hour, minute) => {
            let (end, afternoon) = half(tokens, next);
            let end = if is(tokens, end, OCLOCK) { end + 1 } else { end };
            let afternoon = if token.word.plain.contains(':') { afternoon } else { Some(hour >= 12) };
            (end, When::Clock { hour, minute, afternoon })
        }
        Calendar::Month(month) => {
            let (end, day) = day_number(tokens, next)?;
            (end, When::OfMonth { day, month: Some(month), months: None })
        }
        Calendar::Ordinal(_) => {
            let (end, day) = day_number(tokens, start)?;
            let dated = is(tokens, end, DATED);
            let led = start > 0
                && tokens.get(start - 1).is_some_and(|token| matches!(token.word.plain.as_str(), "the" | "on"));
            if let Some((end, months)) = month_told(tokens, end, true) {
                return Some((end, When::OfMonth { day, month: None, months: Some(months) }));
            }
            match month_after(tokens, end) {
                Some((end, month)) => (end, When::OfMonth { day, month: Some(month), months: None }),
                None if dated || led => (end + usize::from(dated), When::OfMonth { day, month: None, months: None }),
                None => return None,
            }
        }
        Calendar::Half(_) | Calendar::Mark => return None,
    })
}

/// A week, a month or the end of one.
fn stretch(tokens: &[Token], start: usize, token: &Token) -> Option<(usize, When)> {
    let next = start + 1;
    if token.is(MONTH) {
        let end = if is(tokens, next, KA) { next + 1 } else { next };
        if is(tokens, end, END) || is(tokens, end, LAST) {
            return Some((end + 1, When::MonthEnd));
        }
    }
    if token.is(END) {
        let month = (next..next + 3).find(|&at| is(tokens, at, MONTH))?;
        return Some((month + 1, When::MonthEnd));
    }
    if let (true, Some(Calendar::Weekday(day))) = (token.is(NEXT.or(PREVIOUS).or(THIS)), calendar(tokens, next)) {
        let last = token.is(PREVIOUS) && !token.is(NEXT.or(THIS));
        let coming = token.is(NEXT) && !token.is(THIS);
        let when = if last {
            When::LastWeekday(day)
        } else if coming {
            When::NextWeekday(day)
        } else {
            When::Weekday(day)
        };
        return Some((next + 1, when));
    }
    if is(tokens, next, WEEK) {
        let when = if token.is(NEXT) {
            When::Days(7)
        } else if token.is(PREVIOUS) {
            When::Weeks(-1)
        } else if token.is(THIS) {
            When::Weeks(0)
        } else {
            return None;
        };
        return Some((next + 1, when));
    }
    if let (Some(months), true) = (shift(token), is(tokens, next, MONTH) && is(tokens, next + 1, KA)) {
        let dated = |end: usize| is(tokens, end, KO.or(DATED));
        if let Some((end, day)) = day_number(tokens, next + 2).filter(|(end, _)| dated(*end)) {
            return Some((
                end + usize::from(is(tokens, end, DATED)),
                When::OfMonth { day, month: None, months: Some(months) },
            ));
        }
    }
    if is(tokens, next, MONTH) {
        let when = if token.is(NEXT) {
            When::NextMonth
        } else if token.is(PREVIOUS) {
            When::Months(-1)
        } else if token.is(THIS) {
            When::Months(0)
        } else {
            return None;
        };
        return Some((next + 1, when));
    }
    if token.is(PREVIOUS) {
        let count = number::at(tokens, next)?;
        if is(tokens, count.end, DAY) {
            return Some((count.end + 1, When::LastDays(whole(count.milli)?)));
        }
    }
    if token.is(WEEK) && is(tokens, next, AFTER) {
        return Some((next + 1, When::Days(7)));
    }
    if token.is(DAY) && is(tokens, next, ON) && matches!(token.word.plain.as_str(), "din" | "दिन") {
        return Some((next + 1, When::Part(Daypart::Afternoon)));
    }
    None
}

/// How many months from this one "agle", "pichle" and "is" are.
fn shift(token: &Token) -> Option<i32> {
    if token.is(NEXT) {
        Some(1)
    } else if token.is(PREVIOUS) {
        Some(-1)
    } else {
        token.is(THIS).then_some(0)
    }
}

/// A number with what it counts: days, hours, o'clock, a day of the month.
fn counted(tokens: &[Token], start: usize) -> Option<(usize, When)> {
    let (milli, end) = count(tokens, start)?;
    if is_told_by_itself(tokens, end) {
        return None;
    }
    let led = start.checked_sub(1).and_then(|at| tokens.get(at)).map_or("", |token| token.word.plain.as_str());
    let ahead = |at: usize| {
        is(tokens, at, AFTER.or(ON)) || tokens.get(at).is_some_and(|token| matches!(token.word.plain.as_str(), "from"))
    };
    if is(tokens, end, DAY) || is(tokens, end, WEEK) {
        let days = whole(milli)?.checked_mul(if is(tokens, end, WEEK) { 7 } else { 1 })?;
        if ahead(end + 1) || matches!(led, "in" | "after" | "within") {
            let after = end + 1 + usize::from(ahead(end + 1));
            let after = if tokens.get(after).is_some_and(|token| matches!(token.word.plain.as_str(), "now" | "today")) {
                after + 1
            } else {
                after
            };
            return Some((after, When::Days(days)));
        }
        // "Two days before yesterday": whoever says so knows which day it is.
        let from = calendar(tokens, end + 2).filter(|_| is(tokens, end + 1, BEFORE));
        if matches!(from, Some(Calendar::Days(_) | Calendar::Weekday(_))) {
            return Some((end + 3, When::Vague));
        }
        return is_ago(tokens, end + 1).then_some((end + 2, When::Days(-days)));
    }
    if is(tokens, end, MONTH) && (ahead(end + 1) || matches!(led, "in" | "after" | "within")) {
        let months = whole(milli).filter(|months| *months > 0)?;
        return Some((end + 1 + usize::from(ahead(end + 1)), When::MonthsAhead(months)));
    }
    if is(tokens, end, HOUR) || is(tokens, end, MINUTE) {
        let minutes = if is(tokens, end, HOUR) { milli.checked_mul(60)? / 1_000 } else { milli / 1_000 };
        let after = end + 1 + usize::from(ahead(end + 1));
        return (ahead(end + 1) || matches!(led, "in" | "after" | "within")).then_some((after, When::Minutes(minutes)));
    }
    if is(tokens, end, OCLOCK) {
        let (after, afternoon) = half(tokens, end + 1);
        return clock(milli, afternoon).map(|when| (after, when));
    }
    if let (after, Some(afternoon)) = half(tokens, end) {
        return clock(milli, Some(afternoon)).map(|when| (after, when));
    }
    let (after, day) = day_number(tokens, start)?;
    let marked = after > end;
    if let Some((after, months)) = month_told(tokens, after, marked) {
        return Some((after, When::OfMonth { day, month: None, months: Some(months) }));
    }
    if let Some((after, month)) = month_after(tokens, after) {
        return Some((after, When::OfMonth { day, month: Some(month), months: None }));
    }
    let dated = is(tokens, after, DATED);
    (dated || (marked && matches!(led, "the" | "on" | "ko")))
        .then_some((after + usize::from(dated), When::OfMonth { day, month: None, months: None }))
}

/// A number in thousandths with the token after it; "a week" and "an hour" are one.
fn count(tokens: &[Token], start: usize) -> Option<(i64, usize)> {
    let one = tokens.get(start).is_some_and(|token| !token.masked && matches!(token.word.plain.as_str(), "a" | "an"));
    if one && is(tokens, start + 1, DAY.or(WEEK).or(MONTH).or(HOUR)) {
        return Some((1_000, start + 1));
    }
    let plain = |at: usize| tokens.get(at).filter(|token| !token.masked).map_or("", |token| token.word.plain.as_str());
    if plain(start) == "half" && matches!(plain(start + 1), "a" | "an") && is(tokens, start + 2, HOUR) {
        return Some((500, start + 2));
    }
    number::at(tokens, start).map(|found| (found.milli, found.end))
}

/// A day of the month: "20", "3rd", "twenty first".
fn day_number(tokens: &[Token], start: usize) -> Option<(usize, i8)> {
    let start = if tokens.get(start).is_some_and(|token| token.word.plain == "the") { start + 1 } else { start };
    let (mut end, mut day) = if let Some(Calendar::Ordinal(day)) = calendar(tokens, start) {
        (start + 1, i64::from(day))
    } else {
        let count = number::at(tokens, start)?;
        (count.end, (count.milli % 1_000 == 0).then_some(count.milli / 1_000)?)
    };
    if let (Some(Calendar::Ordinal(unit @ 1..=9)), 20 | 30) = (calendar(tokens, end), day) {
        day += i64::from(unit);
        end += 1;
    }
    if calendar(tokens, end) == Some(Calendar::Mark) {
        end += 1;
    }
    i8::try_from(day).ok().filter(|day| (1..=31).contains(day)).map(|day| (end, day))
}

fn month_after(tokens: &[Token], at: usize) -> Option<(usize, i8)> {
    let at = if tokens.get(at).is_some_and(|token| matches!(token.word.plain.as_str(), "of" | "ki" | "की")) {
        at + 1
    } else {
        at
    };
    let at = if is(tokens, at, DATED) { at + 1 } else { at };
    match calendar(tokens, at) {
        Some(Calendar::Month(month)) => Some((at + 1, month)),
        Some(_) | None => None,
    }
}

/// "of last month", and right behind a marked day "last month": how many months from this one.
fn month_told(tokens: &[Token], at: usize, marked: bool) -> Option<(usize, i32)> {
    let plain = |at: usize, word: &str| tokens.get(at).is_some_and(|token| !token.masked && token.word.plain == word);
    let of = plain(at, "of");
    let word = at + usize::from(of) + usize::from(of && plain(at + 1, "the"));
    let months = shift(tokens.get(word).filter(|token| !token.masked && !token.word.after_stop)?)?;
    ((of || marked) && is(tokens, word + 1, MONTH)).then_some((word + 2, months))
}

/// "am" or "pm", if it stands here.
fn half(tokens: &[Token], at: usize) -> (usize, Option<bool>) {
    match calendar(tokens, at) {
        Some(Calendar::Half(afternoon)) => (at + 1, Some(afternoon)),
        Some(_) | None => (at, None),
    }
}

/// "half past four".
fn past(tokens: &[Token], at: usize, minutes: i64) -> Option<(usize, When)> {
    let count = number::at(tokens, at)?;
    let (end, afternoon) = half(tokens, count.end);
    let milli = count.milli.checked_add(minutes * 1_000 / 60)?;
    clock(milli, afternoon).map(|when| (end, when))
}

/// 9.5 is half past nine and 430 is half past four.
fn clock(milli: i64, afternoon: Option<bool>) -> Option<When> {
    let (hour, minute) = if milli >= 100_000 {
        (milli / 100_000, milli / 1_000 % 100)
    } else {
        (milli / 1_000, milli % 1_000 * 60 / 1_000)
    };
    let (hour, minute) = (i8::try_from(hour).ok()?, i8::try_from(minute).ok()?);
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some(When::Clock { hour, minute, afternoon })
}

fn whole(milli: i64) -> Option<i32> {
    if milli % 1_000 == 0 { i32::try_from(milli / 1_000).ok().filter(|days| *days <= 3_650) } else { None }
}

/// Whether an action looks back or ahead.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Direction {
    Past,
    Future,
}

/// The day that was said.
pub(super) fn day(when: When, today: Date, direction: Direction) -> Option<Date> {
    let add = |span: Span| today.checked_add(span).ok();
    let ahead = direction == Direction::Future;
    match when {
        When::Days(days) => add(i64::from(days).days()),
        When::Either(days) => add(i64::from(if ahead { days } else { -days }).days()),
        When::Weekday(weekday) => {
            let now = today.weekday().to_monday_one_offset();
            let distance = if ahead { weekday - now } else { now - weekday };
            let distance = i64::from((distance - 1).rem_euclid(7) + 1);
            add((if ahead { distance } else { -distance }).days())
        }
        When::LastWeekday(weekday) => {
            let back = (today.weekday().to_monday_one_offset() - weekday - 1).rem_euclid(7) + 1;
            add((-i64::from(back)).days())
        }
        When::OfMonth { day, month: Some(month), .. } => {
            let year = today.year();
            let candidates = [year - 1, year, year + 1].map(|year| Date::new(year, month, day).ok());
            if ahead {
                candidates.into_iter().flatten().find(|date| *date > today)
            } else {
                candidates.into_iter().rev().flatten().find(|date| *date <= today)
            }
        }
        When::On { day, month, year } => Date::new(year, month, day).ok(),
        When::NextWeekday(weekday) => self::day(When::Weekday(weekday), today, Direction::Future),
        When::OfMonth { day, month: None, months: said } => {
            let first = today.first_of_month();
            let months: [i32; 3] = match said {
                Some(months) => [months; 3],
                None if ahead => [0, 1, 2],
                None => [0, -1, -2],
            };
            months
                .into_iter()
                .filter_map(|months| first.checked_add(i64::from(months).months()).ok())
                .filter_map(|first| Date::new(first.year(), first.month(), day).ok())
                .find(|date| said.is_some() || if ahead { *date > today } else { *date <= today })
        }
        When::NextMonth => add(1.month()),
        When::MonthsAhead(months) => add(i64::from(months).months()),
        When::MonthEnd => Some(today.last_of_month()),
        When::Minutes(_)
        | When::Weeks(_)
        | When::Months(_)
        | When::LastDays(_)
        | When::Clock { .. }
        | When::Part(_)
        | When::Vague => None,
    }
}

/// The stretch of days that was said, both ends included.
pub(super) fn range(when: When, today: Date) -> Option<(Date, Date)> {
    match when {
        When::Weeks(weeks) => {
            let back = i64::from(today.weekday().to_monday_zero_offset());
            let monday = today.checked_sub(back.days()).ok()?.checked_add((i64::from(weeks) * 7).days()).ok()?;
            Some((monday, monday.checked_add(6.days()).ok()?.min(today)))
        }
        When::Months(months) => {
            let first = today.first_of_month().checked_add(i64::from(months).months()).ok()?;
            Some((first, first.last_of_month().min(today)))
        }
        When::LastDays(days) => Some((today.checked_sub(i64::from(days - 1).days()).ok()?, today)),
        When::Days(_)
        | When::Either(_)
        | When::Weekday(_)
        | When::NextWeekday(_)
        | When::LastWeekday(_)
        | When::OfMonth { .. }
        | When::On { .. }
        | When::NextMonth
        | When::MonthsAhead(_)
        | When::MonthEnd
        | When::Clock { .. }
        | When::Minutes(_)
        | When::Part(_)
        | When::Vague => None,
    }
}

/// So many minutes after this moment.
pub(super) fn minutes_after(now: DateTime, minutes: i64) -> Option<DateTime> {
    now.checked_add(minutes.minutes()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{Time, date};

    #[test]
    fn days_are_reckoned_from_a_friday() {
        let today = date(2026, 11, 20);
        let ahead = |when| day(when, today, Direction::Future);
        assert_eq!(ahead(When::Either(1)), Some(date(2026, 11, 21)));
        assert_eq!(ahead(When::Weekday(5)), Some(date(2026, 11, 27)));
        assert_eq!(ahead(When::OfMonth { day: 3, month: None, months: None }), Some(date(2026, 12, 3)));
        assert_eq!(ahead(When::OfMonth { day: 20, month: None, months: Some(1) }), Some(date(2026, 12, 20)));
        assert_eq!(ahead(When::MonthEnd), Some(date(2026, 11, 30)));
        let back = |when| day(when, today, Direction::Past);
        assert_eq!(back(When::Either(2)), Some(date(2026, 11, 18)));
        assert_eq!(back(When::Weekday(1)), Some(date(2026, 11, 16)));
        assert_eq!(back(When::Weekday(5)), Some(date(2026, 11, 13)));
    }

    #[test]
    fn a_bare_hour_means_the_shops_hours() {
        assert_eq!(time(9, 30, None, None), Time::new(9, 30, 0, 0).ok());
        assert_eq!(time(4, 0, None, None), Time::new(16, 0, 0, 0).ok());
        assert_eq!(time(8, 0, None, Some(Daypart::Night)), Time::new(20, 0, 0, 0).ok());
        assert_eq!(time(12, 0, None, None), Time::new(12, 0, 0, 0).ok());
    }
}
