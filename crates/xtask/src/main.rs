//! The commands of this repository: `cargo xtask COMMAND`.
//!
//! This file is the table of contents: each command is one arm of `perform`, each arm one call into the
//! module that does it. Every command works from any directory and leaves its products in `target/`.

mod build;
mod command;
mod compress;
mod fuzz;
mod native;
mod setup;
mod site;
mod stages;
mod start;
mod tidy;
mod toolchain;
mod wasm;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Sets up, builds, serves and checks nearside
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Installs what this machine lacks; where nothing is lacking it takes a second
    Setup(setup::Options),
    /// Builds the wasm, the scripts, the site and the native programs, and prints the sizes
    Build(build::Options),
    /// Sets up, builds and serves the demo until Ctrl-C
    Start(start::Options),
    /// Sets up and runs every test; --fast is the daily loop
    Test(stages::Options),
    /// Checks format, lints, sizes, flow, docs, dependencies and licences
    Tidy(tidy::Options),
    /// Fuzzes what reads what comes from outside
    Fuzz(fuzz::Options),
    /// Formats the Rust code
    Fmt,
    /// Regenerates the docs that come from the code
    Docs,
}

fn main() -> ExitCode {
    match perform(Arguments::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn perform(task: Task) -> Result<()> {
    match task {
        Task::Setup(options) => setup::run(&options),
        Task::Build(options) => build::run_all(&options),
        Task::Start(options) => start::run(&options),
        Task::Test(options) => stages::run(&options),
        Task::Tidy(options) => tidy::run(&options),
        Task::Fuzz(options) => fuzz::run_all(&options).map(|_| ()),
        Task::Fmt => command::run(command::tool("cargo").args(["fmt", "--all"])),
        Task::Docs => tidy::write_docs(),
    }
}
