//! The tools that cargo installs from source.
//!
//! They share one target folder, so that what they have in common is compiled once. wasm-bindgen's command
//! line must be of the very version that Cargo.lock names: the two speak an unstable format.

use std::path::Path;

use anyhow::Result;

use super::step::Step;
use crate::command::{find, output, root, run_logged, tool};
use crate::toolchain::locked_version;

/// The steps that install them.
pub(super) fn steps() -> Vec<Step> {
    vec![
        Step {
            name: "wasm-pack",
            why: "building and testing the agent",
            minutes: 2.0,
            remedy: "`cargo install wasm-pack --locked` must work",
            is_done: || find("wasm-pack").is_some(),
            perform: |log| install(&["wasm-pack", "--locked"], log),
        },
        Step {
            name: "wasm-bindgen",
            why: "the bindings between the agent and JavaScript",
            minutes: 2.5,
            remedy: "`cargo install wasm-bindgen-cli` must work, in the version that Cargo.lock names",
            is_done: || has_wasm_bindgen().unwrap_or(false),
            // Not --locked: the lock file of 0.2.130 names a release that was withdrawn.
            perform: |log| {
                install(&["wasm-bindgen-cli", "--force", "--version", &locked_version("wasm-bindgen")?], log)
            },
        },
        Step {
            name: "geckodriver",
            why: "driving Firefox in the tests",
            minutes: 1.5,
            remedy: "`cargo install geckodriver --locked` must work",
            is_done: || find("geckodriver").is_some(),
            perform: |log| install(&["geckodriver", "--locked"], log),
        },
        Step {
            name: "cargo-fuzz",
            why: "fuzzing what reads what comes from outside",
            minutes: 1.7,
            remedy: "`cargo install cargo-fuzz --locked` must work",
            is_done: || find("cargo-fuzz").is_some(),
            perform: |log| install(&["cargo-fuzz", "--locked"], log),
        },
        Step {
            name: "cargo-deny",
            why: "checking the licences of what is linked in",
            minutes: 2.5,
            remedy: "`cargo install cargo-deny --locked` must work",
            is_done: || find("cargo-deny").is_some(),
            perform: |log| install(&["cargo-deny", "--locked"], log),
        },
    ]
}

fn install(arguments: &[&str], log: &Path) -> Result<()> {
    let mut cargo = tool("cargo");
    cargo.arg("install").args(arguments).env("CARGO_TARGET_DIR", root().join("target/tools"));
    run_logged(&mut cargo, log)
}

fn has_wasm_bindgen() -> Result<bool> {
    let installed = output(tool("wasm-bindgen").arg("--version"))?;
    Ok(installed.split_whitespace().last() == Some(locked_version("wasm-bindgen")?.as_str()))
}
