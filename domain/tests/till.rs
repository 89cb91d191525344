//! What is said over an English-speaking counter: verbs whose particle comes late, prices by the unit, hours without
//! their word, and corrections. Each guard is shown beside the plain sentence that it lets through.
#![expect(clippy::unwrap_used, reason = "a test")]

use execora_domain::intent::{Frame, Intent, Lexicon, Parse, Pending, Reason, Slot, World, parse};
use execora_domain::money::Money;
use std::collections::BTreeMap;

fn shop() -> Lexicon {
    let worlds: BTreeMap<String, World> = serde_json::from_str(include_str!("understanding/till/worlds.json")).unwrap();
    Lexicon::new(&worlds["E1"])
}

fn answer(text: &str, pending: Option<&Pending>) -> Parse {
    parse(text, &shop(), pending, jiff::civil::date(2026, 11, 20).at(10, 0, 0, 0))
}

fn told(text: &str) -> Frame {
    let parse = answer(text, None);
    assert!(parse.clarify.is_none() && parse.frames.len() == 1, "{text}: {parse:?}");
    parse.frames[0].clone()
}

/// What is asked about, and that nothing stands in its place.
fn asked(text: &str, reason: Reason, slot: Option<Slot>) {
    let parse = answer(text, None);
    let question = parse.clarify.as_ref().map(|question| (question.reason, question.slot));
    assert_eq!(question, Some((reason, slot)), "{text}: {parse:?}");
}

fn pending(json: &str) -> Pending {
    serde_json::from_str(json).unwrap()
}

fn rupees(amount: i64) -> Money {
    Money::from_paise(amount * 100)
}

#[test]
fn a_late_particle_belongs_to_its_verb_and_takes_nobody_off_the_shelf() {
    let frame = told("take one bag of sugar off the shelf, it got wet");
    assert_eq!(frame.slots.qty_milli.unwrap().milli(), 50_000);
    assert_eq!(told("Verma cleared five hundred out of what he owed").intent, Intent::RecordPayment);
    asked("knock two hundred off what Sharma owes", Reason::OutOfScope, None);
    asked("take Pinto off", Reason::OutOfScope, None);
}

#[test]
fn a_price_for_another_unit_than_the_shops_own_is_asked_about() {
    assert_eq!(told("sugar is forty six a kilo now").slots.price_paise, Some(rupees(46)));
    asked("sugar is two thousand a bag now", Reason::MissingSlot, Some(Slot::PricePaise));
    asked("eggs are eighty a dozen now", Reason::MissingSlot, Some(Slot::PricePaise));
}

#[test]
fn rupees_and_paise_in_short_are_no_thousands() {
    assert_eq!(told("change the rate of sugar to forty five").slots.price_paise, Some(rupees(45)));
    asked("change the rate of sugar to forty five fifty", Reason::MissingSlot, Some(Slot::PricePaise));
    assert_eq!(told("change the rate of tea powder to four fifty").slots.price_paise, Some(rupees(450)));
}

#[test]
fn a_price_that_comes_down_is_no_delivery() {
    let frame = told("tea powder has come down to three ninety");
    assert_eq!((frame.intent, frame.slots.price_paise), (Intent::UpdatePrice, Some(rupees(390))));
    assert_eq!(told("salt went from twenty five to twenty seven").slots.price_paise, Some(rupees(27)));
    asked("salt went from twenty to twenty seven", Reason::AmbiguousAmount, Some(Slot::PricePaise));
}

#[test]
fn a_reminders_new_hour_is_kept_and_a_figure_that_is_none_is_asked_about() {
    let frame = told("move Hotel Sagar's reminder to Monday at nine");
    assert_eq!(frame.slots.time, Some(jiff::civil::time(9, 0, 0, 0)));
    asked("move Hotel Sagar's reminder to Monday nine", Reason::MissingSlot, Some(Slot::Time));
}

#[test]
fn what_is_not_meant_is_struck_wherever_it_stands() {
    let paid = pending(r#"{"intent":"RECORD_PAYMENT","slots":{"customer_id":"c2","amount_paise":50000}}"#);
    let parse = answer("it was Verma, not Sharma", Some(&paid));
    assert_eq!(parse.frames[0].slots.customer_id.as_deref(), Some("c1"), "{parse:?}");
    assert_eq!(told("put two hundred on Harish, not Verma").slots.customer_id.as_deref(), Some("c16"));
}

#[test]
fn a_yes_with_another_amount_is_no_yes() {
    let paid = pending(r#"{"intent":"RECORD_PAYMENT","slots":{"customer_id":"c2","amount_paise":50000}}"#);
    let right = answer("yes five hundred", Some(&paid));
    assert!(right.clarify.is_none() && right.frames[0].intent == Intent::Confirm, "{right:?}");
    let other = answer("yes four hundred", Some(&paid));
    assert_eq!(other.clarify.map(|question| question.reason), Some(Reason::AmbiguousAmount));
}

#[test]
fn goods_that_were_sent_or_put_into_a_bag_are_not_paid_with_that() {
    for text in ["bill Verma two kilos sugar, I sent it", "Verma ke thaile mein daala hai do kilo sugar, bill banao"] {
        let frame = told(text);
        assert!(frame.intent == Intent::CreateInvoice && frame.slots.beyond.paid.is_none(), "{text}: {frame:?}");
    }
    assert!(told("bill Verma two kilos sugar, he paid").slots.beyond.paid.is_some());
}

#[test]
fn more_than_was_read_back_is_asked_about() {
    let credit = pending(r#"{"intent":"ADD_CREDIT","slots":{"customer_id":"c1","amount_paise":30000}}"#);
    for text in ["add fifty more", "fifty less", "three hundred or four hundred"] {
        let parse = answer(text, Some(&credit));
        let asks = parse.clarify.is_some() && parse.frames.iter().all(|frame| frame.slots.amount_paise.is_none());
        assert!(asks, "{text}: {parse:?}");
    }
    assert_eq!(answer("make it fifty", Some(&credit)).frames[0].slots.amount_paise, Some(rupees(50)));
}

#[test]
fn what_something_cost_before_or_is_asked_about_is_no_new_price() {
    assert_eq!(told("eggs are eight each from now on").slots.price_paise, Some(rupees(8)));
    asked("eggs were eight each last week", Reason::OutOfScope, None);
    asked("are eggs still eight each", Reason::OutOfScope, None);
}

#[test]
fn a_reminder_that_is_there_is_moved_and_not_made_twice() {
    for text in ["Lakshmi's reminder should be on Friday", "bring Lakshmi's reminder forward to tomorrow"] {
        assert_eq!(told(text).intent, Intent::ModifyReminder, "{text}");
    }
}

#[test]
fn a_pack_named_beside_the_thing_is_asked_about_and_not_priced_as_a_kilo() {
    assert_eq!(told("sugar ab pachas rupaye kilo").slots.price_paise, Some(rupees(50)));
    for text in ["sugar ki bag bais sau ki hai ab", "the price of a bag of sugar is twenty two hundred"] {
        let parse = answer(text, None);
        let asks = parse.clarify.is_some() && parse.frames.iter().all(|frame| frame.slots.price_paise.is_none());
        assert!(asks, "{text}: {parse:?}");
    }
}

#[test]
fn a_bills_number_that_was_not_read_is_asked_about_before_any_bill_is_sent() {
    assert_eq!(told("bill number do sau aath George ko bhejo").slots.invoice_no, Some(208));
    let parse = answer("bill do sau do George ko bhejo", None);
    assert!(parse.clarify.is_some(), "{parse:?}");
}
