//! `analyse`: how variants did, from the counts that browsers hold.
//!
//! What visitors exported (or counts alone) → summed by slot → the uplift over the default with an interval that may be
//! looked at any time, and whether the split was kept to. Counts say neither who nor when.

use std::{fmt::Write, fs, path::PathBuf};

use nearside_core::{
    experiment::analysis::{ALARM, sample_ratio, uplift},
    json::{self, Misread},
    state::Counts,
};
use serde_json::{Value, json};
use thiserror::Error;

/// Why counts could not be analysed.
#[derive(Debug, Error)]
#[non_exhaustive]
pub(crate) enum AnalyseError {
    /// Not readable.
    #[error("{path} can't be read")]
    File {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// Neither an export nor a list of counts.
    #[error("{path} holds no counts: give what `nearside.export()` gave, or its `kept.counts`")]
    Form {
        /// Which.
        path: String,
        /// Why.
        source: Misread,
    },
    /// Other variants than before.
    #[error("{path}: slot `{slot}` has the variants {found}, elsewhere it has {expected}")]
    Variants {
        /// Which file.
        path: String,
        /// Which slot.
        slot: String,
        /// Its variants there.
        found: String,
        /// Its variants in the files before.
        expected: String,
    },
    /// Shares that can't be.
    #[error("`--weights` has {weights} numbers, slot `{slot}` has {variants} variants")]
    Weights {
        /// Which slot.
        slot: String,
        /// How many were given.
        weights: usize,
        /// How many it has.
        variants: usize,
    },
}

/// What to analyse.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Files, each what one browser's `nearside.export()` gave, or a list of counts.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Only this slot.
    #[arg(long)]
    slot: Option<String>,
    /// Shares of visitors that the variants were to be given, default first: checks the split against them.
    #[arg(long, value_delimiter = ',', value_name = "SHARE,…")]
    weights: Option<Vec<f64>>,
    /// How often an interval may ever leave the true uplift out, over a slot's variants together.
    #[arg(long, default_value_t = 0.05)]
    error_rate: f64,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// Sums, compares, and tells in text or JSON.
///
/// # Errors
/// [`AnalyseError`].
pub(crate) fn run(arguments: &Arguments) -> Result<String, AnalyseError> {
    let mut exports = Vec::new();
    for file in &arguments.files {
        let path = file.display().to_string();
        match fs::read_to_string(file) {
            Ok(text) => exports.push((path, text)),
            Err(source) => return Err(AnalyseError::File { path, source }),
        }
    }
    analyse(&exports, arguments)
}

/// Sums and compares what files hold, given with their paths.
fn analyse(exports: &[(String, String)], arguments: &Arguments) -> Result<String, AnalyseError> {
    let mut summed: Vec<Counts> = Vec::new();
    for (path, text) in exports {
        for counts in read(text).map_err(|source| AnalyseError::Form { path: path.clone(), source })? {
            add(&mut summed, counts, path)?;
        }
    }
    summed.retain(|counts| arguments.slot.as_ref().is_none_or(|slot| *slot == counts.slot));
    let (mut text, mut found) = (String::new(), Vec::new());
    for counts in &summed {
        let split = split(counts, arguments.weights.as_deref())?;
        found.push(tell(counts, split, arguments.error_rate, &mut text));
    }
    if summed.is_empty() {
        text.push_str("no slot was counted\n");
    }
    Ok(if arguments.json { format!("{:#}", json!({ "slots": found })) } else { text.trim_end().to_owned() })
}

fn read(text: &str) -> Result<Vec<Counts>, Misread> {
    let value = json::parse(text)?;
    json::from_value(if value.is_array() { &value } else { &value["kept"]["counts"] })
}

fn add(summed: &mut Vec<Counts>, new: Counts, path: &str) -> Result<(), AnalyseError> {
    let Some(known) = summed.iter_mut().find(|known| known.slot == new.slot) else {
        summed.push(new);
        return Ok(());
    };
    if known.variants != new.variants || known.tallies.len() != new.tallies.len() {
        return Err(AnalyseError::Variants {
            path: path.to_owned(),
            slot: new.slot,
            found: new.variants.join(", "),
            expected: known.variants.join(", "),
        });
    }
    known.tallies.iter_mut().zip(new.tallies).for_each(|(sum, tally)| sum.merge(tally));
    Ok(())
}

/// How likely a split as far off is, if it was to be by `weights`.
fn split(counts: &Counts, weights: Option<&[f64]>) -> Result<Option<f64>, AnalyseError> {
    let Some(weights) = weights else { return Ok(None) };
    let exposures: Vec<u64> = counts.tallies.iter().map(|tally| tally.exposures).collect();
    if weights.len() != exposures.len() {
        let (weights, variants) = (weights.len(), exposures.len());
        return Err(AnalyseError::Weights { slot: counts.slot.clone(), weights, variants });
    }
    Ok(Some(sample_ratio(&exposures, weights)))
}

/// Writes one slot's table, and gives it as JSON.
fn tell(counts: &Counts, split: Option<f64>, error_rate: f64, text: &mut String) -> Value {
    let error_rate = error_rate / counts.tallies.len().saturating_sub(1).max(1) as f64;
    // Writing to a String does not fail.
    let _ = writeln!(
        text,
        "{}\n  {:16} {:>10} {:>8} {:>28}",
        counts.slot, "variant", "exposures", "mean", "over the default"
    );
    let mut variants = Vec::new();
    for (at, (name, tally)) in counts.variants.iter().zip(&counts.tallies).enumerate() {
        let lift =
            counts.tallies.first().filter(|_| at > 0).and_then(|first| uplift(tally, first, error_rate));
        let shown = lift.map_or_else(
            || if at == 0 { String::new() } else { "too few to tell".to_owned() },
            |lift| format!("{:+.4} [{:+.4}, {:+.4}]", lift.estimate, lift.low, lift.high),
        );
        let mean = tally.mean().map_or_else(|| "–".to_owned(), |mean| format!("{mean:.4}"));
        let _ = writeln!(text, "  {name:16} {:>10} {mean:>8} {shown:>28}", tally.exposures);
        let lift = lift.map(|lift| json!({"estimate": lift.estimate, "low": lift.low, "high": lift.high}));
        variants.push(
            json!({"variant": name, "exposures": tally.exposures, "mean": tally.mean(), "uplift": lift}),
        );
    }
    if let Some(p) = split {
        let verdict =
            if p < ALARM { "the split is off: trust no comparison" } else { "the split was kept to" };
        let _ = writeln!(text, "  {verdict} (p = {p:.4})");
    }
    json!({"slot": counts.slot, "variants": variants, "sample_ratio_p": split})
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(exposures: [u64; 2], rewards: [f64; 2]) -> String {
        let tally =
            |at: usize| json!({"exposures": exposures[at], "rewards": rewards[at], "squares": rewards[at]});
        json!([{"slot": "hero", "variants": ["default", "proof"], "tallies": [tally(0), tally(1)]}])
            .to_string()
    }

    fn told(texts: &[String], weights: Option<Vec<f64>>) -> Result<String, AnalyseError> {
        let exports: Vec<_> = texts.iter().map(|text| ("a.json".to_owned(), text.clone())).collect();
        analyse(&exports, &Arguments { files: Vec::new(), slot: None, weights, error_rate: 0.05, json: true })
    }

    #[test]
    fn counts_of_many_browsers_are_summed_and_compared() {
        let export = json!({"consent": {}, "learned": [], "kept": {"counts": [], "version": 3}}).to_string();
        let half = counts([2_000, 2_000], [200.0, 400.0]);
        let object: Value =
            serde_json::from_str(&told(&[half.clone(), half, export], Some(vec![0.5, 0.5])).unwrap())
                .unwrap();
        let proof = &object["slots"][0]["variants"][1];
        assert_eq!((proof["exposures"].as_u64(), proof["mean"].as_f64()), (Some(4_000), Some(0.2)));
        assert!(proof["uplift"]["low"].as_f64().unwrap() > 0.0);
        assert!(object["slots"][0]["sample_ratio_p"].as_f64().unwrap() > 0.5);
    }

    #[test]
    fn a_split_that_is_off_and_what_can_not_be_compared_are_told() {
        let off = told(&[counts([3_000, 2_000], [0.0, 0.0])], Some(vec![0.5, 0.5])).unwrap();
        let object: Value = serde_json::from_str(&off).unwrap();
        assert!(object["slots"][0]["sample_ratio_p"].as_f64().unwrap() < ALARM);
        let other = counts([1, 1], [0.0, 0.0]).replace("proof", "offer");
        for (texts, weights, named) in [
            (vec![counts([1, 1], [0.0, 0.0]), other], None, "elsewhere it has default, proof"),
            (vec![counts([1, 1], [0.0, 0.0])], Some(vec![1.0]), "1 numbers"),
            (vec!["{}".to_owned()], None, "nearside.export()"),
        ] {
            let message = told(&texts, weights).unwrap_err().to_string();
            assert!(message.contains(named), "{message}");
        }
    }
}
