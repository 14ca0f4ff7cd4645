//! The dependency graph keeps the promises that DESIGN.md makes of it.
//!
//! The pure crates reach neither the DOM, nor candle, nor the system's randomness; the collector cannot
//! name what a visitor did; candle ships only in the model's chunk, and its training half not at all.

use std::collections::BTreeSet;

use anyhow::{Context, Result};

use super::Report;
use super::files::Files;
use crate::command::{output, root, tool};
use crate::toolchain::WASM;

/// What a package must not depend on, directly or not.
struct Rule {
    package: &'static str,
    /// The target whose dependencies count.
    target: &'static str,
    forbidden: &'static [&'static str],
}

/// Every target at once, in cargo's words.
const ALL: &str = "all";
const PURE: &[&str] = &["web-sys", "js-sys", "wasm-bindgen", "candle-core", "candle-nn", "getrandom"];

const RULES: &[Rule] = &[
    Rule { package: "nearside-report", target: ALL, forbidden: PURE },
    Rule { package: "nearside-core", target: ALL, forbidden: PURE },
    Rule { package: "nearside", target: WASM, forbidden: &["candle-core", "candle-nn", "nearside-model"] },
    Rule { package: "nearside-model", target: WASM, forbidden: &["candle-nn", "web-sys"] },
    Rule {
        package: "nearside-collector",
        target: "x86_64-unknown-linux-gnu",
        forbidden: &["nearside-core", "nearside-model", "nearside", "candle-core", "candle-nn", "web-sys"],
    },
];

/// Asks cargo for each package's tree.
pub(super) fn check(_: &Files) -> Result<Report> {
    let mut findings = Vec::new();
    let mut checked = 0;
    for rule in RULES {
        // The report crate arrives together with the first report.
        if rule.package != "nearside" && !root().join("crates").join(rule.package).is_dir() {
            continue;
        }
        let mut cargo = tool("cargo");
        cargo.args(["tree", "--package", rule.package, "--target", rule.target]);
        cargo.args(["--edges", "normal", "--prefix", "none", "--format", "{p}"]);
        let tree = output(&mut cargo).with_context(|| rule.package)?;
        findings.extend(judge(rule, &tree));
        checked += 1;
    }
    Ok(Report::of(findings).noting(format!("{checked} packages")))
}

fn judge(rule: &Rule, tree: &str) -> Vec<String> {
    let names: BTreeSet<&str> =
        tree.lines().skip(1).filter_map(|line| line.split_whitespace().next()).collect();
    let found = rule.forbidden.iter().filter(|name| names.contains(*name));
    found.map(|name| format!("{} depends on {name}", rule.package)).collect()
}

#[cfg(test)]
mod tests {
    use super::{ALL, Rule, judge};

    #[test]
    fn names_what_is_forbidden_and_there_but_not_the_package_itself() {
        let rule = Rule { package: "a", target: ALL, forbidden: &["a", "web-sys", "candle-core"] };
        let tree = "a v0.1.0 (path)\nserde v1.0.0\nweb-sys v0.3.0\nweb-sys v0.3.0 (*)";
        assert_eq!(judge(&rule, tree), ["a depends on web-sys"]);
    }
}
