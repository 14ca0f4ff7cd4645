//! A mixture of Gaussians with diagonal covariance: where a row falls, as a share of each component.
//!
//! normalised row x → share_k ∝ weight_k · Π_i N(x_i; mean_ki, variance_ki), in logarithms, so that a row far from
//! every component still falls somewhere. O(components · inputs).

/// A mixture ready to run.
pub(crate) struct Mixture {
    components: Vec<Component>,
}

/// One component.
pub(crate) struct Component {
    /// ln weight − ½ Σ ln variance: what does not depend on the row.
    constant: f32,
    mean: Vec<f32>,
    /// −1 / (2 · variance).
    factor: Vec<f32>,
}

impl Component {
    /// A component of this `weight`; weights and variances are greater than 0.
    pub(crate) fn new(weight: f32, mean: Vec<f32>, variance: &[f32]) -> Component {
        let spread: f32 = variance.iter().map(|&v| libm::logf(v)).sum();
        let factor = variance.iter().map(|v| -0.5 / v).collect();
        Component { constant: libm::logf(weight) - spread / 2.0, mean, factor }
    }

    fn log_density(&self, row: &[f32]) -> f32 {
        let distance = row.iter().zip(&self.mean).zip(&self.factor).map(|((x, mean), factor)| {
            let off = x - mean;
            factor * off * off
        });
        self.constant + distance.sum::<f32>()
    }
}

impl Mixture {
    pub(crate) fn new(components: Vec<Component>) -> Mixture {
        Mixture { components }
    }

    /// Row-major normalised `rows` of `width` values → shares into `outputs`, one a component.
    pub(crate) fn shares(&self, rows: &[f32], width: usize, outputs: &mut [f32]) {
        let outputs = outputs.chunks_exact_mut(self.components.len());
        for (row, shares) in rows.chunks_exact(width).zip(outputs) {
            for (share, component) in shares.iter_mut().zip(&self.components) {
                *share = component.log_density(row);
            }
            let most = shares.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            shares.iter_mut().for_each(|share| *share = libm::expf(*share - most));
            let sum: f32 = shares.iter().sum();
            shares.iter_mut().for_each(|share| *share /= sum);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_those_of_the_densities() {
        let mixture = Mixture::new(vec![
            Component::new(0.25, vec![0.0, 0.0], &[1.0, 1.0]),
            Component::new(0.75, vec![2.0, 0.0], &[4.0, 1.0]),
        ]);
        let density = |x: f32| {
            let first = 0.25 * (-x * x / 2.0).exp();
            let second = 0.75 * (-(x - 2.0) * (x - 2.0) / 8.0).exp() / 2.0;
            first / (first + second)
        };
        let mut shares = [0.0; 6];
        mixture.shares(&[0.0, 0.0, 2.0, 1.0, 500.0, 0.0], 2, &mut shares);
        assert!((shares[0] - density(0.0)).abs() < 1e-6 && (shares[2] - density(2.0)).abs() < 1e-6);
        // Both densities are 0 in f32 there.
        assert_eq!(shares[4..], [0.0, 1.0]);
    }
}
