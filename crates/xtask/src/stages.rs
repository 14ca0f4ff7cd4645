//! The tests, stage by stage.
//!
//! A stage is a few commands whose output is shown as it comes and counted on the way. A stage that fails
//! does not stop the next; the table at the end says what passed, how long it took and how many tests ran, and
//! a second one which of the tests of real pages passed in which browser engine.

mod count;
mod e2e;
mod matrix;
mod stage;

use std::time::Instant;

use anyhow::{Result, bail};
use clap::Args;

use crate::setup;
use stage::{Outcome, Stage};

/// What `test` is asked to do.
#[derive(Args, Default)]
pub(crate) struct Options {
    /// The daily loop: format, lints and tests of what compiles in seconds
    #[arg(long, conflicts_with = "only")]
    fast: bool,
    /// Only these stages, by name, with commas between them
    #[arg(long, value_delimiter = ',', value_enum)]
    only: Vec<Stage>,
}

/// Runs the stages that were asked for, then prints what came of each.
pub(crate) fn run(options: &Options) -> Result<()> {
    if !options.fast {
        setup::run(&setup::Options::default())?;
    }
    let stages = match (options.fast, options.only.as_slice()) {
        (true, _) => vec![Stage::FastLint, Stage::FastNative, Stage::FastTidy],
        (false, []) => Stage::everything(),
        (false, only) => only.to_vec(),
    };
    let started = Instant::now();
    let outcomes: Vec<(Stage, Outcome)> = stages.into_iter().map(|stage| (stage, stage.run())).collect();
    println!("\n{:<14} {:<7} {:>7} {:>7} {:>7}", "stage", "result", "passed", "failed", "time");
    for (stage, outcome) in &outcomes {
        println!("{:<14} {outcome}", stage.name());
    }
    println!("in all {:.0} s", started.elapsed().as_secs_f32());
    for matrix in outcomes.iter().filter_map(|(_, outcome)| outcome.matrix()) {
        print!("\n{matrix}");
    }
    let failed: Vec<String> =
        outcomes.iter().filter(|(_, outcome)| !outcome.is_ok()).map(|(stage, _)| stage.name()).collect();
    if !failed.is_empty() {
        bail!("failed: {}", failed.join(", "));
    }
    Ok(())
}
