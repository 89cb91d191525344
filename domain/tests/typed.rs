//! Figures and days as they are typed and said in India: "one and half", .5, 1,5, 3/4, two units, digits one by one,
//! 30/11/2026. No part of a figure is dropped: it is what was meant, or it is asked for.
#![expect(clippy::unwrap_used, reason = "a test")]

use execora_domain::intent::{Candidate, Frame, Intent, Lexicon, Parse, Reason, Slot, World, parse};
use execora_domain::money::Money;
use execora_domain::quantity::Quantity;
use jiff::civil::{Date, date};
use std::collections::BTreeMap;
use std::sync::LazyLock;

static SHOP: LazyLock<Lexicon> = LazyLock::new(|| {
    let worlds: BTreeMap<String, World> = serde_json::from_str(include_str!("understanding/till/worlds.json")).unwrap();
    Lexicon::new(&worlds["E1"])
});

/// What it means on Tuesday, 1 December 2026.
fn read(text: &str) -> Parse {
    parse(text, &SHOP, None, date(2026, 12, 1).at(10, 0, 0, 0))
}

fn told(text: &str) -> Frame {
    let parse = read(text);
    assert!(parse.clarify.is_none() && parse.frames.len() == 1, "{text}: {parse:?}");
    parse.frames[0].clone()
}

fn paid(paise: i64, how: &str) {
    for text in [format!("Deepak Menon paid {how}"), format!("Deepak Menon ne {how} diye")] {
        let frame = told(&text);
        assert_eq!(frame.intent, Intent::RecordPayment, "{text}");
        assert_eq!(frame.slots.amount_paise, Some(Money::from_paise(paise)), "{text}");
    }
}

fn asked(text: &str, reason: Reason, slot: Slot) {
    let parse = read(text);
    let question = parse.clarify.as_ref().map(|question| (question.reason, question.slot));
    assert_eq!(question, Some((reason, Some(slot))), "{text}: {parse:?}");
}

/// What a bill comes to in thousandths, thing by thing.
fn bill(things: &[(&str, i64)], what: &str) {
    let text = format!("bill for Deepak Menon {what}");
    let items = told(&text).slots.items.unwrap();
    let items: Vec<(&str, i64)> =
        items.iter().map(|item| (item.product_id.as_str(), item.qty_milli.map_or(0, Quantity::milli))).collect();
    assert_eq!(items, things, "{text}");
}

const SUGAR: &str = "p1";
const RICE: &str = "p2";
const MILK: &str = "p6";
const EGGS: &str = "p7";
const SOAP: &str = "p17";

#[test]
fn one_and_half_is_one_and_a_half() {
    paid(150_000, "one and half thousand");
    paid(15_000_000, "one and half lakh");
    paid(12_500_000, "one and quarter lakh");
    paid(250_000, "two and half thousand");
    paid(350_000, "three and a half thousand");
    paid(150_000, "1 and half thousand");
    paid(150_000, "ek and half hazaar");
    paid(250_000, "do and half hazaar");
    paid(150_000, "वन एंड हाफ हज़ार");
    paid(150_000, "ek aur aadha hazaar");
    paid(15_000_000, "एक और आधा लाख");
    bill(&[(SUGAR, 1_500)], "one and half kg sugar");
    bill(&[(SUGAR, 2_500)], "2 and half kilo sugar");
    bill(&[(SUGAR, 1_750)], "one and three quarter kg sugar");
    bill(&[(SUGAR, 1_500)], "one and 1/2 kg sugar");
}

#[test]
fn a_half_of_another_thing_stays_with_it() {
    bill(&[(SOAP, 1_000), (SUGAR, 500)], "one lifebuoy and half kg sugar");
    bill(&[(SOAP, 1_000), (SUGAR, 500)], "lifebuoy one and half kg sugar");
}

#[test]
fn a_point_needs_no_nought_before_it() {
    paid(50, ".50 rupees");
    paid(75, "₹.75");
    paid(50, "point five rupees");
    paid(15_000_000, "one point five lakh");
    bill(&[(SUGAR, 500)], ".5 kg sugar");
    bill(&[(SUGAR, 250)], "point two five kg sugar");
    bill(&[(SUGAR, 1_500)], "one point five kg sugar");
    bill(&[(SUGAR, 250)], "point twenty five kg sugar");
    let stock = told("add .5 kg sugar to stock").slots.qty_milli.unwrap();
    assert_eq!(stock.milli(), 500);
    paid(50_000, "Rs.500");
    paid(50_000, "500.");
}

