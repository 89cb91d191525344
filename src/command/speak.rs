//! `execora speak`: words in, a WAV file out; offline.

use crate::providers::local::{self, pack::Pack, wav};
use execora_actors::providers::{Language, Sentence};
use execora_actors::speech::{Stop, clauses};
use std::path::PathBuf;

/// What to say, and how.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The language of the text
    #[arg(long, value_enum, default_value_t = Spoken::Hi)]
    language: Spoken,
    /// Whose voice: `hf_alpha`, `hm_omega`, `af_heart` and others of the pack, or `espeak-ng`
    #[arg(long, value_name = "NAME")]
    voice: Option<String>,
    /// The file to write: 24 kHz, mono, 16 bits
    #[arg(long, value_name = "FILE.wav")]
    out: PathBuf,
    /// Where the voice pack is
    #[arg(long, value_name = "DIR", env = "EXECORA_VOICE_PACK", default_value = "voices")]
    voice_pack: PathBuf,
    /// What to say, numbers as words
    text: String,
}

/// A language that can be spoken.
#[derive(Clone, Copy, clap::ValueEnum)]
enum Spoken {
    /// Hindi, in Devanagari
    Hi,
    /// English
    En,
}

/// Writes the file.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let language = match args.language {
        Spoken::Hi => Language::Hi,
        Spoken::En => Language::En,
    };
    let plainly = args.voice.as_deref() == Some(local::espeak::NAME);
    let voice = local::synthesiser(&Pack::new(args.voice_pack.clone()), plainly)?;
    let mut sound = Vec::new();
    for clause in clauses(&args.text) {
        let sentence = Sentence { text: clause, language, voice: args.voice.clone().filter(|_| !plainly) };
        sound.extend(voice.synthesise(&sentence, &Stop::default())?);
    }
    wav::write(&args.out, &sound, voice.sample_rate())
}
