//! What a reviewer should not have to look for.
//!
//! Each check turns the repository into findings, one line each, with file and line where there is one. All
//! checks run even when one finds something; any finding fails the command.

mod commands;
mod docs;
mod files;
mod flow;
mod generated;
mod graph;
mod licences;
mod lint;
mod privacy;
mod rust_source;
mod size;

use std::time::Instant;

use anyhow::{Result, bail};
use clap::Args;

use files::Files;

/// What `tidy` is asked to do.
#[derive(Args, Default)]
pub(crate) struct Options {
    /// Only the checks that compile nothing
    #[arg(long)]
    pub(crate) quick: bool,
}

/// What a check came to.
#[derive(Default)]
struct Report {
    /// What is wrong, one line each.
    findings: Vec<String>,
    /// What is worth knowing although nothing is wrong.
    note: String,
}

/// A check by name, and whether it needs a compiler.
struct Check {
    name: &'static str,
    compiles: bool,
    run: fn(&Files) -> Result<Report>,
}

const CHECKS: &[Check] = &[
    Check { name: "format", compiles: false, run: lint::format },
    Check { name: "file sizes", compiles: false, run: size::check },
    Check { name: "flow of modules", compiles: false, run: flow::check },
    Check { name: "nothing raw serialises", compiles: false, run: privacy::check },
    Check { name: "paths in docs", compiles: false, run: docs::check },
    Check { name: "commands in docs", compiles: false, run: commands::check },
    Check { name: "dependency graph", compiles: false, run: graph::check },
    Check { name: "npm licences", compiles: false, run: licences::npm },
    Check { name: "cargo licences", compiles: true, run: licences::cargo },
    Check { name: "clippy", compiles: true, run: lint::clippy },
    Check { name: "clippy for wasm32", compiles: true, run: lint::clippy_wasm },
    Check { name: "generated docs", compiles: true, run: generated::check },
];

/// Runs the checks and prints what they found.
pub(crate) fn run(options: &Options) -> Result<()> {
    let files = Files::list()?;
    let mut findings = 0;
    for check in CHECKS.iter().filter(|check| !(options.quick && check.compiles)) {
        let started = Instant::now();
        let report = (check.run)(&files).unwrap_or_else(|error| Report::of(vec![format!("{error:#}")]));
        let word = if report.findings.is_empty() { "ok" } else { "FAILED" };
        let seconds = started.elapsed().as_secs_f32();
        println!("tidy: {:<24} {word:<6} {seconds:>5.1} s  {}", check.name, report.note);
        for finding in &report.findings {
            println!("  {finding}");
        }
        findings += report.findings.len();
    }
    if findings > 0 {
        bail!("tidy found {findings} {}", if findings == 1 { "thing" } else { "things" });
    }
    Ok(())
}

/// Regenerates what the docs take from the code.
pub(crate) fn write_docs() -> Result<()> {
    generated::write()
}

impl Report {
    fn of(findings: Vec<String>) -> Self {
        Self { findings, note: String::new() }
    }

    fn noting(mut self, note: String) -> Self {
        self.note = note;
        self
    }
}