#[test]
fn a_comma_stands_for_thousands_only_where_thousands_are() {
    paid(125_000, "1,250 rupees");
    paid(12_500_000, "1,25,000 rupees");
    paid(123_450, "1,234.50 rupees");
    bill(&[(SUGAR, 1_500)], "1,5 kg sugar");
    bill(&[(SUGAR, 250)], "0,25 kilo sugar");
    let question = read("Deepak Menon paid 12,50 rupees").clarify.unwrap();
    assert_eq!(question.reason, Reason::AmbiguousAmount);
    let may_be = [1_250, 125_000].map(|paise| Candidate::Amount(Money::from_paise(paise)));
    assert_eq!(question.candidates, may_be);
    asked("Deepak Menon paid 1,00,00 rupees", Reason::MissingSlot, Slot::AmountPaise);
    asked("Deepak Menon paid 1.234,50 rupees", Reason::MissingSlot, Slot::AmountPaise);
    let phone = told("new customer Zubin Mistry phone 98765,43210").slots.phone;
    assert_eq!(phone.as_deref(), Some("9876543210"));
}

#[test]
fn parts_are_written_with_a_slash() {
    for (milli, part) in
        [(500, "1/2 kg"), (500, "½ kg"), (1_500, "1½ kg"), (1_500, "1 1/2 kg"), (750, "3/4 kg"), (250, "1/4kg")]
    {
        bill(&[(SUGAR, milli)], &format!("{part} sugar"));
    }
    bill(&[(EGGS, 6_000)], "1/2 dozen eggs");
    paid(15_000_000, "1½ lakh");
    asked("bill for Deepak Menon 1/3 kg sugar", Reason::MissingSlot, Slot::Items);
}

#[test]
fn a_quantity_in_two_units_is_one_quantity() {
    for how in ["1kg 250 gm", "one kilo two fifty gram", "ek kilo do sau pachas gram", "ek kilo aur dhai sau gram"] {
        bill(&[(SUGAR, 1_250)], &format!("{how} sugar"));
    }
    bill(&[(MILK, 1_500)], "1 litre 500 ml milk");
    bill(&[(EGGS, 27_000)], "2 dozen 3 pieces eggs");
    bill(&[(SUGAR, 1_250), (RICE, 2_500)], "sugar 1 kg 250 gm rice 2 kg 500 gm");
    bill(&[(RICE, 2_000), (SUGAR, 1_250)], "2 kg rice 1 kg 250 gm sugar");
    assert_eq!(told("add 1 kg 250 gm sugar to stock").slots.qty_milli.unwrap().milli(), 1_250);
}

#[test]
fn two_things_with_a_quantity_each_keep_their_own() {
    bill(&[(SUGAR, 1_000), (RICE, 250)], "sugar 1 kg 250 gm rice");
}

#[test]
fn digits_may_be_said_one_by_one() {
    paid(20_500, "two zero five rupees");
    paid(50_000, "five zero zero rupees");
    paid(15_000, "one five zero");
    paid(12_500, "one two five rupees");
    paid(20_500, "do shunya paanch rupaye");
    paid(20_500, "दो शून्य पाँच रुपये");
    let question = read("Deepak Menon paid two not five rupees").clarify.unwrap();
    let may_be = [20_500, 200].map(|paise| Candidate::Amount(Money::from_paise(paise)));
    assert_eq!((question.reason, question.candidates), (Reason::AmbiguousAmount, may_be.to_vec()));
    assert_eq!(told("Deepak Menon paid two, not five rupees").slots.amount_paise, Some(Money::from_paise(200)));
    for (ways, paise) in [("double five", 5_500), ("five double zero", 50_000), ("triple five", 55_500)] {
        paid(paise, &format!("{ways} rupees"));
    }
    let question = read("Deepak Menon paid nine nine rupees").clarify.unwrap();
    let may_be = [9_900, 900].map(|paise| Candidate::Amount(Money::from_paise(paise)));
    assert_eq!((question.reason, question.candidates), (Reason::AmbiguousAmount, may_be.to_vec()));
    asked("bill for Deepak Menon two not five eggs", Reason::MissingSlot, Slot::Items);
    asked("Deepak Menon paid three, four, 500", Reason::AmbiguousAmount, Slot::AmountPaise);
}

