//! What was learned of a slot, for the visitor and the inspector: counts, uplift over the default, and what speaks for whom.
//!
//! memory → names and numbers. Reading changes nothing.

use crate::{
    experiment::analysis::{Tally, Uplift, uplift},
    json::object,
};

/// How often an interval may ever leave the true difference out, over a slot's variants together.
pub(crate) const ERROR_RATE: f64 = 0.05;

/// An input, and how much it speaks for a variant.
#[derive(Clone, Debug, PartialEq)]
pub struct LearnedWeight {
    /// Path of the input.
    pub path: String,
    /// What it means.
    pub meaning: String,
    /// Log-odds for each unit of the input as beliefs see it.
    pub weight: f64,
}

/// What was learned of a variant.
#[derive(Clone, Debug, PartialEq)]
pub struct LearnedVariant {
    /// Its name.
    pub variant: String,
    /// Exposures whose reward is settled.
    pub exposures: u64,
    /// Their rewards, together.
    pub rewards: f64,
    /// By how much its mean reward differs from the default's: estimate, low, high; none before there is enough to tell.
    pub uplift: Option<[f64; 3]>,
    /// What speaks for and against it, heaviest first; empty before anything was concluded.
    pub weights: Vec<LearnedWeight>,
}

/// What was learned of a slot.
#[derive(Clone, Debug, PartialEq)]
pub struct LearnedSlot {
    /// The slot.
    pub slot: String,
    /// Its variants, the default first.
    pub variants: Vec<LearnedVariant>,
}

object!(write LearnedWeight { path, meaning, weight });
object!(write LearnedVariant { variant, exposures, rewards, uplift, weights });
object!(write LearnedSlot { slot, variants });

/// The uplift of each variant over the first, at an error rate that all of them share.
pub(crate) fn uplifts(tallies: &[Tally]) -> impl Iterator<Item = Option<Uplift>> {
    let error_rate = ERROR_RATE / tallies.len().max(1) as f64;
    let (default, count) = (tallies.first(), tallies.len());
    (0..count).map(move |at| {
        default.filter(|_| at > 0).and_then(|default| uplift(&tallies[at], default, error_rate))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variant_is_compared_with_the_default_alone() {
        let tally = |exposures, rewards| Tally { exposures, rewards, squares: rewards };
        let told: Vec<Option<bool>> =
            uplifts(&[tally(2_000, 200.0), tally(2_000, 400.0), tally(5, 5.0), tally(2_000, 60.0)])
                .map(|uplift| uplift.map(|uplift| uplift.is_better()))
                .collect();
        assert_eq!(told, [None, Some(true), None, Some(false)]);
        assert_eq!(uplifts(&[]).count(), 0);
    }
}
