//! Format and lints, each by its own tool.

use anyhow::Result;

use super::Report;
use super::files::Files;
use crate::command::{output, tool};
use crate::toolchain::{WASM, wasm_toolchain};

/// The packages that also compile for the browser, where other code is live.
const BROWSER: [&str; 4] = ["--package", "nearside", "--package", "nearside-model"];

/// rustfmt changes nothing.
pub(super) fn format(_: &Files) -> Result<Report> {
    let check = output(tool("cargo").args(["fmt", "--all", "--", "--check", "--files-with-diff"]));
    Ok(match check {
        Ok(_) => Report::default(),
        Err(error) => Report::of(vec![format!("{error:#}\n  `cargo xtask fmt` mends it")]),
    })
}

/// Clippy has no word to say.
pub(super) fn clippy(_: &Files) -> Result<Report> {
    output(tool("cargo").args(["clippy", "--quiet", "--workspace", "--all-targets", "--", "-Dwarnings"]))?;
    Ok(Report::default())
}

/// Nor of the code that only browsers run; skipped where that compiler comes without clippy.
pub(super) fn clippy_wasm(_: &Files) -> Result<Report> {
    let toolchain = wasm_toolchain()?;
    if output(toolchain.select(tool("cargo")).args(["clippy", "--version"])).is_err() {
        return Ok(Report::default().noting("skipped: the toolchain for wasm32 has no clippy".to_owned()));
    }
    let mut cargo = toolchain.select(tool("cargo"));
    cargo.args(["clippy", "--quiet", "--target", WASM]).args(BROWSER).args([
        "--all-targets",
        "--",
        "-Dwarnings",
    ]);
    output(&mut cargo)?;
    Ok(Report::default())
}
