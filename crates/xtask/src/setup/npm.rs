//! The packages that package-lock.json names.
//!
//! `npm ci` empties node_modules first, so a copy of the lock file is left inside as the sign that what
//! is there is what the lock file asks for.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::step::Step;
use crate::command::{find, output, root, run_logged, tool};

/// The oldest Node.js whose test runner and module loader the scripts here can use.
const OLDEST_NODE: u32 = 20;

/// The step that installs them.
pub(super) fn step() -> Step {
    Step {
        name: "npm packages",
        why: "bundling, type checking, driving browsers, wasm-opt",
        minutes: 0.1,
        remedy: "Node.js 20 or later with npm must be on the PATH, and `npm ci` must work",
        is_done: || is_installed().unwrap_or(false),
        perform: install,
    }
}

fn install(log: &Path) -> Result<()> {
    let node = output(tool("node").arg("--version")).context("Node.js is not installed")?;
    if major(&node).is_none_or(|major| major < OLDEST_NODE) {
        bail!("Node.js {node} is too old");
    }
    // On Windows npm is a script, which only its full name starts.
    let npm = find("npm").or_else(|| find("npm.cmd")).context("npm is not installed")?;
    run_logged(tool(npm).args(["ci", "--no-audit", "--no-fund"]), log)?;
    fs::copy(lock_file(), sign())?;
    Ok(())
}

fn is_installed() -> Result<bool> {
    Ok(fs::read(lock_file())? == fs::read(sign())?)
}

fn lock_file() -> PathBuf {
    root().join("package-lock.json")
}

fn sign() -> PathBuf {
    root().join("node_modules/.installed-lock.json")
}

fn major(version: &str) -> Option<u32> {
    version.trim_start_matches('v').split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn reads_the_major_version() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("none"), None);
    }
}
