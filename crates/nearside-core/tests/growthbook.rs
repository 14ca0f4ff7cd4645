//! Conformance with the cases that GrowthBook's SDKs share (spec 0.8.0).
//!
//! The cases are data beside the repository, not part of it: `NEARSIDE_GROWTHBOOK_CASES` names the file, and
//! without it the tests say that they are skipped. Each list of the file is one entry of `LISTS`, with the
//! function that checks one case; every list prints how many passed and failed.

use std::path::{Path, PathBuf};
use std::{env, fs};

use nearside_core::condition::{Condition, SavedGroups};
use serde_json::Value;

/// Whether one case passes; the reason where it does not.
type Check = fn(&[Value]) -> Result<(), String>;

/// The lists of the file that are checked.
const LISTS: &[(&str, Check)] = &[("evalCondition", eval_condition)];

/// Where the cases are by default, relative to the repository's root.
const DEFAULT_CASES: &str = "../shared/data/growthbook/cases_dev.json";

#[test]
fn growthbook_cases_pass() -> Result<(), String> {
    let path = cases_path();
    let Ok(text) = fs::read_to_string(&path) else {
        println!("skipped: no GrowthBook cases at {}", path.display());
        return Ok(());
    };
    let cases: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let mut failures = Vec::new();
    for (list, check) in LISTS {
        let rows = cases[*list].as_array().ok_or_else(|| format!("{list} is missing"))?;
        let failed: Vec<_> = rows.iter().filter_map(|row| failure(list, row, *check)).collect();
        println!("{list}: {} passed, {} failed", rows.len() - failed.len(), failed.len());
        failures.extend(failed);
    }
    if failures.is_empty() { Ok(()) } else { Err(failures.join("\n")) }
}

fn cases_path() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    root.join(env::var_os("NEARSIDE_GROWTHBOOK_CASES").unwrap_or_else(|| DEFAULT_CASES.into()))
}

fn failure(list: &str, row: &Value, check: Check) -> Option<String> {
    let case = row.as_array().map_or(&[][..], Vec::as_slice);
    check(case).err().map(|reason| format!("{list}: {}: {reason}", case.first().unwrap_or(row)))
}

/// `[name, condition, attributes, expected, savedGroups?]`, evaluated as an SDK does.
fn eval_condition(case: &[Value]) -> Result<(), String> {
    let [_, condition, attributes, Value::Bool(expected), rest @ ..] = case else {
        return Err("unexpected form".to_owned());
    };
    let groups = rest.first().map(SavedGroups::parse_lenient).unwrap_or_default();
    let answer = Condition::parse_lenient(condition).eval(attributes, &groups);
    if answer == *expected { Ok(()) } else { Err(format!("got {answer} for {condition} on {attributes}")) }
}
