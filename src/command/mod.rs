//! One file per subcommand of the binary.

mod backup;
mod books;
mod database;
mod doctor;
mod load;
mod migrate;
mod serve;
mod speak;
mod transcribe;
mod understand;
mod user;

use clap::Subcommand;

/// What the binary can be told to do.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Start everything and serve until told to stop
    Serve(serve::Args),
    /// Bring the database up to date
    Migrate(database::Where),
    /// Add those who sign in to a shop
    #[command(subcommand)]
    User(user::Action),
    /// Check the books
    #[command(subcommand)]
    Books(books::Action),
    /// Write the books of every shop into one file; a server that runs meanwhile goes on
    Backup(backup::Backup),
    /// Fill an empty database from a backup, and check its books
    Restore(backup::Restore),
    /// Tell what is installed, what is missing and how to get it
    Doctor(doctor::Args),
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
            Self::Serve(args) => serve::run(&args),
            Self::Migrate(at) => migrate::run(&at),
            Self::User(action) => user::run(&action),
            Self::Books(action) => books::run(&action),
            Self::Backup(args) => backup::back_up(&args),
            Self::Restore(args) => backup::restore(&args),
            Self::Doctor(args) => doctor::run(&args),
            Self::Understand(args) => understand::run(&args),
            Self::Transcribe(args) => transcribe::run(&args),
            Self::Speak(args) => speak::run(&args),
            Self::Load(args) => load::run(&args),
        }
    }
}
