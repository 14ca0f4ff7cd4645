//! A log of decisions: context, arm, propensity, reward.
//!
//! CSV with a header (`arm`, `propensity`, `reward`, and every other column an input, in their order) or a JSON object a
//! line (`{"context": [1, 0.3], "arm": 0, "propensity": 0.5, "reward": 1}`) → checked rows.

use std::path::Path;

use nearside_core::{bandit::MOST_ARMS, posterior::LARGEST_INPUT};
use serde::Deserialize;
use thiserror::Error;

/// Why a log could not be read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub(crate) enum LogError {
    /// The file can't be read.
    #[error("{path} can't be read")]
    File {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// A line that is no decision.
    #[error("{path}, decision {number}: {what}")]
    Row {
        /// Which file.
        path: String,
        /// Counted from 1.
        number: usize,
        /// What is wrong with it.
        what: String,
    },
    /// Nothing to judge by.
    #[error("{path} has {0} decisions; it takes at least 10", path = .1)]
    Short(usize, String),
}

/// A decision and what it brought.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Logged {
    /// What was known; an intercept only if the log has one.
    pub(crate) context: Vec<f64>,
    /// What was chosen.
    pub(crate) arm: usize,
    /// How likely that was.
    pub(crate) propensity: f64,
    /// What it brought, 0 to 1.
    pub(crate) reward: f64,
}

/// Reads either form.
///
/// # Errors
/// [`LogError`] names the decision at fault.
pub(crate) fn read(path: &Path) -> Result<Vec<Logged>, LogError> {
    let name = path.display().to_string();
    let text =
        std::fs::read_to_string(path).map_err(|source| LogError::File { path: name.clone(), source })?;
    let rows: Vec<Result<Logged, String>> =
        if text.trim_start().starts_with('{') { json_lines(&text) } else { table(&text) };
    let mut log: Vec<Logged> = Vec::with_capacity(rows.len());
    for (i, row) in rows.into_iter().enumerate() {
        let row = row.and_then(|row| check(&row, log.first()).map(|()| row));
        log.push(row.map_err(|what| LogError::Row { path: name.clone(), number: i + 1, what })?);
    }
    if log.len() < 10 { Err(LogError::Short(log.len(), name)) } else { Ok(log) }
}

fn json_lines(text: &str) -> Vec<Result<Logged, String>> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| serde_json::from_str(line).map_err(|error| error.to_string())).collect()
}

fn table(text: &str) -> Vec<Result<Logged, String>> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => return vec![Err(error.to_string())],
    };
    let decision = |record: Result<csv::StringRecord, csv::Error>| {
        let record = record.map_err(|error| error.to_string())?;
        let mut row = Logged { context: Vec::new(), arm: 0, propensity: f64::NAN, reward: f64::NAN };
        let mut named = [false; 3];
        for (name, field) in header.iter().zip(&record) {
            let number = || field.parse::<f64>().map_err(|_| format!("{name} is `{field}`, not a number"));
            match name {
                "arm" => {
                    row.arm = field.parse().map_err(|_| format!("arm is `{field}`, not a whole number"))?
                }
                "propensity" => row.propensity = number()?,
                "reward" => row.reward = number()?,
                _ => row.context.push(number()?),
            }
            let known = ["arm", "propensity", "reward"].iter().position(|known| *known == name);
            known.into_iter().for_each(|known| named[known] = true);
        }
        match named.iter().position(|named| !named) {
            Some(missing) => Err(format!("there is no column {}", ["arm", "propensity", "reward"][missing])),
            None => Ok(row),
        }
    };
    reader.into_records().map(decision).collect()
}

fn check(row: &Logged, first: Option<&Logged>) -> Result<(), String> {
    let &Logged { ref context, arm, propensity, reward } = row;
    if let Some(first) = first.filter(|first| first.context.len() != context.len()) {
        return Err(format!("{} inputs, where the first has {}", context.len(), first.context.len()));
    }
    if let Some(input) = context.iter().find(|input| !(-LARGEST_INPUT..=LARGEST_INPUT).contains(*input)) {
        return Err(format!(
            "an input is {input}, but must lie between -{LARGEST_INPUT} and {LARGEST_INPUT}"
        ));
    }
    if arm >= MOST_ARMS {
        return Err(format!("arm is {arm}, but arms count from 0 and are at most {MOST_ARMS}"));
    }
    if !(propensity > 0.0 && propensity <= 1.0) {
        return Err(format!("the propensity is {propensity}, but must lie above 0 and not above 1"));
    }
    if !(0.0..=1.0).contains(&reward) {
        return Err(format!("the reward is {reward}, but must lie between 0 and 1"));
    }
    Ok(())
}
