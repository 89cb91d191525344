//! Every set of spoken commands in this folder, parsed and scored; `scripts/eval` prints the tables.

#![expect(clippy::unwrap_used, reason = "a test")]

mod score;

use execora_domain::intent::{Lexicon, Parse, Pending, World, parse};
use score::{Case, Score};
use std::collections::{BTreeMap, HashMap};

const WORLDS: &str = include_str!("worlds.json");

/// What a set must reach; figures in thousandths. They only ever rise.
struct Gate {
    name: &'static str,
    cases: &'static str,
    intent: usize,
    exact: usize,
    /// Whether failures are printed: those of an unseen set are not, so that nobody tunes on them,
    /// but for those that would have moved money.
    shown: bool,
}

const GATES: &[Gate] = &[
    Gate { name: "public", cases: include_str!("public.jsonl"), intent: 1_000, exact: 1_000, shown: true },
    Gate { name: "tuned", cases: include_str!("tuned.jsonl"), intent: 1_000, exact: 1_000, shown: true },
    Gate { name: "unseen", cases: include_str!("unseen.jsonl"), intent: 910, exact: 900, shown: false },
];

/// The shops, indexed.
fn shops() -> HashMap<String, Lexicon> {
    let worlds: BTreeMap<String, World> = serde_json::from_str(WORLDS).unwrap();
    worlds.into_iter().map(|(name, world)| (name, Lexicon::new(&world))).collect()
}

fn read(case: &Case, shops: &HashMap<String, Lexicon>) -> Parse {
    let lexicon = &shops[&case.world];
    let zone = jiff::tz::TimeZone::get(&lexicon.world().timezone).unwrap();
    let now = lexicon.world().now.to_zoned(zone).datetime();
    let pending: Option<&Pending> = case.context.as_ref().map(|context| &context.pending);
    parse(&case.text, lexicon, pending, now)
}

fn scored(gate: &Gate, shops: &HashMap<String, Lexicon>) -> Score {
    let mut score = Score::default();
    for line in gate.cases.lines().filter(|line| !line.is_empty()) {
        let case: Case = serde_json::from_str(line).unwrap();
        let parse = read(&case, shops);
        score.enter(&case, &parse);
    }
    score
}

#[test]
fn no_set_falls_below_its_committed_figures_and_none_moves_money_wrongly() {
    let shops = shops();
    let mut failed = vec![];
    for gate in GATES {
        let score = scored(gate, &shops);
        println!("## {}\n{score}", gate.name);
        let dangerous = |failure: &&String| gate.shown || failure.starts_with("!!");
        score.failures().iter().filter(dangerous).for_each(|failure| println!("{failure}"));
        let all = score.all();
        if all.wrong_money > 0 || all.intent() < gate.intent || all.exact() < gate.exact {
            failed.push(format!(
                "{}: intent {} exact {} wrong_money_action {}",
                gate.name,
                all.intent(),
                all.exact(),
                all.wrong_money
            ));
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}
