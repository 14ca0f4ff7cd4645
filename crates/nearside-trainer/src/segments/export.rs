//! Writing a segments model's folder, and reading its mixture back.
//!
//! The golden cases are what the browser's own code answers for the bytes written. Their inputs are drawn around the
//! components in turn, so that every segment is among the answers; none is taken from a visitor.

use std::{collections::BTreeMap, path::Path};

use nearside_core::{
    features::normalise::{Statistic, clip, unbend},
    scorer::Task,
    seed,
};
use nearside_model::{
    Model,
    golden::Golden,
    manifest::{
        Activation, Architecture, Data, FORMAT, Input, Kind, Manifest, Trained, WeightsFile, schema_hex,
    },
    weights::sha256,
};
use rand::RngExt;
use safetensors::{Dtype, SafeTensors, tensor::TensorView};

use super::{
    card,
    error::SegmentsError,
    evaluate::Measured,
    inputs::Columns,
    mixture::{Component, Mixture},
    names::Named,
    profile::Profile,
    select::Selection,
    settings::Settings,
    variants::Variant,
};
use crate::{model::pretty, train::run::store};

/// Golden cases.
const CASES: usize = 32;
/// Name of the weights' file.
const WEIGHTS: &str = "weights.safetensors";

/// Everything that was found, for the folder's files.
pub(crate) struct Found<'a> {
    pub(crate) columns: &'a Columns,
    pub(crate) statistics: &'a [Statistic],
    pub(crate) typical: &'a [f32],
    /// One a segment, as the profiles.
    pub(crate) named: &'a [Named],
    pub(crate) profiles: &'a [Profile],
    pub(crate) selection: &'a Selection,
    pub(crate) variants: &'a [Variant],
    pub(crate) settings: &'a Settings,
    pub(crate) visits: usize,
    pub(crate) people: usize,
}

impl<'a> Found<'a> {
    /// Names and standardised means of the segments.
    pub(crate) fn standing(&self) -> Vec<(&'a str, &'a [f64])> {
        let pairs = self.named.iter().zip(self.profiles);
        pairs.map(|(named, profile)| (named.name.as_str(), profile.standard.as_slice())).collect()
    }
}

/// A model as it will be written, and as the browser reads it.
pub(crate) struct Shipped {
    pub(crate) manifest: Manifest,
    pub(crate) weights: Vec<u8>,
    pub(crate) model: Model,
}

/// Makes the bytes for the folder `out` and loads them.
///
/// # Errors
/// [`SegmentsError`].
pub(crate) fn load(found: &Found<'_>, out: &Path) -> Result<Shipped, SegmentsError> {
    let weights = tensors(&found.selection.mixture)?;
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    let manifest = describe(&name, found, &weights);
    let model = Model::load(pretty(&manifest)?.as_bytes(), &weights)?;
    Ok(Shipped { manifest, weights, model })
}

/// Writes the folder `out`.
///
/// # Errors
/// [`SegmentsError`].
pub(crate) fn write(
    out: &Path,
    found: &Found<'_>,
    shipped: &mut Shipped,
    measured: &Measured,
) -> Result<(), SegmentsError> {
    let golden = golden(found, &mut shipped.model)?;
    store(&out.join(WEIGHTS), &shipped.weights)?;
    store(&out.join("manifest.json"), pretty(&shipped.manifest)?)?;
    store(&out.join("golden.json"), pretty(&golden)?)?;
    Ok(store(&out.join("card.md"), card::write(&shipped.manifest, found, measured))?)
}

/// The mixture in the bytes of a weights file that a model was loaded from.
///
/// # Errors
/// [`SegmentsError::Weights`].
pub(crate) fn read(weights: &[u8]) -> Result<Mixture, SegmentsError> {
    let tensors = SafeTensors::deserialize(weights)?;
    let values = |name: &str| -> Result<Vec<f64>, SegmentsError> {
        let view = tensors.tensor(name)?;
        Ok(view.data().as_chunks().0.iter().map(|&four| f64::from(f32::from_le_bytes(four))).collect())
    };
    let (weight, mean, variance) = (values("weight")?, values("mean")?, values("variance")?);
    let width = mean.len() / weight.len().max(1);
    let rows = mean.chunks_exact(width).zip(variance.chunks_exact(width)).zip(weight);
    let component = |((mean, variance), weight): ((&[f64], &[f64]), f64)| Component {
        weight,
        mean: mean.to_vec(),
        variance: variance.to_vec(),
    };
    Ok(Mixture { components: rows.map(component).collect() })
}

