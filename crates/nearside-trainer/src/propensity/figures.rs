//! How good probabilities of buying are.

use std::fmt;

use serde::Serialize;

use crate::metrics::{auc, average_precision, brier, calibration_error};

/// The four figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub(crate) struct Figures {
    /// Area under the ROC curve.
    pub(crate) auc: f64,
    /// Average precision.
    pub(crate) ap: f64,
    /// Mean squared distance of what was said from what came.
    pub(crate) brier: f64,
    /// Expected calibration error over ten equal bins.
    pub(crate) ece: f64,
}

impl Figures {
    /// Measures probabilities.
    pub(super) fn of(scores: &[f64], bought: &[bool]) -> Figures {
        Figures {
            auc: auc(scores, bought),
            ap: average_precision(scores, bought),
            brier: brier(scores, bought),
            ece: calibration_error(scores, bought),
        }
    }

    fn list(self) -> [f64; 4] {
        [self.auc, self.ap, self.brier, self.ece]
    }
}

/// Figures of several divisions into folds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Spread {
    /// Their mean.
    pub(crate) mean: Figures,
    /// Their standard deviation.
    pub(crate) deviation: Figures,
}

impl Spread {
    /// Of all of these, which must be at least one.
    pub(super) fn of(figures: &[Figures]) -> Spread {
        let n = figures.len() as f64;
        let over = |value: &dyn Fn([f64; 4], usize) -> f64| -> Figures {
            let [auc, ap, brier, ece] =
                [0, 1, 2, 3].map(|at| figures.iter().map(|of| value(of.list(), at)).sum::<f64>() / n);
            Figures { auc, ap, brier, ece }
        };
        let mean = over(&|of, at| of[at]);
        let squares = over(&|of, at| (of[at] - mean.list()[at]).powi(2));
        let [auc, ap, brier, ece] = squares.list().map(f64::sqrt);
        Spread { mean, deviation: Figures { auc, ap, brier, ece } }
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:14.4} {:14.4} {:14.4} {:14.4}", self.auc, self.ap, self.brier, self.ece)
    }
}

impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pairs = self.mean.list().into_iter().zip(self.deviation.list());
        let cells = pairs.map(|(mean, deviation)| format!("{mean:7.4} ±{deviation:.4}"));
        write!(f, "{}", cells.collect::<Vec<_>>().join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_is_mean_and_deviation() {
        let of = |auc| Figures { auc, ap: 0.5, brier: 0.25, ece: 0.0 };
        let spread = Spread::of(&[of(0.7), of(0.8)]);
        assert!((spread.mean.auc - 0.75).abs() < 1e-12 && (spread.deviation.auc - 0.05).abs() < 1e-12);
        assert_eq!((spread.mean.ap, spread.deviation.ap), (0.5, 0.0));
    }
}
