//! From a bare machine to one that builds and tests everything.
//!
//! Input: the machine; output: the same machine with every step's check true. A step whose check holds is
//! skipped, so a second run only looks. Nothing is done that is not printed first; where a step needs
//! rights that the user lacks, it ends with the exact command that someone who has them can run.

mod debian;
mod npm;
mod programs;
mod step;
mod tools;
mod wasm_std;

use std::time::Instant;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::command::root;
use step::Step;

/// What `setup` is asked to do.
#[derive(Args, Default)]
pub(crate) struct Options {
    /// Only says what is missing, and fails if anything is
    #[arg(long)]
    check: bool,
}

/// Every step, in the order in which they are done.
fn steps() -> Vec<Step> {
    let mut steps = vec![programs::step(), wasm_std::step()];
    steps.extend(tools::steps());
    steps.push(npm::step());
    steps
}

/// Runs the steps that are due.
pub(crate) fn run(options: &Options) -> Result<()> {
    let started = Instant::now();
    let due: Vec<Step> = steps().into_iter().filter(|step| !(step.is_done)()).collect();
    if due.is_empty() {
        println!("setup: everything is here ({:.1} s)", started.elapsed().as_secs_f32());
        return Ok(());
    }
    print_plan(&due);
    if options.check {
        bail!("{} of the steps are due; `cargo xtask setup` does them", due.len());
    }
    for (position, step) in due.iter().enumerate() {
        perform(step, position + 1, due.len())?;
    }
    println!("setup: done in {:.0} s", started.elapsed().as_secs_f32());
    Ok(())
}

fn print_plan(due: &[Step]) {
    let minutes: f32 = due.iter().map(|step| step.minutes).sum();
    println!("setup: about {minutes:.0} minutes on two cores");
    for step in due {
        println!("  {:<24} {:>4.1} min   {}", step.name, step.minutes, step.why);
    }
}

fn perform(step: &Step, position: usize, count: usize) -> Result<()> {
    println!("[{position}/{count}] {} ...", step.name);
    let started = Instant::now();
    let log = root().join("target/setup").join(format!("{}.log", step.name.replace(' ', "-")));
    let _ = std::fs::remove_file(&log);
    (step.perform)(&log).with_context(|| format!("setup stopped at \"{}\": {}", step.name, step.remedy))?;
    if !(step.is_done)() {
        bail!("\"{}\" ran without an error, yet is still missing: {}", step.name, step.remedy);
    }
    println!("[{position}/{count}] {} done in {:.0} s", step.name, started.elapsed().as_secs_f32());
    Ok(())
}
