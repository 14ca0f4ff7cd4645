//! A small valid model, and ways to spoil it.

use std::collections::BTreeMap;

use nearside_core::features::schema;
use nearside_model::weights::sha256;
use safetensors::{Dtype, tensor::TensorView};
use serde_json::{Value, json};

/// A tensor to be stored.
pub(crate) struct Stored {
    pub(crate) dtype: Dtype,
    pub(crate) shape: Vec<usize>,
    pub(crate) bytes: Vec<u8>,
}

impl Stored {
    pub(crate) fn floats(shape: &[usize], values: &[f32]) -> Stored {
        let bytes = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        Stored { dtype: Dtype::F32, shape: shape.to_vec(), bytes }
    }
}

/// Tensors by name.
pub(crate) type Tensors = BTreeMap<String, Stored>;

/// Two inputs, two units, two heads: estimate = unit 0, forecast = minus unit 1.
pub(crate) fn tensors() -> Tensors {
    [
        ("layer0.weight", Stored::floats(&[2, 2], &[1.0, 0.0, 0.0, 1.0])),
        ("layer0.bias", Stored::floats(&[2], &[0.0, 0.5])),
        ("layer1.weight", Stored::floats(&[2, 2], &[1.0, 0.0, 0.0, -1.0])),
        ("layer1.bias", Stored::floats(&[2], &[0.0, 0.0])),
    ]
    .into_iter()
    .map(|(name, stored)| (name.to_owned(), stored))
    .collect()
}

/// The bytes of a safetensors file.
pub(crate) fn serialized(tensors: &Tensors) -> Vec<u8> {
    let views = tensors.iter().map(|(name, stored)| {
        (name, TensorView::new(stored.dtype, stored.shape.clone(), &stored.bytes).unwrap())
    });
    safetensors::serialize(views, None).unwrap()
}

/// A manifest for these bytes.
pub(crate) fn manifest(weights: &[u8]) -> Value {
    let input =
        |path: &str, typical: f32| json!({"path": path, "mean": 0.0, "spread": 1.0, "typical": typical});
    json!({
        "format": 2,
        "name": "small",
        "task": "attention",
        "schema": format!("{:016x}", schema::HASH),
        "inputs": [input("visible.*.share", 0.75), input("scroll.depth", 0.25)],
        "architecture": {"kind": "mlp", "hidden": [2], "activation": "relu", "heads": ["estimate", "forecast"]},
        "calibration": [{"scale": 1.0, "offset": 0.0}, {"scale": 2.0, "offset": 1.0}],
        "weights": {"file": "weights.safetensors", "sha256": sha256(weights), "bytes": weights.len()},
        "metrics": {"estimate.auc": 0.8},
        "data": {"source": "made up", "licence": "MIT"},
        "trained": {"version": "0.1.0", "seed": 1},
    })
}

/// Two segments over two inputs, one of them a code: `product` pages lie at 2, the others at 0.
pub(crate) fn mixture_tensors() -> Tensors {
    [
        ("weight", Stored::floats(&[2], &[0.5, 0.5])),
        ("mean", Stored::floats(&[2, 2], &[0.0, 0.0, 2.0, 1.0])),
        ("variance", Stored::floats(&[2, 2], &[1.0, 1.0, 1.0, 1.0])),
    ]
    .into_iter()
    .map(|(name, stored)| (name.to_owned(), stored))
    .collect()
}

/// A manifest for a mixture of these bytes.
pub(crate) fn mixture_manifest(weights: &[u8]) -> Value {
    let mut manifest = manifest(weights);
    manifest["task"] = json!("segments");
    manifest["inputs"] = json!([
        {"path": "scroll.depth", "mean": 0.0, "spread": 0.5, "typical": 0.25},
        {"path": "time.month", "equals": 11, "mean": 0.0, "spread": 1.0, "typical": 5.0},
    ]);
    manifest["architecture"] =
        json!({"kind": "mixture", "hidden": [], "activation": "silu", "heads": ["quick", "deep"]});
    manifest["calibration"] = json!([]);
    manifest
}
