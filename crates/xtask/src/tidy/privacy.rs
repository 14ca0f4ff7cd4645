//! What was sensed cannot be serialised.
//!
//! Signals, the session and the features may not so much as name `Serialize`, nor the core's `json`: what has no wire form
//! cannot leave. (That nothing else about them leaves is the dependency graph's part.)

use anyhow::Result;

use super::Report;
use super::files::Files;
use super::rust_source;

const RAW_MODULES: &[&str] = &["signal", "session", "features"];
/// What gives a type a form in bytes.
const WIRE_WORDS: &[&str] = &["Serialize", "Serializer", "ToJson", "json"];
const CORE: &str = "crates/nearside-core/src/";

/// Looks for the word in the modules that hold raw observations.
pub(super) fn check(files: &Files) -> Result<Report> {
    let mut findings = Vec::new();
    let mut checked = 0;
    for path in files.with_extension(&["rs"]).filter(|path| is_raw(path)) {
        findings.extend(judge(path, &Files::read(path)?)?);
        checked += 1;
    }
    Ok(Report::of(findings).noting(format!("{checked} files")))
}

fn is_raw(path: &str) -> bool {
    let Some(inner) = path.strip_prefix(CORE) else { return false };
    let module = inner.split(['/', '.']).next().unwrap_or_default();
    RAW_MODULES.contains(&module)
}

fn judge(path: &str, text: &str) -> Result<Vec<String>> {
    let source = rust_source::parse(text, 1)?;
    let words = source.identifiers.iter().filter(|(word, _)| WIRE_WORDS.contains(&word.as_str()));
    Ok(words.map(|(word, line)| format!("{path}:{line}: raw observations must not name {word}")).collect())
}

#[cfg(test)]
mod tests {
    use super::{is_raw, judge};

    #[test]
    fn finds_derived_and_written_out_serialisation() -> anyhow::Result<()> {
        assert_eq!(judge("a.rs", "#[derive(Debug, serde::Serialize)]\nstruct A;")?.len(), 1);
        assert_eq!(judge("a.rs", "impl Serialize for A {}")?.len(), 1);
        assert_eq!(judge("a.rs", "crate::json::object!(write A { b });")?.len(), 1);
        assert_eq!(judge("a.rs", "/// never `Serialize`\n#[derive(Deserialize)]\nstruct A;")?.len(), 0);
        Ok(())
    }

    #[test]
    fn covers_the_raw_modules_and_their_submodules_only() {
        assert!(is_raw("crates/nearside-core/src/signal.rs"));
        assert!(is_raw("crates/nearside-core/src/features/schema.rs"));
        assert!(!is_raw("crates/nearside-core/src/state.rs"));
        assert!(!is_raw("src/session.rs"));
    }
}
