//! Reports of made-up visitors.

use anyhow::Result;
use nearside_collector::clock::system_day;
use nearside_report::{Cells, Draft, Epsilon, MayMeasure, Origin, Report, Stream};
use rand_core::Rng;
use rand_pcg::Pcg64Mcg;

/// Visitors who agreed, as they are made up.
struct Agreed;

impl MayMeasure for Agreed {}

/// One report, of one of two variants.
pub(crate) fn report(rng: &mut Pcg64Mcg) -> Result<Report> {
    let choice = rng.next_u64();
    let stream = Stream {
        site: "shop.example".to_owned(),
        slot: "hero".to_owned(),
        variant: if choice & 1 == 0 { "default" } else { "proof" }.to_owned(),
        origin: Origin::Explored,
        arms: 2,
        epsilon: Epsilon::TWO,
        cells: Cells::new(5, 2)?,
    };
    let draft = Draft { stream, day: system_day(), segment: (choice >> 8) as u8 % 5, reward: 0.0 };
    let random = std::iter::repeat_with(|| rng.next_u64().to_le_bytes()).flatten();
    Ok(draft.seal(&Agreed, random)?)
}
