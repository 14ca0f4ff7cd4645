//! The last layer as it was shipped: hidden activations → log-odds, w · h + b.
//!
//! Weights and bias hold the model's calibration, too, so that σ(w · h + b) is the very probability that the model
//! gives. They come from another instance and are checked: finite, bounded, of a width that can be kept.

/// Widest layer that is tuned.
pub const MOST_WIDTH: usize = 128;
/// Largest weight; beyond it no step is small.
const MOST_WEIGHT: f32 = 1e3;

/// A model's last layer, with one output.
#[derive(Clone, Debug, PartialEq)]
pub struct LastLayer {
    model: u64,
    weights: Vec<f32>,
    bias: f32,
}

impl LastLayer {
    /// The layer of the model whose hash is `model`; nothing if it can't be tuned.
    pub fn new(model: u64, weights: Vec<f32>, bias: f32) -> Option<LastLayer> {
        let bounded = weights.iter().chain([&bias]).all(|weight| weight.abs() <= MOST_WEIGHT);
        let fits = (1..=MOST_WIDTH).contains(&weights.len());
        (bounded && fits).then_some(LastLayer { model, weights, bias })
    }

    /// The same from what [`LastLayer::numbers`] gave.
    pub fn from_numbers(model: u64, numbers: &[f32]) -> Option<LastLayer> {
        let (&bias, weights) = numbers.split_last()?;
        LastLayer::new(model, weights.to_vec(), bias)
    }

    /// The weights, then the bias.
    pub fn numbers(&self) -> Vec<f32> {
        self.weights.iter().chain([&self.bias]).copied().collect()
    }

    /// Hash of the model that it belongs to.
    pub fn model(&self) -> u64 {
        self.model
    }

    /// How many activations it reads.
    pub fn width(&self) -> usize {
        self.weights.len()
    }

    /// What was shipped says of these activations, as log-odds.
    pub fn log_odds(&self, hidden: impl IntoIterator<Item = f32>) -> f64 {
        let products = self.weights.iter().zip(hidden).map(|(w, h)| f64::from(*w) * f64::from(h));
        f64::from(self.bias) + products.sum::<f64>()
    }

    /// The same as a probability.
    pub fn probability(&self, hidden: &[f32]) -> f64 {
        probability(self.log_odds(hidden.iter().copied()))
    }
}

/// The probability behind log-odds: 1 / (1 + e⁻ᶻ).
pub(super) fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-log_odds))
}

/// Cross-entropy of a label that was given these log-odds, in nats.
pub(super) fn loss(log_odds: f64, label: bool) -> f64 {
    let wrong = if label { -log_odds } else { log_odds };
    wrong.max(0.0) + libm::log1p(libm::exp(-wrong.abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_tuned_is_a_layer() {
        for (weights, bias, fits) in [
            (vec![0.5, -1.0], 0.25, true),
            (vec![], 0.0, false),
            (vec![0.0; MOST_WIDTH + 1], 0.0, false),
            (vec![f32::NAN], 0.0, false),
            (vec![1.0], f32::INFINITY, false),
            (vec![-2e3], 0.0, false),
        ] {
            assert_eq!(LastLayer::new(1, weights.clone(), bias).is_some(), fits, "{weights:?} {bias}");
        }
        let layer = LastLayer::new(1, vec![0.5, -1.0], 0.25).unwrap();
        assert_eq!(layer.log_odds([2.0, 1.0]), 0.25);
        assert_eq!(LastLayer::from_numbers(1, &layer.numbers()), Some(layer));
        assert_eq!(LastLayer::from_numbers(1, &[]), None);
    }

    #[test]
    fn loss_is_that_of_the_probability() {
        for z in [-30.0, -2.0, 0.0, 0.7, 12.0] {
            assert!((loss(z, true) + probability(z).ln()).abs() < 1e-9, "{z}");
            assert!((loss(z, false) - loss(-z, true)).abs() < 1e-12, "{z}");
        }
        assert!(loss(-1e300, true).is_finite() && probability(1e300) == 1.0);
    }
}
