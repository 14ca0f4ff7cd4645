//! The repository's own files: those in git, and new ones that git does not ignore.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context, Result};

use crate::command::{output, root, tool};

/// Paths from the root, with forward slashes.
pub(super) struct Files {
    paths: BTreeSet<String>,
}

impl Files {
    /// Asks git.
    pub(super) fn list() -> Result<Self> {
        let listing =
            output(tool("git").args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]))?;
        let exists = |path: &&str| root().join(path).is_file();
        Ok(Self { paths: listing.split('\0').filter(exists).map(str::to_owned).collect() })
    }

    /// The paths with one of these extensions, in order.
    pub(super) fn with_extension(&self, extensions: &[&str]) -> impl Iterator<Item = &str> {
        let matches = |path: &&str| path.rsplit_once('.').is_some_and(|(_, end)| extensions.contains(&end));
        self.paths.iter().map(String::as_str).filter(matches)
    }

    /// Every path, in order.
    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        self.paths.iter().map(String::as_str)
    }

    /// The text of a file.
    pub(super) fn read(path: &str) -> Result<String> {
        fs::read_to_string(root().join(path)).with_context(|| format!("cannot read {path}"))
    }
}
