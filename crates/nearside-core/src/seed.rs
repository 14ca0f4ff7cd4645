//! Chance: everything random in the core follows from one 64-bit seed that the shell draws.
//!
//! Stable draws (the holdout) hash the seed; draws in sequence (exploration) come from a generator made of it.
//! A recorded visit carries its seed and replays bit for bit.

use rand_core::{Rng, SeedableRng};

/// The generator of a visit.
pub type VisitRng = rand_pcg::Pcg32;

/// The generator that a seed makes.
pub fn rng(seed: u64) -> VisitRng {
    VisitRng::seed_from_u64(seed)
}

/// A uniform draw from [0, 1) with 53 bits.
pub(crate) fn unit(rng: &mut impl Rng) -> f64 {
    (rng.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
}

/// A draw from [0, 1) that is always the same for one seed and label.
pub(crate) fn stable_unit(seed: u64, label: &str) -> f64 {
    unit(&mut rng(seed ^ fnv1a(label.bytes())))
}

/// FNV-1a of 64 bits.
pub(crate) fn fnv1a(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stable_draws_are_stable_and_uniform() {
        assert_eq!(stable_unit(5, "site"), stable_unit(5, "site"));
        assert_ne!(stable_unit(5, "site"), stable_unit(5, "other"));
        let below = (0..20_000).filter(|&seed| stable_unit(seed, "site") < 0.1).count();
        assert!((1_800..2_200).contains(&below), "{below}");
    }
}
