//! docs/features.md, the reference of the features, as the trainer prints it from the schema in the code.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;

use super::Report;
use super::files::Files;
use crate::command::{output, root, tool};
use crate::native::PROFILE;

/// The page says what the code says.
pub(super) fn check(_: &Files) -> Result<Report> {
    let there = fs::read_to_string(page()).unwrap_or_default();
    let findings = if there.trim() == printed()? {
        vec![]
    } else {
        vec!["docs/features.md is not what the schema says; `cargo xtask docs` writes it".to_owned()]
    };
    Ok(Report::of(findings))
}

/// Writes the page.
pub(super) fn write() -> Result<()> {
    let text = printed()?;
    fs::create_dir_all(root().join("docs"))?;
    fs::write(page(), text + "\n")?;
    println!("docs: wrote docs/features.md");
    Ok(())
}

fn printed() -> Result<String> {
    let mut trainer = tool("cargo");
    trainer.args(["run", "--quiet", "--package", "nearside-trainer"]).args(PROFILE);
    output(trainer.args(["--", "schema", "--markdown"]))
}

fn page() -> PathBuf {
    root().join("docs/features.md")
}
