//! Beliefs: what this browser learned of each slot's variants, and the contexts that it learned in.
//!
//! page context, outlook, the variants' attention → one vector; a slot's [`Bandit`] chooses by it and learns from what
//! came of it. Learning takes a grant, and what is kept names its inputs and variants, so that beliefs about other
//! content or other features are never taken for these.

use std::ops::RangeInclusive;

use rand_core::Rng;

use crate::{
    bandit::{Bandit, BanditError, Choice, Outcome},
    config::Config,
    decision::{Instead, MOST_WEIGHED, Weighed},
    features::{
        Context,
        normalise::{bend, unbend},
        schema::{self, Feature},
    },
    outlook::Outlook,
    posterior::{Cell, Form, Prior},
    priors::MOST_SEGMENTS,
    slot::VariantId,
    state::{Drawn, KeptBeliefs},
};

/// Features of the visit that beliefs are about: few, and known before much of the page was read.
const INPUTS: [&str; 15] = [
    "session.returning",
    "device.mobile",
    "device.tablet",
    "pointer.touch",
    "time.morning",
    "time.evening",
    "time.night",
    "time.weekend",
    "referrer.search",
    "referrer.social",
    "referrer.internal",
    "session.pages",
    "session.dwell",
    "scroll.depth",
    "clicks.count",
];
/// Bent features are divided by this, so that none outweighs the flags.
const SCALE: f64 = 10.0;

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
        let mut weighed: Vec<Weighed> = inputs
            .map(|(at, (&value, weight))| Weighed {
                path: self.names[at].clone(),
                value: raw(at, value),
                weight: (weight * value) as f32,
            })
            .filter(|weighed| weighed.weight.abs() > 1e-3)
            .collect();
        weighed.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
        weighed.truncate(MOST_WEIGHED);
        weighed
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
            for at in 1..FIRST_SEGMENT.min(lead.len()) {
                let (now, range) = (draw.context[at], range(at));
                let needed = now - margin / lead[at];
                let effort = (needed - now).abs();
                if !range.contains(&needed) || nearest.as_ref().is_some_and(|(least, _)| *least <= effort) {
                    continue;
                }
                let is_flag = column(at).is_some_and(|feature| feature.unit == schema::Unit::Flag);
                let needed = if is_flag { f64::from(u8::from(needed > now)) } else { needed };
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
        let features = INPUTS.iter().filter_map(|path| {
            let column = schema::index_of(path)?;
            let feature = schema::column(column)?;
            Some(f64::from(bend(feature, context[column])) / scale(feature))
        });
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

/// The feature at this place of a context, if one is there.
fn column(at: usize) -> Option<&'static Feature> {
    schema::column(schema::index_of(INPUTS.get(at.checked_sub(1)?)?)?)
}

fn scale(feature: &Feature) -> f64 {
    if feature.shape == schema::Shape::Log { SCALE } else { 1.0 }
}

/// What an input can be.
fn range(at: usize) -> RangeInclusive<f64> {
    let end = |feature: &Feature, raw: f32| f64::from(bend(feature, raw)) / scale(feature);
    column(at).map_or(0.0..=1.0, |feature| end(feature, feature.low)..=end(feature, feature.high))
}

/// The raw value of an input.
fn raw(at: usize, value: f64) -> f32 {
    column(at).map_or(value as f32, |feature| unbend(feature, (value * scale(feature)) as f32))
}

/// Where segments begin in a context: after the one that is always 1, the features and the conversion.
const FIRST_SEGMENT: usize = 1 + INPUTS.len() + 1;

/// What the inputs of a context are called: one that is always 1, features, conversion, segments, each variant's share of
/// attention.
fn names(segments: &[String], variants: &[&str]) -> Vec<String> {
    let segment = |place: usize| {
        let named = segments.get(place).cloned();
        ["segment.", &named.unwrap_or_else(|| place.to_string())].concat()
    };
    ["always"]
        .into_iter()
        .chain(INPUTS)
        .chain(["session.conversion"])
        .map(str::to_owned)
        .chain((0..MOST_SEGMENTS).map(segment))
        .chain(variants.iter().map(|variant| ["attention.", variant, ".share"].concat()))
        .collect()
}