fn tensors(mixture: &Mixture) -> Result<Vec<u8>, SegmentsError> {
    let bytes = |values: &mut dyn Iterator<Item = f64>| -> Vec<u8> {
        values.flat_map(|value| (value as f32).to_le_bytes()).collect()
    };
    let components = &mixture.components;
    let (count, width) = (components.len(), components.first().map_or(0, |first| first.mean.len()));
    let parts = [
        ("mean", vec![count, width], bytes(&mut components.iter().flat_map(|c| &c.mean).copied())),
        ("variance", vec![count, width], bytes(&mut components.iter().flat_map(|c| &c.variance).copied())),
        ("weight", vec![count], bytes(&mut components.iter().map(|c| c.weight))),
    ];
    let views = parts
        .iter()
        .map(|(name, shape, bytes)| Ok((*name, TensorView::new(Dtype::F32, shape.clone(), bytes)?)));
    let views = views.collect::<Result<Vec<_>, SegmentsError>>()?;
    Ok(safetensors::serialize(views, None)?)
}

fn describe(name: &str, found: &Found<'_>, weights: &[u8]) -> Manifest {
    let inputs = found.columns.paths().zip(found.statistics).zip(found.typical);
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
        task: Task::Segments,
        schema: schema_hex(),
        inputs: inputs.collect(),
        architecture: Architecture {
            kind: Kind::Mixture,
            hidden: Vec::new(),
            // A mixture has no layer that it could follow.
            activation: Activation::Relu,
            heads: found.named.iter().map(|named| named.name.clone()).collect(),
        },
        calibration: Vec::new(),
        weights: WeightsFile { file: WEIGHTS.to_owned(), sha256: sha256(weights), bytes: weights.len() },
        metrics: metrics(found),
        data: Data { source: found.settings.source.clone(), licence: found.settings.licence.clone() },
        trained: Trained { version: env!("CARGO_PKG_VERSION").to_owned(), seed: found.settings.seed },
    }
}

fn metrics(found: &Found<'_>) -> BTreeMap<String, f64> {
    let point = found.selection.point();
    let mut metrics = BTreeMap::from([
        ("k".to_owned(), point.segments as f64),
        ("bic".to_owned(), point.bic),
        ("heldout.log_likelihood".to_owned(), point.heldout),
    ]);
    metrics.extend(point.silhouette.map(|value| ("silhouette".to_owned(), value)));
    metrics.extend(point.ari.map(|value| ("ari".to_owned(), value)));
    let pairs = found.named.iter().zip(found.profiles);
    metrics.extend(pairs.map(|(named, profile)| (format!("share.{}", named.name), profile.share)));
    // Four digits: more would say more than a few dozen people can.
    metrics.values_mut().for_each(|value| *value = (*value * 1e4).round() / 1e4);
    metrics
}

fn golden(found: &Found<'_>, model: &mut Model) -> Result<Golden, SegmentsError> {
    let mut rng = seed::rng(u64::from(found.settings.seed));
    let components = found.selection.mixture.components.iter().cycle();
    let row = |component: &Component| {
        let columns = found.columns.iter().zip(found.statistics).zip(&component.mean);
        let drawn = columns.map(|(((_, feature), statistic), &mean)| {
            let off = mean as f32 + rng.random_range(-1.0..1.0_f32);
            clip(feature, unbend(feature, statistic.mean + statistic.spread * off))
        });
        drawn.collect()
    };
    let rows = components.take(CASES).map(row).collect();
    let inputs = found.columns.paths().map(str::to_owned).collect();
    let golden = Golden { inputs, rows, outputs: Vec::new() };
    Ok(golden.answered(model)?)
}
