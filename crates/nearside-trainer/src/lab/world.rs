//! A made-up site: visitors, variants, and the truth about who likes what.
//!
//! A visitor is a context of eight inputs: 1, which of three segments, four features. Each variant's reward has
//! a log-odds linear in them. After a drift every variant trades its audience with the next one, so what the best policy
//! can win stays the same; a season lifts and lowers all rewards and is in no context.

use std::f64::consts::TAU;

use nearside_core::seed::VisitRng;
use rand::RngExt;

/// Variants of the slot.
pub(crate) const VARIANTS: usize = 4;
/// Inputs of a context.
pub(crate) const INPUTS: usize = 1 + SEGMENTS + FEATURES;

const SEGMENTS: usize = 3;
const FEATURES: usize = 4;
/// Visitors from one peak of the season to the next.
const SEASON: f64 = 1_000.0;
/// How far the season moves the log-odds.
const SWING: f64 = 0.5;

/// The truth about a site.
#[derive(Clone, Debug)]
pub(crate) struct World {
    /// Weights of each audience.
    audiences: Vec<[f64; INPUTS]>,
    drift_at: Option<usize>,
    season: bool,
}

impl World {
    /// A site drawn at random, with a drift after so many visitors, if any.
    pub(crate) fn draw(rng: &mut VisitRng, drift_at: Option<usize>, season: bool) -> World {
        let audience = |_| {
            let mut weights = [0.0; INPUTS];
            weights[0] = rng.random_range(-1.5..-0.5);
            weights[1..=SEGMENTS].iter_mut().for_each(|weight| *weight = rng.random_range(-1.5..1.5));
            weights[1 + SEGMENTS..].iter_mut().for_each(|weight| *weight = rng.random_range(-0.8..0.8));
            weights
        };
        World { audiences: (0..VARIANTS).map(audience).collect(), drift_at, season }
    }

    /// The next visitor.
    pub(crate) fn visitor(rng: &mut VisitRng) -> [f64; INPUTS] {
        let mut context = [0.0; INPUTS];
        context[0] = 1.0;
        context[1 + rng.random_range(0..SEGMENTS)] = 1.0;
        let deviation = 3_f64.sqrt();
        context[1 + SEGMENTS..].iter_mut().for_each(|input| *input = rng.random_range(-deviation..deviation));
        context
    }

    /// The chance that `variant` wins the visitor who comes as number `count`.
    pub(crate) fn chance(&self, variant: usize, context: &[f64; INPUTS], count: usize) -> f64 {
        let drifted = self.drift_at.is_some_and(|at| count >= at);
        let audience = self.audiences[(variant + usize::from(drifted)) % VARIANTS];
        let season = if self.season { SWING * (TAU * count as f64 / SEASON).sin() } else { 0.0 };
        let log_odds: f64 = audience.iter().zip(context).map(|(weight, input)| weight * input).sum();
        1.0 / (1.0 + (-log_odds - season).exp())
    }

    /// The chances of all variants, and the best of them.
    pub(crate) fn chances(&self, context: &[f64; INPUTS], count: usize) -> ([f64; VARIANTS], f64) {
        let chances = std::array::from_fn(|variant| self.chance(variant, context, count));
        (chances, chances.into_iter().fold(0.0, f64::max))
    }
}
