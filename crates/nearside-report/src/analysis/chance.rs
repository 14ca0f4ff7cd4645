//! Chance for the simulations among the tests: a generator from a seed, and a uniform draw from it.

use rand_core::{Rng, SeedableRng};
use rand_pcg::Pcg32;

/// The generator that a seed makes.
pub(crate) fn rng(seed: u64) -> Pcg32 {
    Pcg32::seed_from_u64(seed)
}

/// A uniform draw from [0, 1) with 53 bits.
pub(crate) fn unit(rng: &mut Pcg32) -> f64 {
    (rng.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
}
