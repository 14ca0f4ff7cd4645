//! A module uses only modules that come before it in its crate.
//!
//! The order of the `mod` lines in lib.rs is the order in which data flows. A name that lib.rs re-exports
//! counts as its module's. In the core the engine, which ties the machine together, comes last, but for what
//! records and replays it from outside.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::Report;
use super::files::Files;
use super::rust_source::{self, Source};

/// The crate whose end is known.
const CORE: &str = "crates/nearside-core/src/lib.rs";
const CORE_ENDS_WITH: &str = "engine";
/// What looks at the engine from outside.
const AFTER_THE_END: &[&str] = &["recording"];

/// Checks every crate that has a lib.rs.
pub(super) fn check(files: &Files) -> Result<Report> {
    let texts: BTreeMap<PathBuf, String> = files
        .with_extension(&["rs"])
        .map(|path| Ok((path.into(), Files::read(path)?)))
        .collect::<Result<_>>()?;
    let mut findings = Vec::new();
    let mut crates = 0;
    for lib in texts.keys().filter(|path| path.ends_with("src/lib.rs")) {
        findings.extend(Crate::read(lib, &texts)?.findings()?);
        crates += 1;
    }
    Ok(Report::of(findings).noting(format!("{crates} crates")))
}

/// A crate's root, with all the files that its modules may be in.
struct Crate<'a> {
    lib: &'a Path,
    root: Source,
    texts: &'a BTreeMap<PathBuf, String>,
}

impl<'a> Crate<'a> {
    fn read(lib: &'a Path, texts: &'a BTreeMap<PathBuf, String>) -> Result<Self> {
        let root = rust_source::parse(&texts[lib], 0).with_context(|| lib.display().to_string())?;
        Ok(Self { lib, root, texts })
    }

    fn findings(&self) -> Result<Vec<String>> {
        let mut findings = Vec::new();
        if self.lib == Path::new(CORE) {
            let after = self.root.modules.iter().skip_while(|name| *name != CORE_ENDS_WITH).skip(1);
            let strays = after.filter(|name| !AFTER_THE_END.contains(&name.as_str()));
            findings.extend(strays.map(|name| format!("{CORE}: {name} comes after {CORE_ENDS_WITH}")));
        }
        let folder = self.lib.parent().unwrap_or(Path::new(""));
        for (position, name) in self.root.modules.iter().enumerate() {
            self.visit(folder, name, 1, position, &mut findings)?;
        }
        Ok(findings)
    }

    /// Checks the file of a module and those of its submodules; `position` is its ancestor's in lib.rs.
    fn visit(
        &self,
        folder: &Path,
        name: &str,
        depth: usize,
        position: usize,
        findings: &mut Vec<String>,
    ) -> Result<()> {
        let inner = folder.join(name);
        let candidates = [inner.with_added_extension("rs"), inner.join("mod.rs")];
        let Some((path, text)) = candidates.iter().find_map(|path| self.texts.get_key_value(path)) else {
            return Ok(());
        };
        let source = rust_source::parse(text, depth).with_context(|| path.display().to_string())?;
        for (reference, line) in &source.references {
            let Some(target) = self.module_of(reference) else { continue };
            if target > position {
                let (own, other) = (&self.root.modules[position], &self.root.modules[target]);
                findings.push(format!("{}:{line}: {own} uses {other}, which comes after it", path.display()));
            }
        }
        source.modules.iter().try_for_each(|child| self.visit(&inner, child, depth + 1, position, findings))
    }

    /// The position of the module that a name at the crate's root leads to.
    fn module_of(&self, name: &str) -> Option<usize> {
        let position = |wanted: &str| self.root.modules.iter().position(|module| module == wanted);
        position(name).or_else(|| {
            let import =
                self.root.imports.iter().find(|(_, names)| names.iter().any(|other| other == name))?;
            position(&import.0)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::{Path, PathBuf};

    use super::Crate;

    fn findings(files: &[(&str, &str)]) -> Vec<String> {
        let texts: BTreeMap<PathBuf, String> =
            files.iter().map(|(path, text)| (path.into(), (*text).to_owned())).collect();
        Crate::read(Path::new(files[0].0), &texts).and_then(|read| read.findings()).unwrap_or_default()
    }

    #[test]
    fn using_what_comes_before_is_fine() {
        let files = [("a/src/lib.rs", "mod one;\nmod two;"), ("a/src/two.rs", "use crate::one::One;")];
        assert_eq!(findings(&files), [""; 0]);
    }

    #[test]
    fn using_what_comes_after_is_found_with_its_line() {
        let files = [("a/src/lib.rs", "mod one;\nmod two;"), ("a/src/one.rs", "\nuse crate::two::Two;")];
        assert_eq!(findings(&files), ["a/src/one.rs:2: one uses two, which comes after it"]);
    }

    #[test]
    fn submodules_and_re_exports_are_no_way_around() {
        let files = [
            ("a/src/lib.rs", "mod one;\nmod two;\npub use two::Two;"),
            ("a/src/one.rs", "mod inner;"),
            ("a/src/one/inner.rs", "use crate::Two;\nuse super::super::two;"),
        ];
        assert_eq!(findings(&files).len(), 2);
    }

    #[test]
    fn the_engine_ends_the_core() {
        let files = [("crates/nearside-core/src/lib.rs", "mod engine;\nmod recording;\nmod signal;")];
        assert_eq!(findings(&files), ["crates/nearside-core/src/lib.rs: signal comes after engine"]);
    }
}
