//! Which test passed in which browser engine.
//!
//! Lines of JSON, as the reporter `tests/e2e/matrix.mjs` writes them → a table of files and engines, with what each
//! engine lacks named test by test. A test that needs no engine is counted in a column of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Display, Formatter};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

/// The column of tests that ran in no engine in particular.
const ONCE: &str = "once";

/// What came of the tests of one file in one engine.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Cell {
    passed: usize,
    lacks: usize,
    failed: usize,
}

/// Files and engines.
#[derive(Debug, Default)]
pub(crate) struct Matrix {
    cells: BTreeMap<(String, String), Cell>,
    /// One line for each test that an engine can't run.
    lacking: Vec<String>,
}

impl Matrix {
    /// Reads what the reporter wrote.
    pub(crate) fn read(file: &Path) -> Result<Self> {
        let text = fs::read_to_string(file).with_context(|| format!("no report in {}", file.display()))?;
        let mut matrix = Self::default();
        for line in text.lines() {
            matrix.add(&serde_json::from_str(line)?);
        }
        Ok(matrix)
    }

    fn add(&mut self, test: &Value) {
        let word = |name: &str| test[name].as_str().map(str::to_owned);
        let file = word("file").unwrap_or_default();
        let engine = word("engine").unwrap_or_else(|| ONCE.to_owned());
        let cell = self.cells.entry((file.clone(), engine.clone())).or_default();
        match test["outcome"].as_str() {
            Some("passed") => cell.passed += 1,
            Some("lacks") => {
                cell.lacks += 1;
                let [name, why] = ["name", "why"].map(|name| word(name).unwrap_or_default());
                self.lacking.push(format!("{engine}, {file}: {name}: {why}"));
            }
            _ => cell.failed += 1,
        }
    }

    /// The engines in the order of their names, and last the tests that need none.
    fn engines(&self) -> Vec<&str> {
        let all: BTreeSet<&str> = self.cells.keys().map(|(_, engine)| engine.as_str()).collect();
        let (once, engines): (Vec<_>, Vec<_>) = all.into_iter().partition(|engine| *engine == ONCE);
        engines.into_iter().chain(once).collect()
    }

    fn total(&self, engine: &str) -> Cell {
        let own = self.cells.iter().filter(|((_, other), _)| other == engine);
        own.fold(Cell::default(), |sum, (_, cell)| Cell {
            passed: sum.passed + cell.passed,
            lacks: sum.lacks + cell.lacks,
            failed: sum.failed + cell.failed,
        })
    }
}

impl Display for Matrix {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let engines = self.engines();
        write!(formatter, "{:<14}", "engine")?;
        engines.iter().try_for_each(|engine| write!(formatter, " {engine:<21}"))?;
        write!(formatter, "\n{:<14}", "e2e")?;
        engines.iter().try_for_each(|_| write!(formatter, " {:<21}", "passed lacks failed"))?;
        let files: BTreeSet<&str> = self.cells.keys().map(|(file, _)| file.as_str()).collect();
        for file in files {
            write!(formatter, "\n{file:<14}")?;
            for engine in &engines {
                match self.cells.get(&(file.to_owned(), (*engine).to_owned())) {
                    Some(cell) => write!(formatter, " {cell}")?,
                    None => write!(formatter, " {:<21}", "-")?,
                }
            }
        }
        write!(formatter, "\n{:<14}", "in all")?;
        engines.iter().try_for_each(|engine| write!(formatter, " {}", self.total(engine)))?;
        writeln!(formatter)?;
        self.lacking.iter().try_for_each(|line| writeln!(formatter, "lacks: {line}"))
    }
}

impl Display for Cell {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let Self { passed, lacks, failed } = self;
        write!(formatter, "{passed:>6} {lacks:>5} {failed:>6}  ")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Matrix;

    fn matrix(tests: &[(&str, Option<&str>, &str, Option<&str>)]) -> Matrix {
        let mut matrix = Matrix::default();
        for (file, engine, outcome, why) in tests {
            matrix.add(
                &json!({ "file": file, "engine": engine, "name": "it", "outcome": outcome, "why": why }),
            );
        }
        matrix
    }

    #[test]
    fn every_file_is_counted_in_every_engine() {
        let matrix = matrix(&[
            ("adapts", Some("chromium"), "passed", None),
            ("adapts", Some("chromium"), "passed", None),
            ("adapts", Some("webkit"), "failed", None),
            ("tabs", Some("webkit"), "lacks", Some("it can't")),
            ("adapts", None, "passed", None),
        ]);
        let text = matrix.to_string();
        let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(lines[0], ["engine", "chromium", "webkit", "once"]);
        assert_eq!(lines[2], ["adapts", "2", "0", "0", "0", "0", "1", "1", "0", "0"]);
        assert_eq!(lines[3], ["tabs", "-", "0", "1", "0", "-"]);
        assert_eq!(lines[4], ["in", "all", "2", "0", "0", "0", "1", "1", "1", "0", "0"]);
        assert_eq!(text.lines().last(), Some("lacks: webkit, tabs: it: it can't"));
    }

    #[test]
    fn an_outcome_that_is_not_known_has_not_passed() {
        assert_eq!(matrix(&[("a", Some("webkit"), "perhaps", None)]).total("webkit").failed, 1);
    }
}
