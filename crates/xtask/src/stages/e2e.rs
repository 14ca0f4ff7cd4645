//! Real pages in every browser engine.
//!
//! Node's test runner runs a few files of `tests/e2e` at a time; it prints to the terminal for people and counts, and a
//! reporter of ours writes to a file what came of each test in each engine.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;

use super::count::Count;
use super::stage::{counted, node_tests};
use crate::command::{root, tool};

/// Most of their time they wait, for a visitor's hands and for browsers to start.
const FILES_AT_ONCE: &str = "--test-concurrency=2";

/// Runs them.
pub(super) fn run(count: &mut Count) -> Result<()> {
    let report = report();
    if let Some(folder) = report.parent() {
        fs::create_dir_all(folder)?;
    }
    // What an earlier run wrote must not pass for this one's.
    fs::write(&report, "")?;
    let mut node = tool("node");
    node.args(["--test", FILES_AT_ONCE, "--test-reporter=spec", "--test-reporter-destination=stdout"]);
    node.args(["--test-reporter=./tests/e2e/matrix.mjs", "--test-reporter-destination"]).arg(report);
    counted(node.args(node_tests("tests/e2e")?), count)
}

/// Where the reporter writes what came of each test.
pub(super) fn report() -> PathBuf {
    root().join("target/e2e/matrix.jsonl")
}
