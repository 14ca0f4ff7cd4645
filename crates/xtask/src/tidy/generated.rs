//! The references that the trainer prints from the code: of the features, and of catalogues.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;

use super::Report;
use super::files::Files;
use crate::command::{output, root, tool};
use crate::native::PROFILE;

/// What the trainer's `schema` prints, and the file that holds it.
const REFERENCES: [(&str, &str); 2] =
    [("--markdown", "docs/features.md"), ("--catalogue", "docs/catalogue.schema.json")];

/// The files say what the code says.
pub(super) fn check(_: &Files) -> Result<Report> {
    let mut findings = Vec::new();
    for (option, file) in REFERENCES {
        let there = fs::read_to_string(path(file)).unwrap_or_default();
        if there.trim() != printed(option)? {
            findings.push(format!("{file} is not what the code says; `cargo xtask docs` writes it"));
        }
    }
    Ok(Report::of(findings))
}

/// Writes the files.
pub(super) fn write() -> Result<()> {
    fs::create_dir_all(root().join("docs"))?;
    for (option, file) in REFERENCES {
        fs::write(path(file), printed(option)? + "\n")?;
        println!("docs: wrote {file}");
    }
    Ok(())
}

fn printed(option: &str) -> Result<String> {
    let mut trainer = tool("cargo");
    trainer.args(["run", "--quiet", "--package", "nearside-trainer"]).args(PROFILE);
    output(trainer.args(["--", "schema", option]))
}

fn path(file: &str) -> PathBuf {
    root().join(file)
}
