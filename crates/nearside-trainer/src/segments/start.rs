//! Where a fit starts: the centres that k-means finds.
//!
//! linfa's k-means (k-means++) takes rows that all count alike, so rows are drawn by their weight first. The draw is
//! what makes one start another: k-means itself always begins from the same state of chance.

use linfa::{DatasetBase, traits::Fit};
use linfa_clustering::KMeans;
use ndarray::Array2;
use rand::{Rng, RngExt};

use super::{error::SegmentsError, sample::Sample};

/// Most rows drawn; more would not move a centre.
const MOST: usize = 4_000;

/// `count` centres; none where fewer rows than that differ.
///
/// # Errors
/// [`SegmentsError::Means`].
pub(crate) fn centres(
    sample: &Sample,
    count: usize,
    rng: &mut impl Rng,
) -> Result<Option<Vec<Vec<f64>>>, SegmentsError> {
    let rows: Vec<&[f64]> = sample.rows().collect();
    let mut sum = 0.0;
    let up_to: Vec<f64> = sample
        .weights
        .iter()
        .map(|weight| {
            sum += weight;
            sum
        })
        .collect();
    let draw = |_| {
        let at = rng.random_range(0.0..sum);
        rows[up_to.partition_point(|&end| end <= at).min(rows.len() - 1)]
    };
    let drawn: Vec<&[f64]> = (0..rows.len().min(MOST)).map(draw).collect();
    let mut distinct: Vec<Vec<u64>> =
        drawn.iter().map(|row| row.iter().map(|value| value.to_bits()).collect()).collect();
    distinct.sort_unstable();
    distinct.dedup();
    // k-means++ panics where no row is left that is not a centre yet.
    if distinct.len() < count {
        return Ok(None);
    }
    let table = Array2::from_shape_fn((drawn.len(), sample.width), |(row, column)| drawn[row][column]);
    let found = KMeans::params(count).n_runs(1).fit(&DatasetBase::from(table))?;
    Ok(Some(found.centroids().outer_iter().map(|centre| centre.to_vec()).collect()))
}
