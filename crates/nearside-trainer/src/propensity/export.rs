//! Writing a propensity model's folder: weights, manifest, golden cases, card.
//!
//! The weights are loaded again from the bytes written, by the code that the browser runs, and the golden cases
//! are what *that* answers. Their inputs are drawn around the statistics, never taken from a session.

use std::{collections::BTreeMap, path::Path};

use nearside_core::{
    features::{
        normalise::{Statistic, clip, unbend},
        schema::Feature,
    },
    scorer::{CONVERT, Task},
    seed,
};
use nearside_model::{
    Model,
    golden::Golden,
    manifest::{Architecture, Data, FORMAT, Input, Kind, Manifest, Trained, WeightsFile, schema_hex},
    weights::sha256,
};
use rand::RngExt;

use super::{
    card,
    cross::CrossValidation,
    error::PropensityError,
    inputs::{self, Inputs},
    network::Network,
    settings::Settings,
    variants::Variant,
};
use crate::{data::sessions::Sessions, model::pretty, train::run::store};

/// Golden cases.
const CASES: usize = 32;
/// Name of the weights' file.
const WEIGHTS: &str = "weights.safetensors";

/// Everything that was found, for the folder's files.
pub(super) struct Found<'a> {
    pub(super) network: &'a Network,
    pub(super) inputs: &'a Inputs,
    pub(super) crossed: &'a CrossValidation,
    pub(super) variants: &'a [Variant],
    pub(super) sessions: &'a Sessions,
    pub(super) settings: &'a Settings,
}

/// Writes the folder `out`.
///
/// # Errors
/// [`PropensityError`].
pub(super) fn write(out: &Path, found: &Found<'_>) -> Result<(), PropensityError> {
    // In the order of names: tensors of one type are laid out as they come.
    let left: Vec<Statistic> = found.inputs.all.iter().map(|input| input.left).collect();
    let weights = safetensors::serialize(&found.network.tensors(&left)?, None)?;
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    let manifest = describe(&name, found, &weights);
    let json = pretty(&manifest)?;
    let mut model = Model::load(json.as_bytes(), &weights)?;
    let golden = golden(found, &mut model)?;
    store(&out.join(WEIGHTS), &weights)?;
    store(&out.join("manifest.json"), json)?;
    store(&out.join("golden.json"), pretty(&golden)?)?;
    Ok(store(&out.join("card.md"), card::write(&manifest, found))?)
}

fn describe(name: &str, found: &Found<'_>, weights: &[u8]) -> Manifest {
    let input = |input: &inputs::Input| Input {
        path: input.feature.path.to_owned(),
        equals: input.equals,
        mean: input.statistic.mean,
        spread: input.statistic.spread,
        typical: typical(found.sessions, input),
    };
    let settings = found.settings;
    Manifest {
        format: FORMAT,
        name: name.to_owned(),
        task: Task::Propensity,
        schema: schema_hex(),
        inputs: found.inputs.all.iter().map(input).collect(),
        architecture: Architecture {
            kind: Kind::Mlp,
            hidden: settings.hidden.clone(),
            activation: settings.activation,
            heads: vec![CONVERT.to_owned()],
        },
        calibration: vec![found.crossed.calibration],
        weights: WeightsFile { file: WEIGHTS.to_owned(), sha256: sha256(weights), bytes: weights.len() },
        metrics: metrics(found.crossed),
        data: Data { source: card::SOURCE.to_owned(), licence: card::LICENCE.to_owned() },
        trained: Trained { version: env!("CARGO_PKG_VERSION").to_owned(), seed: settings.seed },
    }
}

/// The middle of the values of a column; of codes the most frequent, unknown where the site gives them.
fn typical(sessions: &Sessions, input: &inputs::Input) -> f32 {
    let mut values: Vec<f32> = sessions.rows().map(|row| row[input.column]).collect();
    values.sort_by(f32::total_cmp);
    if inputs::SITE_CODES.contains(&input.feature.path) {
        return 0.0;
    }
    match input.equals {
        Some(_) => values.chunk_by(|a, b| a == b).max_by_key(|same| same.len()).map_or(0.0, |same| same[0]),
        None => values.get(values.len() / 2).copied().unwrap_or_default(),
    }
}

fn metrics(crossed: &CrossValidation) -> BTreeMap<String, f64> {
    let views = [
        ("convert", &crossed.network[0]),
        ("without_codes", &crossed.network[1]),
        ("trees", &crossed.trees[0]),
        ("trees_without_codes", &crossed.trees[1]),
    ];
    let named = views.into_iter().flat_map(|(view, spread)| {
        let mean = spread.mean;
        let figures = [("auc", mean.auc), ("ap", mean.ap), ("brier", mean.brier), ("ece", mean.ece)];
        // Four digits: more would say more than the divisions into folds agree on.
        figures.map(|(what, value)| (format!("{view}.{what}"), (value * 1e4).round() / 1e4))
    });
    named.collect()
}

fn golden(found: &Found<'_>, model: &mut Model) -> Result<Golden, PropensityError> {
    let mut rng = seed::rng(u64::from(found.settings.seed));
    let columns = found.inputs.columns();
    let mut draw = |input: &inputs::Input| -> f32 {
        let feature: &Feature = input.feature;
        if input.equals.is_some() {
            return f32::from(rng.random_range(0..=feature.high as u8));
        }
        let bent = input.statistic.mean + input.statistic.spread * rng.random_range(-2.0..2.0_f32);
        clip(feature, unbend(feature, bent))
    };
    let rows = (0..CASES).map(|_| columns.iter().map(&mut draw).collect()).collect();
    let inputs = columns.iter().map(|input| input.feature.path.to_owned()).collect();
    let golden = Golden { inputs, rows, outputs: Vec::new() };
    Ok(golden.answered(model)?)
}
