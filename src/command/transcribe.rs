//! `execora transcribe`: recordings in, their words out, one JSON line each; offline.

use crate::providers::local::whisper::{Candidate, Fit, Whisper};
use crate::providers::local::{self, pack::Pack, wav};
use anyhow::Context;
use execora_actors::providers::{Awaited, Hypothesis, Language, ListenSetup};
use execora_actors::speech::{Effort, Recogniser, Recognition, Utterance, hints};
use execora_domain::dialogue::{Agreement, Hearing, agrees, weigh};
use execora_domain::intent::{Lexicon, Pending, World};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

/// What to transcribe, and whose names to expect.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The shops whose names may be said
    #[arg(long, value_name = "FILE", requires = "world")]
    worlds: Option<PathBuf>,
    /// Which of the shops
    #[arg(long, value_name = "ID", requires = "worlds")]
    world: Option<String>,
    /// Print every reading with its confidence, not only the likeliest
    #[arg(long)]
    all: bool,
    /// Tell what each reading means in that shop, how much speaks for it, and why one was taken
    #[arg(long, requires = "world")]
    trace: bool,
    /// What was read back just before, as JSON: {"intent": …, "slots": {…}}
    #[arg(long, value_name = "FRAME", requires = "trace")]
    pending: Option<String>,
    /// Weigh each recording as an answer to a payment that waits: its sound, and whether it would be taken for a yes
    #[arg(long, requires = "world")]
    agreement: bool,
    /// Tell how well this text fits each recording; may be given several times
    #[arg(long, value_name = "TEXT")]
    fit: Vec<String>,
    /// Where the voice pack is
    #[arg(long, value_name = "DIR", env = "EXECORA_VOICE_PACK", default_value = "voices")]
    voice_pack: PathBuf,
    /// WAV files of any sample rate, mono or stereo
    #[arg(required = true, value_name = "FILE.wav")]
    files: Vec<PathBuf>,
}

/// Prints one line a file.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let shop = shop(args)?;
    let expected: Arc<[String]> = shop.as_ref().map_or_else(Arc::default, |shop| hints(&shop.lexicon));
    let pending: Option<Pending> =
        args.pending.as_deref().map(serde_json::from_str).transpose().context("--pending is not a frame")?;
    let ears = local::recogniser(&Pack::new(args.voice_pack.clone()))?;
    let mut out = std::io::stdout().lock();
    for file in &args.files {
        let (samples, audio_ms) = wav::read(file, execora_domain::audio::SAMPLE_RATE)?;
        let setup = ListenSetup { language: None, hints: Arc::clone(&expected) };
        let began = Instant::now();
        let awaited = if args.agreement { Awaited::Answer } else { Awaited::Anything };
        let (samples, effort) = (samples.into(), Effort::Full);
        let utterance = Utterance { samples, setup, effort, awaited };
        let heard = ears.recognise(&utterance)?;
        let took = began.elapsed();
        let best = heard.hypotheses.first();
        let mut line = json!({
            "file": file,
            "text": best.map_or("", |best| &best.text),
            "confidence": best.map_or(0.0, |best| best.confidence),
            "audio_ms": audio_ms,
            "cpu_ms": heard.cpu_ms,
        });
        if args.all {
            let reading = |reading: &Hypothesis| json!([reading.text, reading.confidence]);
            line["hypotheses"] = heard.hypotheses.iter().map(reading).collect();
        }
        if !args.fit.is_empty() {
            line["fits"] = fits(&ears, &utterance.samples, &args.fit)?;
        }
        if let Some(shop) = shop.as_ref().filter(|_| args.agreement) {
            line["answer"] = answer(&ears, &utterance.samples, &heard, shop)?;
        }
        if let Some(shop) = shop.as_ref().filter(|_| args.trace) {
            let hypotheses: Vec<(String, u16)> = heard.hypotheses.iter().map(Hypothesis::in_thousandths).collect();
            line["took_ms"] = json!(took.as_millis());
            line["taken"] = traced(&weigh(&hypotheses, &shop.lexicon, pending.as_ref(), shop.now));
        }
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// Whether a recording would be taken for a yes, and whether it would be if it sounded like one, or might be one.
fn answer(ears: &Whisper, samples: &[i16], heard: &Recognition, shop: &Shop) -> anyhow::Result<Value> {
    let sound = ears.sounds_like_yes(samples, &ears.encode(samples, Effort::Full)?)?;
    let hypotheses: Vec<(String, u16)> = heard.hypotheses.iter().map(Hypothesis::in_thousandths).collect();
    let taken = |agreement| agrees(&hypotheses, agreement, &shop.lexicon, shop.now);
    Ok(json!({
        "sound": sound,
        "verdict": format!("{:?}", heard.agreement),
        "yes": taken(heard.agreement),
        "yes_if_it_sounds": taken(Agreement::Yes),
        "yes_by_words": taken(Agreement::Fits),
    }))
}

/// How well each text fits a recording: logarithms of probabilities, of all its tokens and of nothing after them.
fn fits(ears: &Whisper, samples: &[i16], texts: &[String]) -> anyhow::Result<Value> {
    let language = |text: &str| if text.is_ascii() { Language::En } else { Language::Hi };
    let candidates: Vec<Candidate<'_>> =
        texts.iter().map(|text| Candidate { language: language(text), text }).collect();
    let fits = ears.forced(&ears.encode(samples, Effort::Full)?, &candidates)?;
    let told = |(candidate, fit): (&Candidate<'_>, Fit)| {
        let Fit { text, end, tokens } = fit;
        json!({ "text": candidate.text, "fit": text, "end": end, "tokens": tokens })
    };
    Ok(candidates.iter().zip(fits).map(told).collect())
}

/// What was taken, why, and what was weighed: the readings in the order of the ears.
fn traced(hearing: &Hearing) -> Value {
    let readings = hearing.readings.iter().map(|reading| {
        json!({
            "text": reading.text,
            "confidence": reading.confidence,
            "support": reading.support,
            "frames": reading.parse.frames,
            "clarify": reading.parse.clarify,
        })
    });
    json!({
        "text": hearing.text(),
        "why": hearing.why,
        "frames": hearing.parse.frames,
        "clarify": hearing.parse.clarify,
        "readings": readings.collect::<Vec<_>>(),
    })
}

/// A shop whose names may be said, at its own moment.
struct Shop {
    lexicon: Lexicon,
    now: DateTime,
}

/// The shop that was asked for.
fn shop(args: &Args) -> anyhow::Result<Option<Shop>> {
    let (Some(file), Some(id)) = (&args.worlds, &args.world) else { return Ok(None) };
    let text = std::fs::read(file).with_context(|| format!("could not read {}", file.display()))?;
    let worlds: BTreeMap<String, World> =
        serde_json::from_slice(&text).with_context(|| format!("{}: no shops in it", file.display()))?;
    let world = worlds.get(id).with_context(|| format!("no shop {id} in {}", file.display()))?;
    let zone = TimeZone::get(&world.timezone).with_context(|| format!("no time zone {:?}", world.timezone))?;
    let lexicon = Lexicon::new(world);
    Ok(Some(Shop { lexicon, now: world.now.to_zoned(zone).datetime() }))
}
