//! Who has the money now: what a customer received is never written as what a customer paid.
#![expect(clippy::unwrap_used, reason = "a test")]

use execora_domain::intent::{Candidate, Intent, Lexicon, Meant, Reason, World, understand};
use std::collections::BTreeMap;

fn shop() -> Lexicon {
    let worlds: BTreeMap<String, World> = serde_json::from_str(include_str!("understanding/till/worlds.json")).unwrap();
    Lexicon::new(&worlds["E1"])
}

/// Sentences in which the money went to the customer.
const WENT: &[&str] = &[
    "Deepak Menon received 500 rupees",
    "Deepak Menon received 500",
    "Deepak Menon has received 500 rupees",
    "Deepak Menon just received 500",
    "Deepak Menon receives 500 rupees",
    "Deepak Menon received 500 from me",
    "Deepak Menon received 500 rupees in cash",
    "Deepak Menon got 500 rupees",
    "Deepak Menon got 500 rupees from me",
    "Deepak Menon got 500 from us",
    "Deepak Menon gets 500 rupees",
    "Deepak Menon was given 500 rupees",
    "Deepak Menon was given 500 in cash",
    "Deepak Menon has been given 500 rupees",
    "Deepak Menon is given 500 rupees",
    "Deepak Menon was paid 500 rupees",
    "Deepak Menon was paid 500 by UPI",
    "Deepak Menon has been paid 500",
    "Deepak Menon had been paid 500 rupees",
    "Deepak Menon got paid 500 rupees",
    "Deepak Menon was handed 500 rupees",
    "Deepak Menon was sent 500 rupees",
    "Deepak Menon was transferred 500 rupees",
    "Deepak Menon was reimbursed 500 rupees",
    "Deepak Menon collected 500 rupees",
    "Deepak Menon collected 500 from us",
    "yesterday Deepak Menon received 500 rupees",
    "500 rupees was received by Deepak Menon",
    "500 received by Deepak Menon",
    "500 was paid to Deepak Menon",
    "500 was given to Deepak Menon",
    "Deepak Menon ko 500 mile",
    "Deepak Menon ko 500 rupaye mile",
    "Deepak Menon ko paanch sau mil gaye",
    "Deepak Menon ko kal 500 mile",
    "दीपक मेनन को पाँच सौ मिले",
    "दीपक मेनन को पाँच सौ रुपये मिल गए",
    "Deepak Menon ko 500 diye gaye",
    "Deepak Menon ko 500 de diye gaye",
    "दीपक मेनन को पाँच सौ रुपये दिए गए",
    "Deepak Menon ko 500 diye",
    "Deepak Menon ne 500 receive kiye",
    "दीपक मेनन ने पाँच सौ प्राप्त किए",
    "Deepak Menon ke paas 500 pahunch gaye",
    "Deepak Menon took 500 rupees from the till",
    "Deepak Menon took 500 from the cash box",
    "Deepak Menon took 500 out of the drawer",
    "Deepak Menon has taken 500 from me",
];

/// Sentences in which the shop has the money.
const CAME: &[&str] = &[
    "Received 500 from Deepak Menon",
    "received 500 rupees from Deepak Menon in cash",
    "I received 500 from Deepak Menon",
    "we received 500 from Deepak Menon",
    "we got 500 from Deepak Menon",
    "got 500 from Deepak Menon",
    "500 received from Deepak Menon",
    "500 was received from Deepak Menon",
    "500 was paid by Deepak Menon",
    "500 was given by Deepak Menon",
    "collected 500 from Deepak Menon",
    "Deepak Menon's 500 received",
    "Deepak Menon paid 500",
    "Deepak Menon has paid 500",
    "Deepak Menon gave 500",
    "Deepak Menon ne 500 diye",
    "Deepak Menon se 500 mile",
    "Deepak Menon ka 500 mila",
    "Deepak Menon ke 500 aa gaye",
    "दीपक मेनन से पाँच सौ मिले",
    "दीपक मेनन ने पाँच सौ दिए",
];

#[test]
fn what_a_customer_received_is_never_written_as_paid() {
    let shop = shop();
    for text in WENT {
        let parse = understand(text, &shop, None, jiff::civil::date(2026, 12, 1).at(10, 0, 0, 0));
        let (frame, clarify) = (&parse.frames[0], parse.clarify);
        if clarify.is_none() {
            let refund = frame.slots.beyond.meant == Some(Meant::Refund);
            assert!(frame.intent == Intent::AddCredit && refund, "{text}: {frame:?}");
            continue;
        }
        let question = clarify.unwrap();
        assert_eq!(question.reason, Reason::AmbiguousIntent, "{text}: {frame:?}");
        assert!(question.candidates.contains(&Candidate::Intent(Intent::AddCredit)), "{text}: {question:?}");
    }
}

#[test]
fn what_the_shop_received_is_a_payment() {
    let shop = shop();
    for text in CAME {
        let parse = understand(text, &shop, None, jiff::civil::date(2026, 12, 1).at(10, 0, 0, 0));
        assert_eq!((parse.clarify, parse.frames[0].intent), (None, Intent::RecordPayment), "{text}");
    }
    assert!(WENT.len() + CAME.len() >= 60);
}
