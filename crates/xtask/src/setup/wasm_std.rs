//! The standard library for wasm32.
//!
//! rustup adds it where its servers answer. Where they don't, Debian's compiler comes with the source of
//! its standard library, from which the library is built once and put where that compiler looks for it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::debian;
use super::step::Step;
use crate::command::{root, run_logged, tool};
use crate::toolchain::{DEBIAN, WASM, debian_stamp, debian_version, wasm_library, wasm_toolchain};

/// Debian's builds of Rust for web browsers, the newest it has, and the linker that they call.
const PACKAGES: &[&str] = &["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "lld-22"];
/// The crate whose only purpose is that the standard library gets built for it.
const EMPTY_CRATE: &str = "wasm-std";

/// The step that provides it.
pub(super) fn step() -> Step {
    Step {
        name: "std for wasm32",
        why: "compiling for the browser",
        minutes: 1.5,
        remedy: "`rustup target add wasm32-unknown-unknown` must work, or this must be Debian 12 or later",
        is_done: || wasm_toolchain().is_ok(),
        perform: provide,
    }
}

fn provide(log: &Path) -> Result<()> {
    let Err(refusal) = run_logged(tool("rustup").args(["target", "add", WASM]), log) else { return Ok(()) };
    if !debian::is_here() {
        return Err(refusal);
    }
    println!("      rustup cannot add the target here; taking Debian's compiler");
    debian::install(PACKAGES, log)?;
    run_logged(tool("rustup").args(["toolchain", "link", DEBIAN, "/usr"]), log)?;
    let libraries = build(log)?;
    install(&libraries, log)
}

/// Builds std for an empty crate; gives the libraries.
fn build(log: &Path) -> Result<Vec<PathBuf>> {
    let folder = root().join("target/tools").join(EMPTY_CRATE);
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("src/lib.rs"), "")?;
    let manifest = format!(
        "[package]\nname = \"{EMPTY_CRATE}\"\nedition = \"2024\"\n\n[profile.release]\nopt-level = 3\n\n[workspace]\n"
    );
    fs::write(folder.join("Cargo.toml"), manifest)?;
    let products = folder.join("target");
    // Libraries of an earlier compiler must not be copied along with the new ones.
    let _ = fs::remove_dir_all(&products);
    let mut cargo = tool("cargo");
    cargo
        .current_dir(&folder)
        .env("RUSTUP_TOOLCHAIN", DEBIAN)
        .env("RUSTC_BOOTSTRAP", "1")
        // Without bitcode in the library, link-time optimisation of the agent has nothing to read.
        .env("RUSTFLAGS", "-Cembed-bitcode=yes")
        .env("CARGO_TARGET_DIR", &products)
        .args(["build", "--release", "--target", WASM])
        .arg("-Zbuild-std=std,panic_abort,panic_unwind,test,proc_macro");
    run_logged(&mut cargo, log)?;
    let own = format!("lib{}-", EMPTY_CRATE.replace('-', "_"));
    let entries = fs::read_dir(products.join(WASM).join("release/deps"))?;
    let libraries = entries.flatten().map(|entry| entry.path()).filter(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.ends_with(".rlib") && !name.starts_with(&own)
    });
    Ok(libraries.collect())
}

fn install(libraries: &[PathBuf], log: &Path) -> Result<()> {
    if libraries.is_empty() {
        bail!("building std gave no library");
    }
    let stamp = root().join("target/tools").join("built-by");
    fs::write(&stamp, debian_version()?)?;
    let folder = wasm_library(Path::new("/usr"));
    let rights = "writing below /usr needs root";
    run_logged(debian::privileged("rm").context(rights)?.arg("-rf").arg(&folder), log)?;
    run_logged(debian::privileged("mkdir").context(rights)?.arg("-p").arg(&folder), log)?;
    run_logged(debian::privileged("cp").context(rights)?.args(libraries).arg(&folder), log)?;
    run_logged(debian::privileged("cp").context(rights)?.arg(&stamp).arg(debian_stamp()), log)
}
