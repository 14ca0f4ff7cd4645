//! Priors of a site, in the form in which the agent reads them.
//!
//! Counts by day → a cell for each slot, variant and segment of which enough is known. Only draws by exploration
//! count: the holdout tells what the default does to those who get nothing else, which is not what an arm does.

use std::collections::BTreeMap;

use nearside_report::prior::priors;
use nearside_report::{Counts, Origin};
use serde::Serialize;
use utoipa::ToSchema;

use crate::measured::Measured;
use crate::store::DayCounts;

/// What a site's browsers start from.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Priors {
    /// The segments that cells are about.
    pub segments: Vec<String>,
    /// What is believed.
    pub cells: Vec<PriorCell>,
}

/// What is believed of a variant in a segment.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PriorCell {
    /// The slot.
    pub slot: String,
    /// The variant.
    pub variant: String,
    /// The segment.
    pub segment: String,
    /// Mean reward.
    pub mean: f64,
    /// How many visits that is worth, at most 20.
    pub count: f64,
}

impl Priors {
    /// From what was counted, day by day.
    #[must_use]
    pub fn of(site: &Measured, counted: &[DayCounts]) -> Self {
        let mut days = BTreeMap::<(&str, &str), BTreeMap<u32, Counts>>::new();
        for DayCounts { stream, day, counts } in counted {
            if stream.origin != Origin::Explored {
                continue;
            }
            // Streams that differ in the number of arms have the same law.
            let of_variant = days.entry((&stream.slot, &stream.variant)).or_default();
            of_variant.entry(*day).and_modify(|known| known.merge(counts)).or_insert_with(|| counts.clone());
        }
        let mut cells = Vec::new();
        for ((slot, variant), days) in days {
            let days: Vec<Counts> = days.into_values().collect();
            for (segment, prior) in site.segments.iter().zip(priors(&days)) {
                let Some(prior) = prior else { continue };
                cells.push(PriorCell {
                    slot: slot.to_owned(),
                    variant: variant.to_owned(),
                    segment: segment.clone(),
                    mean: rounded(prior.mean),
                    count: rounded(prior.pseudo_count),
                });
            }
        }
        Self { segments: site.segments.clone(), cells }
    }
}

/// Four places are more than is known.
fn rounded(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}
