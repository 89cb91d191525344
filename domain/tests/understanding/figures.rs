//! The committed figures of every set, and whether today's are worse.

use super::score::{Count, Score};
use std::collections::BTreeMap;
use std::fmt::Write as _;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/understanding/figures.txt");

/// The counts of every set and slice.
#[derive(Default)]
pub(crate) struct Figures(BTreeMap<(String, String), Count>);

impl Figures {
    /// What `figures.txt` says: set, slice, cases, intents, exact, slots right, slots, wrong money, by tabs.
    pub(crate) fn committed() -> Self {
        let text = std::fs::read_to_string(FILE).unwrap_or_default();
        let rows = text.lines().filter_map(|line| {
            let mut fields = line.split('\t');
            let key = (fields.next()?.to_owned(), fields.next()?.to_owned());
            let mut count = || fields.next()?.parse::<usize>().ok();
            let (cases, intents, exacts) = (count()?, count()?, count()?);
            let (slots_right, slots, wrong_money) = (count()?, count()?, count()?);
            Some((key, Count { cases, intents, exacts, wrong_money, slots_right, slots }))
        });
        Self(rows.collect())
    }

    pub(crate) fn enter(&mut self, set: &str, score: &Score) {
        for (slice, count) in score.slices() {
            self.0.insert((set.to_owned(), slice.trim().to_owned()), *count);
        }
    }

    /// What of a set is worse than was committed: by more than one case in two hundred, or one more wrong rupee.
    pub(crate) fn worse(&self, set: &str, score: &Score) -> Vec<String> {
        let mut worse = vec![];
        for (slice, now) in score.slices() {
            let Some(then) = self.0.get(&(set.to_owned(), slice.trim().to_owned())) else { continue };
            if then.cases != now.cases {
                continue;
            }
            let noise = if slice == " all" { now.cases / 200 } else { now.cases / 20 + 1 };
            let fell = |then: usize, now: usize| then > now + noise;
            if now.wrong_money > then.wrong_money
                || fell(then.intents, now.intents)
                || fell(then.exacts, now.exacts)
                || (slice == " all" && then.slot_f1() > now.slot_f1() + 5)
            {
                worse.push(format!(
                    "{set} {}: intent {} → {}, exact {} → {}, slot F1 {} → {}, wrong_money_action {} → {}",
                    slice.trim(),
                    then.intent(),
                    now.intent(),
                    then.exact(),
                    now.exact(),
                    then.slot_f1(),
                    now.slot_f1(),
                    then.wrong_money,
                    now.wrong_money
                ));
            }
        }
        worse
    }

    /// Every set as a whole, with what was committed beside it.
    pub(crate) fn beside(&self, now: &Self) -> String {
        let mut out = String::from("## against the committed figures (thousandths)\n");
        for ((set, slice), count) in now.0.iter().filter(|((_, slice), _)| slice == "all") {
            let then = self.0.get(&(set.clone(), slice.clone())).copied().unwrap_or_default();
            let _ = writeln!(
                out,
                "{set:<24} {:>5} cases  intent {:>4} (was {:>4})  exact {:>4} (was {:>4})  slot F1 {:>4} (was {:>4})  \
                 wrong_money_action {} (was {})",
                count.cases,
                count.intent(),
                then.intent(),
                count.exact(),
                then.exact(),
                count.slot_f1(),
                then.slot_f1(),
                count.wrong_money,
                then.wrong_money
            );
        }
        out
    }

    pub(crate) fn write(&self) {
        let mut out = String::new();
        for ((set, slice), count) in &self.0 {
            let Count { cases, intents, exacts, wrong_money, slots_right, slots } = count;
            let _ =
                writeln!(out, "{set}\t{slice}\t{cases}\t{intents}\t{exacts}\t{slots_right}\t{slots}\t{wrong_money}");
        }
        std::fs::write(FILE, out).unwrap();
    }
}
