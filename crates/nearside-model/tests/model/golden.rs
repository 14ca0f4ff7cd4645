//! The models that ship answer their golden cases, and fit their budget.

use std::path::PathBuf;

use nearside_core::{features::schema, scorer::Scorer};
use nearside_model::{
    Model,
    golden::{Golden, TOLERANCE},
};

/// Bytes of weights and manifest together.
const BUDGET: usize = 64 * 1024;

#[test]
fn every_shipped_model_answers_its_golden_cases_within_its_budget() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../models");
    let models: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(!models.is_empty());
    for folder in models {
        let read = |name: &str| std::fs::read(folder.join(name)).unwrap();
        let (manifest, weights) = (read("manifest.json"), read("weights.safetensors"));
        let mut model = Model::load(&manifest, &weights).unwrap();
        assert!(manifest.len() + weights.len() <= BUDGET, "{}", folder.display());
        assert_eq!(folder.file_name().unwrap().to_str(), Some(model.manifest().name.as_str()));

        let golden: Golden = serde_json::from_slice(&read("golden.json")).unwrap();
        assert!(golden.rows.len() >= 16 && golden.rows.len() == golden.outputs.len());
        let paths = model.inputs().iter().map(|&column| schema::column(column).unwrap().path);
        assert!(paths.eq(golden.inputs.iter().map(String::as_str)), "the cases cover every input");
        let error = golden.largest_error(&mut model as &mut dyn Scorer).unwrap();
        assert!(error <= TOLERANCE, "{} is {error} off", folder.display());

        // What is tuned on the device is the very layer that ships, for each model with a single output.
        let width = model.task().width();
        for (row, outputs) in golden.full_rows(model.task()).chunks_exact(width).zip(&golden.outputs) {
            model.score(row, &mut vec![0.0; outputs.len()]).unwrap();
            let read = model.hidden().unwrap_or_default();
            let tuned = model.last_layer().map(|layer| layer.probability(&read));
            assert_eq!(tuned.is_some(), outputs.len() == 1, "{}", folder.display());
            assert!(tuned.is_none_or(|said| (said - f64::from(outputs[0])).abs() <= 1e-5), "{tuned:?}");
        }

        // Cases that all say the same would prove nothing.
        let first = golden.outputs.iter().map(|outputs| outputs[0]);
        let spread = first.clone().fold(0.0, f32::max) - first.fold(1.0, f32::min);
        assert!(spread > 0.2, "{spread}");
    }
}