/// FNV-1a over what a context is made of.
fn hash(names: &[String]) -> u64 {
    let bytes = names.iter().flat_map(|name| name.bytes().chain([0]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{features::schema::PAGE, seed::rng};

    const NAMES: [&str; 3] = ["default", "voices", "looks"];

    fn context(returning: bool) -> Context {
        let mut context = [0.0; PAGE.len()];
        context[schema::index_of("session.returning").unwrap()] = f32::from(u8::from(returning));
        context
    }

    fn fresh() -> Beliefs {
        Beliefs::new(&Config::default(), "hero", &NAMES).unwrap()
    }

    /// Taught that who returns wants `voices` and who is new wants `looks`.
    fn taught() -> Beliefs {
        let mut beliefs = fresh();
        let mut rng = rng(3);
        for round in 0..300 {
            let returning = round % 2 == 0;
            let wanted = if returning { 1 } else { 2 };
            let outlook = Outlook::default();
            let draw =
                beliefs.draw(&context(returning), outlook, &[0.0; 3], &[0, 1, 2], true, &mut rng).unwrap();
            let reward = f64::from(u8::from(draw.choice.arm == wanted));
            beliefs.learn(&draw.drawn(), draw.choice.arm as u16, reward).unwrap();
        }
        beliefs
    }

    fn most_drawn(beliefs: &Beliefs, returning: bool) -> usize {
        let mut rng = rng(5);
        let mut counts = [0; 3];
        for _ in 0..200 {
            let outlook = Outlook::default();
            let draw = beliefs.draw(&context(returning), outlook, &[0.0; 3], &[0, 1, 2], true, &mut rng);
            counts[draw.unwrap().choice.arm] += 1;
        }
        (0..3).max_by_key(|&arm| counts[arm]).unwrap()
    }

    #[test]
    fn it_learns_who_wants_what_and_says_why() {
        let beliefs = taught();
        assert_eq!([true, false].map(|returning| most_drawn(&beliefs, returning)), [1, 2]);
        let draw =
            beliefs.draw(&context(true), Outlook::default(), &[0.0; 3], &[1], true, &mut rng(1)).unwrap();
        let weighed = beliefs.weigh(&draw);
        assert!(weighed[0].path == "session.returning" && weighed[0].weight > 0.0, "{weighed:?}");
    }

    #[test]
    fn what_is_kept_is_gone_on_from_only_for_the_same_content() {
        let beliefs = taught();
        let kept = beliefs.keep("hero", &NAMES, Form::Full);
        let mut back = fresh();
        back.restore(&kept, &["default", "voices", "other"]);
        back.restore(&KeptBeliefs { inputs: 1, ..kept.clone() }, &NAMES);
        assert_ne!([true, false].map(|returning| most_drawn(&back, returning)), [1, 2]);
        back.restore(&kept, &NAMES);
        assert_eq!([true, false].map(|returning| most_drawn(&back, returning)), [1, 2]);
    }

    #[test]
    fn every_input_has_a_name() {
        let beliefs = fresh();
        let vector = beliefs.vector(&context(true), Outlook::default(), &[0.0; 3]);
        assert_eq!(vector.len(), beliefs.names.len());
        assert_eq!(beliefs.names[..2], ["always", "session.returning"]);
        assert_eq!(beliefs.names[FIRST_SEGMENT - 1..][..2], ["session.conversion", "segment.0"]);
        assert_eq!(beliefs.names.last().unwrap(), "attention.looks.share");
    }

    #[test]
    fn what_would_have_changed_it_does() {
        let beliefs = taught();
        let all = [0, 1, 2];
        let likeliest = |context: &Context| {
            beliefs.draw(context, Outlook::default(), &[0.0; 3], &all, false, &mut rng(1)).unwrap()
        };
        let was = likeliest(&context(true));
        let instead = beliefs.instead(&was, &all).unwrap();
        assert_eq!((instead.path.as_str(), instead.now, instead.value), ("session.returning", 1.0, 0.0));
        let mut changed = context(true);
        changed[schema::index_of(&instead.path).unwrap()] = instead.value;
        assert_eq!(likeliest(&changed).choice.arm, usize::from(instead.variant.0));
        // What was drawn against the odds needs no change to come out otherwise.
        let astray =
            beliefs.draw(&context(true), Outlook::default(), &[0.0; 3], &[2], true, &mut rng(1)).unwrap();
        assert_eq!(beliefs.instead(&astray, &all), None);
    }

    #[test]
    fn without_exploring_the_likeliest_is_taken_for_certain() {
        let beliefs = taught();
        let draw = |returning, explores, seed| {
            let outlook = Outlook::default();
            let all = &[0, 1, 2];
            beliefs.draw(&context(returning), outlook, &[0.0; 3], all, explores, &mut rng(seed)).unwrap()
        };
        for seed in 0..50 {
            let taken = draw(true, false, seed);
            assert_eq!(taken.choice, Choice { arm: 1, propensity: 1.0 });
            assert_eq!(taken.regret, 0.0);
        }
        let astray = (0..5_000).map(|seed| draw(true, true, seed)).find(|draw| draw.choice.arm != 1).unwrap();
        assert!(astray.regret > 0.1 && astray.regret < 1.0, "{astray:?}");
    }

    #[test]
    fn what_the_site_ships_is_believed_by_segment_until_learned_otherwise() {
        let json = r#"{"priors": {"segments": ["deep", "quick"], "cells": [
            {"slot": "hero", "variant": "voices", "segment": "quick", "mean": 0.9, "count": 20},
            {"slot": "hero", "variant": "looks", "segment": "deep", "mean": 0.9, "count": 1000},
            {"slot": "other", "variant": "default", "mean": 0.9, "count": 20}
        ]}}"#;
        let config = Config::parse(json).unwrap();
        let beliefs = Beliefs::new(&config, "hero", &NAMES).unwrap();
        // The model may list its segments in another order.
        let names = ["quick".to_owned(), "deep".to_owned()];
        for (shares, expected) in [([1.0, 0.0], 1), ([0.0, 1.0], 2)] {
            let outlook = Outlook { conversion: None, names: &names, shares: &shares };
            let likeliest =
                beliefs.draw(&context(false), outlook, &[0.0; 3], &[0, 1, 2], false, &mut rng(1)).unwrap();
            assert_eq!(likeliest.choice.arm, expected);
        }
    }
}
