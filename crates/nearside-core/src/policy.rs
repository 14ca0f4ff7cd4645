//! The score policy: the variant whose subjects won the most attention, with a logged share of exploration.
//!
//! subjects' attention → choice and its exact propensity. Too little attention, or too small a lead, is no
//! choice at all: the default stays.

use rand_core::Rng;

use crate::{
    seed::unit,
    slot::VariantId,
    units::{Millis, Ratio},
};

/// When attention suffices for a choice.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Evidence {
    /// Least attention of the winner.
    pub(crate) least: Millis,
    /// How many times the runner-up's attention.
    pub(crate) lead: f64,
}

/// A choice, how likely it was, and whether chance made it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Choice {
    pub(crate) variant: VariantId,
    pub(crate) propensity: Ratio,
    pub(crate) explored: bool,
}

/// The winner among (variant, attention of its subjects), if the evidence suffices; the first of equals.
pub(crate) fn winner(
    candidates: impl Iterator<Item = (VariantId, Millis)> + Clone,
    evidence: Evidence,
) -> Option<VariantId> {
    let (best, most) = candidates.clone().reduce(|a, b| if b.1 > a.1 { b } else { a })?;
    let runner_up =
        candidates.filter(|(variant, _)| *variant != best).map(|(_, held)| held.0).fold(0.0, f64::max);
    (most >= evidence.least && most.0 > 0.0 && most.0 >= runner_up * evidence.lead).then_some(best)
}

/// The attention that would make `variant` the winner, the others' being what it is.
pub(crate) fn needed(
    variant: VariantId,
    candidates: impl Iterator<Item = (VariantId, Millis)>,
    evidence: Evidence,
) -> Millis {
    let most = candidates.filter(|(other, _)| *other != variant).map(|(_, held)| held.0).fold(0.0, f64::max);
    Millis(evidence.least.0.max(most * evidence.lead))
}

/// Keeps `winner`, or with probability `exploration_rate` draws one of the default and the `eligible` alike.
pub(crate) fn explore(
    winner: VariantId,
    eligible: impl Iterator<Item = VariantId> + Clone,
    exploration_rate: f64,
    rng: &mut impl Rng,
) -> Choice {
    let mut choices = std::iter::once(VariantId::DEFAULT).chain(eligible);
    let count = choices.clone().count() as f64;
    // Two draws whatever comes out, so that a replay stays in step.
    let (chance, pick) = (unit(rng), (unit(rng) * count) as usize);
    let explored = chance < exploration_rate;
    let variant = if explored { choices.nth(pick).unwrap_or(winner) } else { winner };
    let exploit = if variant == winner { 1.0 - exploration_rate } else { 0.0 };
    Choice { variant, propensity: Ratio::new(exploit + exploration_rate / count), explored }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_holds_what_is_needed_wins() {
        let evidence = Evidence { least: Millis(2_000.0), lead: 1.5 };
        for others in [vec![], vec![900.0], vec![3_000.0, 1_000.0]] {
            let with = |held: f64| {
                let others: Vec<_> =
                    others.iter().zip(2..).map(|(&held, id)| (VariantId(id), Millis(held))).collect();
                others.into_iter().chain([(VariantId(1), Millis(held))])
            };
            let least = needed(VariantId(1), with(0.0), evidence).0;
            assert_eq!(winner(with(least).collect::<Vec<_>>().into_iter(), evidence), Some(VariantId(1)));
            assert_ne!(
                winner(with(least - 1.0).collect::<Vec<_>>().into_iter(), evidence),
                Some(VariantId(1))
            );
        }
    }
    use crate::seed::rng;

    const EVIDENCE: Evidence = Evidence { least: Millis(2_000.0), lead: 1.25 };

    #[test]
    fn only_enough_attention_with_a_lead_wins() {
        for (held, expected) in [
            (vec![], None),
            (vec![1_999.0], None),
            (vec![2_000.0], Some(1)),
            (vec![2_000.0, 1_700.0], None),
            (vec![1_600.0, 2_000.0], Some(2)),
            (vec![3_000.0, 9_000.0, 100.0], Some(2)),
        ] {
            let candidates = held.iter().zip(1..).map(|(&ms, id)| (VariantId(id), Millis(ms)));
            assert_eq!(winner(candidates, EVIDENCE), expected.map(VariantId), "{held:?}");
        }
    }

    #[test]
    fn propensities_are_the_true_frequencies() {
        const DRAWS: u32 = 40_000;
        let mut rng = rng(7);
        let mut counts = [0_u32; 6];
        let mut told = [0.0; 6];
        for _ in 0..DRAWS {
            let choice = explore(VariantId(2), [1, 2, 5].map(VariantId).into_iter(), 0.2, &mut rng);
            counts[usize::from(choice.variant.0)] += 1;
            told[usize::from(choice.variant.0)] = choice.propensity.get();
        }
        assert_eq!(told.iter().sum::<f64>(), 1.0);
        assert_eq!((told[3], told[4]), (0.0, 0.0), "these are not eligible");
        for (count, told) in counts.iter().zip(told) {
            assert!((f64::from(*count) / f64::from(DRAWS) - told).abs() < 0.01, "{counts:?} {told}");
        }
    }

    #[test]
    fn without_exploration_the_winner_is_certain() {
        let choice = explore(VariantId(1), [1, 2].map(VariantId).into_iter(), 0.0, &mut rng(1));
        assert_eq!((choice.variant, choice.propensity.get(), choice.explored), (VariantId(1), 1.0, false));
    }
}
