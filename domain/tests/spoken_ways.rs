//! Days, prices and names as they are said over the counter.
#![expect(clippy::unwrap_used, reason = "a test")]

use execora_domain::intent::{Intent, Lexicon, Parse, World, parse};
use jiff::civil::date;
use std::collections::BTreeMap;

fn read(text: &str) -> Parse {
    let worlds: BTreeMap<String, World> = serde_json::from_str(include_str!("understanding/worlds.json")).unwrap();
    parse(text, &Lexicon::new(&worlds["P1"]), None, date(2026, 11, 20).at(10, 0, 0, 0))
}

#[test]
fn so_many_weeks_or_months_ahead_are_counted_from_today() {
    for (text, day) in [
        ("do hafte baad Neha ko yaad dilana", date(2026, 12, 4)),
        ("Neha ko teen hafte baad yaad dilana", date(2026, 12, 11)),
        ("Neha ko do mahine baad yaad dilana", date(2027, 1, 20)),
        ("agle hafte Neha ko yaad dilana", date(2026, 11, 27)),
    ] {
        let parse = read(text);
        assert_eq!(
            (parse.frames[0].intent, parse.frames[0].slots.date),
            (Intent::ScheduleReminder, Some(day)),
            "{text}"
        );
    }
}

#[test]
fn a_price_moves_from_what_it_is_and_from_nothing_else() {
    let price = |text: &str| {
        let parse = read(text);
        let told = parse.frames[0].slots.price_paise.map(execora_domain::money::Money::paise);
        told.filter(|_| parse.clarify.is_none())
    };
    assert_eq!(price("Bread chalees se paintalis kar do"), Some(4_500));
    assert_eq!(price("Bread tees se paintalis kar do"), None);
}

#[test]
fn a_title_that_is_glued_to_a_name_and_one_that_is_not_are_no_part_of_it() {
    for text in ["Manojbhai ne do sau diye", "Neha bi ne do sau diye", "Manoj re do sau de gaya"] {
        let parse = read(text);
        assert!(parse.clarify.is_none() && parse.frames[0].slots.customer_id.is_some(), "{text}: {parse:?}");
    }
    let stranger = read("Surender char sau ka maal udhaar le gaya");
    assert_eq!(stranger.clarify.and_then(|asked| asked.heard).as_deref(), Some("Surender"));
}

#[test]
fn each_of_two_people_gets_a_bill_of_his_own() {
    let parse = read("Amit ko ek Bread aur Neha ko do Cold Drink ka bill");
    let bills: Vec<(Option<&str>, usize)> = parse
        .frames
        .iter()
        .map(|frame| (frame.slots.customer_id.as_deref(), frame.slots.items.as_ref().map_or(0, Vec::len)))
        .collect();
    assert_eq!(bills, [(Some("c1"), 1), (Some("c2"), 1)], "{:?}", parse.clarify);
}

#[test]
fn credit_that_is_written_stays_written_whenever_it_is_paid_and_whyever_it_is_not() {
    for text in
        ["Neha ko do sau udhaar likh le, paise aane pe degi", "Neha ke naam do sau chadha de, paise bhool aayi hai"]
    {
        let parse = read(text);
        assert!(parse.clarify.is_none(), "{text}: {:?}", parse.trace.last());
        assert_eq!(parse.frames[0].intent, Intent::AddCredit, "{text}");
    }
    assert!(read("Neha ko do sau udhaar likh le, nahi abhi nahi").clarify.is_some());
}
