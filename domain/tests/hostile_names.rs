//! Names are data, whatever else their words mean: a verb, a figure, a measure, a way of paying, goods. A word of a name is
//! no name where it does what it means, and what the shop calls a thing or a pack is held against its own words.
#![expect(clippy::unwrap_used, reason = "a test")]

use execora_domain::intent::{Intent, Item, Lexicon, Method, Parse, World, parse};
use execora_domain::money::Money;
use std::collections::BTreeMap;

fn read(shop: &str, text: &str) -> Parse {
    let worlds = include_str!("understanding/bazaar/worlds.json");
    let worlds: BTreeMap<String, World> = serde_json::from_str(worlds).unwrap();
    parse(text, &Lexicon::new(&worlds[shop]), None, jiff::civil::date(2026, 11, 20).at(10, 0, 0, 0))
}

/// Intent, customer and paise, where it is done without a question.
fn money(text: &str) -> Option<(Intent, String, i64)> {
    let parse = read("B1", text);
    let frame = parse.frames.into_iter().next().filter(|_| parse.clarify.is_none())?;
    Some((frame.intent, frame.slots.customer_id?, frame.slots.amount_paise?.paise()))
}

fn things(shop: &str, text: &str) -> Option<Vec<Item>> {
    let parse = read(shop, text);
    parse.frames.into_iter().next().filter(|_| parse.clarify.is_none())?.slots.items
}

/// Which product, and how many thousandths.
fn counted(shop: &str, text: &str) -> Option<Vec<(String, i64)>> {
    let items = things(shop, text)?;
    items.into_iter().map(|item| Some((item.product_id, item.qty_milli?.milli()))).collect()
}

#[test]
fn a_deed_is_no_goods_where_a_product_bears_its_name() {
    for text in ["Diya ko do sau udhaar likh do", "Diya ke khaate mein do sau ka udhaar likho"] {
        assert_eq!(money(text), Some((Intent::AddCredit, "c1".into(), 20_000)), "{text}");
    }
    assert_eq!(counted("B1", "Diya ka bill do litre udhaar tel"), Some(vec![("p7".into(), 2_000)]));
}

#[test]
fn a_figure_with_an_account_is_a_name_and_any_other_is_a_figure() {
    let credit = |text| money(text).filter(|(intent, ..)| *intent == Intent::AddCredit);
    assert_eq!(credit("Sattar ke naam satrah sau likho udhaar"), Some((Intent::AddCredit, "c6".into(), 170_000)));
    assert_eq!(credit("Diya ke naam sattar likho udhaar"), Some((Intent::AddCredit, "c1".into(), 7_000)));
}

#[test]
fn a_word_of_a_full_name_said_again_means_what_it_means() {
    let parse = read("B1", "Roti Bank ne bank se do hazaar bheje");
    assert_eq!(parse.frames[0].slots.method, Some(Method::Bank));
    let parse = read("B1", "Budhwar Singh ko budhwar ko yaad dilana");
    assert_eq!(parse.frames[0].slots.date, Some(jiff::civil::date(2026, 11, 25)));
}

#[test]
fn a_figure_behind_a_name_is_part_of_it_only_where_it_counts_nothing() {
    for text in ["Raju do ko sau rupaye udhaar likho", "Raju 2 ko sau rupaye udhaar likho"] {
        assert_eq!(money(text), Some((Intent::AddCredit, "c24".into(), 10_000)), "{text}");
    }
    assert_ne!(money("Raju do sau udhaar likho").map(|(_, who, _)| who), Some("c24".to_owned()));
    assert_ne!(money("Raju 2 sau udhaar likho").map(|(_, who, _)| who), Some("c24".to_owned()));
}

#[test]
fn a_number_in_a_products_name_is_not_how_many_are_sold() {
    assert_eq!(counted("B1", "Lakhan ko do No. 1 Soap ka bill"), Some(vec![("p2".into(), 2_000)]));
    assert_eq!(counted("B1", "Chini Lal ka bill teen 50-50"), Some(vec![("p4".into(), 3_000)]));
}

#[test]
fn a_packet_holds_what_the_product_says_and_one_where_it_says_nothing() {
    assert_eq!(counted("B2", "Savita ko do packet machis ka bill"), Some(vec![("p23".into(), 20_000)]));
    assert_eq!(counted("B2", "Savita ko do packet namak ka bill"), Some(vec![("p19".into(), 2_000)]));
}

#[test]
fn what_is_said_again_behind_a_word_that_mends_takes_the_place_of_the_first() {
    let text = "Mohit ka bill do kilo aalu aur ek kilo pyaz, arre pyaz do kilo";
    assert_eq!(counted("B2", text), Some(vec![("p16".into(), 2_000), ("p17".into(), 2_000)]));
}

#[test]
fn an_at_sign_before_a_figure_is_a_rate() {
    for text in ["Mohit ka bill 5 kg sugar @ 45", "Mohit ka bill 5 kg sugar @45"] {
        let items = things("B2", text).unwrap_or_default();
        assert_eq!(items.first().and_then(|item| item.rate_paise).map(Money::paise), Some(4_500), "{text}");
    }
}
