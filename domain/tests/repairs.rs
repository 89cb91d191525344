//! Slips of the tongue: what is said again to be denied goes with what it repeats, and nothing of a neighbour's goes.
#![expect(clippy::unwrap_used, reason = "a test")]

use execora_domain::intent::{Intent, Lexicon, Parse, World, parse};
use std::collections::BTreeMap;

fn read(text: &str) -> Parse {
    let worlds: BTreeMap<String, World> = serde_json::from_str(include_str!("understanding/worlds.json")).unwrap();
    parse(text, &Lexicon::new(&worlds["P1"]), None, jiff::civil::date(2026, 11, 20).at(10, 0, 0, 0))
}

/// Who, and how much in rupees, for every frame; nothing where something is asked.
fn told(text: &str) -> Vec<(Intent, String, i64)> {
    let parse = read(text);
    if parse.clarify.is_some() {
        return vec![];
    }
    let slots = |frame: &execora_domain::intent::Frame| {
        let customer = frame.slots.customer_id.clone().unwrap_or_default();
        (frame.intent, customer, frame.slots.amount_paise.map_or(0, |amount| amount.paise() / 100))
    };
    parse.frames.iter().map(slots).collect()
}

#[test]
fn a_part_of_a_figure_that_is_denied_denies_all_of_it() {
    for (text, rupees) in [
        ("Neha ne teen sau diye, arre teen nahi chaar sau", 400),
        ("Neha ne do sau diye, ruko, do nahi dhai sau", 250),
        ("Neha ne nau hazaar diye, nau nahi, aath hazaar nau sau", 8_900),
        ("Neha ne do sau bees diye, bees nahi, do sau tees", 230),
        ("नेहा ने तीन सौ दिए, अरे तीन नहीं तेरह सौ", 1_300),
    ] {
        assert_eq!(told(text), [(Intent::RecordPayment, "c2".to_owned(), rupees)], "{text}");
    }
}

#[test]
fn a_name_that_is_said_again_to_be_denied_is_neither_of_the_two() {
    for text in [
        "Amit ko do sau udhaar, Amit nahi Neha ko",
        "Amit ko do sau udhaar likho, Amit nahi re Neha",
        "Amit ke do sau udhaar, Amit ke nahi Neha ke do sau udhaar",
    ] {
        assert_eq!(told(text), [(Intent::AddCredit, "c2".to_owned(), 200)], "{text}");
    }
}

#[test]
fn a_thing_that_is_said_again_to_be_denied_leaves_its_quantity_to_the_next() {
    let parse = read("Neha ka bill do kilo chini, chini nahi chawal");
    let items = parse.frames[0].slots.items.clone().unwrap();
    assert!(parse.clarify.is_none() && items.len() == 1 && items[0].product_id == "p4", "{parse:?}");
    assert_eq!(items[0].qty_milli.map(execora_domain::quantity::Quantity::milli), Some(2_000));
}

#[test]
fn a_figure_that_is_mended_stays_with_the_one_who_stands_before_it() {
    let both = |first: i64, second: i64| {
        vec![(Intent::RecordPayment, "c1".to_owned(), first), (Intent::RecordPayment, "c2".to_owned(), second)]
    };
    assert_eq!(told("Amit ne hazaar diye, Neha ne do, matlab do hazaar"), both(1_000, 2_000));
    let credit = told("Amit ko sau udhaar aur Neha ko do sau, nahi dhai sau");
    let amounts: Vec<i64> = credit.iter().map(|(_, _, rupees)| *rupees).collect();
    assert_eq!(amounts, [100, 250], "{credit:?}");
}

#[test]
fn one_person_told_of_twice_and_a_figure_without_its_hundred_are_asked_about() {
    for text in [
        "Amit ne do sau aur Neha ne teen sau diye, Neha ne chaar sau",
        "Amit ne teen sau diye aur Neha ne paanch diye",
        "Amit paid four hundred and Neha paid five",
    ] {
        assert!(told(text).is_empty(), "{text}: {:?}", told(text));
    }
}
