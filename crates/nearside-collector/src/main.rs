//! The command line: reads it, starts the log, runs what was asked for.
//!
//! Everything else is in the library, where lib.rs is the table of contents. What the operator asked to
//! see goes to stdout, the log to stderr.

use anyhow::Result;
use clap::Parser;
use nearside_collector::config::{Cli, Command, LogOptions};

#[tokio::main]
async fn main() -> Result<()> {
    let cli = Cli::parse();
    start_log(&cli.log);
    match cli.command {
        Command::Serve(options) if options.check => nearside_collector::check(&options)?,
        Command::Serve(options) => nearside_collector::serve(options).await?,
    }
    Ok(())
}

fn start_log(options: &LogOptions) {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()))
        .with_target(false)
        .with_max_level(options.log_level)
        .init();
}
