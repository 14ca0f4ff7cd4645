//! Measuring an attention model on recorded visits: the shipped one as it is, or its recipe cross-validated.
//!
//! A shipped model measured on people that it learned from looks better than it is; on people it has not seen, this
//! is the figure that counts. `--cross-validate` trains anew, so that no score comes from a network that saw the
//! same visitor.

use std::{fmt::Write, path::PathBuf};

use nearside_core::{
    features::schema::WIDTH,
    scorer::{Score, Scorer, ScorerError, Task},
};
use nearside_model::Model;
use serde_json::{Value, json};
use thiserror::Error;

use crate::{
    data::{
        rows::{Key, Rows},
        visit::{Manner, Reading, Visit, VisitError, load},
    },
    importance::importance,
    metrics::Metrics,
    model::{self, FolderError},
    plot::{self, PlotError},
    train::{
        TrainError,
        attention::{VIEWS, cross_validate_on},
        conclude::{Heads, measure},
        held_out::HeldOut,
        run::store,
        settings::Settings,
    },
    tried::{self, Lost, Row, Table, Tried, TriedError},
};

/// Outputs of a row.
const HEADS: usize = Score::OUTPUTS.len();
/// Rows scored at once.
const BATCH: usize = 1_024;

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
    /// The plots.
    #[error(transparent)]
    Plot(#[from] PlotError),
    /// What was written before.
    #[error(transparent)]
    Tried(#[from] TriedError),
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
    /// Also trains anew and measures each person by a network that has not seen them.
    #[arg(long)]
    cross_validate: bool,
    /// Folder for plots of the model's own probabilities: ROC, precision-recall, calibration.
    #[arg(long, value_name = "DIR")]
    plots: Option<PathBuf>,
    /// Also what is lost when one input is dealt out anew among the rows; with --cross-validate by networks that
    /// have not seen the person.
    #[arg(long)]
    importance: bool,
    /// Keeps the importance in this tried.json of a model, for its card.
    #[arg(long, value_name = "FILE", requires = "importance")]
    out: Option<PathBuf>,
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
    let mut model = model::load_for(Task::Attention, &arguments.model)?;
    let visits = load(&arguments.data)?;
    let crossed = match arguments.cross_validate {
        true => Some(cross_validate_on(&visits, &arguments.settings)?),
        false => None,
    };
    let shipped = Measured::of(&mut model, &visits)?;
    let rows = shipped.judged[0].len();
    if let Some(folder) = &arguments.plots {
        for (name, svg) in plot::curves(&shipped.judged, &shipped.scores)? {
            store(&folder.join(name), &svg)?;
        }
    }
    let epochs = crossed.as_ref().map(|crossed| crossed.epochs);
    let worth = match arguments.importance {
        true => Some(worth(&mut model, &visits, epochs, arguments)?),
        false => None,
    };
    let crossed = crossed.map(|crossed| crossed.metrics);
    let (mut text, mut object) = (String::new(), serde_json::Map::new());
    for (what, metrics) in [("shipped", Some(shipped.metrics)), ("cross_validated", crossed)] {
        let Some(metrics) = metrics else { continue };
        // Writing to a String does not fail.
        let _ = write!(text, "{}\n\n", table(&what.replace('_', "-"), &metrics));
        object.insert(what.to_owned(), as_json(&metrics));
    }
    if let Some(worth) = worth {
        let _ = write!(text, "{}\n\n", worth.text());
        object.insert("importance".to_owned(), json!(worth));
    }
    object.insert("rows".to_owned(), rows.into());
    let _ = write!(text, "{rows} rows of {} visits", visits.len());
    Ok(if arguments.json { format!("{:#}", Value::Object(object)) } else { text.trim_end().to_owned() })
}

/// What each input is worth, in the rows as published; also as a plot, and for the card, if asked for.
fn worth(
    model: &mut Model,
    visits: &[Visit],
    epochs: Option<usize>,
    arguments: &Arguments,
) -> Result<Table<Lost>, EvaluateError> {
    let (reading, manner) = VIEWS[0];
    let judged = Rows::of(visits, reading, manner).judged();
    let (rows, by) = match epochs {
        Some(epochs) => {
            let networks = HeldOut::of(visits, &arguments.settings, epochs)?;
            let lost = importance(&judged, &networks.paths(), &mut |rows| networks.outputs(rows))?;
            (lost, "by networks that have not seen the person")
        }
        None => {
            let inputs = model.manifest().inputs.clone();
            let paths: Vec<&str> = inputs.iter().map(|input| input.path.as_str()).collect();
            (importance(&judged, &paths, &mut |rows| probabilities(model, rows))?, "by the model itself")
        }
    };
    let about = format!("AUC lost when the input's values are dealt out anew among the judged rows, {by}.");
    let table = Table { command: tried::command(), about, rows };
    if let Some(folder) = &arguments.plots {
        let named = |row: &'_ Row<Lost>| (row.name.clone(), [row.figures.estimate, row.figures.forecast]);
        let bars: Vec<(String, [f64; 2])> = table.rows.iter().map(named).collect();
        let svg = plot::bars::draw("What each input is worth", "AUC lost without it", &bars)?;
        store(&folder.join("importance.svg"), &svg)?;
    }
    if let Some(path) = &arguments.out {
        Tried::change(path, |tried| tried.importance = Some(table.clone()))?;
    }
    Ok(table)
}

/// What a model says of the judged rows, view by view.
struct Measured {
    judged: Vec<Vec<Key>>,
    scores: Vec<Heads>,
    metrics: Vec<[Metrics; 2]>,
}

impl Measured {
    fn of(model: &mut Model, visits: &[Visit]) -> Result<Measured, ScorerError> {
        let mut measured = Measured { judged: Vec::new(), scores: Vec::new(), metrics: Vec::new() };
        for (reading, manner) in VIEWS {
            let rows = Rows::of(visits, reading, manner).judged();
            let scores = probabilities(model, &rows)?;
            measured.metrics.push([0, 1].map(|head| measure(&rows.keys, head, &scores[head])));
            measured.scores.push(scores);
            measured.judged.push(rows.keys);
        }
        Ok(measured)
    }
}

/// The model's own probabilities, one list a head.
fn probabilities(model: &mut Model, rows: &Rows) -> Result<Heads, ScorerError> {
    let mut outputs = vec![0.0; rows.keys.len() * HEADS];
    for (outputs, rows) in outputs.chunks_mut(BATCH * HEADS).zip(rows.features.chunks(BATCH * WIDTH)) {
        model.score(rows, outputs)?;
    }
    let scores: Vec<Score> = Score::read(&outputs).collect();
    let head = |of: fn(&Score) -> f32| scores.iter().map(|score| f64::from(of(score))).collect();
    Ok([head(|score| score.estimate), head(|score| score.forecast)])
}

/// The metrics of every view as a table.
pub(crate) fn table(title: &str, metrics: &[[Metrics; 2]]) -> String {
    let mut text = format!("{title:40} {:>6} {:>6} {:>6} {:>6}\n", "AUC", "AP", "top-1", "ECE");
    for (heads, view) in metrics.iter().zip(VIEWS) {
        for (m, head) in heads.iter().zip(["estimate", "forecast"]) {
            let name = format!("{head}, {}", view_name(view));
            // Writing to a String does not fail.
            let _ = writeln!(text, "  {name:38} {:6.3} {:6.3} {:6.3} {:6.3}", m.auc, m.ap, m.top1, m.ece);
        }
    }
    text.trim_end().to_owned()
}

pub(crate) fn view_name((reading, manner): (Reading, Manner)) -> &'static str {
    match (reading, manner) {
        (Reading::Published, Manner::Mouse) => "as published",
        (Reading::Published, Manner::Touch) => "as published, touch only",
        (Reading::Aligned, Manner::Mouse) => "aligned",
        (Reading::Aligned, Manner::Touch) => "aligned, touch only",
    }
}

pub(crate) fn as_json(metrics: &[[Metrics; 2]]) -> Value {
    let views = metrics.iter().zip(VIEWS);
    let parts = views.map(|(heads, view)| {
        (view_name(view).to_owned(), json!({"estimate": heads[0], "forecast": heads[1]}))
    });
    Value::Object(parts.collect())
}
