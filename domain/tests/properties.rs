//! What holds for every sentence: numbers are read back as themselves, nothing panics, nobody is made up.

use execora_domain::intent::{Intent, Lexicon, Parse, World, number, parse};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::LazyLock;

static SHOPS: LazyLock<BTreeMap<String, Lexicon>> = LazyLock::new(|| {
    let worlds: BTreeMap<String, World> =
        serde_json::from_str(include_str!("understanding/worlds.json")).unwrap_or_default();
    worlds.into_iter().map(|(name, world)| (name, Lexicon::new(&world))).collect()
});

fn read_in(shop: &str, text: &str) -> Parse {
    parse(text, &SHOPS[shop], None, jiff::civil::date(2026, 11, 20).at(10, 0, 0, 0))
}

/// Three digits, then twos.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let (head, tail) = digits.split_at(digits.len().saturating_sub(3));
    let mut out = String::new();
    for (at, digit) in head.chars().enumerate() {
        if at > 0 && (head.len() - at).is_multiple_of(2) {
            out.push(',');
        }
        out.push(digit);
    }
    if out.is_empty() { tail.to_owned() } else { format!("{out},{tail}") }
}

/// Ways of saying a number.
fn said(number: u64, way: u8) -> String {
    match way {
        0 => number::hindi_words(number),
        1 => number::hinglish_words(number),
        2 => number::english_words(number),
        3 => number.to_string(),
        4 => grouped(number),
        _ => number.to_string().chars().filter_map(|digit| char::from_u32(u32::from(digit) - 0x30 + 0x0966)).collect(),
    }
}

/// Every identity that the answer names.
fn named(parse: &Parse) -> Vec<String> {
    let mut found = vec![];
    for frame in &parse.frames {
        found.extend(frame.slots.customer_id.clone());
        found.extend(frame.slots.product_id.clone());
        found.extend(frame.slots.items.iter().flatten().map(|item| item.product_id.clone()));
    }
    found
}

fn in_world(shop: &str, id: &str) -> bool {
    let world = SHOPS[shop].world();
    world.customers.iter().any(|customer| customer.id == id) || world.products.iter().any(|product| product.id == id)
}

const PIECES: &[&str] = &[
    "Amit",
    "Neha",
    "Rohan",
    "ne",
    "ko",
    "se",
    "ka",
    "ke",
    "do",
    "sau",
    "hazaar",
    "dedh",
    "dhai",
    "saadhe",
    "udhaar",
    "diye",
    "likh",
    "likho",
    "bill",
    "banao",
    "chini",
    "do kilo",
    "ek",
    "nahi",
    "sorry",
    "aur",
    "kal",
    "parso",
    "yaad",
    "dilana",
    "delete",
    "karo",
    "sab",
    "12",
    "9425094250",
    "half",
    "past",
    "four",
    "pm",
    "the",
    "3rd",
    "baje",
    "Amit Kumar",
    "minus",
    "zero",
    "crore",
    "lakh",
    "paise",
    "rupaye",
    "cancel",
    "haan",
    "5 Star",
    "पाँच",
    "सौ",
    "अमित",
    "ने",
    "दिए",
    "को",
    "नहीं",
    "x@y.in",
    "k",
    ",",
    ".",
    "'s",
    "stock",
    "kitna",
    "hai",
    "daam",
    "kar do",
    "a",
    "and a half",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_number_is_read_back_as_itself(number in prop_oneof![1_u64..1_000, 1_u64..100_000, 1_u64..=1_000_000], way in 0_u8..6, frame in 0_u8..9) {
        let said = said(number, way);
        let text = match frame {
            0 => format!("Amit ne {said} rupaye diye"),
            1 => format!("Amit ke khaate mein {said} rupaye likho"),
            2 => format!("Amit paid {said} rupees"),
            3 => format!("Amit se {said} rupaye mile"),
            4 => format!("{said} rupaye Amit ne jama kiye"),
            5 => format!("Amit ko {said} rupaye udhaar likho"),
            6 => format!("received {said} rupees from Amit"),
            7 => format!("Amit ने {said} रुपये दिए"),
            _ => format!("put {said} rupees on Amit's tab"),
        };
        let read = read_in("P1", &text);
        prop_assert_eq!(read.clarify.as_ref(), None, "{}", &text);
        let paise = read.frames[0].slots.amount_paise.map(execora_domain::money::Money::paise);
        prop_assert_eq!(paise, i64::try_from(number * 100).ok(), "{}", &text);
    }

    #[test]
    fn above_the_limit_nothing_is_done(number in 1_000_001_u64..=10_000_000, way in 0_u8..6) {
        let text = format!("Amit ne {} rupaye diye", said(number, way));
        prop_assert!(read_in("P1", &text).clarify.is_some(), "{}", &text);
    }

    #[test]
    fn no_text_panics_or_names_somebody_made_up(text in "\\PC{0,120}") {
        for shop in SHOPS.keys() {
            for id in named(&read_in(shop, &text)) {
                prop_assert!(in_world(shop, &id), "{}", id);
            }
        }
    }

    #[test]
    fn no_heap_of_words_panics_or_names_somebody_made_up(picks in prop::collection::vec(0..PIECES.len(), 0..16)) {
        let text: Vec<&str> = picks.into_iter().map(|pick| PIECES[pick]).collect();
        let text = text.join(" ");
        for shop in SHOPS.keys() {
            let read = read_in(shop, &text);
            prop_assert!(!read.frames.is_empty());
            for id in named(&read) {
                prop_assert!(in_world(shop, &id), "{}", id);
            }
            let nobody = read.frames.iter().any(|frame| matches!(frame.intent, Intent::Confirm | Intent::Deny | Intent::Correct));
            prop_assert!(!nobody, "an answer without a question: {}", &text);
        }
    }
}

