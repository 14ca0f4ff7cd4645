//! Rust → WebAssembly and its bindings.
//!
//! Two crates become two chunks below `target/pkg`: the agent, which every page loads, and the model, which
//! arrives when the page is idle and so must not be linked into the agent. Cargo compiles; wasm-pack makes
//! the bindings and has wasm-opt shrink the result, which takes longer than all else and so is only done
//! for a module that cargo has changed.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result};

use crate::command::{root, run, tool};
use crate::imports;
use crate::toolchain::{WASM, WasmToolchain, wasm_toolchain};

/// A crate that ships as a chunk of its own.
struct Chunk {
    name: &'static str,
    /// The crate's folder.
    source: &'static str,
    /// The module that cargo makes of it.
    module: &'static str,
}

const CHUNKS: &[Chunk] = &[
    Chunk { name: "agent", source: ".", module: "nearside.wasm" },
    Chunk { name: "model", source: "crates/nearside-model", module: "nearside_model.wasm" },
];

/// How much care goes into the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Profile {
    /// As small as it gets.
    Release,
    /// As soon as it gets, with names kept for the debugger.
    Dev,
}

/// Builds every chunk.
pub(crate) fn build(profile: Profile) -> Result<()> {
    let toolchain = wasm_toolchain()?;
    CHUNKS.iter().try_for_each(|chunk| chunk.build(profile, toolchain))
}

impl Chunk {
    fn build(&self, profile: Profile, toolchain: WasmToolchain) -> Result<()> {
        let started = Instant::now();
        self.compile(profile, toolchain)?;
        let fingerprint = self.fingerprint(profile)?;
        let is_new = fs::read_to_string(self.stamp()).ok().as_deref() != Some(&fingerprint);
        if is_new {
            self.bind(profile, toolchain)?;
            fs::write(self.stamp(), fingerprint)?;
        }
        let what = if is_new { "built" } else { "as before" };
        println!("wasm: {} {what}, {:.1} s", self.name, started.elapsed().as_secs_f32());
        Ok(())
    }

    /// The very command that wasm-pack gives, so that it finds nothing left to compile.
    fn compile(&self, profile: Profile, toolchain: WasmToolchain) -> Result<()> {
        let mut cargo = toolchain.select(tool("cargo"));
        cargo.current_dir(root().join(self.source)).args(["build", "--quiet", "--lib", "--target", WASM]);
        if profile == Profile::Release {
            cargo.arg("--release");
        }
        run(&mut cargo)
    }

    fn bind(&self, profile: Profile, toolchain: WasmToolchain) -> Result<()> {
        let mut wasm_pack = toolchain.select(tool("wasm-pack"));
        wasm_pack
            .args(["--quiet", "build", "--target", "web", "--no-pack", "--mode", "no-install"])
            .arg(if profile == Profile::Release { "--release" } else { "--dev" })
            .args(["--out-name", self.name, "--out-dir"])
            .arg(self.folder())
            .arg(root().join(self.source));
        run(&mut wasm_pack)?;
        if profile == Profile::Release { imports::shorten(&self.folder(), self.name) } else { Ok(()) }
    }

    /// What the chunk is made from: the compiled module, and the manifest that names wasm-opt's flags.
    fn fingerprint(&self, profile: Profile) -> Result<String> {
        let folder = if profile == Profile::Release { "release" } else { "debug" };
        let module = root().join("target").join(WASM).join(folder).join(self.module);
        let mut hasher = DefaultHasher::new();
        profile.hash(&mut hasher);
        fs::read(&module).with_context(|| format!("cargo left no {}", module.display()))?.hash(&mut hasher);
        fs::read(root().join(self.source).join("Cargo.toml"))?.hash(&mut hasher);
        fs::read(root().join("package-lock.json"))?.hash(&mut hasher);
        Ok(format!("{:016x}", hasher.finish()))
    }

    fn stamp(&self) -> PathBuf {
        self.folder().join("built-from")
    }

    fn folder(&self) -> PathBuf {
        root().join("target/pkg").join(self.name)
    }
}
