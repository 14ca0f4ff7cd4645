//! Fuzzing: whatever comes from outside, thrown at what reads it.
//!
//! `fuzz/targets` says what is read, `fuzz/seeds` and the repository's own files say what is right; what the fuzzer finds
//! beyond that it keeps in `target/fuzz/corpus`, for the next run to go on from. No nightly compiler and no sanitizer: code
//! here is safe Rust, so that what there is to find is a panic, a hang or an assertion.

use std::fs;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::command::{root, run, tool};

/// How long and at what.
#[derive(Args)]
pub(crate) struct Options {
    /// How long each target is run
    #[arg(long, default_value_t = 600)]
    pub(crate) seconds: u32,
    /// Only these targets
    pub(crate) targets: Vec<String>,
}

struct Target {
    name: &'static str,
    /// Folders that hold what it should read.
    seeds: &'static [&'static str],
    /// It needs candle, which takes minutes to build for a fuzzer.
    has_models: bool,
}

const TARGETS: &[Target] = &[
    Target { name: "catalogue", seeds: &["fuzz/seeds/catalogue"], has_models: false },
    Target { name: "condition", seeds: &["fuzz/seeds/condition"], has_models: false },
    Target { name: "visit", seeds: &["fuzz/seeds/visit", "tests/recordings"], has_models: false },
    Target { name: "snapshot", seeds: &["fuzz/seeds/snapshot"], has_models: false },
    Target { name: "manifest", seeds: &["models/attention", "models/segments"], has_models: true },
    Target { name: "weights", seeds: &["models/attention", "models/segments"], has_models: true },
    Target { name: "report", seeds: &["fuzz/seeds/report"], has_models: false },
];

/// The largest input that is made, bytes; the weights that ship are smaller.
const MOST_BYTES: u32 = 32 * 1024;
/// The longest that one input may take, seconds: a page would have hung.
const MOST_SECONDS: u32 = 10;

/// The targets that build in a minute, for `seconds` each; gives how many held.
pub(crate) fn run_quick(seconds: u32) -> Result<usize> {
    let quick = TARGETS.iter().filter(|target| !target.has_models).map(|target| target.name.to_owned());
    run_all(&Options { seconds, targets: quick.collect() })
}

/// Runs the targets one after the other; gives how many held.
pub(crate) fn run_all(options: &Options) -> Result<usize> {
    let known: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
    if let Some(unknown) = options.targets.iter().find(|name| !known.contains(&name.as_str())) {
        bail!("there is no target `{unknown}`; there are {}", known.join(", "));
    }
    let is_asked = |target: &&Target| {
        options.targets.is_empty() || options.targets.iter().any(|name| name == target.name)
    };
    let asked: Vec<&Target> = TARGETS.iter().filter(is_asked).collect();
    for target in &asked {
        println!("fuzz: {}, {} s", target.name, options.seconds);
        target.run(options.seconds)?;
    }
    Ok(asked.len())
}

impl Target {
    fn run(&self, seconds: u32) -> Result<()> {
        let corpus = root().join("target/fuzz/corpus").join(self.name);
        fs::create_dir_all(&corpus)?;
        let mut fuzz = tool("cargo");
        fuzz.args([
            "fuzz",
            "run",
            "--fuzz-dir",
            "fuzz",
            "--sanitizer",
            "none",
            "--target-dir",
            "target/fuzz/build",
        ]);
        if self.has_models {
            fuzz.args(["--features", "models"]);
        }
        fuzz.arg(self.name).arg(&corpus).args(self.seeds).arg("--");
        fuzz.args([
            format!("-max_total_time={seconds}"),
            format!("-max_len={MOST_BYTES}"),
            format!("-timeout={MOST_SECONDS}"),
            "-verbosity=0".to_owned(),
            "-print_funcs=0".to_owned(),
            "-print_final_stats=1".to_owned(),
        ]);
        let again = format!("cargo fuzz run --fuzz-dir fuzz --sanitizer none {} FILE", self.name);
        run(&mut fuzz)
            .with_context(|| format!("{} does not hold; `{again}` with the file named above", self.name))
    }
}

#[cfg(test)]
mod tests {
    use super::TARGETS;
    use crate::command::root;

    #[test]
    fn every_target_has_its_file_and_seeds() {
        for target in TARGETS {
            assert!(root().join("fuzz/targets").join(target.name).with_added_extension("rs").is_file());
            for seeds in target.seeds {
                assert!(
                    std::fs::read_dir(root().join(seeds)).is_ok_and(|mut files| files.next().is_some()),
                    "{seeds}"
                );
            }
        }
        let files = std::fs::read_dir(root().join("fuzz/targets")).map_or(0, Iterator::count);
        assert_eq!(files, TARGETS.len());
    }
}
