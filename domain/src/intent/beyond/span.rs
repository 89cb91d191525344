//! "November ki bikri", "monthly sales", "do mahine pehle ki bikri", "is saal ki bikri": of which days sales are asked for, where
//! they are neither today alone nor a stretch that the contract's format has. What nobody can be told of is said to be so.

use super::scene::Scene;
use super::{Beyond, Meant, Read};
use crate::intent::calendar::Calendar;
use crate::intent::dates::When;
use crate::intent::entity::{Entity, Kind};
use crate::intent::frame::{Frame, Intent, Slots};
use crate::intent::normalise::is_year;
use crate::intent::number;
use crate::intent::senses::{BEFORE, EARN, MONTH, NEXT, PREVIOUS, SALES, WEEK};
use jiff::ToSpan as _;
use jiff::civil::Date;

/// Longer than anything that is told by voice.
const LONG: &[&str] = &[
    "saal",
    "sal",
    "saalana",
    "salana",
    "varsh",
    "varsha",
    "year",
    "years",
    "yearly",
    "annual",
    "timahi",
    "quarter",
    "quarterly",
    "साल",
    "सालाना",
    "वर्ष",
    "तिमाही",
];
const MONTHLY: &[&str] = &["monthly", "mahinewar", "maasik", "masik", "मासिक"];
const WEEKLY: &[&str] = &["weekly", "saptahik", "साप्ताहिक"];
const UNTIL: &[&str] = &["tak", "तक"];
const TILL: &[&str] = &["till", "until", "upto", "to"];
const TODAY: &[&str] = &["aaj", "आज", "today", "date"];

/// Which days were meant.
enum Days {
    Between(Date, Date),
    /// More than can be told at once, or from no day that was named.
    Other,
}

/// `frame` is what the contract's grammar has, if anything.
pub(super) fn read(scene: &Scene<'_>, frame: &Frame, today: Date) -> Option<Read> {
    let known = frame.intent == Intent::DailySummary;
    // Before a word of sales "saal" is taken for somebody whom nobody knows.
    let named =
        |one: &Entity| matches!(one.kind, Kind::Customer(_)) && !(one.start..one.end).all(|at| is_long(scene, at));
    let asks_sales = scene.facts.has(SALES.or(EARN)) && scene.facts.products == 0 && !scene.live().any(named);
    if !(known || asks_sales) || frame.slots.from.is_some() {
        return None;
    }
    let slots = match days(scene, today)? {
        Days::Between(from, to) if from <= today => {
            Slots { from: Some(from), to: Some(to.min(today)), ..Slots::default() }
        }
        Days::Between(..) | Days::Other => {
            Slots { beyond: Beyond { meant: Some(Meant::OtherSpan), ..Beyond::default() }, ..Slots::default() }
        }
    };
    Some((Frame { intent: Intent::DailySummary, slots }, vec![]))
}

fn days(scene: &Scene<'_>, today: Date) -> Option<Days> {
    // "Two months ago" is a day that nobody named, and a month.
    let told = |at: usize| {
        let holds = |kind: &Kind| matches!(kind, Kind::When(when) if *when != When::Vague);
        scene.live().any(|one| holds(&one.kind) && one.start <= at && at < one.end)
    };
    let here = |found: &dyn Fn(usize) -> bool| (0..scene.tokens.len()).find(|&at| found(at) && !told(at));
    let mut months_named =
        (0..scene.tokens.len()).filter_map(|at| Some((at, month_named(scene, at).filter(|_| !told(at))?)));
    let (first, other) = (months_named.next(), months_named.next());
    if let Some((at, month)) = first {
        return match other {
            Some(_) => Some(Days::Other),
            None => whole_month(month, year_after(scene, at), today),
        };
    }
    if (0..scene.tokens.len()).any(|at| is_long(scene, at)) {
        return Some(Days::Other);
    }
    let monthly = here(&|at| scene.is(at, MONTH) || scene.is_word(at, MONTHLY));
    if let Some(at) = monthly {
        return months(scene, at, today);
    }
    if let Some(at) = here(&|at| scene.is(at, WEEK) || scene.is_word(at, WEEKLY)) {
        return weeks(scene, at, today);
    }
    let until_today = (0..scene.tokens.len()).any(|at| {
        (scene.is_word(at, TODAY) && scene.is_word(at + 1, UNTIL))
            || (scene.is_word(at, TILL) && scene.is_word(at + 1, TODAY))
    });
    until_today.then_some(Days::Other)
}

