//! Beliefs: what this browser learned of each slot's variants, and the contexts that it learned in.
//!
//! page context, outlook, the variants' attention → one vector; a slot's [`Bandit`] chooses by it and learns from what
//! came of it. Learning takes a grant, and what is kept names its inputs and variants, so that beliefs about other
//! content or other features are never taken for these.

use rand_core::Rng;

use crate::{
    bandit::{Bandit, BanditError, Choice, Outcome, Settings},
    consent::{Grant, Learn},
    decision::{MOST_WEIGHED, Weighed},
    features::{Context, normalise::bend, schema},
    outlook::Outlook,
    posterior::{Form, Prior},
    state::KeptBeliefs,
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
/// Segments that beliefs can tell apart.
const SEGMENTS: usize = 6;
/// Bent features are divided by this, so that none outweighs the flags.
const SCALE: f64 = 10.0;

/// A context and what was drawn in it, until its reward comes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Draw {
    context: Vec<f64>,
    pub(crate) choice: Choice,
}

/// The beliefs about one slot's variants.
#[derive(Debug)]
pub(crate) struct Beliefs {
    variants: usize,
    bandit: Bandit,
}

impl Beliefs {
    /// What is believed of `variants` variants before anything was learned here.
    pub(crate) fn new(settings: &Settings, variants: usize) -> Result<Beliefs, BanditError> {
        let bandit = Bandit::new(settings, &vec![Prior::default(); variants], width(variants))?;
        Ok(Beliefs { variants, bandit })
    }

    /// Draws one of the `eligible` variants; `attention` holds each variant's share of it.
    pub(crate) fn draw(
        &self,
        context: &Context,
        outlook: Outlook<'_>,
        attention: &[f64],
        eligible: &[usize],
        rng: &mut impl Rng,
    ) -> Result<Draw, BanditError> {
        let context = vector(context, outlook, attention);
        let choice = self.bandit.choose(&context, eligible, rng)?;
        Ok(Draw { context, choice })
    }

    /// Learns what a draw came to, 0 to 1.
    pub(crate) fn learn(
        &mut self,
        _: &Grant<'_, Learn>,
        draw: &Draw,
        reward: f64,
    ) -> Result<(), BanditError> {
        let Choice { arm, propensity } = draw.choice;
        self.bandit.learn(&Outcome { arm, context: &draw.context, reward, propensity })
    }

    /// The inputs that spoke most for or against what was drawn, heaviest first.
    pub(crate) fn weigh(&self, draw: &Draw, variants: &[&str]) -> Vec<Weighed> {
        let weights = self.bandit.weights(draw.choice.arm);
        let inputs = draw.context.iter().zip(weights).enumerate().skip(1);
        let mut weighed: Vec<Weighed> = inputs
            .map(|(at, (&value, weight))| Weighed {
                path: name(at, variants),
                value: value as f32,
                weight: (weight * value) as f32,
            })
            .filter(|weighed| weighed.weight.abs() > 1e-3)
            .collect();
        weighed.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
        weighed.truncate(MOST_WEIGHED);
        weighed
    }

    /// What is to be kept.
    pub(crate) fn keep(&self, slot: &str, variants: &[&str], form: Form) -> KeptBeliefs {
        KeptBeliefs {
            slot: slot.to_owned(),
            variants: variants.iter().map(|&variant| variant.to_owned()).collect(),
            inputs: hash(self.variants),
            kept: self.bandit.keep(form),
        }
    }

    /// Goes on from what was kept of the same variants and inputs; anything else is left alone.
    pub(crate) fn restore(&mut self, kept: &KeptBeliefs, variants: &[&str]) {
        if kept.variants == variants && kept.inputs == hash(self.variants) {
            // Beliefs that can't be read are as good as none: the visitor is learned anew.
            let _ = self.bandit.restore(&kept.kept);
        }
    }
}

/// Inputs of a context: one that is always 1, features, conversion, segments, each variant's share of attention.
fn width(variants: usize) -> usize {
    1 + INPUTS.len() + 1 + SEGMENTS + variants
}

fn vector(context: &Context, outlook: Outlook<'_>, attention: &[f64]) -> Vec<f64> {
    let features = INPUTS.iter().filter_map(|path| {
        let column = schema::index_of(path)?;
        let feature = schema::column(column)?;
        let scale = if feature.shape == schema::Shape::Log { SCALE } else { 1.0 };
        Some(f64::from(bend(feature, context[column])) / scale)
    });
    let segments = outlook.segments().map(|(_, share)| f64::from(share)).chain(std::iter::repeat(0.0));
    std::iter::once(1.0)
        .chain(features)
        .chain([outlook.conversion.map_or(0.0, f64::from)])
        .chain(segments.take(SEGMENTS))
        .chain(attention.iter().copied())
        .collect()
}

