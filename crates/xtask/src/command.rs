//! Child processes, all started the same way.
//!
//! Input: a program and its arguments; output: its success, its text, or an error that shows the command
//! line as a person would type it. `tool` clears what `cargo run` leaves in the environment (a nested cargo
//! of another toolchain would inherit the wrong compiler and libraries), keeps products in `target/`, and
//! puts this repository's own tools first on the PATH.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, iter};

use anyhow::{Context, Result, bail};

/// How many lines of a failed step's log are shown.
const TAIL: usize = 25;

/// The repository's root folder.
pub(crate) fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here)
}

/// A command that runs at the root, with `node_modules/.bin` and cargo's bin folder on its PATH.
pub(crate) fn tool(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command
        .current_dir(root())
        .env("PATH", search_path())
        .env_remove("LD_LIBRARY_PATH")
        .env_remove("CARGO_TARGET_DIR");
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy();
        if matches!(&*name, "CARGO" | "CARGO_MANIFEST_DIR" | "CARGO_MANIFEST_PATH" | "RUST_RECURSION_COUNT")
            || name.starts_with("CARGO_PKG_")
        {
            command.env_remove(&*name);
        }
    }
    command
}

/// Runs the command in the foreground.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start: {}", line(command)))?;
    if !status.success() {
        bail!("failed ({status}): {}", line(command));
    }
    Ok(())
}

/// Runs the command with its output appended to the log, whose tail an error carries.
pub(crate) fn run_logged(command: &mut Command, log: &Path) -> Result<()> {
    if let Some(folder) = log.parent() {
        fs::create_dir_all(folder)?;
    }
    let file = File::options().create(true).append(true).open(log)?;
    command.stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file);
    run(command).with_context(|| format!("{}\n(all of it: {})", tail(log), log.display()))
}

/// What the command printed, trimmed, if it succeeded.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let done = command.output().with_context(|| format!("cannot start: {}", line(command)))?;
    if !done.status.success() {
        let [errors, text] = [&done.stderr, &done.stdout].map(|bytes| String::from_utf8_lossy(bytes));
        let both = format!("{}\n{}", errors.trim(), text.trim());
        bail!("failed ({}): {}\n{}", done.status, line(command), both.trim());
    }
    Ok(String::from_utf8_lossy(&done.stdout).trim().to_owned())
}

/// Where a program is on the search path.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let with_extension = format!("{program}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&search_path()).map(|folder| folder.join(&with_extension)).find(|path| path.is_file())
}

/// The command as a person would type it.
pub(crate) fn line(command: &Command) -> String {
    iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| word.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}

fn search_path() -> std::ffi::OsString {
    let own = [Some(root().join("node_modules/.bin")), cargo_bin()];
    let inherited = env::var_os("PATH").unwrap_or_default();
    let folders = own.into_iter().flatten().chain(env::split_paths(&inherited));
    env::join_paths(folders).unwrap_or_else(|_| inherited.clone())
}

fn cargo_bin() -> Option<PathBuf> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    home.or_else(|| env::home_dir().map(|home| home.join(".cargo"))).map(|home| home.join("bin"))
}

fn tail(log: &Path) -> String {
    let text = fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(TAIL)..].join("\n")
}
