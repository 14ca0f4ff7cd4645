//! The command line: reads it, starts the log, runs what was asked for.
//!
//! Everything else is in the library, where lib.rs is the table of contents. What the operator asked to
//! see goes to stdout, the log and the one line about a failure to stderr.

use std::io::{IsTerminal, stderr};
use std::process::ExitCode;

use anyhow::Result;
use nearside_collector::clock::system_day;
use nearside_collector::config::{Command, LogFormat, LogOptions};
use nearside_collector::file;

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // With its causes, and without a backtrace, which would tell an operator nothing.
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<()> {
    let cli = file::parse(std::env::args_os())?;
    start_log(&cli.log);
    match cli.command {
        Command::Serve(options) if options.check => nearside_collector::check(&options).await?,
        Command::Serve(options) => nearside_collector::serve(*options).await?,
        Command::Demo(mut options) => {
            nearside_collector::fill(&mut options, system_day).await?;
            nearside_collector::serve(*options).await?;
        }
        Command::ExportPriors(options) => nearside_collector::export(options, system_day).await?,
    }
    Ok(())
}

fn start_log(options: &LogOptions) {
    let log =
        tracing_subscriber::fmt().with_writer(stderr).with_target(false).with_max_level(options.log_level);
    match options.log_format {
        LogFormat::Text => log.with_ansi(stderr().is_terminal()).init(),
        LogFormat::Json => log.json().flatten_event(true).init(),
    }
}
