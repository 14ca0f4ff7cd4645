//! Simulated visitors: a population with known rewards, and the reports that it would send.

use nearside_report::{Cells, Counts, Draft, Epsilon, MayMeasure, Origin, Stream};
use rand_core::{Rng, SeedableRng};
use rand_pcg::Pcg64Mcg;

/// A visitor who agreed.
pub(crate) struct Agreed;

impl MayMeasure for Agreed {}

/// Who comes, and how they reward one variant: by segment, its share and its rate of reward.
#[derive(Clone, Copy)]
pub(crate) struct Population<'a> {
    pub(crate) shares: &'a [f64],
    pub(crate) rates: &'a [f64],
}

pub(crate) fn rng(seed: u64) -> Pcg64Mcg {
    Pcg64Mcg::seed_from_u64(seed)
}

pub(crate) fn unit(rng: &mut Pcg64Mcg) -> f64 {
    (rng.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
}

pub(crate) fn bytes(rng: &mut Pcg64Mcg) -> impl Iterator<Item = u8> {
    std::iter::repeat_with(|| rng.next_u64().to_le_bytes()).flatten()
}

pub(crate) fn stream(variant: &str, segments: u8) -> Stream {
    Stream {
        site: "shop.example".to_owned(),
        slot: "hero".to_owned(),
        variant: variant.to_owned(),
        origin: Origin::Explored,
        arms: 3,
        epsilon: Epsilon::TWO,
        cells: Cells::new(segments, 2).unwrap(),
    }
}

impl Population<'_> {
    /// One visitor's segment and reward.
    pub(crate) fn visit(&self, rng: &mut Pcg64Mcg) -> (u8, f64) {
        let mut left = unit(rng);
        let last = self.shares.len() - 1;
        let segment = self.shares.iter().position(|share| {
            left -= share;
            left < 0.0
        });
        let segment = segment.unwrap_or(last);
        (segment as u8, f64::from(u8::from(unit(rng) < self.rates[segment])))
    }

    /// The counts of so many visitors' reports.
    pub(crate) fn counts(&self, visitors: u64, rng: &mut Pcg64Mcg) -> Counts {
        let stream = stream("a", self.shares.len() as u8);
        let law = nearside_report::randomizer::Randomizer::new(stream.cells, stream.epsilon);
        let mut counts = Counts::new(&stream);
        for _ in 0..visitors {
            let (segment, reward) = self.visit(rng);
            let truth = stream.cells.cell(segment, reward).unwrap();
            counts.add(law.draw(truth, &mut bytes(rng)).unwrap(), 1);
        }
        counts
    }

    pub(crate) fn mean(&self) -> f64 {
        self.shares.iter().zip(self.rates).map(|(share, rate)| share * rate).sum()
    }
}

/// One sealed report.
pub(crate) fn sealed(segment: u8, reward: f64, rng: &mut Pcg64Mcg) -> nearside_report::Report {
    let draft = Draft { stream: stream("proof", 5), day: 20_000, segment, reward };
    draft.seal(&Agreed, bytes(rng)).unwrap()
}
