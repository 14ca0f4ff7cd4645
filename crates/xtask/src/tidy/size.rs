//! No source file is longer than 400 lines.

use anyhow::Result;

use super::Report;
use super::files::Files;

/// The most lines that a file may have.
const MOST: usize = 400;
/// What is read as source; data and lock files are as long as they must be.
const SOURCES: &[&str] = &["rs", "ts", "tsx", "js", "mjs", "vue", "css", "html", "sql", "sh"];

/// Counts the lines of every source file.
pub(super) fn check(files: &Files) -> Result<Report> {
    let mut lengths = Vec::new();
    for path in files.with_extension(SOURCES) {
        lengths.push((path.to_owned(), Files::read(path)?.lines().count()));
    }
    Ok(judge(&lengths))
}

fn judge(lengths: &[(String, usize)]) -> Report {
    let too_long = lengths.iter().filter(|(_, lines)| *lines > MOST);
    let findings = too_long.map(|(path, lines)| format!("{path}: {lines} lines, more than {MOST}")).collect();
    let mut sorted: Vec<usize> = lengths.iter().map(|(_, lines)| *lines).collect();
    sorted.sort_unstable();
    let median = sorted.get(sorted.len() / 2).copied().unwrap_or(0);
    Report::of(findings).noting(format!("{} files, median {median} lines", sorted.len()))
}

#[cfg(test)]
mod tests {
    use super::judge;

    #[test]
    fn names_the_files_that_are_too_long() {
        let report = judge(&[("a.rs".into(), 400), ("b.rs".into(), 401), ("c.rs".into(), 10)]);
        assert_eq!(report.findings, ["b.rs: 401 lines, more than 400"]);
        assert_eq!(report.note, "3 files, median 400 lines");
    }
}
