//! Gradient-boosted trees, one set a head: what networks are measured against, and learn from.

use forust_ml::{data::Matrix, gradientbooster::GradientBooster, sampler::SampleMethod};

use super::{
    TrainError,
    examples::Examples,
    folds::Fold,
    learner::{Learned, Learner, Losses, Size},
    loss::entropy,
};

/// Trees a head, how much each is believed, their most leaves, and the least weight of one.
const TREES: usize = 200;
const RATE: f32 = 0.05;
const LEAVES: usize = 31;
const LEAST: f32 = 20.0;
/// Shares of rows and columns that each tree sees.
const ROWS: f32 = 0.7;
const COLUMNS: f64 = 0.5;
/// Bytes of a node: feature (2), threshold or value (4), two children (2 each).
const NODE: usize = 10;

/// Trees as a learner.
pub(crate) struct Trees;

/// One set of trees a head.
pub(super) struct Boosted([GradientBooster; 2]);

impl Learner for Trees {
    fn learn(&self, fold: &Fold<'_>, _: &dyn Fn()) -> Result<Learned, TrainError> {
        let [learned_from, held_out] = fold.examples();
        let trees = Boosted::fit(&learned_from, fold.seed())?;
        let outputs = trees.outputs(&held_out);
        let losses = Losses {
            trained: entropy(&trees.outputs(&learned_from), &learned_from.labels),
            held_out: entropy(&outputs, &held_out.labels),
        };
        Ok(Learned { outputs: vec![outputs], losses: vec![losses], size: trees.size() })
    }
}

impl Boosted {
    /// Fits both heads.
    pub(super) fn fit(examples: &Examples, seed: u64) -> Result<Boosted, TrainError> {
        let columns = by_column(examples);
        let rows = examples.labels.len();
        let matrix = Matrix::new(&columns, rows, columns.len() / rows.max(1));
        let head = |head: usize| -> Result<GradientBooster, TrainError> {
            let labels: Vec<f64> = examples.labels.iter().map(|label| f64::from(label[head])).collect();
            let mut booster = GradientBooster::default()
                .set_iterations(TREES)
                .set_learning_rate(RATE)
                .set_max_leaves(LEAVES)
                .set_min_leaf_weight(LEAST)
                .set_sample_method(SampleMethod::Random)
                .set_subsample(ROWS)
                .set_colsample_bytree(COLUMNS)
                .set_seed(seed)
                .set_parallel(false);
            let fitted = booster.fit_unweighted(&matrix, &labels, None);
            fitted.map_err(|error| TrainError::Trees(error.to_string()))?;
            Ok(booster)
        };
        Ok(Boosted([head(0)?, head(1)?]))
    }

    /// Log-odds.
    pub(super) fn outputs(&self, examples: &Examples) -> Vec<[f32; 2]> {
        let columns = by_column(examples);
        let rows = examples.labels.len();
        let matrix = Matrix::new(&columns, rows, columns.len() / rows.max(1));
        let [estimate, forecast] = self.0.each_ref().map(|booster| booster.predict(&matrix, false));
        estimate
            .into_iter()
            .zip(forecast)
            .map(|(estimate, forecast)| [estimate as f32, forecast as f32])
            .collect()
    }

    fn size(&self) -> Size {
        let nodes = self.0.iter().flat_map(|booster| &booster.trees).map(|tree| tree.nodes.len());
        let nodes: usize = nodes.sum();
        Size { parameters: nodes, bytes: nodes * NODE }
    }
}

/// Column after column, as the trees read them.
fn by_column(examples: &Examples) -> Vec<f64> {
    let width = examples.inputs.len() / examples.labels.len().max(1);
    let column =
        |column: usize| examples.inputs.iter().skip(column).step_by(width).map(|&value| f64::from(value));
    (0..width).flat_map(column).collect()
}
