//! Every set of spoken commands in this folder, parsed and scored; `scripts/eval` prints the tables.

#![expect(clippy::unwrap_used, reason = "a test")]
#![expect(clippy::disallowed_methods, reason = "a test that reads its cases")]

mod figures;
mod score;
mod second;
mod with_model;

use execora_domain::intent::{Lexicon, Parse, Pending, World, parse};
use figures::Figures;
use score::{Case, Score};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

/// Every file below this folder with this ending, in order.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = vec![];
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/understanding")
}

/// The shops of a folder, indexed; those of the folders above it are known in it, too.
fn shops() -> HashMap<PathBuf, HashMap<String, Lexicon>> {
    let mut shops: HashMap<PathBuf, HashMap<String, Lexicon>> = HashMap::new();
    for path in files(&folder(), "worlds.json") {
        let worlds: BTreeMap<String, World> = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let own = shops.entry(path.parent().unwrap().to_owned()).or_default();
        own.extend(worlds.into_iter().map(|(name, world)| (name, Lexicon::new(&world))));
    }
    shops
}

fn read(case: &Case, lexicon: &Lexicon) -> Parse {
    let zone = jiff::tz::TimeZone::get(&lexicon.world().timezone).unwrap();
    let now = lexicon.world().now.to_zoned(zone).datetime();
    let pending: Option<&Pending> = case.context.as_ref().map(|context| &context.pending);
    parse(&case.text, lexicon, pending, now)
}

fn scored(path: &Path, shops: &HashMap<PathBuf, HashMap<String, Lexicon>>) -> Score {
    let mut score = Score::default();
    for line in std::fs::read_to_string(path).unwrap().lines().filter(|line| !line.is_empty()) {
        let case: Case = serde_json::from_str(line).unwrap();
        if !case.doubt {
            let lexicon = path.ancestors().find_map(|above| shops.get(above)?.get(&case.world));
            score.enter(&case, &read(&case, lexicon.unwrap()));
        }
    }
    score
}

/// Failures of a set that nobody may tune on are not printed.
fn is_shown(name: &str) -> bool {
    !["unseen", "sealed"].iter().any(|closed| name.contains(closed))
}

#[test]
fn no_set_falls_below_its_committed_figures_nor_moves_more_money_wrongly() {
    let (shops, committed) = (shops(), Figures::committed());
    let (mut now, mut failed) = (Figures::default(), vec![]);
    for path in files(&folder(), ".jsonl") {
        let name = path.strip_prefix(folder()).unwrap().with_extension("").to_string_lossy().into_owned();
        let score = scored(&path, &shops);
        println!("## {name}\n{score}");
        if is_shown(&name) {
            score.failures().iter().for_each(|failure| println!("{failure}"));
        }
        failed.extend(committed.worse(&name, &score));
        now.enter(&name, &score);
    }
    println!("{}", committed.beside(&now));
    if std::env::var_os("EXECORA_FIGURES").is_some_and(|order| order == "write") {
        now.write();
    } else {
        assert!(failed.is_empty(), "{failed:#?}");
    }
}
