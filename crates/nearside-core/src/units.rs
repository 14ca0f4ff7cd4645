//! Units as types: what a number means is in its type, not in its name.
//!
//! `Millis` is time since the page's own zero (the browser's `performance.now()` clock); it is `f64`
//! because browsers give fractions and because a recorded script must replay bit for bit.

/// A span or instant in milliseconds since the page's time origin.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Millis(pub f64);

impl Millis {
    /// Nothing has passed.
    pub const ZERO: Millis = Millis(0.0);

    /// The span from `earlier` to `self`; zero when the clock went backwards.
    pub fn since(self, earlier: Millis) -> Millis {
        Millis((self.0 - earlier.0).max(0.0))
    }

    /// The span in seconds.
    pub fn seconds(self) -> f64 {
        self.0 / 1_000.0
    }
}

impl std::ops::Add for Millis {
    type Output = Millis;
    fn add(self, other: Millis) -> Millis {
        Millis(self.0 + other.0)
    }
}

impl std::ops::AddAssign for Millis {
    fn add_assign(&mut self, other: Millis) {
        self.0 += other.0;
    }
}

/// `value`, or the end of the range that it lies beyond. Unlike `clamp` it can't panic, whose message would take all that
/// writes floats along.
pub(crate) fn within<T: PartialOrd>(value: T, low: T, high: T) -> T {
    if value < low {
        low
    } else if value > high {
        high
    } else {
        value
    }
}

/// A share between 0 and 1, clamped when made; not-a-number becomes 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Ratio(f64);

impl Ratio {
    /// Clamps `value` into [0, 1].
    pub fn new(value: f64) -> Ratio {
        Ratio(if value.is_nan() { 0.0 } else { value.clamp(0.0, 1.0) })
    }

    /// The plain number.
    pub fn get(self) -> f64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_goes_backwards_yields_no_negative_span() {
        assert_eq!(Millis(5.0).since(Millis(9.0)), Millis::ZERO);
        assert_eq!(Millis(9.0).since(Millis(5.0)), Millis(4.0));
    }

    #[test]
    fn a_ratio_is_always_between_zero_and_one() {
        for (given, kept) in [(-1.0, 0.0), (0.25, 0.25), (7.0, 1.0), (f64::NAN, 0.0)] {
            assert_eq!(Ratio::new(given).get(), kept);
        }
    }
}
