//! Scoring: intents, exact frames, slots, and actions that would have moved the wrong money.

use execora_domain::intent::{Clarify, Frame, Intent, Parse, Pending, Reason, Slot};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// One case of a set.
#[derive(Deserialize)]
pub(crate) struct Case {
    pub id: String,
    pub lang: String,
    pub tags: Vec<String>,
    pub text: String,
    pub world: String,
    pub context: Option<Context>,
    #[serde(flatten)]
    pub expected: Outcome,
    #[serde(default)]
    pub also_ok: Vec<Outcome>,
    /// Whatever is answered, nothing may be done.
    #[serde(default)]
    pub nothing: bool,
    /// Whether any question is as good as the outcomes named: what was said is at the edge of what can be understood.
    #[serde(default)]
    pub may_ask: bool,
    /// Whether two readings of the case disagreed, so that it is not scored.
    #[serde(default)]
    pub doubt: bool,
}

/// What was read back just before.
#[derive(Deserialize)]
pub(crate) struct Context {
    pub pending: Pending,
}

/// Frames, and the question to ask.
#[derive(Deserialize)]
pub(crate) struct Outcome {
    pub frames: Vec<Frame>,
    pub clarify: Option<Clarify>,
}

/// Counts for one slice.
#[derive(Default, Clone, Copy)]
pub(crate) struct Count {
    pub cases: usize,
    pub intents: usize,
    pub exacts: usize,
    pub wrong_money: usize,
    pub slots_right: usize,
    pub slots: usize,
}

impl Count {
    /// Thousandths.
    pub(crate) const fn intent(self) -> usize {
        self.intents * 1_000 / max(self.cases)
    }

    /// Thousandths.
    pub(crate) const fn exact(self) -> usize {
        self.exacts * 1_000 / max(self.cases)
    }

    /// Thousandths.
    pub(crate) const fn slot_f1(self) -> usize {
        2 * self.slots_right * 1_000 / max(self.slots)
    }
}

const fn max(count: usize) -> usize {
    if count == 0 { 1 } else { count }
}

/// A set's counts by slice, and what failed.
#[derive(Default)]
pub(crate) struct Score {
    slices: BTreeMap<String, Count>,
    failures: Vec<String>,
}

impl Score {
    /// The counts by slice; the whole set is " all".
    pub(crate) const fn slices(&self) -> &BTreeMap<String, Count> {
        &self.slices
    }

    /// What was not exactly right, `!!` where it would have moved money.
    pub(crate) fn failures(&self) -> &[String] {
        &self.failures
    }

    pub(crate) fn enter(&mut self, case: &Case, parse: &Parse) {
        let outcomes: Vec<&Outcome> = std::iter::once(&case.expected).chain(&case.also_ok).collect();
        let intents = |frames: &[Frame]| frames.iter().map(|frame| frame.intent).collect::<Vec<_>>();
        let own = intents(&parse.frames);
        let asked = case.may_ask && parse.clarify.is_some();
        let intent = asked || outcomes.iter().any(|outcome| intents(&outcome.frames) == own);
        let shape = shape(&parse.frames, parse.clarify.as_ref());
        let right = |outcome: &&Outcome| self::shape(&outcome.frames, outcome.clarify.as_ref()) == shape;
        let exact = asked || outcomes.iter().any(right);
        let acts = parse.clarify.is_none() && own != [Intent::Unknown];
        let still = case.nothing && !(acts && own.iter().any(|intent| intent.changes_state()));
        let (intent, exact) = if case.nothing { (still, still) } else { (intent, exact) };
        let wrong_money = acts && !exact && own.iter().any(|intent| moves(*intent));
        let (said, meant) = (slots(&parse.frames), slots(&case.expected.frames));
        let slices = [" all".to_owned(), format!("lang {}", case.lang)]
            .into_iter()
            .chain(case.tags.iter().map(|tag| format!("tag {tag}")));
        for slice in slices {
            let count = self.slices.entry(slice).or_default();
            count.cases += 1;
            count.intents += usize::from(intent);
            count.exacts += usize::from(exact);
            count.wrong_money += usize::from(wrong_money);
            count.slots_right += said.intersection(&meant).count();
            count.slots += said.len() + meant.len();
        }
        if !exact {
            let mark = if wrong_money { "!!" } else { "  " };
            let line = |frames: &[Frame], clarify: Option<&Clarify>| {
                format!("{} {}", serde_json::to_string(frames).unwrap(), serde_json::to_string(&clarify).unwrap())
            };
            let meant = line(&case.expected.frames, case.expected.clarify.as_ref());
            self.failures.push(format!(
                "{mark} {} {} {}\n     meant {meant}\n     read  {}",
                case.id,
                case.world,
                case.text,
                line(&parse.frames, parse.clarify.as_ref())
            ));
        }
    }
}

/// Whether a wrong one costs somebody money or data.
fn moves(intent: Intent) -> bool {
    matches!(
        intent,
        Intent::RecordPayment
            | Intent::AddCredit
            | Intent::CreateInvoice
            | Intent::DeleteCustomer
            | Intent::CancelInvoice
            | Intent::UpdatePrice
            | Intent::UpdateStock
            | Intent::UpdateCustomer
            | Intent::Correct
            | Intent::Confirm
    )
}

type Meaning = (Vec<Intent>, BTreeSet<(usize, String, String)>, Option<Question>);
type Question = (Reason, usize, Option<Slot>, BTreeSet<String>);

/// What is compared: slots as text, candidates as a set, without what was heard.
fn shape(frames: &[Frame], clarify: Option<&Clarify>) -> Meaning {
    let question = clarify.map(|clarify| {
        let candidates = clarify.candidates.iter().map(|candidate| serde_json::to_string(candidate).unwrap()).collect();
        (clarify.reason, clarify.frame, clarify.slot, candidates)
    });
    (frames.iter().map(|frame| frame.intent).collect(), slots(frames), question)
}

/// Every slot as (frame, name, value); things on a bill without their order, names without their case.
fn slots(frames: &[Frame]) -> BTreeSet<(usize, String, String)> {
    let mut found = BTreeSet::new();
    for (index, frame) in frames.iter().enumerate() {
        let serde_json::Value::Object(slots) = serde_json::to_value(&frame.slots).unwrap() else { continue };
        for (name, value) in slots {
            if name == "beyond" {
                continue;
            }
            let text = match &value {
                serde_json::Value::Array(items) => {
                    let mut items: Vec<String> = items.iter().map(ToString::to_string).collect();
                    items.sort();
                    items.join(" ")
                }
                serde_json::Value::String(text) if name == "name" || name == "email" => text.to_lowercase(),
                serde_json::Value::Null
                | serde_json::Value::Bool(_)
                | serde_json::Value::Number(_)
                | serde_json::Value::String(_)
                | serde_json::Value::Object(_) => value.to_string(),
            };
            found.insert((index, name, text));
        }
    }
    found
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<18} {:>5} {:>7} {:>7} {:>8} {:>6}", "slice", "cases", "intent", "exact", "slot F1", "wrong")?;
        for (name, count) in &self.slices {
            let share = |thousandths: usize| format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000);
            let (intent, exact, f1) = (share(count.intent()), share(count.exact()), share(count.slot_f1()));
            writeln!(
                f,
                "{:<18} {:>5} {intent:>7} {exact:>7} {f1:>8} {:>6}",
                name.trim(),
                count.cases,
                count.wrong_money
            )?;
        }
        Ok(())
    }
}
