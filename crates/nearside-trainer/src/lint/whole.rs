//! What no edit tells alone: a variant's edits side by side, and who gets a slot's default.

use nearside_core::catalogue::{Change, Edit};
use serde_json::Value;

use super::rule::Rule;

/// Attributes that make an image another.
const SOURCES: [&str; 2] = ["src", "srcset"];

/// The edits of a variant that want another beside them, by index.
pub(super) fn judge_variant(edits: &[Edit]) -> Vec<(usize, Rule, String)> {
    let writes = |edit: &Edit, names: &[&str]| match &edit.change {
        Change::Attribute { name, .. } => names.iter().any(|other| name.eq_ignore_ascii_case(other)),
        _ => false,
    };
    let described =
        |edit: &Edit| edits.iter().any(|other| other.selector == edit.selector && writes(other, &["alt"]));
    let is_alone = |(_, edit): &(usize, &Edit)| writes(edit, &SOURCES) && !described(edit);
    let found = edits.iter().enumerate().filter(is_alone);
    let why = "it changes the image, but not the `alt` that says what it is";
    found.map(|(index, _)| (index, Rule::Alt, why.to_owned())).collect()
}

/// Whether an experiment leaves its slot's default, which is its first variation, to anyone.
pub(super) fn judge_experiment(json: &str) -> Option<(Rule, String)> {
    let experiment: Value = serde_json::from_str(json).ok()?;
    let has_none = experiment["weights"][0].as_f64().is_some_and(|weight| weight <= 0.0);
    has_none
        .then(|| (Rule::Default, "its experiment shows the default to nobody: give it a weight".to_owned()))
}
