//! Which Rust toolchain can compile for the browser.
//!
//! Most machines add the wasm32 target to the toolchain they have. Where rustup's servers are out of
//! reach, `setup` links Debian's compiler as the toolchain `debian` and builds the target's standard
//! library for it; native code still comes from the default toolchain. Which of the two holds is found
//! out at each use, never stored.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::command::{output, root, tool};

/// The target triple of code that runs in the browser.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";
/// The name under which Debian's compiler is linked.
pub(crate) const DEBIAN: &str = "debian";

/// A toolchain that has a standard library for wasm32.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WasmToolchain {
    /// The one that compiles this repository's native code too.
    Default,
    /// Debian's, linked by `setup`.
    Debian,
}

impl WasmToolchain {
    /// The command, made to use this toolchain.
    pub(crate) fn select(self, mut command: Command) -> Command {
        if self == Self::Debian {
            command.env("RUSTUP_TOOLCHAIN", DEBIAN);
        }
        command
    }
}

/// The toolchain for wasm32 on this machine.
pub(crate) fn wasm_toolchain() -> Result<WasmToolchain> {
    if default_sysroot().is_ok_and(|sysroot| has_wasm_std(&sysroot)) {
        return Ok(WasmToolchain::Default);
    }
    if is_debian_linked() && debian_std_is_current() {
        return Ok(WasmToolchain::Debian);
    }
    bail!("no toolchain here compiles for {WASM}; run `cargo xtask setup`")
}

/// Where the standard library for wasm32 belongs below a sysroot.
pub(crate) fn wasm_library(sysroot: &Path) -> PathBuf {
    sysroot.join("lib/rustlib").join(WASM).join("lib")
}

/// The file that names the compiler which Debian's wasm32 library was built with.
pub(crate) fn debian_stamp() -> PathBuf {
    wasm_library(Path::new("/usr")).join("built-by")
}

/// The name and version of Debian's compiler.
pub(crate) fn debian_version() -> Result<String> {
    output(Command::new("/usr/bin/rustc").arg("-vV"))
}

/// The version of a package that Cargo.lock settled on.
pub(crate) fn locked_version(package: &str) -> Result<String> {
    let lock = fs::read_to_string(root().join("Cargo.lock"))?;
    match version_in(&lock, package) {
        Some(version) => Ok(version.to_owned()),
        None => bail!("Cargo.lock has no package {package}"),
    }
}

fn default_sysroot() -> Result<PathBuf> {
    Ok(output(tool("rustc").args(["--print", "sysroot"]))?.into())
}

fn has_wasm_std(sysroot: &Path) -> bool {
    let Ok(entries) = fs::read_dir(wasm_library(sysroot)) else { return false };
    entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-"))
}

fn is_debian_linked() -> bool {
    let home = env::var_os("RUSTUP_HOME").map(PathBuf::from);
    let home = home.or_else(|| env::home_dir().map(|home| home.join(".rustup")));
    home.is_some_and(|home| home.join("toolchains").join(DEBIAN).join("bin/rustc").is_file())
}

/// A compiler refuses a library that another version of it built, so an upgrade makes it stale.
fn debian_std_is_current() -> bool {
    let built_by = fs::read_to_string(debian_stamp()).unwrap_or_default();
    has_wasm_std(Path::new("/usr")) && debian_version().is_ok_and(|now| now == built_by.trim())
}

fn version_in<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let entry = lock.split("[[package]]").find(|entry| {
        entry
            .lines()
            .any(|line| line.strip_prefix("name = ").is_some_and(|name| name.trim_matches('"') == package))
    })?;
    let version = entry.lines().find_map(|line| line.strip_prefix("version = "))?;
    Some(version.trim_matches('"'))
}

#[cfg(test)]
mod tests {
    use super::version_in;

    #[test]
    fn finds_the_version_of_exactly_the_named_package() {
        let lock = "[[package]]\nname = \"ab\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \"a\"\nversion = \"2.0.0\"\n";
        assert_eq!(version_in(lock, "a"), Some("2.0.0"));
        assert_eq!(version_in(lock, "b"), None);
    }
}
