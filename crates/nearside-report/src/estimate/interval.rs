//! A number that is not known exactly.

/// The 97.5 % quantile of the normal distribution: 2.5 % are left out on either side.
pub(super) const QUANTILE: f64 = 1.959_963_985;

/// A value, and between what the true one lies in 95 % of all cases.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Estimate {
    /// From a mean and its standard error.
    pub(super) fn normal(value: f64, error: f64) -> Self {
        Self { value, low: value - QUANTILE * error, high: value + QUANTILE * error }
    }

    pub(super) fn times(self, factor: f64) -> Self {
        Self { value: self.value * factor, low: self.low * factor, high: self.high * factor }
    }

    pub(super) fn clamped(self, low: f64, high: f64) -> Self {
        let within = |value: f64| value.clamp(low, high);
        Self { value: within(self.value), low: within(self.low), high: within(self.high) }
    }

    /// The standard error that the interval's width stands for.
    #[must_use]
    pub fn error(&self) -> f64 {
        (self.high - self.low) / (2.0 * QUANTILE)
    }
}
