//! `execora understand`: cases as JSON Lines in, frames as JSON Lines out; offline and deterministic, unless a language
//! model is wanted.

use crate::config::Config;
use crate::providers::openai::{self, Chat};
use anyhow::{Context as _, Result, bail};
use execora_actors::providers::{LanguageModel as _, ModelRequest};
use execora_domain::intent::grounding::{INSTRUCTIONS, Offer, ground, needs_help, schema};
use execora_domain::intent::{Clarify, Frame, Lexicon, Parse, Pending, Source, World, parse};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};
use std::io::{self, BufRead, Write};
use std::path::Path;
use tokio::runtime::Runtime;

/// Where the shops are, and how much to tell.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The shops that the cases refer to
    #[arg(long, value_name = "FILE")]
    worlds: std::path::PathBuf,
    /// Tell why: spans, rules and weights
    #[arg(long)]
    trace: bool,
    /// Ask the language model of the settings where the grammar abstains
    #[arg(long)]
    model: bool,
    /// Settings over the defaults; only with --model
    #[arg(long, value_name = "FILE", requires = "model")]
    config: Option<std::path::PathBuf>,
}

/// A language model for the cases that the grammar abstains on, and how often it was asked and believed.
struct Helper {
    model: Chat,
    runtime: Runtime,
    asked: Cell<u32>,
    taken: Cell<u32>,
}

impl Helper {
    fn open(file: Option<&Path>) -> Result<Self> {
        let settings = Config::read(file)?;
        let model = openai::configured(&settings.model)?.context("no model is set: see model.url in config.toml")?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("no runtime")?;
        Ok(Self { model, runtime, asked: Cell::new(0), taken: Cell::new(0) })
    }

    /// What the words mean with the model's help; as the grammar has it where the model is silent, or not believed.
    fn help(&self, text: &str, shop: &Shop, known: Parse) -> Parse {
        self.asked.set(self.asked.get().saturating_add(1));
        let offer = Offer::new(text, &shop.lexicon, shop.now.date(), &[]);
        let request = ModelRequest { instructions: INSTRUCTIONS, data: offer.data().clone(), schema: schema() };
        let answer = match self.runtime.block_on(self.model.complete(request)) {
            Ok(answer) => answer,
            Err(error) => {
                eprintln!("execora: {error}");
                return known;
            }
        };
        let proposed = offer.read(&answer).unwrap_or_default();
        let Ok(grounded) = ground(text, &shop.lexicon, &proposed, shop.now) else { return known };
        self.taken.set(self.taken.get().saturating_add(1));
        grounded
    }
}

/// One case; fields that are not named here are ignored.
#[derive(Deserialize)]
struct Case {
    id: serde_json::Value,
    text: String,
    world: String,
    #[serde(default)]
    context: Option<Awaiting>,
}

/// What was read back just before.
#[derive(Deserialize)]
struct Awaiting {
    pending: Pending,
}

/// One answer.
#[derive(Serialize)]
struct Answer<'a> {
    id: &'a serde_json::Value,
    frames: Vec<Frame>,
    clarify: Option<&'a Clarify>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<Source>,
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    margin: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trace: Option<Vec<String>>,
}

/// A shop, indexed, at its own moment.
struct Shop {
    lexicon: Lexicon,
    now: DateTime,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    let path = args.worlds.display();
    let text =
        std::fs::read_to_string(&args.worlds).with_context(|| format!("could not read the shops from {path}"))?;
    let worlds: BTreeMap<String, World> =
        serde_json::from_str(&text).with_context(|| format!("{path} does not hold shops"))?;
    let shops = worlds.into_iter().map(|(name, world)| Ok((name, open(&world)?))).collect::<Result<HashMap<_, _>>>()?;
    let helper = args.model.then(|| Helper::open(args.config.as_deref())).transpose()?;
    let (input, output) = (io::stdin().lock(), io::BufWriter::new(io::stdout().lock()));
    let bad = answer_all(input, output, &shops, helper.as_ref(), args.trace)?;
    if let Some(Helper { asked, taken, .. }) = &helper {
        eprintln!("execora: the model was asked {} times; {} answers passed the guard", asked.get(), taken.get());
    }
    if bad > 0 {
        bail!("{bad} of the lines could not be answered; correct them and run again");
    }
    Ok(())
}

