//! A model's weights, under manifests that vouch for them: refused, or a model that scores.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nearside_core::scorer::Scorer;
use nearside_model::Model;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const MANIFESTS: [&str; 2] = [
    include_str!("../../models/attention/manifest.json"),
    include_str!("../../models/segments/manifest.json"),
];

fuzz_target!(|weights: &[u8]| {
    for manifest in MANIFESTS {
        let Ok(mut manifest) = serde_json::from_str::<Value>(manifest) else { continue };
        let hash: String = Sha256::digest(weights).iter().map(|byte| format!("{byte:02x}")).collect();
        manifest["weights"]["sha256"] = json!(hash);
        if let Ok(mut model) = Model::load(manifest.to_string().as_bytes(), weights) {
            let row = vec![0.5; model.manifest().task.width()];
            let mut outputs = vec![0.0; model.outputs().len()];
            let _ = model.score(&row, &mut outputs);
        }
    }
});
