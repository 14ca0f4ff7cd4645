//! The trainer: turns recordings into the models that ship, and replays visits.
//!
//! Reads the command line and hands over; every command's work is in the module of its name.

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use nearside_core::catalogue;

mod compare;
mod curves;
mod data;
mod evaluate;
mod importance;
mod inspect;
mod lab;
mod lint;
mod metrics;
mod model;
mod plot;
mod propensity;
mod reference;
mod replay;
mod segments;
mod sign;
mod train;
mod tried;

/// Turns recordings into the models that ship, and replays visits.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Replays a visit through the engine and prints what it decided, and why.
    Replay(replay::Arguments),
    /// Trains a model and writes its folder.
    #[command(subcommand)]
    Train(Train),
    /// Measures a model on recorded visits.
    #[command(subcommand)]
    Evaluate(Evaluate),
    /// Measures ways to learn side by side.
    #[command(subcommand)]
    Compare(Compare),
    /// Runs bandit policies over classified tables: progressive loss.
    Bandit(lab::progressive::Arguments),
    /// Runs bandit policies side by side on made-up visitors: regret, and recovery after a drift.
    Simulate(lab::simulate::Arguments),
    /// Judges policies from a log of decisions: IPS, SNIPS and doubly robust.
    EvaluatePolicy(lab::evaluate_policy::Arguments),
    /// How variants did, from the counts that browsers hold
    Analyse(lab::analyse::Arguments),
    /// Says what a model is.
    Inspect {
        /// The model's folder.
        folder: PathBuf,
    },
    /// Warns of variants that change what should not change unnoticed; the exit code is 1 if there are any.
    Lint(lint::Arguments),
    /// Signs a catalogue, for sites that give their pages a public key; makes that key.
    Sign(sign::Arguments),
    /// Prints the reference of the features, or of catalogues.
    Schema {
        /// The JSON Schema of catalogues.
        #[arg(long, conflicts_with_all = ["json", "markdown"])]
        catalogue: bool,
        /// As JSON instead of Markdown.
        #[arg(long, conflicts_with = "markdown")]
        json: bool,
        /// As a Markdown table (the default).
        #[arg(long)]
        markdown: bool,
    },
}

#[derive(Subcommand)]
enum Train {
    /// Which region is looked at, from cursor and scroll.
    Attention {
        /// A recorded visit with gaze, or a folder of them.
        #[arg(long)]
        data: PathBuf,
        /// Where the model goes.
        #[arg(long)]
        out: PathBuf,
        #[command(flatten)]
        run: train::run::Arguments,
        #[command(flatten)]
        settings: train::settings::Settings,
    },
    /// Whether a session will buy, from what a browser knows while it lasts.
    Propensity(propensity::train::Arguments),
    /// Which kinds of reading there are, from how pages are scrolled and pointed at.
    Segments {
        /// A recorded visit, or a folder of them.
        #[arg(long)]
        data: PathBuf,
        /// Where the model goes.
        #[arg(long)]
        out: PathBuf,
        /// Folder of the run: metrics and plots [default: target/runs/NAME-SEED].
        #[arg(long, value_name = "DIR")]
        run: Option<PathBuf>,
        #[command(flatten)]
        settings: segments::settings::Settings,
    },
}

#[derive(Subcommand)]
enum Evaluate {
    /// Which region is looked at, from cursor and scroll.
    Attention(evaluate::Arguments),
    /// Whether a session will buy.
    Propensity(propensity::evaluate::Arguments),
    /// How visits divide into the segments.
    Segments(segments::evaluate::Arguments),
    /// What tuning the propensity model's last layer on the device is worth where buyers are not those it knows.
    FineTuning(propensity::tuning::Arguments),
}

#[derive(Subcommand)]
enum Compare {
    /// Which region is looked at, from cursor and scroll.
    Attention(compare::Arguments),
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Lint(arguments) => lint::run(&arguments).map_err(Into::into),
        other => run(other).map(|text| (text, ExitCode::SUCCESS)),
    };
    match done {
        Ok((text, code)) => {
            println!("{text}");
            code
        }
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(command: Command) -> anyhow::Result<String> {
    Ok(match command {
        Command::Replay(arguments) => replay::run(&arguments)?,
        Command::Train(Train::Attention { data, out, run, settings }) => {
            let name = out.file_name().unwrap_or_default().to_string_lossy();
            let run = train::run::Run::new(&run, &name, settings.seed);
            let crossed = train::attention::train(&data, &out, &settings, &run)?;
            let table = evaluate::table("cross-validated by person", &crossed.metrics);
            format!("{table}\n\nmetrics, plots and checkpoints in {}", run.folder.display())
        }
        Command::Evaluate(Evaluate::Attention(arguments)) => evaluate::run(&arguments)?,
        Command::Train(Train::Propensity(arguments)) => propensity::train::train(&arguments)?,
        Command::Evaluate(Evaluate::Propensity(arguments)) => propensity::evaluate::run(&arguments)?,
        Command::Train(Train::Segments { data, out, run, settings }) => {
            segments::train(&data, &out, run.as_deref(), &settings)?
        }
        Command::Evaluate(Evaluate::Segments(arguments)) => segments::evaluate::run(&arguments)?,
        Command::Evaluate(Evaluate::FineTuning(arguments)) => propensity::tuning::run(&arguments)?,
        Command::Compare(Compare::Attention(arguments)) => compare::run(&arguments)?,
        Command::Bandit(arguments) => lab::progressive::run(&arguments)?,
        Command::Simulate(arguments) => lab::simulate::run(&arguments)?,
        Command::EvaluatePolicy(arguments) => lab::evaluate_policy::run(&arguments)?,
        Command::Analyse(arguments) => lab::analyse::run(&arguments)?,
        Command::Inspect { folder } => inspect::run(&folder)?,
        Command::Lint(arguments) => lint::run(&arguments)?.0,
        Command::Sign(arguments) => sign::run(&arguments)?,
        Command::Schema { catalogue: true, .. } => format!("{:#}", catalogue::schema()),
        Command::Schema { json: true, .. } => reference::json(),
        Command::Schema { .. } => reference::markdown(),
    })
}
