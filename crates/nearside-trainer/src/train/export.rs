//! Writing a model's folder: weights, manifest, golden cases, card.
//!
//! The weights are loaded again from the bytes written, by the code that the browser runs, and the golden cases
//! are what *that* answers. Their inputs are drawn around the statistics, never taken from a visitor.

use std::{collections::BTreeMap, path::Path};

use nearside_core::{
    features::normalise::{Statistic, clip, unbend},
    scorer::{Score, Task},
    seed,
};
use nearside_model::{
    Model,
    golden::Golden,
    manifest::{Architecture, Data, FORMAT, Input, Kind, Manifest, WeightsFile, schema_hex},
    weights::sha256,
};
use rand::RngExt;

use super::{
    TrainError, card, conclude::CrossValidation, examples::Columns, network::Network, run::store,
    settings::Settings,
};
use crate::{model::pretty, tried::Tried};

/// Golden cases.
const CASES: usize = 32;
/// Name of the weights' file.
const WEIGHTS: &str = "weights.safetensors";

/// A trained network and what its inputs are.
pub(crate) struct Trained<'a> {
    pub(crate) network: &'a Network,
    pub(crate) columns: &'a Columns,
    pub(crate) statistics: &'a [Statistic],
    pub(crate) typical: &'a [f32],
}

/// Writes the folder `out`; `made_of` counts visits and people.
///
/// # Errors
/// [`TrainError`].
pub(crate) fn write(
    out: &Path,
    trained: &Trained<'_>,
    crossed: &CrossValidation,
    settings: &Settings,
    made_of: (usize, usize),
) -> Result<(), TrainError> {
    // In the order of names: tensors of one type are laid out as they come.
    let weights = safetensors::serialize(&trained.network.tensors(), None)?;

    let name = out.file_name().unwrap_or_default().to_string_lossy();
    let manifest = describe(&name, trained, crossed, settings, &weights);
    let json = pretty(&manifest)?;
    let mut model = Model::load(json.as_bytes(), &weights)?;
    let golden = golden(trained, &mut model, settings)?;
    store(&out.join(WEIGHTS), &weights)?;
    store(&out.join("manifest.json"), json)?;
    store(&out.join("golden.json"), pretty(&golden)?)?;
    // What commands wrote before stays, in the folder and in the card.
    let tried = Tried::read(&out.join("tried.json"))?;
    store(&out.join("card.md"), card::write(&manifest, settings, crossed.epochs, made_of, &tried))
}

fn describe(
    name: &str,
    trained: &Trained<'_>,
    crossed: &CrossValidation,
    settings: &Settings,
    weights: &[u8],
) -> Manifest {
    let inputs = trained.columns.paths().zip(trained.statistics).zip(trained.typical);
    let inputs = inputs.map(|((path, statistic), &typical)| Input {
        path: path.to_owned(),
        equals: None,
        mean: statistic.mean,
        spread: statistic.spread,
        typical,
    });
    Manifest {
        format: FORMAT,
        name: name.to_owned(),
        task: Task::Attention,
        schema: schema_hex(),
        inputs: inputs.collect(),
        architecture: Architecture {
            kind: Kind::Mlp,
            hidden: settings.hidden.clone(),
            activation: settings.activation,
            heads: Score::OUTPUTS.map(str::to_owned).to_vec(),
        },
        calibration: crossed.calibration.to_vec(),
        weights: WeightsFile { file: WEIGHTS.to_owned(), sha256: sha256(weights), bytes: weights.len() },
        metrics: named_metrics(crossed),
        data: Data { source: card::SOURCE.to_owned(), licence: card::LICENCE.to_owned() },
        trained: nearside_model::manifest::Trained {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            seed: settings.seed,
        },
    }
}

fn named_metrics(crossed: &CrossValidation) -> BTreeMap<String, f64> {
    let mut named = BTreeMap::new();
    for (heads, manner) in crossed.metrics.iter().zip(["", "touch.", "aligned.", "aligned.touch."]) {
        for (metrics, head) in heads.iter().zip(["estimate", "forecast"]) {
            for (what, value) in
                [("auc", metrics.auc), ("ap", metrics.ap), ("top1", metrics.top1), ("ece", metrics.ece)]
            {
                // Four digits: more would say more than a few dozen people can.
                named.insert(format!("{manner}{head}.{what}"), (value * 1e4).round() / 1e4);
            }
        }
    }
    named
}

fn golden(trained: &Trained<'_>, model: &mut Model, settings: &Settings) -> Result<Golden, TrainError> {
    let mut rng = seed::rng(u64::from(settings.seed));
    let row = |_| {
        let columns = trained.columns.features().zip(trained.statistics);
        let drawn = columns.map(|(feature, statistic)| {
            let bent = statistic.mean + statistic.spread * rng.random_range(-2.0..2.0_f32);
            clip(feature, unbend(feature, bent))
        });
        drawn.collect()
    };
    let inputs = trained.columns.paths().map(str::to_owned).collect();
    let golden = Golden { inputs, rows: (0..CASES).map(row).collect(), outputs: Vec::new() };
    Ok(golden.answered(model)?)
}
