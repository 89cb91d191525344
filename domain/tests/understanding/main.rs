//! Every set of spoken commands in this folder, parsed and scored; `scripts/eval` prints the tables.

#![expect(clippy::unwrap_used, reason = "a test")]

mod score;

use execora_domain::intent::{Lexicon, Parse, Pending, World, parse};
use score::{Case, Score};
use std::collections::{BTreeMap, HashMap};

const WORLDS: &str = include_str!("worlds.json");
const HELDOUT_WORLDS: &str = include_str!("heldout/worlds.json");
const PART_A: &str = include_str!("heldout/part_a.jsonl");
const PART_B: &str = include_str!("heldout/part_b.jsonl");

/// What a set must reach; figures in thousandths. They only ever rise.
struct Gate {
    name: &'static str,
    cases: &'static str,
    intent: usize,
    exact: usize,
    /// The most cases that may still move money wrongly; the aim is none.
    wrong_money: usize,
    shown: Shown,
}

/// Which failures are printed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// Every one.
    All,
    /// Those that would have moved money: nobody is to tune on the rest.
    Dangerous,
    /// None: whoever tunes is not to see a case.
    Nothing,
}

const GATES: &[Gate] = &[
    Gate {
        name: "public",
        cases: include_str!("public.jsonl"),
        intent: 1_000,
        exact: 1_000,
        wrong_money: 0,
        shown: Shown::All,
    },
    Gate {
        name: "tuned",
        cases: include_str!("tuned.jsonl"),
        intent: 1_000,
        exact: 1_000,
        wrong_money: 0,
        shown: Shown::All,
    },
    Gate {
        name: "unseen",
        cases: include_str!("unseen.jsonl"),
        intent: 910,
        exact: 900,
        wrong_money: 0,
        shown: Shown::Dangerous,
    },
    Gate { name: "held out, part a", cases: PART_A, intent: 840, exact: 755, wrong_money: 19, shown: Shown::Nothing },
    Gate { name: "held out, part b", cases: PART_B, intent: 870, exact: 760, wrong_money: 10, shown: Shown::Nothing },
];

/// The shops, indexed.
fn shops() -> HashMap<String, Lexicon> {
    let worlds = [WORLDS, HELDOUT_WORLDS].into_iter().flat_map(|text| {
        let worlds: BTreeMap<String, World> = serde_json::from_str(text).unwrap();
        worlds
    });
    worlds.map(|(name, world)| (name, Lexicon::new(&world))).collect()
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
        if !case.doubt {
            score.enter(&case, &read(&case, shops));
        }
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
        let shown = |failure: &&String| match gate.shown {
            Shown::All => true,
            Shown::Dangerous => failure.starts_with("!!"),
            Shown::Nothing => false,
        };
        score.failures().iter().filter(shown).for_each(|failure| println!("{failure}"));
        let all = score.all();
        if all.wrong_money > gate.wrong_money || all.intent() < gate.intent || all.exact() < gate.exact {
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
