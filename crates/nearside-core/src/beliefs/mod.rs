//! Beliefs: what this browser learned of each slot's variants, and the contexts that it learned in.
//!
//! page context, outlook, the variants' attention → one vector; a slot's [`Bandit`] chooses by it and learns from what
//! came of it. Learning takes a grant, and what is kept names its inputs and variants, so that beliefs about other
//! content or other features are never taken for these.

mod inputs;
#[cfg(test)]
mod tests;

use inputs::{FIRST_SEGMENT, hash, names, range, raw};
use rand_core::Rng;

use crate::{
    bandit::{Bandit, BanditError, Choice, Outcome},
    config::Config,
    decision::{Instead, MOST_WEIGHED, Weighed},
    features::Context,
    outlook::Outlook,
    posterior::{Cell, Form, Prior},
    priors::MOST_SEGMENTS,
    rank::heaviest_first,
    slot::VariantId,
    state::{Drawn, KeptBeliefs},
};

/// A context and what was chosen in it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Draw {
    context: Vec<f64>,
    inputs: u64,
    pub(crate) choice: Choice,
    /// By how much the likeliest to be rewarded was expected to be rewarded more than what was chosen.
    pub(crate) regret: f64,
}

impl Draw {
    /// What it takes to learn from it later.
    pub(crate) fn drawn(&self) -> Drawn {
        Drawn::new(self.inputs, &self.context, self.choice.propensity)
    }
}

/// The beliefs about one slot's variants.
#[derive(Debug)]
pub(crate) struct Beliefs {
    bandit: Bandit,
    /// What the inputs of a context are called.
    names: Vec<String>,
    /// Segments in the order of their inputs; empty for the model's own order.
    segments: Vec<String>,
}

impl Beliefs {
    /// What is believed of a slot's variants before anything was learned here: what the site ships.
    pub(crate) fn new(config: &Config, slot: &str, variants: &[&str]) -> Result<Beliefs, BanditError> {
        let segments = config.priors.segments();
        let prior = |variant: &&str| {
            let cells = config.priors.cells(slot, variant).map(|(segment, mean, count)| Cell {
                input: segment.map(|place| FIRST_SEGMENT + place),
                mean,
                count,
            });
            Prior { cells: cells.collect(), ..Prior::default() }
        };
        let priors: Vec<Prior> = variants.iter().map(prior).collect();
        let names = names(&segments, variants);
        Ok(Beliefs { bandit: Bandit::new(&config.policy, &priors, names.len())?, names, segments })
    }

    /// Draws one of the `eligible` variants, or with `explores` unset takes the one that is most likely the best;
    /// `attention` holds each variant's share of it.
    pub(crate) fn draw(
        &self,
        context: &Context,
        outlook: Outlook<'_>,
        attention: &[f64],
        eligible: &[usize],
        explores: bool,
        rng: &mut impl Rng,
    ) -> Result<Draw, BanditError> {
        let context = self.vector(context, outlook, attention);
        let choice = if explores {
            self.bandit.choose(&context, eligible, rng)?
        } else {
            self.bandit.likeliest(&context, eligible)?
        };
        let expected = |arm: usize| self.expected(&context, arm);
        let best = eligible.iter().filter_map(|&arm| expected(arm)).reduce(f64::max);
        let regret = best.zip(expected(choice.arm)).map_or(0.0, |(best, chosen)| best - chosen);
        Ok(Draw { context, inputs: hash(&self.names), choice, regret })
    }

    /// Learns what a draw of `variant` came to, 0 to 1.
    pub(crate) fn learn(&mut self, drawn: &Drawn, variant: u16, reward: f64) -> Result<(), BanditError> {
        if drawn.inputs != hash(&self.names) {
            return Err(BanditError::Kept("a context of other inputs"));
        }
        let (arm, propensity) = (usize::from(variant), drawn.propensity);
        self.bandit.learn(&Outcome { arm, context: &drawn.context(), reward, propensity })
    }

    /// The reward that is expected of a variant; none where the context has no say.
    fn expected(&self, context: &[f64], variant: usize) -> Option<f64> {
        let weights = self.bandit.weights(variant);
        let log_odds: f64 = weights.iter().zip(context).map(|(weight, value)| weight * value).sum();
        (!weights.is_empty()).then(|| 1.0 / (1.0 + libm::exp(-log_odds)))
    }