fn is_long(scene: &Scene<'_>, at: usize) -> bool {
    scene.tokens.get(at).is_some_and(|token| LONG.contains(&token.word.plain.as_str()))
}

/// The month that this word names without a day: "may" only where it can be no verb.
fn month_named(scene: &Scene<'_>, at: usize) -> Option<i8> {
    let token = scene.tokens.get(at).filter(|token| !token.masked && !token.part)?;
    let is_may = token.word.plain == "may"
        && (scene.is(at + 1, SALES) || at.checked_sub(1).is_some_and(|at| scene.is_word(at, &["of", "in", "for"])));
    match token.calendar {
        Some(Calendar::Month(month)) => Some(month),
        _ => is_may.then_some(5),
    }
}

/// "november 2025", "november of 2025".
fn year_after(scene: &Scene<'_>, at: usize) -> Option<i16> {
    let after = at + 1 + usize::from(scene.is_word(at + 1, &["of", "ka", "ki", "ke", "का", "की", "के"]));
    let figure = scene.entities.iter().find(|entity| entity.start == at + 1 || entity.start == after)?;
    let Kind::Number(figure) = figure.kind else { return None };
    let year = u16::try_from(figure.milli / 1_000).ok().filter(|year| is_year(*year))?;
    i16::try_from(if year < 100 { year + 2_000 } else { year }).ok()
}

/// The month of that name that was last, or is now.
fn whole_month(month: i8, year: Option<i16>, today: Date) -> Option<Days> {
    let first = |year: i16| Date::new(year, month, 1).ok();
    let year = year.unwrap_or_else(|| if month > today.month() { today.year() - 1 } else { today.year() });
    let first = first(year)?;
    Some(Days::Between(first, first.last_of_month()))
}

/// "do mahine pehle", "pichle teen mahine", "mahine bhar".
fn months(scene: &Scene<'_>, at: usize, today: Date) -> Option<Days> {
    let (first, count) = (today.first_of_month(), count_before(scene, at));
    match count {
        Some(count) if scene.is(at + 1, BEFORE) || scene.is_word(at + 1, &["back", "ago"]) => {
            let first = first.checked_sub(i64::from(count).months()).ok()?;
            Some(Days::Between(first, first.last_of_month()))
        }
        Some(count) if has(scene, PREVIOUS) && count <= 12 => {
            let before = today.checked_sub(i64::from(count).months()).ok()?;
            Some(Days::Between(before.tomorrow().ok()?, today))
        }
        Some(_) => Some(Days::Other),
        None if has(scene, NEXT) => None,
        None => Some(Days::Between(first, today)),
    }
}

/// "pichle do hafte", "hafte bhar".
fn weeks(scene: &Scene<'_>, at: usize, today: Date) -> Option<Days> {
    let monday = today.checked_sub(i64::from(today.weekday().to_monday_zero_offset()).days()).ok()?;
    match count_before(scene, at) {
        Some(count) if has(scene, PREVIOUS) && count <= 52 => {
            let days = i64::from(count) * 7 - 1;
            Some(Days::Between(today.checked_sub(days.days()).ok()?, today))
        }
        Some(_) => Some(Days::Other),
        None if has(scene, NEXT) => None,
        None => Some(Days::Between(monday, today)),
    }
}

fn has(scene: &Scene<'_>, senses: crate::intent::senses::Senses) -> bool {
    (0..scene.tokens.len()).any(|at| scene.is(at, senses))
}

/// How many of it, where a whole number stands right before it.
fn count_before(scene: &Scene<'_>, at: usize) -> Option<i32> {
    let figure = (0..at).filter_map(|start| number::at(&scene.tokens, start)).find(|figure| figure.end == at)?;
    let count = i32::try_from(figure.milli / 1_000).ok().filter(|count| *count > 0)?;
    (figure.milli % 1_000 == 0).then_some(count)
}