/// The name of an input, for people.
fn name(at: usize, variants: &[&str]) -> String {
    let at = at.saturating_sub(1);
    let after = at.saturating_sub(INPUTS.len() + 1);
    match INPUTS.get(at) {
        Some(path) => (*path).to_owned(),
        None if at == INPUTS.len() => "session.conversion".to_owned(),
        None => match after.checked_sub(SEGMENTS) {
            None => ["segment.", &after.to_string()].concat(),
            Some(variant) => {
                ["attention.", variants.get(variant).copied().unwrap_or_default(), ".share"].concat()
            }
        },
    }
}

/// FNV-1a over what a context is made of.
fn hash(variants: usize) -> u64 {
    let parts =
        INPUTS.iter().flat_map(|path| path.bytes().chain([0])).chain([SEGMENTS as u8, variants as u8]);
    parts.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        consent::{Answer, Consent, Purpose},
        features::schema::PAGE,
        seed::rng,
    };

    const NAMES: [&str; 3] = ["default", "voices", "looks"];

    fn context(returning: bool) -> Context {
        let mut context = [0.0; PAGE.len()];
        context[schema::index_of("session.returning").unwrap()] = f32::from(u8::from(returning));
        context
    }

    /// Taught that who returns wants `voices` and who is new wants `looks`.
    fn taught() -> Beliefs {
        let mut consent = Consent::default();
        consent.set(Purpose::Learn, Answer::Granted);
        let mut beliefs = Beliefs::new(&Settings::default(), NAMES.len()).unwrap();
        let mut rng = rng(3);
        for round in 0..300 {
            let returning = round % 2 == 0;
            let wanted = if returning { 1 } else { 2 };
            let outlook = Outlook::default();
            let draw = beliefs.draw(&context(returning), outlook, &[0.0; 3], &[0, 1, 2], &mut rng).unwrap();
            let reward = f64::from(u8::from(draw.choice.arm == wanted));
            beliefs.learn(&consent.grant().unwrap(), &draw, reward).unwrap();
        }
        beliefs
    }

    fn most_drawn(beliefs: &Beliefs, returning: bool) -> usize {
        let mut rng = rng(5);
        let mut counts = [0; 3];
        for _ in 0..200 {
            let draw = beliefs.draw(&context(returning), Outlook::default(), &[0.0; 3], &[0, 1, 2], &mut rng);
            counts[draw.unwrap().choice.arm] += 1;
        }
        (0..3).max_by_key(|&arm| counts[arm]).unwrap()
    }

    #[test]
    fn it_learns_who_wants_what_and_says_why() {
        let beliefs = taught();
        assert_eq!([true, false].map(|returning| most_drawn(&beliefs, returning)), [1, 2]);
        let draw = beliefs.draw(&context(true), Outlook::default(), &[0.0; 3], &[1], &mut rng(1)).unwrap();
        let weighed = beliefs.weigh(&draw, &NAMES);
        assert!(weighed[0].path == "session.returning" && weighed[0].weight > 0.0, "{weighed:?}");
    }

    #[test]
    fn what_is_kept_is_gone_on_from_only_for_the_same_content() {
        let beliefs = taught();
        let kept = beliefs.keep("hero", &NAMES, Form::Full);
        let mut back = Beliefs::new(&Settings::default(), NAMES.len()).unwrap();
        back.restore(&kept, &["default", "voices", "other"]);
        back.restore(&KeptBeliefs { inputs: 1, ..kept.clone() }, &NAMES);
        assert_ne!([true, false].map(|returning| most_drawn(&back, returning)), [1, 2]);
        back.restore(&kept, &NAMES);
        assert_eq!([true, false].map(|returning| most_drawn(&back, returning)), [1, 2]);
    }

    #[test]
    fn every_input_has_a_name() {
        let vector = vector(&context(true), Outlook::default(), &[0.0; 3]);
        assert_eq!(vector.len(), width(3));
        let names: Vec<String> = (1..vector.len()).map(|at| name(at, &NAMES)).collect();
        assert_eq!(names[0], "session.returning");
        assert_eq!(names[INPUTS.len()..][..2], ["session.conversion", "segment.0"]);
        assert_eq!(names.last().unwrap(), "attention.looks.share");
    }
}
