//! Measuring a segments model on recorded visits: as it ships, by the code that the browser runs.
//!
//! There is no right answer to compare with, so this says what can be seen: how likely the visits are under the mixture
//! (on the people it was made of and on others), how they divide, how sure and how lasting the segments are, and what
//! changes without a cursor.

use std::{fmt::Write, path::PathBuf};

use nearside_core::{
    features::{normalise::Statistic, schema::PAGE},
    scorer::{Scorer, Task},
};
use nearside_model::Model;
use serde_json::{Map, Value, json};

use super::{
    error::SegmentsError,
    export::read,
    inputs::{Columns, DESCRIBED},
    profile::{Profile, holds, profiles},
    sample::Sample,
    silhouette::silhouette,
};
use crate::{
    data::{moments::Moments, script::load, visit::Manner},
    model::load_for,
};

/// Rows scored at once.
const BATCH: usize = 1_024;

/// What to measure, and on what.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The model's folder.
    #[arg(long, default_value = "models/segments")]
    model: PathBuf,
    /// A recorded visit (made by nearside, or one with gaze, which is not read), or a folder of them.
    #[arg(long)]
    data: PathBuf,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// Measures, and tells in text or JSON.
///
/// # Errors
/// [`SegmentsError`].
pub(crate) fn run(arguments: &Arguments) -> Result<String, SegmentsError> {
    let mut model = load_for(Task::Segments, &arguments.model)?;
    let path = arguments.model.join("weights.safetensors");
    let weights = std::fs::read(&path)
        .map_err(|source| crate::model::FolderError::File { path: path.display().to_string(), source })?;
    let moments = Moments::of(&load(&arguments.data, Manner::Mouse)?);
    let touched = Moments::of(&load(&arguments.data, Manner::Touch)?);
    let measured = measure(&mut model, &weights, &moments, &touched)?;
    Ok(if arguments.json { format!("{:#}", measured.to_json()) } else { measured.to_text() })
}

/// What was seen.
pub(crate) struct Measured {
    names: Vec<String>,
    pub(crate) profiles: Vec<Profile>,
    /// Visits, people, moments.
    pub(crate) counts: [usize; 3],
    /// Mean ln p of a row under the mixture, nats.
    pub(crate) log_likelihood: f64,
    pub(crate) silhouette: Option<f64>,
    /// Mean of the greatest share.
    pub(crate) certainty: f64,
    /// How often a visit, after 10 s, already is in the segment that it ends in.
    pub(crate) holds: Option<f64>,
    /// How often a moment is in the same segment when the visit has no cursor; none for visits that can't be had so.
    pub(crate) touch: Option<f64>,
}

/// Measures `model`, loaded from `weights`, on `moments`, and on the same visits by touch.
///
/// # Errors
/// [`SegmentsError`].
pub(crate) fn measure(
    model: &mut Model,
    weights: &[u8],
    moments: &Moments,
    touched: &Moments,
) -> Result<Measured, SegmentsError> {
    let manifest = model.manifest();
    let columns = Columns::named(manifest.inputs.iter().map(|input| input.path.as_str()))?;
    let statistics: Vec<Statistic> =
        manifest.inputs.iter().map(|input| Statistic { mean: input.mean, spread: input.spread }).collect();
    let names = manifest.architecture.heads.clone();
    let sample = Sample::of(moments, &columns, &statistics);

    let (assigned, certainty) = assign(model, moments)?;
    let same = assign(model, touched)?.0;
    let same = moments.keys.iter().zip(assigned.iter().zip(same));
    let same: f64 = same.filter(|(_, (a, b))| **a == *b).map(|(key, _)| key.weight).sum();
    Ok(Measured {
        profiles: profiles(moments, &assigned, names.len())?,
        names,
        counts: [moments.visits, moments.people, moments.keys.len()],
        log_likelihood: read(weights)?.log_likelihood(&sample),
        silhouette: silhouette(&sample, &assigned)?,
        certainty,
        holds: holds(moments, &assigned),
        touch: (moments.features != touched.features).then(|| same / sample.total()),
    })
}

/// The segment of each moment, and the weighted mean of its share in it.
fn assign(model: &mut Model, moments: &Moments) -> Result<(Vec<usize>, f64), SegmentsError> {
    let heads = model.outputs().len();
    let mut shares = vec![0.0; moments.keys.len() * heads];
    for (shares, rows) in shares.chunks_mut(BATCH * heads).zip(moments.features.chunks(BATCH * PAGE.len())) {
        model.score(rows, shares)?;
    }
    let (mut assigned, mut certainty, mut total) = (Vec::new(), 0.0, 0.0);
    for (shares, key) in shares.chunks_exact(heads).zip(&moments.keys) {
        let most = (1..heads).fold(0, |a, b| if shares[b] > shares[a] { b } else { a });
        assigned.push(most);
        certainty += key.weight * f64::from(shares[most]);
        total += key.weight;
    }
    Ok((assigned, certainty / total))
}

impl Measured {
    /// As a page of text.
    pub(crate) fn to_text(&self) -> String {
        let [visits, people, moments] = self.counts;
        let percent =
            |value: Option<f64>| value.map_or("-".to_owned(), |value| format!("{:.0} %", value * 100.0));
        let mut text = format!(
            "{visits} visits by {people} people, {moments} moments\n\
            log-likelihood a row  {:.3}\nsilhouette            {}\ngreatest share        {:.2}\n\
            holds after 10 s      {}\nsame without cursor   {}\n\n{:24} {:>6} {:>6}",
            self.log_likelihood,
            self.silhouette.map_or("-".to_owned(), |value| format!("{value:.2}")),
            self.certainty,
            percent(self.holds),
            percent(self.touch),
            "segment",
            "share",
            "ends",
        );
        // Writing to a String does not fail.
        for path in DESCRIBED {
            let _ = write!(text, " {:>12}", path.rsplit('.').next().unwrap_or(path));
        }
        for (name, profile) in self.names.iter().zip(&self.profiles) {
            let _ = write!(text, "\n{name:24} {:>6.2} {:>6.2}", profile.share, profile.ends);
            for value in &profile.raw {
                let _ = write!(text, " {value:>12.2}");
            }
        }
        text
    }

    /// As JSON.
    pub(crate) fn to_json(&self) -> Value {
        let segment = |(name, profile): (&String, &Profile)| {
            let by_path = |values: &[f64]| -> Map<String, Value> {
                DESCRIBED.iter().zip(values).map(|(path, value)| ((*path).to_owned(), json!(value))).collect()
            };
            json!({
                "name": name,
                "share": profile.share,
                "ends": profile.ends,
                "means": by_path(&profile.raw),
                "standardised": by_path(&profile.standard),
            })
        };
        let [visits, people, moments] = self.counts;
        json!({
            "visits": visits,
            "people": people,
            "moments": moments,
            "log_likelihood": self.log_likelihood,
            "silhouette": self.silhouette,
            "certainty": self.certainty,
            "holds": self.holds,
            "touch": self.touch,
            "segments": self.names.iter().zip(&self.profiles).map(segment).collect::<Vec<_>>(),
        })
    }
}
