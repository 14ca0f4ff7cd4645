//! Browsers that send reports: made-up visitors, sealed by the same code as real ones.

use nearside_report::{Cells, Draft, Epsilon, MayMeasure, Origin, Report, Stream};
use rand_core::{Rng, SeedableRng};
use rand_pcg::Pcg64Mcg;

use crate::fixture::today;

/// A visitor who agreed.
pub(crate) struct Agreed;

impl MayMeasure for Agreed {}

pub(crate) fn rng(seed: u64) -> Pcg64Mcg {
    Pcg64Mcg::seed_from_u64(seed)
}

/// What a shop's hero says in clear.
pub(crate) fn stream(variant: &str, origin: Origin) -> Stream {
    Stream {
        site: "shop.example".to_owned(),
        slot: "hero".to_owned(),
        variant: variant.to_owned(),
        origin,
        arms: 2,
        epsilon: Epsilon::TWO,
        cells: Cells::new(5, 2).unwrap(),
    }
}

pub(crate) fn seal(stream: Stream, day: u32, segment: u8, reward: f64, rng: &mut Pcg64Mcg) -> Report {
    let random = std::iter::repeat_with(|| rng.next_u64().to_le_bytes()).flatten();
    Draft { stream, day, segment, reward }.seal(&Agreed, random).unwrap()
}

/// A plain report of today.
pub(crate) fn report(rng: &mut Pcg64Mcg) -> Report {
    seal(stream("proof", Origin::Explored), today(), 1, 1.0, rng)
}

/// So many of them, as one body.
pub(crate) fn body(count: usize, rng: &mut Pcg64Mcg) -> Vec<u8> {
    (0..count).flat_map(|_| report(rng).to_bytes()).collect()
}
