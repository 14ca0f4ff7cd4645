//! From raw features to what a network or policy takes: clip, bend, standardise.
//!
//! The trainer and the browser call the same function, and the statistics are shipped in the model's
//! manifest, so a value is normalised alike in both.

use super::schema::{Feature, Shape};
use crate::units::within;

/// Standardised values further out than this many spreads are clipped: one odd visitor must not saturate
/// a network trained on others.
pub const BOUND: f32 = 5.0;

/// Mean and spread of one bent column over the training rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Statistic {
    /// Mean of the bent values.
    pub mean: f32,
    /// Standard deviation of the bent values; greater than 0.
    pub spread: f32,
}

/// Clips `raw` to the feature's range; what is not finite becomes the nearest bound to 0.
pub fn clip(feature: &Feature, raw: f32) -> f32 {
    let raw = if raw.is_finite() { raw } else { 0.0 };
    within(raw, feature.low, feature.high)
}

/// Clips and bends `raw`.
pub fn bend(feature: &Feature, raw: f32) -> f32 {
    let clipped = clip(feature, raw);
    match feature.shape {
        Shape::Plain => clipped,
        Shape::Log => libm::copysignf(libm::log1pf(clipped.abs()), clipped),
    }
}

/// The raw value whose bent value is `bent`.
pub fn unbend(feature: &Feature, bent: f32) -> f32 {
    match feature.shape {
        Shape::Plain => bent,
        Shape::Log => libm::copysignf(libm::expm1f(bent.abs()), bent),
    }
}

/// Clips, bends and standardises `raw`: what the network sees, within ± [`BOUND`].
pub fn normalise(feature: &Feature, statistic: Statistic, raw: f32) -> f32 {
    ((bend(feature, raw) - statistic.mean) / statistic.spread).clamp(-BOUND, BOUND)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::schema::Unit;

    const SPEED: Feature =
        Feature { path: "x", unit: Unit::PxPerS, low: -100.0, high: 1_000.0, shape: Shape::Log, meaning: "" };

    #[test]
    fn bending_is_odd_monotone_and_can_be_undone() {
        for raw in [-100.0, -3.0, 0.0, 0.5, 900.0] {
            assert!((unbend(&SPEED, bend(&SPEED, raw)) - raw).abs() < 1e-3, "{raw}");
        }
        assert!((bend(&SPEED, -50.0) + bend(&SPEED, 50.0)).abs() < 1e-6);
    }

    #[test]
    fn nothing_leaves_the_bound() {
        let statistic = Statistic { mean: 1.0, spread: 0.1 };
        for raw in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 1e30, -1e30, 0.0] {
            let value = normalise(&SPEED, statistic, raw);
            assert!(value.abs() <= BOUND, "{raw} gave {value}");
        }
    }
}