fn open(world: &World) -> Result<Shop> {
    let zone =
        TimeZone::get(&world.timezone).with_context(|| format!("the time zone {:?} is not known", world.timezone))?;
    Ok(Shop { lexicon: Lexicon::new(world), now: world.now.to_zoned(zone).datetime() })
}

/// Answers every line that can be answered; how many could not.
fn answer_all(
    input: impl BufRead,
    mut output: impl Write,
    shops: &HashMap<String, Shop>,
    helper: Option<&Helper>,
    trace: bool,
) -> Result<usize> {
    let mut bad = 0;
    for (index, line) in input.split(b'\n').enumerate() {
        let line = line.context("could not read standard input")?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        match understand(&line, shops, helper) {
            Ok((id, parse)) => write_answer(&mut output, &id, &parse, trace).context("could not write the answer")?,
            Err(error) => {
                bad += 1;
                eprintln!("execora: line {}: {error:#}", index + 1);
            }
        }
    }
    output.flush().context("could not write the answers")?;
    Ok(bad)
}

fn understand(
    line: &[u8],
    shops: &HashMap<String, Shop>,
    helper: Option<&Helper>,
) -> Result<(serde_json::Value, Parse)> {
    let case: Case = serde_json::from_slice(line).context("not a case")?;
    let shop = shops.get(&case.world).with_context(|| format!("no shop is called {:?}", case.world))?;
    let pending = case.context.as_ref().map(|context| &context.pending);
    let parse = parse(&case.text, &shop.lexicon, pending, shop.now);
    // An answer to what was read back is the speaker's own.
    let helper = helper.filter(|_| pending.is_none() && needs_help(&parse));
    let parse = match helper {
        Some(helper) => helper.help(&case.text, shop, parse),
        None => parse,
    };
    Ok((case.id, parse))
}

fn write_answer(output: &mut impl Write, id: &serde_json::Value, parse: &Parse, trace: bool) -> Result<()> {
    let answer = Answer {
        id,
        frames: parse.frames.iter().map(Frame::plain).collect(),
        clarify: parse.clarify.as_ref(),
        source: trace.then_some(parse.source),
        confidence: trace.then_some(parse.confidence),
        margin: trace.then_some(parse.margin),
        trace: trace.then(|| parse.trace.iter().map(ToString::to_string).collect()),
    };
    serde_json::to_writer(&mut *output, &answer)?;
    output.write_all(b"\n")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORLDS: &str = include_str!("../../domain/tests/understanding/worlds.json");

    fn answered(lines: &str, trace: bool) -> (String, usize) {
        let worlds: BTreeMap<String, World> = serde_json::from_str(WORLDS).unwrap();
        let shops = worlds.into_iter().map(|(name, world)| (name, open(&world).unwrap())).collect();
        let mut output = vec![];
        let bad = answer_all(lines.as_bytes(), &mut output, &shops, None, trace).unwrap();
        (String::from_utf8(output).unwrap(), bad)
    }

    #[test]
    fn a_bad_line_is_counted_and_the_others_are_answered() {
        let good = r#"{"id":"a","text":"Amit ne do sau diye","world":"P1","lang":"hinglish"}"#;
        let (output, bad) = answered(&format!("{good}\nnot json\n\n{good}\n"), false);
        assert_eq!(bad, 1);
        let line = r#"{"id":"a","frames":[{"intent":"RECORD_PAYMENT","slots":{"customer_id":"c1","amount_paise":20000}}],"clarify":null}"#;
        assert_eq!(output, format!("{line}\n{line}\n"));
    }

    #[test]
    fn the_trace_tells_spans_and_weights() {
        let (output, _) = answered(r#"{"id":1,"text":"Amit ne do sau diye","world":"P1"}"#, true);
        assert!(output.contains("a customer") && output.contains("X ne … diye"), "{output}");
    }
}
