//! What a model answers, worked by hand.

use nearside_core::{
    features::schema::{self, PAGE, WIDTH},
    scorer::{Scorer, ScorerError},
};
use nearside_model::Model;

use crate::fixture::{manifest, mixture_manifest, mixture_tensors, serialized, tensors};

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
