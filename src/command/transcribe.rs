//! `execora transcribe`: recordings in, their words out, one JSON line each; offline.

use crate::providers::local::{self, pack::Pack, wav};
use anyhow::Context;
use execora_actors::providers::ListenSetup;
use execora_actors::speech::{Effort, Recogniser, Utterance};
use execora_domain::intent::World;
use serde_json::json;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

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
    /// Where the voice pack is
    #[arg(long, value_name = "DIR", env = "EXECORA_VOICE_PACK", default_value = "voices")]
    voice_pack: PathBuf,
    /// WAV files of any sample rate, mono or stereo
    #[arg(required = true, value_name = "FILE.wav")]
    files: Vec<PathBuf>,
}

/// Prints one line a file.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let hints = hints(args)?;
    let ears = local::recogniser(&Pack::new(args.voice_pack.clone()))?;
    let mut out = std::io::stdout().lock();
    for file in &args.files {
        let (samples, audio_ms) = wav::read(file, execora_domain::audio::SAMPLE_RATE)?;
        let setup = ListenSetup { language: None, hints: Arc::clone(&hints) };
        let heard = ears.recognise(&Utterance { samples: samples.into(), setup, effort: Effort::Full })?;
        let best = heard.hypotheses.first();
        let mut line = json!({
            "file": file,
            "text": best.map_or("", |best| &best.text),
            "confidence": best.map_or(0.0, |best| best.confidence),
            "audio_ms": audio_ms,
            "cpu_ms": heard.cpu_ms,
        });
        if args.all {
            let reading = |reading: &execora_actors::providers::Hypothesis| json!([reading.text, reading.confidence]);
            line["hypotheses"] = heard.hypotheses.iter().map(reading).collect();
        }
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// The names of the shop that was asked for: customers first, then products.
fn hints(args: &Args) -> anyhow::Result<Arc<[String]>> {
    let (Some(file), Some(id)) = (&args.worlds, &args.world) else { return Ok(Arc::default()) };
    let text = std::fs::read(file).with_context(|| format!("could not read {}", file.display()))?;
    let worlds: BTreeMap<String, World> =
        serde_json::from_slice(&text).with_context(|| format!("{}: no shops in it", file.display()))?;
    let world = worlds.get(id).with_context(|| format!("no shop {id} in {}", file.display()))?;
    let customers = world.customers.iter().map(|customer| customer.name.clone());
    let spoken = |name: &&String| name.is_ascii() && !name.contains(' ');
    let products =
        world.products.iter().map(|product| product.aliases.first().filter(spoken).unwrap_or(&product.name).clone());
    Ok(customers.chain(products).collect())
}
