//! Rust → WebAssembly and its bindings.
//!
//! Two crates become two chunks below `target/pkg`: the agent, which every page loads, and the model, which
//! arrives when the page is idle and so must not be linked into the agent.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;

use crate::command::{root, run, tool};
use crate::toolchain::{WasmToolchain, wasm_toolchain};

/// A crate that ships as a chunk of its own.
struct Chunk {
    name: &'static str,
    folder: &'static str,
}

const CHUNKS: &[Chunk] =
    &[Chunk { name: "agent", folder: "." }, Chunk { name: "model", folder: "crates/nearside-model" }];

/// How much care goes into the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// As small as it gets.
    Release,
    /// As soon as it gets, with names kept for the debugger.
    Dev,
}

/// Builds every chunk.
pub(crate) fn build(profile: Profile) -> Result<()> {
    let toolchain = wasm_toolchain()?;
    CHUNKS.iter().try_for_each(|chunk| build_chunk(chunk, profile, toolchain))
}

fn build_chunk(chunk: &Chunk, profile: Profile, toolchain: WasmToolchain) -> Result<()> {
    let started = Instant::now();
    let flag = match profile {
        Profile::Release => "--release",
        Profile::Dev => "--dev",
    };
    let mut wasm_pack = toolchain.select(tool("wasm-pack"));
    wasm_pack
        .args(["--quiet", "build", flag, "--target", "web", "--no-pack", "--mode", "no-install"])
        .args(["--out-name", chunk.name, "--out-dir"])
        .arg(folder(chunk))
        .arg(root().join(chunk.folder));
    run(&mut wasm_pack)?;
    println!("wasm: {} built in {:.1} s", chunk.name, started.elapsed().as_secs_f32());
    Ok(())
}

fn folder(chunk: &Chunk) -> PathBuf {
    root().join("target/pkg").join(chunk.name)
}
