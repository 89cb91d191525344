//! One file per subcommand of the binary.

mod load;
mod speak;
mod transcribe;
mod understand;

use clap::Subcommand;

/// What the binary can be told to do.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Read spoken-command cases from standard input and print what each means
    Understand(understand::Args),
    /// Write down what is said in recordings
    Transcribe(transcribe::Args),
    /// Say something, into a WAV file
    Speak(speak::Args),
    /// Measure a running server with many simulated callers or clients
    Load(load::Args),
}

impl Command {
    /// Carries it out.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Understand(args) => understand::run(&args),
            Self::Transcribe(args) => transcribe::run(&args),
            Self::Speak(args) => speak::run(&args),
            Self::Load(args) => load::run(&args),
        }
    }
}
