//! espeak-ng, a Debian program: the phonemes of a clause, and a plain voice that is always quick.

use execora_actors::providers::{Language, ProviderError, Sentence};
use execora_actors::speech::{Stop, Synthesiser};
use std::io::Write;
use std::process::{Command, Output, Stdio};

/// The plain voice's name.
pub(crate) const NAME: &str = "espeak-ng";
const PROGRAM: &str = "espeak-ng";
/// What brings it.
pub(crate) const COMMAND: &str = "apt-get install espeak-ng";

/// Whether the program is there.
pub(crate) fn present() -> bool {
    Command::new(PROGRAM).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}

/// The phonemes of each line, in the international alphabet; `^` ties two signs that are one sound.
pub(crate) fn phonemes(lines: &str, voice: &str) -> Result<String, ProviderError> {
    let output = run(&["-q", "--ipa", "--tie=^", "-v", voice], lines)?;
    String::from_utf8(output.stdout).map_err(failed)
}

/// The plain voice, at the sample rate of the better one that it stands in for.
pub(crate) struct Espeak {
    sample_rate: u32,
}

impl Espeak {
    /// A plain voice at this sample rate.
    pub(crate) fn new(sample_rate: u32) -> Self {
        Self { sample_rate }
    }
}

impl Synthesiser for Espeak {
    fn name(&self) -> &'static str {
        NAME
    }

    fn sample_rate(&self) -> u32 {
        self.sample_rate
    }

    fn synthesise(&self, clause: &Sentence, _: &Stop) -> Result<Vec<i16>, ProviderError> {
        let voice = match clause.language {
            Language::En => "en-us",
            Language::Hi => "hi",
        };
        let output = run(&["--stdout", "-v", voice, "-s", "150"], &clause.text)?;
        let wav = hound::WavReader::new(output.stdout.as_slice()).map_err(failed)?;
        let rate = wav.spec().sample_rate;
        let samples: Vec<i16> = wav.into_samples::<i16>().map_while(Result::ok).collect();
        super::wav::resample(&samples, rate, self.sample_rate).map_err(failed)
    }
}

fn run(arguments: &[&str], text: &str) -> Result<Output, ProviderError> {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command
        .spawn()
        .map_err(|error| ProviderError::Unavailable { name: NAME, reason: format!("{error}; {COMMAND} brings it") })?;
    if let Some(mut input) = child.stdin.take() {
        // Double brackets would be read as phonemes.
        input.write_all(text.replace(['[', ']'], " ").as_bytes()).map_err(failed)?;
    }
    let output = child.wait_with_output().map_err(failed)?;
    if output.status.success() { Ok(output) } else { Err(failed(output.status)) }
}

fn failed(error: impl std::fmt::Display) -> ProviderError {
    ProviderError::Failed { name: NAME, reason: error.to_string() }
}
