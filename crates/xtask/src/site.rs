//! The folder that is served: pages, scripts, wasm and models, each with its compressed forms beside it.
//!
//! Input: `www/`, `dist/` and `models/`; output: `target/site`, holding exactly those files. A file whose
//! bytes are as before is left alone together with its compressed forms, because compressing at the highest
//! level is what takes the time here.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use walkdir::{DirEntry, WalkDir};

use crate::command::root;
use crate::compress::{self, Sizes};

/// The folders that make up the site, with the place that each has in it.
const SOURCES: &[(&str, &str)] = &[("www", ""), ("dist", ""), ("models", "models")];
/// What is for people who read the repository, not for a browser.
const NOT_SERVED: &[&str] = &["md", "map"];
/// What `dist` holds for bundlers of other sites.
const NPM_ENTRY: &str = "dist/npm";

/// Brings `target/site` up to date; gives the sizes of what is in it.
pub(crate) fn assemble() -> Result<BTreeMap<PathBuf, Sizes>> {
    let site = root().join("target/site");
    let files = collect(root())?;
    let mut kept = BTreeSet::new();
    let mut sizes = BTreeMap::new();
    for (name, source) in &files {
        let target = site.join(name);
        let is_new = copy_if_changed(source, &target)?;
        let (size, written) = compress::beside(&target, is_new)?;
        kept.extend(written);
        kept.insert(target);
        sizes.insert(name.clone(), size);
    }
    remove_others(&site, &kept)?;
    Ok(sizes)
}

/// Prints a table: scripts, wasm and models one by one, the pages' own files as one line.
pub(crate) fn print(sizes: &BTreeMap<PathBuf, Sizes>) {
    let is_shipped = |name: &Path| {
        let folder = name.components().count() > 1 && name.starts_with("models");
        let extension = name.extension().unwrap_or_default().to_string_lossy();
        folder || matches!(&*extension, "js" | "mjs" | "wasm")
    };
    let (shipped, pages): (Vec<_>, Vec<_>) = sizes.iter().partition(|(name, _)| is_shipped(name));
    println!("{:<44} {:>11} {:>11} {:>11}", "target/site", "raw", "gzip", "brotli");
    for (name, size) in shipped {
        println!("{:<44} {size}", name.display());
    }
    let total = pages.iter().fold(Sizes::default(), |total, (_, size)| total + **size);
    println!("{:<44} {total}", format!("pages, styles and art ({} files)", pages.len()));
}

/// Every file of the site → where it comes from.
fn collect(root: &Path) -> Result<BTreeMap<PathBuf, PathBuf>> {
    let mut files = BTreeMap::new();
    for (folder, place) in SOURCES {
        let folder = root.join(folder);
        if !folder.is_dir() {
            continue;
        }
        let is_for_the_site = |entry: &DirEntry| entry.path() != root.join(NPM_ENTRY);
        for entry in WalkDir::new(&folder).into_iter().filter_entry(is_for_the_site) {
            let entry = entry?;
            let extension = entry.path().extension().unwrap_or_default().to_string_lossy();
            if entry.file_type().is_file() && !NOT_SERVED.contains(&&*extension) {
                files.insert(Path::new(place).join(entry.path().strip_prefix(&folder)?), entry.into_path());
            }
        }
    }
    Ok(files)
}

fn copy_if_changed(source: &Path, target: &Path) -> Result<bool> {
    let bytes = fs::read(source)?;
    if fs::read(target).is_ok_and(|there| there == bytes) {
        return Ok(false);
    }
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(target, bytes).with_context(|| format!("cannot write {}", target.display()))?;
    Ok(true)
}

fn remove_others(site: &Path, kept: &BTreeSet<PathBuf>) -> Result<()> {
    for entry in WalkDir::new(site) {
        let entry = entry?;
        if entry.file_type().is_file() && !kept.contains(entry.path()) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{collect, copy_if_changed, remove_others};

    #[test]
    fn lays_the_sources_over_each_other_and_leaves_out_what_is_not_for_browsers() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        for name in [
            "www/index.html",
            "dist/nearside.min.js",
            "dist/npm/index.js",
            "models/a/card.md",
            "models/a/manifest.json",
        ] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap_or(folder.path()))?;
            fs::write(path, name)?;
        }
        let files = collect(folder.path())?;
        let names: Vec<String> = files.keys().map(|name| name.display().to_string()).collect();
        assert_eq!(names, ["index.html", "models/a/manifest.json", "nearside.min.js"]);
        Ok(())
    }

    #[test]
    fn copies_only_what_changed_and_removes_what_is_gone() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let (source, target) = (folder.path().join("source"), folder.path().join("site/a.js"));
        fs::write(&source, "1")?;
        assert!(copy_if_changed(&source, &target)?);
        assert!(!copy_if_changed(&source, &target)?);
        fs::write(&source, "2")?;
        assert!(copy_if_changed(&source, &target)?);
        remove_others(&folder.path().join("site"), &[].into())?;
        assert!(!target.exists());
        Ok(())
    }
}
