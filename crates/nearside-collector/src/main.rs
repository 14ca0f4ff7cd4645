//! The command line: reads it, starts the log, runs what was asked for.
//!
//! Everything else is in the library, where lib.rs is the table of contents. What the operator asked to
//! see goes to stdout, the log and the one line about a failure to stderr.

use std::io::{IsTerminal, stderr};
use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;
use nearside_collector::config::{Cli, Command, LogOptions};

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    start_log(&cli.log);
    match run(cli.command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // With its causes, and without a backtrace, which would tell an operator nothing.
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> Result<()> {
    match command {
        Command::Serve(options) if options.check => nearside_collector::check(&options)?,
        Command::Serve(options) => nearside_collector::serve(options).await?,
    }
    Ok(())
}

fn start_log(options: &LogOptions) {
    tracing_subscriber::fmt()
        .with_writer(stderr)
        .with_ansi(stderr().is_terminal())
        .with_target(false)
        .with_max_level(options.log_level)
        .init();
}
