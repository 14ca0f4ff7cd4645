//! The commands that the docs name exist.
//!
//! Every `cargo xtask X` must be a command here and its `--flags` must be that command's; every `npm run X`
//! (also `npm start` and `npm test`) must be a script of package.json. Code blocks are read too.

use anyhow::Result;
use clap::{Command, CommandFactory};
use serde_json::Value;

use super::Report;
use super::files::Files;
use crate::Arguments;

/// Checks every Markdown file.
pub(super) fn check(files: &Files) -> Result<Report> {
    let known = Known::read(Arguments::command(), &Files::read("package.json")?)?;
    let mut findings = Vec::new();
    for path in files.with_extension(&["md"]) {
        findings.extend(known.judge(path, &Files::read(path)?));
    }
    Ok(Report::of(findings))
}

/// The commands that there are.
struct Known {
    xtask: Command,
    scripts: Vec<String>,
}

impl Known {
    fn read(xtask: Command, package: &str) -> Result<Self> {
        let package: Value = serde_json::from_str(package)?;
        let scripts = package["scripts"].as_object().map(|scripts| scripts.keys().cloned().collect());
        Ok(Self { xtask, scripts: scripts.unwrap_or_default() })
    }

    fn judge(&self, page: &str, text: &str) -> Vec<String> {
        let mut findings = Vec::new();
        for (number, line) in text.lines().enumerate() {
            let xtask = line.split("cargo xtask ").skip(1).filter_map(|rest| self.bad_xtask(rest));
            let npm = line.split("npm ").skip(1).filter_map(|rest| self.bad_script(rest));
            findings
                .extend(xtask.chain(npm).map(|what| format!("{page}:{}: there is no {what}", number + 1)));
        }
        findings
    }

    fn bad_xtask(&self, rest: &str) -> Option<String> {
        let mut words = rest.split_inclusive(char::is_whitespace).map(Word::new);
        let name = words.next().filter(|word| !word.text.is_empty())?;
        // Capitals stand for any command, as in "cargo xtask COMMAND".
        if name.text.chars().all(|letter| letter.is_ascii_uppercase()) {
            return None;
        }
        let Some(command) = self.xtask.find_subcommand(name.text) else {
            return (name.text != "help").then(|| format!("`cargo xtask {}`", name.text));
        };
        if name.is_last {
            return None;
        }
        for word in words {
            let flag = word.text.strip_prefix("--")?;
            let flag = flag.split('=').next().unwrap_or_default();
            if flag != "help" && !command.get_arguments().any(|known| known.get_long() == Some(flag)) {
                return Some(format!("--{flag} in `cargo xtask {}`", name.text));
            }
            if word.is_last {
                return None;
            }
        }
        None
    }

    fn bad_script(&self, rest: &str) -> Option<String> {
        let mut words = rest.split_whitespace().map(|word| Word::new(word).text);
        let name = match words.next()? {
            "run" => words.next()?,
            short @ ("start" | "test") => short,
            _ => return None,
        };
        let is_known = self.scripts.iter().any(|script| script == name);
        (!is_known && !name.is_empty()).then(|| format!("script `{name}` in package.json"))
    }
}

/// A word of a command line in running text.
struct Word<'a> {
    text: &'a str,
    /// Whether the command line ends with it, at a backtick or a mark of punctuation.
    is_last: bool,
}

impl<'a> Word<'a> {
    fn new(raw: &'a str) -> Self {
        let raw = raw.trim();
        let is_part =
            |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '=' | ':' | ',');
        let text =
            raw.split(|letter| !is_part(letter)).next().unwrap_or_default().trim_end_matches([',', ':']);
        Self { text, is_last: text.len() < raw.len() }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Known;
    use crate::Arguments;

    fn findings(text: &str) -> Vec<String> {
        Known::read(Arguments::command(), r#"{"scripts": {"test": "x"}}"#)
            .map(|known| known.judge("a.md", text))
            .unwrap_or_default()
    }

    #[test]
    fn names_unknown_commands_flags_and_scripts() {
        assert_eq!(findings("run `cargo xtask tset`."), ["a.md:1: there is no `cargo xtask tset`"]);
        assert_eq!(
            findings("`cargo xtask test --quick`"),
            ["a.md:1: there is no --quick in `cargo xtask test`"]
        );
        assert_eq!(findings("```\nnpm run gone\n```"), ["a.md:2: there is no script `gone` in package.json"]);
        assert_eq!(findings("`npm start`"), ["a.md:1: there is no script `start` in package.json"]);
    }

    #[test]
    fn lets_through_what_exists() {
        assert_eq!(
            findings("`cargo xtask test --fast`, `cargo xtask tidy` and `npm test`; npm packages"),
            [""; 0]
        );
        assert_eq!(findings("`cargo xtask start` --loudly is not its flag"), [""; 0]);
        assert_eq!(findings("cargo xtask COMMAND --help"), [""; 0]);
    }
}
