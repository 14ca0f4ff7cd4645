//! The silhouette (Rousseeuw 1987): how much nearer rows are to their own segment than to the next.

use linfa::{DatasetBase, metrics::SilhouetteScore};
use ndarray::{Array1, Array2};

use super::{error::SegmentsError, sample::Sample};

/// Most rows compared, as every row is with every other.
const MOST: usize = 1_500;

/// Mean silhouette of the rows, or of every so-maniest; none where one segment has them all.
///
/// # Errors
/// [`SegmentsError::Silhouette`].
pub(crate) fn silhouette(sample: &Sample, assigned: &[usize]) -> Result<Option<f64>, SegmentsError> {
    let step = assigned.len().div_ceil(MOST).max(1);
    let rows: Vec<(&[f64], usize)> = sample.rows().zip(assigned.iter().copied()).step_by(step).collect();
    if rows.iter().all(|(_, segment)| *segment == rows[0].1) {
        return Ok(None);
    }
    let table = Array2::from_shape_fn((rows.len(), sample.width), |(row, column)| rows[row].0[column]);
    let segments: Array1<usize> = rows.iter().map(|(_, segment)| *segment).collect();
    let score = DatasetBase::new(table, segments).silhouette_score();
    score.map(Some).map_err(|error| SegmentsError::Silhouette(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_tells_what_lies_apart_from_what_does_not() {
        let sample = |values: Vec<f64>| Sample {
            width: 1,
            weights: vec![1.0; values.len()],
            people: vec![0; values.len()],
            values,
        };
        let apart = silhouette(&sample(vec![0.0, 0.1, 9.0, 9.1]), &[0, 0, 1, 1]).unwrap().unwrap();
        let mixed = silhouette(&sample(vec![0.0, 0.1, 9.0, 9.1]), &[0, 1, 0, 1]).unwrap().unwrap();
        assert!(apart > 0.95 && mixed < 0.0, "{apart}, {mixed}");
        assert_eq!(silhouette(&sample(vec![0.0, 1.0]), &[3, 3]).unwrap(), None);
    }
}
