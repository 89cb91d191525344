//! A day that was spoken is never dropped: it is the day that was meant, or it is asked for.
#![expect(clippy::unwrap_used, reason = "a test")]

use execora_domain::intent::{Lexicon, Parse, Reason, Slot, World, parse};
use jiff::civil::{Date, date};
use std::collections::BTreeMap;

/// What it means on Monday, 23 November 2026.
fn read(text: &str) -> Parse {
    let worlds: BTreeMap<String, World> = serde_json::from_str(include_str!("understanding/worlds.json")).unwrap();
    parse(text, &Lexicon::new(&worlds["P1"]), None, date(2026, 11, 23).at(10, 0, 0, 0))
}

fn asks_for_the_day(text: &str) {
    let parse = read(text);
    assert!(parse.clarify.is_some(), "{text}: {:?}", parse.frames);
    let clarify = parse.clarify.unwrap();
    assert_eq!((clarify.reason, clarify.slot), (Reason::MissingSlot, Some(Slot::Date)), "{text}");
    assert_eq!(parse.frames[clarify.frame].slots.date, None, "{text}");
}

fn is_of(day: Date, text: &str) {
    let parse = read(text);
    assert_eq!((parse.clarify, parse.frames[0].slots.date), (None, Some(day)), "{text}");
}

#[test]
fn a_day_that_no_month_has_is_asked_for() {
    for day in ["30 february ko", "31 november ko", "on Feb 30", "on 31st September", "तीस फ़रवरी को"]
    {
        asks_for_the_day(&format!("Neha ne {day} 450 rupaye diye"));
        asks_for_the_day(&format!("Neha ke khaate mein {day} 450 udhaar likho"));
    }
}

#[test]
fn a_stretch_of_days_is_no_day_to_write_for() {
    for days in [
        "pichle hafte",
        "pichle mahine",
        "pichle saal",
        "pichle teen din mein",
        "kuch din pehle",
        "do mahine pehle",
        "पिछले हफ्ते",
    ] {
        asks_for_the_day(&format!("Neha ne {days} 450 rupaye diye the"));
        asks_for_the_day(&format!("Neha ko {days} 450 rupaye udhaar diya tha"));
    }
    for days in ["last week", "last month", "last year", "a few days ago", "the other day", "two months ago"] {
        asks_for_the_day(&format!("Neha paid 450 {days}"));
        asks_for_the_day(&format!("Neha took 450 on credit {days}"));
    }
}

#[test]
fn a_feast_is_a_day_that_is_asked_for_and_what_is_paid_for_it_is_not() {
    for day in ["diwali pe", "diwali ko", "eid ke din", "दिवाली पर"] {
        asks_for_the_day(&format!("Neha ne {day} 450 rupaye diye"));
    }
    asks_for_the_day("diwali pe Neha ko yaad dilana");
    for of_it in ["diwali ka", "pichle mahine ka", "pichle hafte ka"] {
        let parse = read(&format!("Neha ne {of_it} 450 diya"));
        assert_eq!((parse.clarify, parse.frames[0].slots.date), (None, None), "{of_it}");
    }
}

#[test]
fn a_day_of_a_named_month_is_in_that_month() {
    for text in [
        "Neha ne pichle mahine ki paanch tareekh ko do sau diye the",
        "Neha ne pichle mahine ki 5 ko do sau diye",
        "Neha ne paanch tareekh ko pichle mahine do sau diye",
        "Neha paid 200 on the 5th of last month",
        "नेहा ने पिछले महीने की पाँच तारीख को दो सौ दिए",
    ] {
        is_of(date(2026, 10, 5), text);
        assert_eq!(read(text).frames[0].slots.amount_paise.unwrap().paise(), 20_000, "{text}");
    }
    is_of(date(2026, 11, 5), "Neha ne is mahine ki 5 ko do sau diye");
    is_of(date(2026, 12, 5), "Neha ko agle mahine ki 5 ko yaad dilana");
    is_of(date(2026, 12, 5), "remind Neha on the 5th of next month");
}

#[test]
fn nobody_has_paid_on_a_day_to_come() {
    for text in [
        "Neha paid 100 tomorrow",
        "Neha paid 100 next Monday",
        "Neha ne agle somvar ko 100 diye",
        "Neha ne agle mahine ki 5 ko 100 diye",
        "Neha paid 100 on the 5th of next month",
        "Neha ne is mahine ki 28 ko 100 diye",
    ] {
        let parse = read(text);
        assert!(parse.clarify.is_some(), "{text}: {:?}", parse.frames);
        assert_eq!(parse.frames[0].slots.date, None, "{text}");
    }
    is_of(date(2026, 11, 30), "Neha ko agle somvar yaad dilana");
    is_of(date(2026, 11, 16), "Neha ne somvar ko 100 diye");
}
