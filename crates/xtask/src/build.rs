//! What is served and what serves it: wasm, then the script that loads it, then the site around them.

use std::fs;
use std::io::ErrorKind;

use anyhow::{Context, Result};
use clap::Args;

use crate::command::{root, run, tool};
use crate::{native, site, wasm};

/// What `build` is asked to do.
#[derive(Args, Default)]
pub(crate) struct Options {
    /// Unoptimised wasm with debug names: quicker to build, several times the bytes
    #[arg(long)]
    dev: bool,
}

/// Builds all that the tests of the page need: the site and the native programs.
pub(crate) fn run_all(options: &Options) -> Result<()> {
    native::build()?;
    build_site(options)
}

/// Builds `target/pkg`, `dist` and `target/site`.
pub(crate) fn build_site(options: &Options) -> Result<()> {
    wasm::build(if options.dev { wasm::Profile::Dev } else { wasm::Profile::Release })?;
    bundle(options)?;
    let sizes = site::assemble()?;
    site::print(&sizes);
    Ok(())
}

/// Files carry a hash of their content in their names, so those of an earlier build must go first.
fn bundle(options: &Options) -> Result<()> {
    match fs::remove_dir_all(root().join("dist")) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error).context("cannot empty dist"),
        _ => {}
    }
    let mut node = tool("node");
    node.arg("js/build.mjs");
    if options.dev {
        node.arg("--dev");
    }
    run(&mut node)
}
