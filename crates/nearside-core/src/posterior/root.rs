//! The square root of a precision: an upper triangle R, row after row in one list.
//!
//! Observations are turned in by Givens rotations (Golub & Van Loan, 5.1), which only ever lengthen the diagonal:
//! RᵀR stays positive definite where a matrix that is added to and inverted would drift away from it.

/// R, with RᵀR the precision.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Root {
    width: usize,
    /// Row k holds columns k.. of R.
    entries: Vec<f64>,
}

impl Root {
    pub(super) fn zero(width: usize) -> Root {
        Root { width, entries: vec![0.0; triangle(width)] }
    }

    pub(super) fn from_entries(width: usize, entries: Vec<f64>) -> Option<Root> {
        let root = Root { width, entries };
        let whole =
            root.entries.len() == triangle(width) && root.entries.iter().all(|entry| entry.is_finite());
        (whole && root.rows().all(|row| row[0] > 0.0)).then_some(root)
    }

    pub(super) fn entries(&self) -> &[f64] {
        &self.entries
    }

    /// Turns the observation `row` = `target` in; `row` is used up.
    pub(super) fn absorb(&mut self, row: &mut [f64], turned: &mut [f64], mut target: f64) {
        let mut rest = self.entries.as_mut_slice();
        for (k, turned) in turned.iter_mut().enumerate() {
            let (line, below) = rest.split_at_mut(self.width - k);
            rest = below;
            let row = &mut row[k..];
            if row[0] == 0.0 {
                continue;
            }
            let length = (line[0] * line[0] + row[0] * row[0]).sqrt();
            let (cos, sin) = (line[0] / length, row[0] / length);
            for (a, b) in line.iter_mut().zip(row) {
                (*a, *b) = (cos * *a + sin * *b, cos * *b - sin * *a);
            }
            (*turned, target) = (cos * *turned + sin * target, cos * target - sin * *turned);
        }
    }

    /// Solves Rᵀw = x in place: w·w is then the variance of x under the belief.
    pub(super) fn whiten(&self, x: &mut [f64]) {
        for (k, line) in self.rows().enumerate() {
            let solved = x[k] / line[0];
            x[k] = solved;
            for (x, entry) in x[k + 1..].iter_mut().zip(&line[1..]) {
                *x -= entry * solved;
            }
        }
    }

    /// Solves Rx = b in place.
    pub(super) fn solve(&self, b: &mut [f64]) {
        let mut end = self.entries.len();
        for k in (0..self.width).rev() {
            let line = &self.entries[end - (self.width - k)..end];
            end -= line.len();
            let known: f64 = line[1..].iter().zip(&b[k + 1..]).map(|(entry, x)| entry * x).sum();
            b[k] = (b[k] - known) / line[0];
        }
    }

    pub(super) fn scale(&mut self, factor: f64) {
        self.entries.iter_mut().for_each(|entry| *entry *= factor);
    }

    fn rows(&self) -> impl Iterator<Item = &[f64]> {
        let mut rest = self.entries.as_slice();
        (0..self.width).map(move |k| {
            let (line, below) = rest.split_at(self.width - k);
            rest = below;
            line
        })
    }
}

/// Entries of an upper triangle.
pub(super) const fn triangle(width: usize) -> usize {
    width * (width + 1) / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    const OBSERVED: [([f64; 3], f64); 4] =
        [([1.0, 2.0, -1.0], 0.5), ([0.0, 1.0, 3.0], -1.0), ([2.0, 0.0, 1.0], 2.0), ([1.0, 1.0, 1.0], 0.0)];

    fn observed() -> (Root, Vec<f64>) {
        let (mut root, mut turned) = (Root::zero(3), vec![0.0; 3]);
        for (row, target) in OBSERVED {
            root.absorb(&mut row.clone(), &mut turned, target);
        }
        (root, turned)
    }

    #[test]
    fn the_root_squared_is_the_precision() {
        let (root, _) = observed();
        let rows: Vec<&[f64]> = root.rows().collect();
        let at = |k: usize, j: usize| if j < k { 0.0 } else { rows[k][j - k] };
        for i in 0..3 {
            for j in 0..3 {
                let squared: f64 = (0..3).map(|k| at(k, i) * at(k, j)).sum();
                let expected: f64 = OBSERVED.iter().map(|(row, _)| row[i] * row[j]).sum();
                assert!((squared - expected).abs() < 1e-12, "{i} {j}: {squared} is not {expected}");
            }
        }
    }

    #[test]
    fn solving_gives_the_least_squares() {
        let (root, mut weights) = observed();
        root.solve(&mut weights);
        // The normal equations: the residuals are orthogonal to every column.
        for i in 0..3 {
            let left: f64 = OBSERVED
                .iter()
                .map(|(row, target)| {
                    row[i] * (target - row.iter().zip(&weights).map(|(a, b)| a * b).sum::<f64>())
                })
                .sum();
            assert!(left.abs() < 1e-12, "column {i}: {left}");
        }
    }

    #[test]
    fn whitening_undoes_the_root() {
        let (root, _) = observed();
        let mut x = [0.3, -0.7, 1.1];
        root.whiten(&mut x);
        let rows: Vec<&[f64]> = root.rows().collect();
        for (j, expected) in [0.3, -0.7, 1.1].into_iter().enumerate() {
            let back: f64 = (0..=j).map(|k| rows[k][j - k] * x[k]).sum();
            assert!((back - expected).abs() < 1e-12, "{back} is not {expected}");
        }
    }

    #[test]
    fn entries_that_are_no_root_are_refused() {
        for (entries, fine) in [
            (vec![1.0, 0.5, 2.0], true),
            (vec![1.0, 0.5], false),
            (vec![1.0, f64::NAN, 2.0], false),
            (vec![1.0, 0.5, 0.0], false),
            (vec![-1.0, 0.5, 2.0], false),
        ] {
            assert_eq!(Root::from_entries(2, entries.clone()).is_some(), fine, "{entries:?}");
        }
    }
}
