//! The paths that the docs name exist.
//!
//! Read are Markdown's relative links and what stands in backticks outside code blocks. In backticks a word
//! is taken for a path if it has a slash and begins with a folder of the repository, or if it is a bare
//! name of a Rust or TOML file; anything else (`text/html`, `and/or`, a file of the reader's own) is not.
//! A part in capitals stands for any name, as in `models/NAME/card.md`: what comes before it must exist.

use std::collections::BTreeSet;

use anyhow::Result;

use super::Report;
use super::files::Files;

/// Folders that commands make, so that a fresh clone lacks them.
const GENERATED: &[&str] = &["target", "dist", "node_modules", "runs"];

/// Checks every Markdown file.
pub(super) fn check(files: &Files) -> Result<Report> {
    let tree = Tree::new(files.all());
    let mut findings = Vec::new();
    let mut count = 0;
    for path in files.with_extension(&["md"]) {
        findings.extend(tree.judge(path, &Files::read(path)?));
        count += 1;
    }
    Ok(Report::of(findings).noting(format!("{count} pages")))
}

/// Every file and folder of the repository.
struct Tree {
    paths: BTreeSet<String>,
    names: BTreeSet<String>,
}

impl Tree {
    fn new<'a>(files: impl Iterator<Item = &'a str>) -> Self {
        let (mut paths, mut names) = (BTreeSet::new(), BTreeSet::new());
        for file in files {
            names.extend(file.rsplit('/').next().map(str::to_owned));
            let slashes = file.match_indices('/').map(|(at, _)| at);
            paths.extend(slashes.chain([file.len()]).map(|end| file[..end].to_owned()));
        }
        Self { paths, names }
    }

    fn judge(&self, page: &str, text: &str) -> Vec<String> {
        let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut findings = Vec::new();
        let mut is_code = false;
        for (number, line) in text.lines().enumerate() {
            if line.trim_start().starts_with("```") {
                is_code = !is_code;
            }
            if is_code {
                continue;
            }
            let missing_links = links(line).into_iter().filter(|link| !self.has_link(folder, link));
            let missing_paths = quoted(line).into_iter().filter(|word| !self.has_quoted(folder, word));
            for name in missing_links.chain(missing_paths) {
                findings.push(format!("{page}:{}: there is no {name}", number + 1));
            }
        }
        findings
    }

    fn has_link(&self, folder: &str, link: &str) -> bool {
        let path = link.split(['#', '?']).next().unwrap_or_default();
        path.is_empty()
            || link.contains("://")
            || link.starts_with("mailto:")
            || self.has(&join(folder, path))
    }

    fn has_quoted(&self, folder: &str, word: &str) -> bool {
        let is_path = |character: char| character.is_ascii_alphanumeric() || "._-/".contains(character);
        if word.is_empty() || !word.chars().all(is_path) {
            return true;
        }
        let word = before_placeholder(word);
        let Some((first, _)) = word.split_once('/') else {
            let is_own = [".rs", ".toml"].iter().any(|end| word.ends_with(end) && word.len() > end.len());
            return !is_own || self.names.contains(word);
        };
        let is_known = self.paths.contains(first) || self.paths.contains(&join(folder, first));
        !is_known || self.has(&join("", word)) || self.has(&join(folder, word))
    }

    fn has(&self, path: &str) -> bool {
        let first = path.split('/').next().unwrap_or_default();
        path.is_empty() || GENERATED.contains(&first) || self.paths.contains(path)
    }
}

/// The path up to its first part in capitals; file names such as LICENSE have no part before them.
fn before_placeholder(path: &str) -> &str {
    let is_any = |part: &str| part.len() > 1 && part.bytes().all(|letter| letter.is_ascii_uppercase());
    let stems = path.split('/').map(|part| (part, part.split('.').next().unwrap_or_default()));
    match stems.skip(1).find(|(_, stem)| is_any(stem) && *stem != "README") {
        Some((part, _)) => path.split_once(&format!("/{part}")).map_or(path, |(before, _)| before),
        None => path,
    }
}

/// The targets of a line's links, `[text](target)`.
fn links(line: &str) -> Vec<String> {
    let targets = line.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
    targets.filter_map(|(target, _)| target.split_whitespace().next()).map(str::to_owned).collect()
}

/// What stands between a line's backticks.
fn quoted(line: &str) -> Vec<String> {
    line.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// A path from the root, with `.` and `..` resolved and no slash at its end.
fn join(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::Tree;

    fn findings(page: &str, text: &str) -> Vec<String> {
        Tree::new(["README.md", "src/lib.rs", "docs/a.md", "crates/core/Cargo.toml"].into_iter())
            .judge(page, text)
    }

    #[test]
    fn names_a_missing_path_with_its_line() {
        assert_eq!(findings("README.md", "\nsee `src/gone.rs`"), ["README.md:2: there is no src/gone.rs"]);
        assert_eq!(findings("README.md", "`engine.rs`"), ["README.md:1: there is no engine.rs"]);
    }

    #[test]
    fn names_a_broken_link_relative_to_its_page() {
        assert_eq!(findings("docs/a.md", "[a](b.md) [b](../README.md#top) [c](#here)").len(), 1);
    }

    #[test]
    fn capitals_stand_for_any_name_but_not_for_any_folder() {
        assert_eq!(findings("README.md", "`src/NAME.rs` `crates/NAME/src` `crates/core/README.md`").len(), 1);
        assert_eq!(findings("README.md", "`src/gone/NAME`"), ["README.md:1: there is no src/gone/NAME"]);
    }

    #[test]
    fn lets_through_what_exists_and_what_is_no_path() {
        let text = "`src/lib.rs` `src/` `lib.rs` `crates/core` `text/html` `nearside/react` `a/*.rs` `target/site` \
                    [x](https://example.org/a) [y](src/lib.rs)";
        assert_eq!(findings("README.md", text), [""; 0]);
        assert_eq!(findings("README.md", "```\n`src/gone.rs`\n```"), [""; 0]);
    }
}
