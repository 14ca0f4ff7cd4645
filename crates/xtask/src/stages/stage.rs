//! What each stage runs.

use std::fmt::{self, Display, Formatter};
use std::io::{BufRead, BufReader, pipe};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use clap::ValueEnum;
use walkdir::WalkDir;

use super::count::Count;
use crate::command::{find, line, root, tool};
use crate::toolchain::wasm_toolchain;
use crate::{build, fuzz, tidy};

/// A part of the tests that can be run alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Stage {
    /// Every crate's tests on this machine
    Native,
    /// The examples in the docs
    Doc,
    /// tests/web in Chromium
    WebChrome,
    /// tests/web in Firefox
    WebFirefox,
    /// Wasm, scripts, site, native programs
    Build,
    /// Real pages, real input, three engines
    E2e,
    /// TypeScript's types and unit tests
    Js,
    /// A short fuzzing of all that is read
    Fuzz,
    /// Format, lints, sizes, flow, docs, licences
    Tidy,
    /// Lints of what compiles in seconds
    #[value(skip)]
    FastLint,
    /// Tests of what compiles in seconds
    #[value(skip)]
    FastNative,
    /// The checks of tidy that compile nothing
    #[value(skip)]
    FastTidy,
}

/// What came of a stage.
pub(crate) struct Outcome {
    result: Result<()>,
    count: Count,
    time: Duration,
}

/// How long each target is fuzzed in a full run.
const FUZZ_SECONDS: u32 = 20;
/// The packages of the daily loop: without candle they compile in seconds.
const FAST: [&str; 4] = ["--package", "nearside-core", "--package", "nearside"];

impl Stage {
    /// Every stage of a full run, cheapest to break first; e2e needs what build makes.
    pub(crate) fn everything() -> Vec<Self> {
        Self::value_variants().to_vec()
    }

    /// The name by which `--only` asks for it.
    pub(crate) fn name(self) -> String {
        match self.to_possible_value() {
            Some(value) => value.get_name().to_owned(),
            None => format!("{self:?}").to_lowercase().replacen("fast", "fast-", 1),
        }
    }

    /// Runs it to its end, whatever comes of it.
    pub(crate) fn run(self) -> Outcome {
        println!("\n== {} ==", self.name());
        let started = Instant::now();
        let mut count = Count::default();
        let result = self.perform(&mut count);
        if let Err(error) = &result {
            println!("{}: {error:#}", self.name());
        }
        Outcome { result, count, time: started.elapsed() }
    }

    fn perform(self, count: &mut Count) -> Result<()> {
        match self {
            Self::Native => native(&["--workspace"], count),
            Self::Doc => counted(tool("cargo").args(["test", "--quiet", "--doc", "--workspace"]), count),
            Self::WebChrome => web("chrome", "chromedriver", count),
            Self::WebFirefox => web("firefox", "geckodriver", count),
            Self::Build => build::run_all(&build::Options::default()),
            Self::E2e => node_tests("tests/e2e", count),
            Self::Js => {
                counted(tool("tsc").args(["--noEmit", "--project", "js"]), count)?;
                node_tests("js", count)
            }
            Self::Fuzz => {
                count.passed += fuzz::run_quick(FUZZ_SECONDS)?;
                Ok(())
            }
            Self::Tidy => tidy::run(&tidy::Options::default()),
            Self::FastLint => counted(
                tool("cargo").args(["clippy", "--quiet"]).args(FAST).args([
                    "--all-targets",
                    "--",
                    "-Dwarnings",
                ]),
                count,
            ),
            Self::FastNative => native(&FAST, count),
            Self::FastTidy => tidy::run(&tidy::Options { quick: true }),
        }
    }
}

impl Outcome {
    /// Whether nothing failed.
    pub(crate) fn is_ok(&self) -> bool {
        self.result.is_ok()
    }
}

impl Display for Outcome {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let word = if self.is_ok() { "ok" } else { "FAILED" };
        let Count { passed, failed } = self.count;
        write!(formatter, "{word:<7} {passed:>7} {failed:>7} {:>5.0} s", self.time.as_secs_f32())
    }
}

fn native(packages: &[&str], count: &mut Count) -> Result<()> {
    let runner: &[&str] = if find("cargo-nextest").is_some() {
        &["nextest", "run", "--no-fail-fast", "--no-tests", "pass"]
    } else {
        &["test", "--no-fail-fast", "--lib", "--bins", "--tests"]
    };
    counted(tool("cargo").args(runner).args(packages), count)
}

fn web(browser: &str, driver: &str, count: &mut Count) -> Result<()> {
    let path = find(driver).with_context(|| format!("{driver} is not installed"))?;
    let mut wasm_pack = wasm_toolchain()?.select(tool("wasm-pack"));
    wasm_pack.args(["test", "--headless", "--mode", "no-install"]).arg(format!("--{browser}"));
    wasm_pack.arg(format!("--{driver}")).arg(path);
    // The runner's limit is 20 s for all of them, which a busy machine needs for starting the browser.
    wasm_pack.env("WASM_BINDGEN_TEST_TIMEOUT", "120");
    // One binary, so that the browser starts once.
    counted(wasm_pack.args(["--", "--test", "web"]), count)
}

/// Node's runner by itself would pass a folder that holds no test.
fn node_tests(folder: &str, count: &mut Count) -> Result<()> {
    let is_test = |name: &str| [".test.js", ".test.mjs"].iter().any(|ending| name.ends_with(ending));
    let files: Vec<_> = WalkDir::new(root().join(folder))
        .sort_by_file_name()
        .into_iter()
        .flatten()
        .filter(|entry| is_test(&entry.file_name().to_string_lossy()))
        .map(walkdir::DirEntry::into_path)
        .collect();
    ensure!(!files.is_empty(), "there is no *.test.js or *.test.mjs below {folder}");
    counted(tool("node").arg("--test").args(files), count)
}

/// Runs a command, passing its output on line by line and counting the tests that it tells of.
fn counted(command: &mut Command, count: &mut Count) -> Result<()> {
    let text = line(command);
    let (reader, writer) = pipe()?;
    let mut child = command
        .stdout(writer.try_clone()?)
        .stderr(writer)
        .spawn()
        .with_context(|| format!("cannot start: {text}"))?;
    // The command holds the pipe's other end for as long as it lives, and would keep this loop waiting.
    command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
    for read in BufReader::new(reader).split(b'\n') {
        let read = read?;
        let shown = String::from_utf8_lossy(&read);
        println!("{shown}");
        count.read(&shown);
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("failed ({status}): {text}");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Stage, counted};
    use crate::command::tool;
    use crate::stages::count::Count;

    #[test]
    fn a_full_run_leaves_out_the_daily_loop() {
        let names: Vec<String> = Stage::everything().into_iter().map(Stage::name).collect();
        assert_eq!(
            names,
            ["native", "doc", "web-chrome", "web-firefox", "build", "e2e", "js", "fuzz", "tidy"]
        );
        assert_eq!(Stage::FastLint.name(), "fast-lint");
    }

    #[test]
    fn counts_what_a_failing_command_printed() {
        let mut count = Count::default();
        let mut command = tool("sh");
        command.args(["-c", "echo 'test result: FAILED. 2 passed; 1 failed;' >&2; exit 3"]);
        assert!(counted(&mut command, &mut count).is_err());
        assert_eq!(count, Count { passed: 2, failed: 1 });
    }
}
