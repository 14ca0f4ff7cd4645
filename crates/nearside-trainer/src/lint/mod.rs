//! The lint of catalogues: what a page would take, but whoever signs off on it should look at.
//!
//! A catalogue → one finding a line, each with the place and the rule. What is wrong rather than careless is refused by
//! the reader before that. Rules see edits and the words in them, not the page: they err on the side of a warning.

mod height;
mod markup;
mod rule;
mod subject;
#[cfg(test)]
mod tests;
mod whole;

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use nearside_core::catalogue::{Catalogue, CatalogueError, Site};
use serde_json::json;
use thiserror::Error;

use rule::Rule;

/// What to lint.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The catalogue.
    catalogue: PathBuf,
    /// As JSON instead of lines.
    #[arg(long)]
    json: bool,
}

/// A catalogue that can't be linted.
#[derive(Debug, Error)]
#[non_exhaustive]
pub(crate) enum LintError {
    /// It can't be read.
    #[error("{path} can't be read")]
    Read {
        /// Where it should be.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// It would be refused by a page.
    #[error("a page would refuse {path}")]
    Refused {
        /// Where it is.
        path: PathBuf,
        /// What is wrong.
        source: Box<CatalogueError>,
    },
}

/// One thing to look at.
#[derive(Debug, PartialEq)]
struct Finding {
    rule: Rule,
    site: Site,
    why: String,
}

/// Lints a file: what to print, and 1 as the exit code if there is anything to look at.
pub(crate) fn run(arguments: &Arguments) -> Result<(String, ExitCode), LintError> {
    let path = &arguments.catalogue;
    let text = fs::read_to_string(path).map_err(|source| LintError::Read { path: path.clone(), source })?;
    let refused = |source| LintError::Refused { path: path.clone(), source: Box::new(source) };
    let findings = lint(&Catalogue::parse(&text).map_err(refused)?);
    let code = if findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    Ok((if arguments.json { as_json(&findings) } else { as_lines(path, &findings) }, code))
}

fn lint(catalogue: &Catalogue) -> Vec<Finding> {
    let mut findings = Vec::new();
    for slot in &catalogue.slots {
        let whole = Site { slot: slot.spec.name.clone(), ..Site::default() };
        let of_slot = slot.spec.experiment.as_deref().and_then(whole::judge_experiment);
        findings.extend(of_slot.map(|(rule, why)| Finding { rule, site: whole.clone(), why }));
        for (variant, edits) in slot.spec.variants.iter().zip(&slot.edits) {
            let site =
                |index| Site { variant: Some(variant.name.clone()), edit: Some(index), ..whole.clone() };
            let mut found = whole::judge_variant(edits);
            for (index, edit) in edits.iter().enumerate() {
                let selectors = [slot.selector.as_deref(), edit.selector.as_deref()];
                found.extend(rule::judge(edit, &selectors).into_iter().map(|(rule, why)| (index, rule, why)));
            }
            found.sort_by_key(|(index, ..)| *index);
            findings.extend(found.into_iter().map(|(index, rule, why)| Finding {
                rule,
                site: site(index),
                why,
            }));
        }
    }
    findings
}

fn as_lines(path: &Path, findings: &[Finding]) -> String {
    let mut lines: Vec<String> = findings
        .iter()
        .map(|Finding { rule, site, why }| format!("{}: {site}: [{}] {why}", path.display(), rule.name()))
        .collect();
    let count = findings.len();
    lines.push(format!("{count} {} to look at", if count == 1 { "thing" } else { "things" }));
    lines.join("\n")
}

fn as_json(findings: &[Finding]) -> String {
    let of = |Finding { rule, site, why }: &Finding| {
        json!({
            "rule": rule.name(), "slot": site.slot, "variant": site.variant, "edit": site.edit, "why": why,
        })
    };
    json!(findings.iter().map(of).collect::<Vec<_>>()).to_string()
}
