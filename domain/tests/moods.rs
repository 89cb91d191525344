//! What tells a payment, made a question, a condition, hearsay, a wish or a joke, tells none: every such sentence of
//! the open sets is turned around, and nothing may be done.

#![expect(clippy::disallowed_methods, reason = "a test that reads its cases")]

use execora_domain::intent::{Intent, Lexicon, World, parse};
use std::collections::BTreeMap;

const HINDI: &[&str] = &[
    "agar {} to",
    "suna hai ki {}",
    "shayad {}",
    "kaash {}",
    "kya {}",
    "{} kya",
    "{} ya nahi",
    "{}?",
    "woh bol raha tha ki {}",
    "log kehte hain {}",
    "maan lo {}",
    "lagta hai {}",
    "{}, nahi nahi rehne do",
    "{}, mazaak kar raha hoon",
    "{}, aisa suna hai",
];
const ENGLISH: &[&str] = &[
    "if {}",
    "maybe {}",
    "I heard {}",
    "{}?",
    "{}, no scratch that",
    "{}, no wait, forget it",
    "suppose {}",
    "perhaps {}",
    "he says {}",
    "they say {}",
    "{}, or so he says",
    "{}, just kidding",
];
/// The most, in thousandths, that may act all the same: some of the sentences do not take the turn well.
const ACTS_MAX: usize = 2;

#[test]
fn a_payment_that_is_asked_supposed_heard_or_joked_about_is_none() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/understanding");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let sets = [
        ("worlds.json", "public.jsonl"),
        ("worlds.json", "tuned.jsonl"),
        ("heldout/worlds.json", "heldout/part_a.jsonl"),
        ("far/worlds.json", "far/cases.jsonl"),
    ];
    let (mut turned, mut acted) = (0, vec![]);
    for (worlds, cases) in sets {
        let worlds: BTreeMap<String, World> = serde_json::from_str(&read(worlds)).unwrap();
        let shops: BTreeMap<String, Lexicon> =
            worlds.into_iter().map(|(name, world)| (name, Lexicon::new(&world))).collect();
        for line in read(cases).lines() {
            let case: serde_json::Value = serde_json::from_str(line).unwrap();
            let frames = case["frames"].as_array().unwrap();
            let pays = frames.len() == 1 && frames[0]["intent"] == "RECORD_PAYMENT";
            let text = case["text"].as_str().unwrap();
            let Some(shop) = shops.get(case["world"].as_str().unwrap()) else { continue };
            let now = jiff::civil::date(2026, 11, 20).at(10, 0, 0, 0);
            let told = parse(text, shop, None, now);
            let acts = told.clarify.is_none() && told.frames.iter().any(|frame| frame.intent == Intent::RecordPayment);
            if !pays || !case["context"].is_null() || !case["clarify"].is_null() || !acts {
                continue;
            }
            for turn in if case["lang"] == "en" { ENGLISH } else { HINDI } {
                let text = turn.replace("{}", text);
                let heard = parse(&text, shop, None, now);
                turned += 1;
                if heard.clarify.is_none() && heard.frames.iter().any(|frame| frame.intent.changes_state()) {
                    acted.push(text);
                }
            }
        }
    }
    println!("moods: {} of {turned} payments that nobody told were written down", acted.len());
    assert!(turned > 3_000 && acted.len() * 1_000 <= turned * ACTS_MAX, "{acted:#?}");
}
