//! Measuring an attention model on recorded visits: the shipped one as it is, or its recipe cross-validated.
//!
//! A shipped model measured on people that it learned from looks better than it is; on people it has not seen, this
//! is the figure that counts. `--cross-validate` trains anew, so that no score comes from a network that saw the
//! same visitor.

use std::{fmt::Write, path::PathBuf};

use nearside_core::scorer::{Score, Scorer, ScorerError};
use nearside_model::Model;
use serde_json::{Value, json};
use thiserror::Error;

use crate::{
    data::{
        rows::Rows,
        visit::{Reading, Visit, VisitError, load},
    },
    metrics::Metrics,
    model::{self, FolderError},
    train::{
        TrainError,
        attention::{MANNERS, cross_validate_on},
        cross::measure,
        settings::Settings,
    },
};

/// Why a model could not be measured.
#[derive(Debug, Error)]
#[non_exhaustive]
pub(crate) enum EvaluateError {
    /// The data.
    #[error(transparent)]
    Data(#[from] VisitError),
    /// The model's folder.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The model at work.
    #[error(transparent)]
    Model(#[from] ScorerError),
    /// Training for the cross-validation.
    #[error(transparent)]
    Train(#[from] TrainError),
}

/// What to measure, and on what.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The model's folder.
    #[arg(long, default_value = "models/attention")]
    model: PathBuf,
    /// A recorded visit with gaze, or a folder of them.
    #[arg(long)]
    data: PathBuf,
    /// How the recordings' numbers are understood; both when left out.
    #[arg(long, value_enum)]
    reading: Option<Reading>,
    /// Also trains anew and measures each person by a network that has not seen them.
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
/// [`EvaluateError`].
pub(crate) fn run(arguments: &Arguments) -> Result<String, EvaluateError> {
    let mut model = model::load(&arguments.model)?;
    let visits = load(&arguments.data)?;
    let readings =
        arguments.reading.map_or(vec![Reading::Aligned, Reading::AsGiven], |reading| vec![reading]);
    let (mut text, mut object) = (String::new(), serde_json::Map::new());
    for reading in readings {
        let name = reading_name(reading);
        let (rows, shipped) = shipped(&mut model, &visits, reading)?;
        let mut tables = vec![("shipped", shipped)];
        if arguments.cross_validate {
            let crossed = cross_validate_on(&visits, reading, &arguments.settings)?;
            tables.push(("cross_validated", crossed.metrics));
        }
        let mut part = json!({"rows": rows});
        for (what, metrics) in tables {
            let title =
                format!("{} · {} reading · {rows} rows", what.replace('_', "-"), name.replace('_', " "));
            // Writing to a String does not fail.
            let _ = write!(text, "{}\n\n", table(&title, &metrics));
            part[what] = as_json(&metrics);
        }
        object.insert(name.to_owned(), part);
    }
    Ok(if arguments.json { format!("{:#}", Value::Object(object)) } else { text.trim_end().to_owned() })
}

/// The judged rows' number, and the metrics of the model's own probabilities on them, by manner.
fn shipped(
    model: &mut Model,
    visits: &[Visit],
    reading: Reading,
) -> Result<(usize, Vec<[Metrics; 2]>), ScorerError> {
    let (mut all, mut count) = (Vec::new(), 0);
    for manner in MANNERS {
        let rows = Rows::of(visits, reading, manner).judged();
        count = rows.keys.len();
        let mut scores = vec![Score::default(); count];
        for (scores, rows) in
            scores.chunks_mut(1_024).zip(rows.features.chunks(1_024 * nearside_core::features::schema::WIDTH))
        {
            model.score(rows, scores)?;
        }
        let head =
            |of: fn(&Score) -> f32| scores.iter().map(|score| f64::from(of(score))).collect::<Vec<_>>();
        all.push([
            measure(&rows, 0, &head(|score| score.estimate)),
            measure(&rows, 1, &head(|score| score.forecast)),
        ]);
    }
    Ok((count, all))
}

/// The metrics as a table.
pub(crate) fn table(title: &str, metrics: &[[Metrics; 2]]) -> String {
    let mut text = format!("{title}\n{:20} {:>6} {:>6} {:>6} {:>6}\n", "", "AUC", "AP", "top-1", "ECE");
    for (heads, manner) in metrics.iter().zip(["", ", touch"]) {
        for (m, head) in heads.iter().zip(["estimate", "forecast"]) {
            // Writing to a String does not fail.
            let _ = writeln!(
                text,
                "{:20} {:6.3} {:6.3} {:6.3} {:6.3}",
                format!("{head}{manner}"),
                m.auc,
                m.ap,
                m.top1,
                m.ece
            );
        }
    }
    text.trim_end().to_owned()
}

fn as_json(metrics: &[[Metrics; 2]]) -> Value {
    let heads = |heads: &[Metrics; 2]| json!({"estimate": heads[0], "forecast": heads[1]});
    let mut parts = serde_json::Map::new();
    for (of, manner) in metrics.iter().zip(["cursor", "touch"]) {
        parts.insert(manner.to_owned(), heads(of));
    }
    Value::Object(parts)
}

fn reading_name(reading: Reading) -> &'static str {
    match reading {
        Reading::Aligned => "aligned",
        Reading::AsGiven => "as_given",
    }
}
