//! What a model answers, worked by hand.

use nearside_core::{
    features::schema::{self, WIDTH},
    scorer::{Score, Scorer, ScorerError},
};
use nearside_model::Model;

use crate::fixture::{manifest, serialized, tensors};

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
    let mut scores = [Score::default(); 2];
    model().score(&rows, &mut scores).unwrap();
    // What is not finite counts as 0.
    for (score, visible, depth) in [(scores[0], 0.5, 0.25), (scores[1], 1.0, 0.0_f32)] {
        assert!((score.estimate - sigmoid(visible)).abs() < 1e-6, "{score:?}");
        assert!((score.forecast - sigmoid(2.0 * -(depth + 0.5) + 1.0)).abs() < 1e-6, "{score:?}");
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
        let answer = model.score(&vec![0.0; values], &mut [Score::default()]);
        assert!(matches!(answer, Err(ScorerError::Failed(_))), "{values} values gave {answer:?}");
    }
}
