//! Sentences after which nothing may be done, and short answers with and without a question before them.
#![expect(clippy::unwrap_used, reason = "a test")]

use execora_domain::intent::{Intent, Lexicon, Parse, Pending, World, parse};
use std::collections::BTreeMap;

fn shop() -> Lexicon {
    let worlds: BTreeMap<String, World> = serde_json::from_str(include_str!("understanding/worlds.json")).unwrap();
    Lexicon::new(&worlds["P1"])
}

fn read(lexicon: &Lexicon, text: &str, pending: Option<&Pending>) -> Parse {
    parse(text, lexicon, pending, jiff::civil::date(2026, 11, 20).at(10, 0, 0, 0))
}

/// Said in the shop P1, where one Amit, one Neha and one Manoj are known.
const NOTHING: &[&str] = &[
    // Who paid whom is not said.
    "I paid Amit two hundred",
    "gave Amit four hundred rupees",
    "Amit ko paanch sau diye",
    "Amit ko sau rupaye wapas kiye",
    "Amit ne Neha ko do sau diye",
    "Neha ke liye Amit ne do sau diye",
    "Amit aur Neha ko do sau udhaar",
    "Amit Neha do sau udhaar",
    // Not yet, not at all, or only if.
    "Amit ne bola do sau kal dega",
    "Amit ne do sau nahi diye",
    "Amit ka payment mat likhna do sau",
    "don't record Amit's payment of two hundred",
    "Amit ko delete mat karna",
    "bill 12 cancel mat karo",
    "if Amit pays two hundred tell me",
    "agar Amit do sau de to batana",
    "Amit should pay two hundred",
    "kya Amit ne do sau diye",
    "Amit ne do sau diye kya",
    "did Amit pay two hundred",
    "Amit do sau de to likh lena",
    "Amit jab do sau de tab batana",
    "jab tak Amit do sau na de bill 12 cancel mat karna",
    "Amit ne do sau diye ya nahi",
    "Amit ne do sau diye?",
    "Amit ko do sau udhaar likh dun",
    "Amit ko do sau udhaar de du kya",
    "should I add two hundred to Amit's credit",
    "Amit keh raha tha usne do sau diye",
    "log bol rahe hain Amit ne do sau diye",
    "suna hai Amit ne do sau diye",
    "Amit says he paid two hundred",
    "shayad Amit ne do sau diye",
    "I wish Amit had paid two hundred",
    "Amit do sau dene wala hai",
    "Amit do sau dete dete reh gaya",
    "Amit ka do sau bhejega",
    "Amit ko do sau udhaar likho, arre rehne do, kuch mat likho",
    "Amit paid two hundred, no he didn't",
    "Amit ko list se delete kar do, arre chhodo",
    "chini ka rate pachas rupaye kar do, rehne do",
    "Amit ko do sau udhaar likho aur Neha ko teen sau udhaar likho, rehne do",
    "maine Amit se do sau udhaar liye",
    "Amit ke do sau bachche hain",
    // Which amount is not said.
    "Amit ne paanch sau mein se do sau diye",
    "Amit ko likh do sau udhaar",
    "Amit ko dhai udhaar likho",
    "Amit ne saadhe teen diye",
    "Amit ne dus bees diye",
    "Amit ne teen-chaar sau diye",
    "Amit ne 500-600 diye",
    "Amit ne teen sau cash aur do sau upi diye",
    "Amit ne paanch sau se zyada diye",
    "Neha ne teen hazaar ka saman liya do hazaar diye",
    "Amit ko minus do sau udhaar",
    "Amit ne zero rupaye diye",
    "Amit ne ninety nine crore diye",
    // Not what these words do.
    "Amit ka udhaar do sau kam karo",
    "Amit ka sab udhaar delete kar do",
    "Amit ke khaate se do sau hatao",
    "Amit ne do kilo chini wapas kiya",
    "Amit ka bill number 12 cancel karo",
    "bill number 99 cancel karo",
    "chini ka rate 5 rupaye badhao",
    "chini ka daam 0 kar do",
    "Amit ka bill do kilo chini sau rupaye",
    "Amit ka bill ek kilo refined oil",
    "sab kuch delete kar do",
    "saare customer hata do",
    // Somebody else.
    "Amit Verma ne do sau diye",
    "Suresh Kumar ne do sau diye",
    "Rohan ne do sau diye",
    "haan likh do",
    "ek do teen check check",
];

#[test]
fn nothing_is_done_where_anything_is_in_doubt() {
    let lexicon = shop();
    for text in NOTHING {
        let parse = read(&lexicon, text, None);
        let acts = parse.clarify.is_none() && parse.frames.iter().any(|frame| frame.intent.changes_state());
        assert!(!acts, "{text}: {:?}", parse.frames);
    }
}

const YES: &[&str] = &[
    "haan",
    "haan ji",
    "yes",
    "हाँ",
    "हां",
    "ok",
    "okay",
    "theek hai",
    "ठीक है",
    "ji",
    "जी हाँ",
    "kar do",
    "haan chhe sau",
    "sahi hai",
    "bilkul",
];
const NO: &[&str] = &[
    "nahi",
    "no",
    "nahin",
    "नहीं",
    "na",
    "cancel",
    "cancel karo",
    "rehne do",
    "रहने दो",
    "galat hai",
    "bilkul nahi",
    "mat karo",
    "don't do it",
    "theek nahi hai",
];

#[test]
fn a_short_answer_is_an_answer_only_to_a_question() {
    let lexicon = shop();
    let line = r#"{"intent":"RECORD_PAYMENT","slots":{"customer_id":"c1","amount_paise":60000}}"#;
    let pending: Pending = serde_json::from_str(line).unwrap();
    for (texts, intent) in [(YES, Intent::Confirm), (NO, Intent::Deny)] {
        for text in texts {
            let answer = read(&lexicon, text, Some(&pending));
            assert_eq!((answer.frames[0].intent, answer.clarify), (intent, None), "{text}");
            let alone = read(&lexicon, text, None);
            assert!(alone.clarify.is_some(), "{text} without a question: {:?}", alone.frames);
        }
    }
}

#[test]
fn an_unclear_answer_is_not_a_yes() {
    let lexicon = shop();
    let line = r#"{"intent":"ADD_CREDIT","slots":{"customer_id":"c1","amount_paise":60000}}"#;
    let pending: Pending = serde_json::from_str(line).unwrap();
    for text in [
        "haan ruko",
        "haan agar wo bole to",
        "shayad haan",
        "is that right",
        "yes but wait",
        "sahi hai kya",
        "ek minute",
        "check karke batata hoon",
        "haan nahi",
        "nahi haan",
        "haan Rohan",
        "hmm",
        "kya",
        "yes no",
        "haan saat sau",
        "kitna",
        "phir se bolo",
    ] {
        let answer = read(&lexicon, text, Some(&pending));
        assert!(answer.frames.iter().all(|frame| frame.intent != Intent::Confirm), "{text}");
    }
}