#[test]
fn hundreds_in_one_word_go_on_like_any_others() {
    paid(18_500, "एकसौ पचासी रुपये");
    paid(52_000, "पांचसौ बीस रुपये");
    paid(25_000, "dosau pachas rupaye");
    paid(150_000, "ek hazaar panchsau rupaye");
    paid(252_000, "dohazaar paanchsau bees rupaye");
    paid(500_000, "पाँचहज़ार रुपये");
    paid(150_000, "pandrahsau rupaye");
    paid(15_000, "dedhsau rupaye");
    paid(35_000, "saadhe teensau rupaye");
    paid(35_000, "साढ़े तीनसौ रुपये");
    paid(17_500, "paune dosau rupaye");
    paid(22_500, "sava dosau rupaye");
    paid(350_000, "saadhe teenhazaar rupaye");
    paid(35_000, "साढ़ेतीनसौ रुपये");
    paid(17_500, "पौनेदोसौ रुपये");
    paid(12_500, "सवासौ रुपये");
    asked("Deepak Menon ne saadhe kuch sau rupaye diye", Reason::MissingSlot, Slot::AmountPaise);
}

fn is_of(day: Date, when: &str) {
    for text in [format!("Deepak Menon paid 500 {when}"), format!("{when} Deepak Menon paid 500")] {
        let slots = told(&text).slots;
        assert_eq!((slots.date, slots.amount_paise), (Some(day), Some(Money::from_paise(50_000))), "{text}");
    }
}

#[test]
fn a_day_behind_an_amount_is_no_count_of_days() {
    is_of(date(2026, 11, 29), "day before yesterday");
    is_of(date(2026, 11, 29), "two days back");
    is_of(date(2026, 11, 29), "2 days ago");
    asked("Deepak Menon paid 500 week before last", Reason::MissingSlot, Slot::Date);
    asked("Deepak Menon paid 500 two days before yesterday", Reason::MissingSlot, Slot::Date);
    let slots = told("remind Deepak Menon for 500 day after tomorrow").slots;
    assert_eq!((slots.date, slots.amount_paise), (Some(date(2026, 12, 3)), Some(Money::from_paise(50_000))));
}

#[test]
fn a_day_is_read_as_it_is_typed() {
    for when in ["on 30/10/2026", "on 30-10-2026", "on 30.10.26", "on 2026-10-30", "on 30/10", "on 30 October 2026"] {
        is_of(date(2026, 10, 30), when);
    }
    is_of(date(2025, 8, 15), "on 15 August 2025");
    is_of(date(2025, 8, 15), "on August 15, 2025");
    is_of(date(2025, 8, 15), "on 15th of August twenty twenty five");
    is_of(date(2026, 11, 23), "on 23 of last month");
    for month in ["in November", "in october"] {
        asked(&format!("Deepak Menon paid 500 {month}"), Reason::MissingSlot, Slot::Date);
    }
    asked("Deepak Menon ne november mein 500 diye", Reason::MissingSlot, Slot::Date);
    asked("दीपक मेनन ने नवंबर में 500 दिए", Reason::MissingSlot, Slot::Date);
    is_of(date(2026, 11, 23), "on 23rd of last month");
    is_of(date(2026, 11, 5), "dated 5/11/26");
    assert_eq!(told("Deepak Menon ne 5/11 ko 500 diye").slots.date, Some(date(2026, 11, 5)));
    assert_eq!(told("remind Deepak Menon on 15/12/2026").slots.date, Some(date(2026, 12, 15)));
    assert_eq!(told("Deepak Menon paid 2025 rupees on 15 August").slots.amount_paise, Some(Money::from_paise(202_500)));
    asked("Deepak Menon paid 500 on 31/11/2026", Reason::MissingSlot, Slot::Date);
}
