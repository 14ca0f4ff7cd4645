//! A mixture of Gaussians with diagonal covariance, and how it is made likelier.
//!
//! Expectation and maximisation (Dempster, Laird & Rubin 1977) over weighted rows, with a floor under each variance, without
//! which a component could shrink onto a column that rests at 0. linfa fits full covariances only, over rows that all
//! count alike; the browser's mixture is diagonal, so that a share costs O(components · inputs).

use std::f64::consts::TAU;

use super::sample::Sample;

/// Most rounds; they end when a round gains less than `GAIN` nats a row.
const ROUNDS: usize = 300;
const GAIN: f64 = 1e-6;

/// One Gaussian.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Component {
    /// Its weight; all together 1.
    pub(crate) weight: f64,
    pub(crate) mean: Vec<f64>,
    pub(crate) variance: Vec<f64>,
}

/// A mixture.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Mixture {
    pub(crate) components: Vec<Component>,
}

impl Mixture {
    /// Round Gaussians of equal weight at `centres`.
    pub(crate) fn at(centres: Vec<Vec<f64>>) -> Mixture {
        let weight = 1.0 / centres.len() as f64;
        let component = |mean: Vec<f64>| Component { weight, variance: vec![1.0; mean.len()], mean };
        Mixture { components: centres.into_iter().map(component).collect() }
    }

    /// The mixture ready to run: what does not depend on a row is done once.
    pub(crate) fn ready(&self) -> Ready {
        let constant = |component: &Component| {
            let spread: f64 = component.variance.iter().map(|variance| (TAU * variance).ln()).sum();
            component.weight.ln() - 0.5 * spread
        };
        Ready {
            constants: self.components.iter().map(constant).collect(),
            means: self.components.iter().flat_map(|component| &component.mean).copied().collect(),
            factors: self
                .components
                .iter()
                .flat_map(|c| &c.variance)
                .map(|variance| -0.5 / variance)
                .collect(),
        }
    }

    /// The component that each row falls in most; the first of equals.
    pub(crate) fn assign(&self, sample: &Sample) -> Vec<usize> {
        let (ready, mut shares) = (self.ready(), vec![0.0; self.components.len()]);
        let most = |row| {
            ready.shares(row, &mut shares);
            (1..shares.len()).fold(0, |a, b| if shares[b] > shares[a] { b } else { a })
        };
        sample.rows().map(most).collect()
    }

    /// Weighted mean of ln p over the rows, in nats.
    pub(crate) fn log_likelihood(&self, sample: &Sample) -> f64 {
        let (ready, mut shares) = (self.ready(), vec![0.0; self.components.len()]);
        let rows = sample.rows().zip(&sample.weights);
        rows.map(|(row, weight)| weight * ready.shares(row, &mut shares)).sum::<f64>() / sample.total()
    }

    /// Makes the mixture likelier until it is settled, with no variance below `floor`; gives the log-likelihood a row.
    pub(crate) fn settle(&mut self, sample: &Sample, floor: f64) -> f64 {
        let mut before = f64::NEG_INFINITY;
        for _ in 0..ROUNDS {
            let now = self.round(sample, floor);
            if now - before < GAIN {
                return now;
            }
            before = now;
        }
        before
    }

    /// Free parameters.
    pub(crate) fn parameters(&self) -> usize {
        let width = self.components.first().map_or(0, |component| component.mean.len());
        self.components.len() * (2 * width + 1) - 1
    }

    /// One expectation and maximisation; the log-likelihood is that of before.
    fn round(&mut self, sample: &Sample, floor: f64) -> f64 {
        let (count, width) = (self.components.len(), sample.width);
        let (mut mass, mut sum) = (vec![0.0; count], vec![vec![0.0; width]; count]);
        let (mut squares, mut likelihood) = (sum.clone(), 0.0);
        let (ready, mut shares) = (self.ready(), vec![0.0; count]);
        for (row, weight) in sample.rows().zip(&sample.weights) {
            likelihood += weight * ready.shares(row, &mut shares);
            for (k, share) in shares.iter().enumerate() {
                let part = weight * share;
                mass[k] += part;
                for (i, x) in row.iter().enumerate() {
                    sum[k][i] += part * x;
                    squares[k][i] += part * x * x;
                }
            }
        }
        let total = sample.total();
        for (k, component) in self.components.iter_mut().enumerate() {
            // A component that no row falls in would be divided by 0.
            let held = mass[k].max(f64::MIN_POSITIVE.sqrt());
            component.weight = held / total;
            for i in 0..width {
                let mean = sum[k][i] / held;
                component.mean[i] = mean;
                component.variance[i] = (squares[k][i] / held - mean * mean).max(floor);
            }
        }
        likelihood / total
    }
}

/// A mixture made ready for many rows.
pub(crate) struct Ready {
    /// ln weight − ½ Σ ln 2π·variance, one a component.
    constants: Vec<f64>,
    means: Vec<f64>,
    /// −1 / (2 · variance).
    factors: Vec<f64>,
}

impl Ready {
    /// Writes the share of each component in `row`, and gives ln p(row).
    pub(crate) fn shares(&self, row: &[f64], shares: &mut [f64]) -> f64 {
        let components = self.means.chunks_exact(row.len()).zip(self.factors.chunks_exact(row.len()));
        for ((share, constant), (means, factors)) in shares.iter_mut().zip(&self.constants).zip(components) {
            let off = row
                .iter()
                .zip(means)
                .zip(factors)
                .map(|((x, mean), factor)| factor * (x - mean) * (x - mean));
            *share = constant + off.sum::<f64>();
        }
        let most = shares.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        shares.iter_mut().for_each(|share| *share = (*share - most).exp());
        let sum: f64 = shares.iter().sum();
        shares.iter_mut().for_each(|share| *share /= sum);
        most + sum.ln()
    }
}

impl Component {
    /// Bhattacharyya's distance between two components' Gaussians.
    pub(crate) fn distance(&self, other: &Component) -> f64 {
        let of = |i: usize| {
            let (a, b) = (self.variance[i], other.variance[i]);
            let mean = (a + b) / 2.0;
            (self.mean[i] - other.mean[i]).powi(2) / (8.0 * mean) + 0.5 * (mean / (a * b).sqrt()).ln()
        };
        (0..self.mean.len()).map(of).sum()
    }

    /// The one component that has the mean and variance of both.
    pub(crate) fn with(&self, other: &Component) -> Component {
        let weight = self.weight + other.weight;
        let (mine, theirs) = (self.weight / weight, other.weight / weight);
        let mean: Vec<f64> = self.mean.iter().zip(&other.mean).map(|(a, b)| mine * a + theirs * b).collect();
        let variance = (0..mean.len()).map(|i| {
            let off = |component: &Component| component.variance[i] + (component.mean[i] - mean[i]).powi(2);
            mine * off(self) + theirs * off(other)
        });
        Component { weight, variance: variance.collect(), mean: mean.clone() }
    }
}
