//! Two readings of one utterance that are close and differ in money: nothing is posted before it was asked which.

#![expect(clippy::unwrap_used, reason = "a test")]
#![expect(clippy::disallowed_methods, reason = "a test that reads its cases")]

use execora_domain::dialogue::{Agreement, Dialogue, DialogueSettings, Heard, Step, weigh};
use execora_domain::ids::TurnId;
use execora_domain::intent::{Lexicon, World};
use execora_domain::turn::SessionTime;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::LazyLock;

static SHOP: LazyLock<Lexicon> = LazyLock::new(|| {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/understanding/worlds.json");
    let worlds: BTreeMap<String, World> = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    Lexicon::new(&worlds["P1"])
});

const CLOCK: jiff::civil::DateTime = jiff::civil::datetime(2026, 11, 20, 10, 0, 0, 0);

/// Hears the readings, then "haan" for as long as something is said; whether anything was posted.
fn posts(readings: &[(String, u16)]) -> bool {
    let mut dialogue = Dialogue::new(DialogueSettings::default());
    let yes = [("haan".to_owned(), 1_000)];
    (1..=3).any(|turn| {
        let hypotheses = if turn == 1 { readings } else { &yes };
        let (id, now) = (TurnId(turn), SessionTime(u64::from(turn) * 1_000));
        let heard = Heard {
            turn: id,
            newest: id,
            now,
            clock: CLOCK,
            knows: true,
            hypotheses,
            agreement: Agreement::Unweighed,
            tongue: None,
        };
        let steps = dialogue.hear(&heard, &SHOP).steps;
        steps.iter().any(|step| matches!(step, Step::Post(_)))
    })
}

proptest! {
    #[test]
    fn close_readings_that_differ_in_the_amount_are_never_posted_without_asking(
        one in 1_u32..100_000, other in 1_u32..100_000, sure in 300_u16..999, behind in 0_u16..40,
        shape in 0_usize..4, swapped: bool,
    ) {
        prop_assume!(one != other);
        let say = |amount: u32| [
            format!("Amit ne {amount} rupaye diye"), format!("Amit ko {amount} rupaye udhaar likho"),
            format!("Amit Kumar paid {amount} rupees"), format!("Put {amount} rupees on credit for Amit Kumar"),
        ][shape].clone();
        let mut readings = vec![(say(one), sure), (say(other), sure.saturating_sub(behind))];
        if swapped {
            readings[1].1 = sure;
            readings.swap(0, 1);
        }
        let hearing = weigh(&readings, &SHOP, None, CLOCK);
        prop_assert!(hearing.parse.clarify.is_some(), "{hearing:?}");
        prop_assert!(hearing.parse.frames.iter().all(|frame| frame.slots.amount_paise.is_none()));
        prop_assert!(!posts(&readings));
    }

    #[test]
    fn what_is_typed_means_the_same_as_without_other_readings(amount in 1_u32..100_000) {
        let text = format!("Amit ne {amount} rupaye diye");
        let hearing = weigh(&[(text.clone(), 1_000)], &SHOP, None, CLOCK);
        prop_assert_eq!(hearing.parse.clarify, None);
        prop_assert_eq!(hearing.parse.frames, execora_domain::intent::parse(&text, &SHOP, None, CLOCK).frames);
    }

    #[test]
    fn no_readings_panic_and_one_is_always_taken(
        readings in prop::collection::vec(("[a-zA-Z0-9 ,.?]{0,40}", 0_u16..=1_000), 0..9)
    ) {
        let hearing = weigh(&readings, &SHOP, None, CLOCK);
        prop_assert!(hearing.taken < hearing.readings.len());
    }
}
