//! Execora: listens to a shopkeeper and keeps the shop's books.

mod app;
mod clock;
mod command;
mod config;
mod documents;
mod embedded;
mod http;
mod providers;
mod telemetry;

use clap::Parser;
use std::process::ExitCode;

/// Listens to a shopkeeper and keeps the shop's books.
#[derive(Parser)]
#[command(name = "execora", version)]
struct Cli {
    #[command(subcommand)]
    command: command::Command,
}

fn main() -> ExitCode {
    match Cli::parse().command.run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("execora: {error:#}");
            ExitCode::FAILURE
        }
    }
}