    /// The inputs that spoke most for or against what was drawn, heaviest first.
    pub(crate) fn weigh(&self, draw: &Draw) -> Vec<Weighed> {
        let weights = self.bandit.weights(draw.choice.arm);
        let inputs = draw.context.iter().zip(weights).enumerate().skip(1);
        let weighed = inputs
            .map(|(at, (&value, weight))| Weighed {
                path: self.names[at].clone(),
                value: raw(at, value),
                weight: (weight * value) as f32,
            })
            .filter(|weighed| weighed.weight.abs() > 1e-3)
            .collect();
        let mut weighed = heaviest_first(weighed, |weighed: &Weighed| f64::from(weighed.weight.abs()));
        weighed.truncate(MOST_WEIGHED);
        weighed
    }

    /// What each input of a context, by path, adds to a variant's log-odds per unit; heaviest first.
    pub(crate) fn weights(&self, variant: usize) -> Vec<(&str, f64)> {
        let weights = self.bandit.weights(variant);
        let mut named: Vec<_> = self.names.iter().map(String::as_str).zip(weights).skip(1).collect();
        named.retain(|(_, weight)| weight.abs() > 1e-3);
        heaviest_first(named, |(_, weight)| weight.abs())
    }

    /// The smallest change to one input that would have made another of the `eligible` variants the best; none where no
    /// single input could, or where what was drawn was not the best to begin with.
    pub(crate) fn instead(&self, draw: &Draw, eligible: &[usize]) -> Option<Instead> {
        let chosen = self.bandit.weights(draw.choice.arm);
        let mut nearest: Option<(f64, Instead)> = None;
        for &other in eligible.iter().filter(|&&arm| arm != draw.choice.arm) {
            let lead: Vec<f64> = self.bandit.weights(other).iter().zip(&chosen).map(|(o, c)| c - o).collect();
            let margin: f64 = lead.iter().zip(&draw.context).map(|(lead, value)| lead * value).sum();
            if margin < 0.0 {
                return None;
            }
            // Shares of attention hang together; one of them alone does not change.
            for (at, lead) in lead.iter().enumerate().take(FIRST_SEGMENT).skip(1) {
                let (now, range) = (draw.context[at], range(at));
                let needed = now - margin / lead;
                let effort = (needed - now).abs();
                if !range.contains(&needed) || nearest.as_ref().is_some_and(|(least, _)| *least <= effort) {
                    continue;
                }
                let needed = if inputs::is_flag(at) { f64::from(u8::from(needed > now)) } else { needed };
                let instead = Instead {
                    variant: VariantId(other as u16),
                    path: self.names[at].clone(),
                    value: raw(at, needed),
                    now: raw(at, now),
                };
                nearest = Some((effort, instead));
            }
        }
        nearest.map(|(_, instead)| instead)
    }

    /// What is to be kept.
    pub(crate) fn keep(&self, slot: &str, variants: &[&str], form: Form) -> KeptBeliefs {
        KeptBeliefs {
            slot: slot.to_owned(),
            variants: variants.iter().map(|&variant| variant.to_owned()).collect(),
            inputs: hash(&self.names),
            kept: self.bandit.keep(form),
        }
    }

    /// Goes on from what was kept of the same variants and inputs; anything else is left alone.
    pub(crate) fn restore(&mut self, kept: &KeptBeliefs, variants: &[&str]) {
        if kept.variants == variants && kept.inputs == hash(&self.names) {
            // Beliefs that can't be read are as good as none: the visitor is learned anew.
            let _ = self.bandit.restore(&kept.kept);
        }
    }

    fn vector(&self, context: &Context, outlook: Outlook<'_>, attention: &[f64]) -> Vec<f64> {
        let features = inputs::features(context);
        let share = |place: usize| match self.segments.get(place) {
            Some(name) => outlook.share(name),
            None if self.segments.is_empty() => outlook.segments().nth(place).map(|(_, share)| share),
            None => None,
        };
        std::iter::once(1.0)
            .chain(features)
            .chain([outlook.conversion.map_or(0.0, f64::from)])
            .chain((0..MOST_SEGMENTS).map(|place| share(place).map_or(0.0, f64::from)))
            .chain(attention.iter().copied())
            .collect()
    }
}
