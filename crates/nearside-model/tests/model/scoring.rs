//! What a model answers, worked by hand.

use nearside_core::{
    features::schema::{self, PAGE, WIDTH},
    scorer::{Scorer, ScorerError},
};
use nearside_model::Model;
use serde_json::{Value, json};

use crate::fixture::{Stored, manifest, mixture_manifest, mixture_tensors, serialized, tensors};

fn model() -> Model {
    let weights = serialized(&tensors());
    Model::load(manifest(&weights).to_string().as_bytes(), &weights).unwrap()
}

fn row(visible: f32, depth: f32) -> Vec<f32> {
    let mut row = vec![9.0; WIDTH];
    row[schema::index_of("visible.*.share").unwrap()] = visible;
    row[schema::index_of("scroll.depth").unwrap()] = depth;
    row
}

fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

#[test]
fn it_reads_its_columns_in_its_order_and_calibrates_each_head() {
    let rows = [row(0.5, 0.25), row(1.0, f32::NAN)].concat();
    let mut scores = [0.0; 4];
    model().score(&rows, &mut scores).unwrap();
    // What is not finite counts as 0.
    for (pair, (visible, depth)) in scores.chunks(2).zip([(0.5, 0.25), (1.0, 0.0_f32)]) {
        assert!((pair[0] - sigmoid(visible)).abs() < 1e-6, "{pair:?}");
        assert!((pair[1] - sigmoid(2.0 * -(depth + 0.5) + 1.0)).abs() < 1e-6, "{pair:?}");
    }
}

#[test]
fn one_with_a_single_output_tells_its_last_layer_and_what_that_read() {
    let mut tensors = tensors();
    tensors.insert("layer1.weight".into(), Stored::floats(&[1, 2], &[1.0, -3.0]));
    tensors.insert("layer1.bias".into(), Stored::floats(&[1], &[0.5]));
    let weights = serialized(&tensors);
    let mut manifest = manifest(&weights);
    manifest["task"] = json!("propensity");
    manifest["inputs"][0]["path"] = json!("session.pages");
    manifest["architecture"]["heads"] = json!(["convert"]);
    manifest["calibration"] = json!([{"scale": 2.0, "offset": 1.0}]);
    let load = |manifest: &Value| Model::load(manifest.to_string().as_bytes(), &weights).unwrap();
    let mut one = load(&manifest);
    let layer = one.last_layer().unwrap().clone();
    assert_eq!((layer.numbers(), one.hidden()), (vec![2.0, -6.0, 2.0], None));

    let (typical, mut output) = (one.typical().to_vec(), [0.0]);
    one.score(&typical, &mut output).unwrap();
    let hidden = one.hidden().unwrap();
    assert!((layer.probability(&hidden) - f64::from(output[0])).abs() < 1e-6, "{hidden:?} gave {output:?}");
    // Another manifest is another model: what was learned of one is nothing to the other.
    manifest["inputs"][0]["mean"] = json!(0.5);
    assert_ne!(load(&manifest).last_layer().unwrap().model(), layer.model());

    let mut two = model();
    two.score(&row(0.5, 0.25), &mut [0.0; 2]).unwrap();
    assert_eq!((two.last_layer(), two.hidden().map(|read| read.len())), (None, Some(2)));
}

#[test]
fn its_typical_row_is_a_full_one() {
    let model = model();
    assert_eq!(model.schema(), schema::HASH);
    assert_eq!(model.typical().len(), WIDTH);
    let at = |path| model.typical()[schema::index_of(path).unwrap()];
    assert_eq!((at("visible.*.share"), at("scroll.depth"), at("pointer.speed")), (0.75, 0.25, 0.0));
}

#[test]
fn rows_that_do_not_fit_are_refused_and_none_is_fine() {
    let mut model = model();
    assert_eq!(model.score(&[], &mut []), Ok(()));
    for values in [0, WIDTH - 1, WIDTH + 1, 2 * WIDTH] {
        let answer = model.score(&vec![0.0; values], &mut [0.0; 2]);
        assert!(matches!(answer, Err(ScorerError::Failed(_))), "{values} values gave {answer:?}");
    }
}

#[test]
fn a_mixture_tells_how_far_a_visit_falls_in_each_segment() {
    let weights = serialized(&mixture_tensors());
    let mut model = Model::load(mixture_manifest(&weights).to_string().as_bytes(), &weights).unwrap();
    assert!(model.last_layer().is_none() && model.hidden().is_none());
    let (depth, month) = ("scroll.depth", "time.month");
    assert_eq!(model.inputs(), [depth, month].map(|path| schema::index_of(path).unwrap()));
    for (raw, by_hand) in [
        // Normalised (0.5, 0): squared distances 0.25 and 3.25, a ratio of e^1.5.
        ((0.25, 5.0), sigmoid(1.5)),
        // (2, 1): 5 and 0.
        ((1.0, 11.0), sigmoid(-2.5)),
    ] {
        let mut row = vec![3.0; PAGE.len()];
        row[schema::index_of(depth).unwrap()] = raw.0;
        row[schema::index_of(month).unwrap()] = raw.1;
        let mut shares = [0.0; 2];
        model.score(&row, &mut shares).unwrap();
        assert!(
            (shares[0] - by_hand).abs() < 1e-6 && (shares[0] + shares[1] - 1.0).abs() < 1e-6,
            "{shares:?}"
        );
    }
}