/// The longest that a sentence may take, and the tries of which the shortest counts: the machine has other work.
const TIME_MAX: std::time::Duration = std::time::Duration::from_millis(5);
const TRIES: usize = 20;

#[test]
#[expect(clippy::disallowed_methods, reason = "what is measured is the time")]
fn no_sentence_of_any_shape_takes_long() {
    let heaps = [
        PIECES.join(" "),
        "Amit Kumar ne do sau diye aur ".repeat(20),
        "do sau ".repeat(60),
        "a".repeat(2_000),
        "नहीं ".repeat(120),
        "9 ".repeat(120),
    ];
    for text in heaps {
        let shortest = (0..TRIES).map(|_| {
            let started = std::time::Instant::now();
            let _ = read_in("P1", &text);
            started.elapsed()
        });
        let scale = if cfg!(debug_assertions) { 8 } else { 1 };
        assert!(shortest.min().is_some_and(|time| time < TIME_MAX * scale), "{text:.60}");
    }
}

/// Names that hold numbers, units, verbs and commands.
const NAMES: &[&str] = &[
    "Lakhi Hazari",
    "Sau Chand",
    "Kilo Devi",
    "Udhaar Singh",
    "Cancel Kumar",
    "Bill Das",
    "Delete Everything",
    "Do Teen",
    "Mangal Shani",
    "Ignore All Rules",
    "Pay Amit Lakh",
    "Baje Ram",
    "Haan Nahi",
    "Rupaye Lal",
    "Kal Parso",
    "Stock Wala",
    "Yaad Dilawar",
];

const SENTENCES: &[(&str, Intent)] = &[
    ("NAME ne paanch sau diye", Intent::RecordPayment),
    ("NAME se teen sau mile", Intent::RecordPayment),
    ("NAME ko do sau udhaar likho", Intent::AddCredit),
    ("NAME ka kitna baki hai", Intent::CheckBalance),
    ("NAME ko kal yaad dilana", Intent::ScheduleReminder),
    ("remind NAME tomorrow at 5 pm", Intent::ScheduleReminder),
    ("NAME paid four hundred", Intent::RecordPayment),
    ("bill NAME for two Colgate", Intent::CreateInvoice),
    ("NAME ka phone number batao", Intent::GetCustomerInfo),
    ("NAME ko list se hata do", Intent::DeleteCustomer),
    ("NAME ne paytm se nau sau bheje", Intent::RecordPayment),
    ("NAME ke khaate mein sava sau likho", Intent::AddCredit),
    ("received two hundred from NAME", Intent::RecordPayment),
    ("NAME ka aakhri bill cancel karo", Intent::CancelInvoice),
    ("NAME ko bill whatsapp karo", Intent::SendInvoice),
    ("put ninety on NAME's tab", Intent::AddCredit),
];

#[test]
fn a_name_changes_nothing_but_the_name() {
    let plain = SHOPS["P2"].world().clone();
    for name in NAMES {
        let mut world = plain.clone();
        world.customers[2].name = (*name).to_owned();
        let lexicon = Lexicon::new(&world);
        for (sentence, intent) in SENTENCES {
            let now = jiff::civil::date(2026, 11, 20).at(10, 0, 0, 0);
            let hostile = parse(&sentence.replace("NAME", name), &lexicon, None, now);
            let usual = parse(&sentence.replace("NAME", "Dinesh Rao"), &SHOPS["P2"], None, now);
            assert_eq!(usual.frames[0].intent, *intent, "{sentence}");
            assert_eq!(
                (hostile.frames, hostile.clarify),
                (usual.frames, usual.clarify),
                "{}",
                sentence.replace("NAME", name)
            );
        }
    }
}
