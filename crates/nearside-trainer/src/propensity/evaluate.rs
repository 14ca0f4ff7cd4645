//! Measuring a propensity model on a table of sessions: the shipped one as it is, or its recipe cross-validated.
//!
//! A shipped model measured on sessions that it learned from looks better than it is; on others, this is the figure
//! that counts. `--cross-validate` trains anew, so that no probability comes from a network that saw the session.

use std::path::PathBuf;

use nearside_core::{
    features::schema::PAGE,
    scorer::{Scorer, Task},
};
use nearside_model::Model;
use serde_json::{Map, Value, json};

use super::{
    cross::CrossValidation, error::PropensityError, figures::Figures, inputs::site_codes, settings::Settings,
    train::validate,
};
use crate::{
    data::sessions::{Sessions, load},
    model::load_for,
};

/// Rows scored at once.
const BATCH: usize = 1_024;

/// What to measure, and on what.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The model's folder.
    #[arg(long, default_value = "models/propensity")]
    model: PathBuf,
    /// A table of sessions (CSV).
    #[arg(long)]
    data: PathBuf,
    /// Also trains anew and measures each session by a network, and by boosted trees, that have not seen it.
    #[arg(long)]
    cross_validate: bool,
    /// As JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    settings: Settings,
}

/// Measures, and tells in text or JSON.
///
/// # Errors
/// [`PropensityError`].
pub(crate) fn run(arguments: &Arguments) -> Result<String, PropensityError> {
    let mut model = load_for(Task::Propensity, &arguments.model)?;
    let sessions = load(&arguments.data)?;
    let [known, unknown] = shipped(&mut model, &sessions)?;
    let crossed = match arguments.cross_validate {
        true => Some(validate(&sessions, &arguments.settings)?),
        false => None,
    };
    let bought = sessions.bought.iter().filter(|&&bought| bought).count();
    if arguments.json {
        let mut object = Map::new();
        object.insert("rows".to_owned(), sessions.len().into());
        object.insert("bought".to_owned(), bought.into());
        object.insert("shipped".to_owned(), json!({"all live columns": known, "without codes": unknown}));
        object.extend(crossed.map(|crossed| ("cross_validated".to_owned(), crossed.to_json())));
        return Ok(format!("{:#}", Value::Object(object)));
    }
    let mut text = format!(
        "{}\n  {:32} {known}\n  {:32} {unknown}\n",
        head("shipped"),
        "all live columns",
        "without the site's codes"
    );
    if let Some(crossed) = crossed {
        text += &format!("\n{}\n", crossed.to_text());
    }
    Ok(format!("{text}\n{} sessions, of which {bought} bought", sessions.len()))
}

/// Figures of the model's own probabilities, with the site's codes and without.
fn shipped(model: &mut Model, sessions: &Sessions) -> Result<[Figures; 2], PropensityError> {
    let mut measure = |sessions: &Sessions| -> Result<Figures, PropensityError> {
        let mut scores = vec![0.0; sessions.len()];
        for (scores, rows) in scores.chunks_mut(BATCH).zip(sessions.features.chunks(BATCH * PAGE.len())) {
            model.score(rows, scores)?;
        }
        let scores: Vec<f64> = scores.into_iter().map(f64::from).collect();
        Ok(Figures::of(&scores, &sessions.bought))
    };
    Ok([measure(sessions)?, measure(&sessions.without(&site_codes()?))?])
}

fn head(title: &str) -> String {
    format!("{title:34} {:>14} {:>14} {:>14} {:>14}", "AUC", "AP", "Brier", "ECE")
}

impl CrossValidation {
    /// As a table.
    pub(crate) fn to_text(&self) -> String {
        let names = ["all live columns", "without the site's codes"];
        let lines = |what: &str, spreads: &[super::figures::Spread; 2]| {
            let line = |(name, spread)| format!("  {:32} {spread}", format!("{what}, {name}"));
            names.into_iter().zip(spreads).map(line).collect::<Vec<_>>().join("\n")
        };
        let title = head("cross-validated (± over splits)");
        format!("{title}\n{}\n{}", lines("network", &self.network), lines("trees", &self.trees))
    }

    /// As JSON.
    pub(crate) fn to_json(&self) -> Value {
        let views = |spreads: &[super::figures::Spread; 2]| json!({"all live columns": spreads[0], "without codes": spreads[1]});
        json!({"network": views(&self.network), "trees": views(&self.trees)})
    }
}
