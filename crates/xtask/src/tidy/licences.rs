//! Every dependency's licence is permissive.
//!
//! Rust's are judged by cargo-deny after deny.toml, npm's by the licence that each installed package
//! declares. cargo-deny's advisories are not asked for: they live on a server that not every machine
//! reaches.

use std::path::Path;

use anyhow::{Result, bail};
use serde_json::Value;
use walkdir::WalkDir;

use super::Report;
use super::files::Files;
use crate::command::{find, output, root, tool};

/// SPDX identifiers of the licences that npm packages may have.
const ALLOWED: &[&str] = &[
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "ISC",
    "0BSD",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BlueOak-1.0.0",
    "CC0-1.0",
    "Unlicense",
    "Zlib",
    "Python-2.0",
];

/// Packages with another licence that only tests run: they are fetched, unchanged, and no byte of theirs ships.
const IN_TESTS: &[(&str, &str)] = &[("axe-core", "MPL-2.0")];

/// Runs cargo-deny.
pub(super) fn cargo(_: &Files) -> Result<Report> {
    if find("cargo-deny").is_none() {
        bail!("cargo-deny is not installed; `cargo xtask setup` does it");
    }
    let mut deny = tool("cargo");
    deny.args([
        "deny",
        "--log-level",
        "warn",
        "check",
        "--hide-inclusion-graph",
        "licenses",
        "bans",
        "sources",
    ]);
    output(&mut deny)?;
    Ok(Report::default())
}

/// Reads what the installed packages declare.
pub(super) fn npm(_: &Files) -> Result<Report> {
    let folder = root().join("node_modules");
    if !folder.is_dir() {
        bail!("there is no node_modules; `cargo xtask setup` makes it");
    }
    let mut findings = Vec::new();
    let mut count = 0;
    for entry in WalkDir::new(&folder) {
        let entry = entry?;
        if entry.file_name() == "package.json" && is_package(&folder, entry.path()) {
            findings.extend(judge(&std::fs::read_to_string(entry.path())?)?);
            count += 1;
        }
    }
    Ok(Report::of(findings).noting(format!("{count} packages")))
}

/// A package.json deeper inside a package only tells Node how to read a folder.
fn is_package(folder: &Path, manifest: &Path) -> bool {
    let inner = manifest.strip_prefix(folder).unwrap_or(manifest).to_string_lossy().replace('\\', "/");
    let own = inner.rsplit("node_modules/").next().unwrap_or_default();
    own.split('/').count() == if own.starts_with('@') { 3 } else { 2 }
}

fn judge(manifest: &str) -> Result<Option<String>> {
    let manifest: Value = serde_json::from_str(manifest)?;
    let name = manifest["name"].as_str().unwrap_or("a package without a name");
    let licence =
        manifest["license"].as_str().or_else(|| manifest["license"]["type"].as_str()).unwrap_or("none");
    let is_fine = is_allowed(licence) || IN_TESTS.contains(&(name, licence));
    Ok((!is_fine).then(|| format!("{name}: its licence is {licence}")))
}

/// One of an OR is enough, of an AND all are needed; deeper nesting is not read and so not allowed.
fn is_allowed(expression: &str) -> bool {
    let bare = expression.trim_matches(['(', ')']);
    bare.split(" OR ").any(|choice| choice.split(" AND ").all(|licence| ALLOWED.contains(&licence.trim())))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{is_allowed, is_package, judge};

    #[test]
    fn names_the_package_whose_licence_is_not_allowed() -> anyhow::Result<()> {
        assert_eq!(
            judge(r#"{"name": "a", "license": "GPL-3.0"}"#)?.as_deref(),
            Some("a: its licence is GPL-3.0")
        );
        assert_eq!(judge(r#"{"name": "a"}"#)?.as_deref(), Some("a: its licence is none"));
        assert_eq!(judge(r#"{"name": "a", "license": "MIT"}"#)?, None);
        assert_eq!(judge(r#"{"name": "axe-core", "license": "MPL-2.0"}"#)?, None);
        assert!(judge(r#"{"name": "axe-core", "license": "GPL-3.0"}"#)?.is_some());
        assert!(judge(r#"{"name": "a", "license": "MPL-2.0"}"#)?.is_some());
        Ok(())
    }

    #[test]
    fn reads_choices_and_sums() {
        assert!(is_allowed("(MIT OR GPL-3.0-or-later)"));
        assert!(is_allowed("MIT AND Zlib"));
        assert!(!is_allowed("MIT AND GPL-3.0"));
    }

    #[test]
    fn tells_packages_from_folders_inside_them() {
        let folder = Path::new("n/node_modules");
        assert!(is_package(folder, &folder.join("a/package.json")));
        assert!(is_package(folder, &folder.join("@s/a/package.json")));
        assert!(is_package(folder, &folder.join("a/node_modules/b/package.json")));
        assert!(!is_package(folder, &folder.join("a/esm/package.json")));
    }
}