#[cfg(test)]
mod tests {
    use crate::intent::{Lexicon, Meant, World, understand};
    use jiff::civil::date;

    /// Of which days the sales are told that are asked for on Friday, 20 November 2026.
    fn asked(text: &str) -> String {
        let worlds = include_str!("../../../tests/understanding/worlds.json");
        let worlds: std::collections::BTreeMap<String, World> = serde_json::from_str(worlds).unwrap();
        let lexicon = Lexicon::new(&worlds["P1"]);
        let read = understand(text, &lexicon, None, date(2026, 11, 20).at(10, 0, 0, 0));
        let [frame] = read.frames.as_slice() else { return format!("{:?}", read.frames) };
        let slots = &frame.slots;
        match (slots.from, slots.to, slots.date) {
            _ if slots.beyond.meant == Some(Meant::OtherSpan) => "other".to_owned(),
            (Some(from), Some(to), _) => format!("{from} {to}"),
            (_, _, Some(day)) => day.to_string(),
            _ => format!("{:?}", frame.intent),
        }
    }

    #[test]
    fn sales_are_told_of_the_days_that_were_named() {
        let cases: &[(&str, &[&str])] = &[
            (
                "2026-11-01 2026-11-20",
                &[
                    "is mahine ki bikri",
                    "this month's sales",
                    "mahine ki bikri",
                    "monthly sales",
                    "mahine bhar ki bikri",
                    "sales for the month",
                    "month to date sales",
                    "current month sales",
                    "november ki bikri",
                    "sales of november",
                    "नवंबर की बिक्री",
                    "poore mahine ki bikri",
                    "इस महीने की बिक्री बताओ",
                ],
            ),
            (
                "2026-10-01 2026-10-31",
                &[
                    "last month's sales",
                    "pichle mahine ki bikri",
                    "october ki bikri",
                    "october's sales",
                    "अक्टूबर की बिक्री बताओ",
                    "ek mahine pehle ki bikri",
                ],
            ),
            ("2025-12-01 2025-12-31", &["december ki bikri", "sales in december"]),
            ("2025-10-01 2025-10-31", &["sales of october 2025"]),
            ("2026-05-01 2026-05-31", &["sales of may", "may sales"]),
            ("2026-09-01 2026-09-30", &["do mahine pehle ki bikri", "september sales"]),
            ("2026-08-21 2026-11-20", &["pichle teen mahine ki bikri", "last 3 months sales"]),
            ("2026-11-16 2026-11-20", &["this week's sales", "is hafte ki bikri", "hafte ki bikri", "weekly sales"]),
            ("2026-11-09 2026-11-15", &["last week's sales", "पिछले हफ़्ते की बिक्री"]),
            ("2026-11-07 2026-11-20", &["last 2 weeks sales"]),
            ("2026-11-14 2026-11-20", &["last 7 days sales"]),
            ("2026-11-01 2026-11-15", &["1 november se 15 november tak ki bikri"]),
            (
                "other",
                &[
                    "is saal ki bikri",
                    "this year's sales",
                    "इस साल की बिक्री बताओ",
                    "last year's sales",
                    "financial year sales",
                    "this quarter's sales",
                    "year to date sales",
                    "aaj tak ki bikri",
                    "sales till date",
                    "october aur november ki bikri",
                ],
            ),
            ("2026-11-20", &["aaj ki bikri", "today's sales", "sales", "aaj ki ab tak ki bikri"]),
            ("2026-11-19", &["kal ki bikri", "yesterday's sales"]),
            ("2026-11-05", &["5 november ki bikri", "is mahine ki 5 tareekh ki bikri"]),
        ];
        let each = cases.iter().flat_map(|(wanted, texts)| texts.iter().map(move |text| (*text, *wanted)));
        let wrong: Vec<_> =
            each.filter(|(text, wanted)| asked(text) != *wanted).map(|(text, _)| (text, asked(text))).collect();
        assert_eq!(wrong, []);
    }
}
