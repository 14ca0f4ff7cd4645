//! The made-up shop: who visits it, and what works for whom.

use rand_core::Rng;
use rand_pcg::Pcg64Mcg;

use crate::measured::Measured;

/// Segments, and which share of the visits falls in each.
pub(super) const SEGMENTS: [(&str, f64); 4] =
    [("quick_responder", 0.35), ("deep_explorer", 0.25), ("bargain_hunter", 0.25), ("returning", 0.15)];

/// A slot of the shop.
pub(super) struct Slot {
    pub(super) name: &'static str,
    /// The first is the default.
    pub(super) variants: &'static [Variant],
    /// Visits on a plain day.
    visits: u32,
}

/// A variant, and how often it is rewarded.
pub(super) struct Variant {
    pub(super) name: &'static str,
    /// By segment.
    rates: [f64; 4],
    /// What the rate has been multiplied by for a week.
    of_late: f64,
}

/// The slots.
pub(super) const SLOTS: &[Slot] = &[
    Slot {
        name: "hero",
        visits: 2_400,
        variants: &[
            Variant { name: "default", rates: [0.08, 0.10, 0.07, 0.14], of_late: 1.0 },
            Variant { name: "proof", rates: [0.09, 0.19, 0.08, 0.15], of_late: 1.0 },
            Variant { name: "offer", rates: [0.13, 0.07, 0.18, 0.12], of_late: 1.0 },
        ],
    },
    Slot {
        name: "next-read",
        visits: 1_500,
        variants: &[
            Variant { name: "default", rates: [0.22, 0.25, 0.20, 0.30], of_late: 1.0 },
            Variant { name: "similar", rates: [0.24, 0.33, 0.21, 0.36], of_late: 0.55 },
        ],
    },
];

/// How the shop is measured.
pub(super) fn measured() -> Measured {
    Measured {
        name: "demo.example".to_owned(),
        origins: vec!["https://demo.example".to_owned()],
        segments: SEGMENTS.map(|(name, _)| name.to_owned()).to_vec(),
        bins: 2,
        privacy_epsilon_thousandths: 2_000,
    }
}

/// The segment at a place in [0, 1).
pub(super) fn segment(mut place: f64) -> u8 {
    let found = SEGMENTS.iter().position(|(_, share)| {
        place -= share;
        place < 0.0
    });
    found.unwrap_or(SEGMENTS.len() - 1) as u8
}

impl Slot {
    /// Visits on a day: fewer at weekends, and a tenth more or less by chance.
    pub(super) fn visits(&self, day: u32, rng: &mut Pcg64Mcg) -> u32 {
        // 1970-01-01 was a Thursday.
        let is_weekend = matches!(day % 7, 2 | 3);
        let plain = if is_weekend { self.visits * 7 / 10 } else { self.visits };
        plain * 9 / 10 + (rng.next_u64() % u64::from(plain / 5)) as u32
    }

    /// How often an arm is rewarded in a segment, so many days ago.
    pub(super) fn rate(&self, arm: usize, segment: u8, days_ago: u32) -> f64 {
        let variant = &self.variants[arm];
        let of_late = if days_ago < 7 { variant.of_late } else { 1.0 };
        variant.rates[usize::from(segment)] * of_late
    }
}
