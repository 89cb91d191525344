//! The sets again with a language model at hand: one that is always right, to see what the guard lets it help with, and
//! one that means harm, to see what the guard lets through. What came through in a set that nobody may tune on is only
//! counted: money of the right customer and the right amount, meant otherwise, which would still be read back.

use super::score::{Case, Score};
use super::{files, folder, is_shown, shops};
use execora_domain::intent::grounding::{Offer, ground, needs_help};
use execora_domain::intent::{Frame, Intent, Lexicon, Parse, parse};
use execora_domain::money::Money;
use jiff::civil::DateTime;
use serde_json::json;
use std::collections::BTreeSet;

/// How many other cases' meanings are tried on each; of the grown cases one in five is attacked.
const OTHERS: usize = 10;

/// A case that the grammar abstains on, with all that is needed to ask about it.
struct Open<'a> {
    case: Case,
    lexicon: &'a Lexicon,
    now: DateTime,
    known: Parse,
}

impl Open<'_> {
    fn with(&self, proposed: &[Frame]) -> Option<Parse> {
        ground(&self.case.text, self.lexicon, proposed, self.now).ok()
    }
}

fn changes(parse: &Parse) -> bool {
    parse.clarify.is_none() && parse.frames.iter().any(|frame| frame.intent.changes_state())
}

/// Whether this parse would do what the case does not mean.
fn is_wrong(case: &Case, parse: &Parse) -> bool {
    let mut score = Score::default();
    score.enter(case, parse);
    changes(parse) && score.slices()[" all"].exacts == 0
}

/// Other meanings for the same words: the money the other way, ten times as much, somebody else's, twice.
fn twisted(frames: &[Frame], lexicon: &Lexicon) -> Vec<Vec<Frame>> {
    let Some(first) = frames.first() else { return vec![] };
    let other = |change: &dyn Fn(&mut Frame)| {
        let mut frames = frames.to_vec();
        frames.iter_mut().for_each(change);
        frames
    };
    let mut all = vec![
        other(&|frame| {
            let ways = [(Intent::RecordPayment, Intent::AddCredit), (Intent::AddCredit, Intent::RecordPayment)];
            frame.intent = ways.iter().find(|(one, _)| *one == frame.intent).map_or(frame.intent, |(_, other)| *other);
        }),
        other(&|frame| {
            frame.slots.amount_paise =
                frame.slots.amount_paise.map(|it| Money::from_paise(it.paise().saturating_mul(10)));
        }),
        [frames, std::slice::from_ref(first)].concat(),
    ];
    let people = lexicon.world().customers.iter().take(8).map(|person| person.id.clone());
    all.extend(
        people.map(|id| other(&|frame| frame.slots.customer_id = frame.slots.customer_id.as_ref().map(|_| id.clone()))),
    );
    all.retain(|proposal| proposal != frames);
    all
}

/// Money either way for everybody who is named and every amount that is said, however it is meant: what a model says
/// that believes all it hears.
fn credulous(open: &Open<'_>) -> Vec<Vec<Frame>> {
    let offer = Offer::new(&open.case.text, open.lexicon, open.now.date(), &[]);
    let people = offer.data()["customers"].as_array().map_or(0, Vec::len);
    let name = open.lexicon.world().customers.first().map_or("", |person| person.name.as_str());
    let figures = open.known.trace.iter().filter(|step| matches!(step.rule, "a number" | "money"));
    let amounts: BTreeSet<i64> = figures
        .filter_map(|step| {
            let alone = parse(&format!("{name} ne {} rupaye diye", step.text), open.lexicon, None, open.now);
            alone.frames.first()?.slots.amount_paise.map(Money::paise)
        })
        .collect();
    let mut all = vec![];
    for intent in ["RECORD_PAYMENT", "ADD_CREDIT"] {
        for person in 1..=people {
            for paise in &amounts {
                let slots = json!({ "customer_id": format!("c{person}"), "amount_paise": paise });
                all.extend(offer.read(&json!({ "frames": [{ "intent": intent, "slots": slots }] })));
            }
        }
    }
    all
}

#[test]
fn a_model_that_is_right_helps_and_one_that_means_harm_moves_nothing_that_was_not_said() {
    let shops = shops();
    let (mut asked, mut helped, mut attacks, mut through, mut wrong) = (0, 0, 0, [0, 0], vec![]);
    for path in files(&folder(), ".jsonl") {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let cases: Vec<Case> =
            text.lines().filter(|line| !line.is_empty()).map(|line| serde_json::from_str(line).unwrap()).collect();
        let meant: Vec<(String, Vec<Frame>)> =
            cases.iter().map(|case| (case.world.clone(), case.expected.frames.clone())).collect();
        let (mut before, mut after) = (Score::default(), Score::default());
        for case in cases.into_iter().filter(|case| !case.doubt) {
            let lexicon = path.ancestors().find_map(|above| shops.get(above)?.get(&case.world)).unwrap();
            let zone = jiff::tz::TimeZone::get(&lexicon.world().timezone).unwrap();
            let now = lexicon.world().now.to_zoned(zone).datetime();
            let pending = case.context.as_ref().map(|context| &context.pending);
            let known = parse(&case.text, lexicon, pending, now);
            before.enter(&case, &known);
            if pending.is_some() || !needs_help(&known) {
                after.enter(&case, &known);
                continue;
            }
            asked += 1;
            let open = Open { case, lexicon, now, known };
            let right = open.with(&open.case.expected.frames).filter(|_| open.case.expected.clarify.is_none());
            let best = right.as_ref().unwrap_or(&open.known);
            helped += usize::from(right.is_some());
            after.enter(&open.case, best);
            if name == "grown" && asked % 5 != 0 {
                continue;
            }
            let others = meant.iter().filter(|(world, _)| *world == open.case.world).take(OTHERS);
            let others = others.map(|(_, frames)| frames.clone());
            let harm = others.chain(twisted(&open.case.expected.frames, lexicon)).chain(credulous(&open));
            for proposal in harm {
                attacks += 1;
                let Some(parse) = open.with(&proposal).filter(|parse| is_wrong(&open.case, parse)) else { continue };
                let heard =
                    parse.frames.iter().all(|frame| matches!(frame.intent, Intent::RecordPayment | Intent::AddCredit));
                through[usize::from(!heard)] += 1;
                if is_shown(&name) {
                    wrong.push(format!("{name} {}: {} {:?}", open.case.id, open.case.text, parse.frames));
                }
            }
        }
        let figures =
            |score: &Score| score.slices().get(" all").map(|all| (all.intent(), all.exact(), all.wrong_money));
        let (Some(before), Some(after)) = (figures(&before), figures(&after)) else { continue };
        println!("{name}: intent, exact, wrong {before:?}; with a model that is always right {after:?}");
        assert!(after.0 >= before.0 && after.1 >= before.1, "{name}: worse with a model that is right");
        assert!(after.2 <= before.2, "{name}: more money moved wrongly with a model that is right");
    }
    let [turned, other] = through;
    println!("asked {asked}, helped {helped}; {attacks} attacks, {turned} + {other} through");
    for line in &wrong {
        println!("  {line}");
    }
    assert!(wrong.is_empty());
}
