//! What came of one exposure, and exposures that still wait for it.
//!
//! A [`Lesson`] is made only under a grant for `learn`, and says all that it takes to learn from it on any page and in any
//! tab: which variants there were, which one was seen, in which context it was drawn, and what it brought.

use crate::{
    bandit::{pack, unpack},
    consent::{Grant, Learn},
    json::object,
};

/// How what was seen had been drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// Hash of what its context was made of.
    pub inputs: u64,
    /// The context, packed.
    context: String,
    /// The propensity that was told with it.
    pub propensity: f64,
}

object!(Drawn { inputs, context, propensity });

impl Drawn {
    /// As drawn by beliefs over `inputs`.
    pub(crate) fn new(inputs: u64, context: &[f64], propensity: f64) -> Drawn {
        Drawn { inputs, context: pack(context), propensity }
    }

    /// The context; empty if it can't be read, which no belief takes.
    pub(crate) fn context(&self) -> Vec<f64> {
        unpack(&self.context).unwrap_or_default()
    }
}

/// An exposure and what it brought.
#[derive(Clone, Debug, PartialEq)]
pub struct Lesson {
    /// The slot.
    pub slot: String,
    /// Its variants, the default first.
    pub variants: Vec<String>,
    /// The one that was seen.
    pub variant: u16,
    /// How it was drawn; what was not drawn is counted, but nothing is concluded from it.
    pub drawn: Option<Drawn>,
    /// What it brought, 0 to 1.
    pub reward: f64,
}

object!(Lesson { slot, variants, variant, drawn, reward });

impl Lesson {
    /// An exposure that has brought nothing so far.
    pub(crate) fn begin(
        _: &Grant<'_, Learn>,
        slot: &str,
        variants: &[&str],
        variant: u16,
        drawn: Option<Drawn>,
    ) -> Lesson {
        let variants = variants.iter().map(|&variant| variant.to_owned()).collect();
        Lesson { slot: slot.to_owned(), variants, variant, drawn, reward: 0.0 }
    }

    /// Whether it can be learned from.
    pub(super) fn is_sound(&self) -> bool {
        let fair = |drawn: &Drawn| drawn.propensity > 0.0 && drawn.propensity <= 1.0;
        (0.0..=1.0).contains(&self.reward)
            && usize::from(self.variant) < self.variants.len()
            && self.drawn.as_ref().is_none_or(fair)
    }
}

/// An exposure whose reward may come on a later page.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenCredit {
    /// Random, so that it is settled once.
    pub id: u64,
    /// The goal that it waits for.
    pub goal: String,
    /// Until when, ms since the epoch.
    pub until: f64,
    /// The exposure.
    pub lesson: Lesson,
}

object!(OpenCredit { id, goal, until, lesson });

impl OpenCredit {
    pub(super) fn is_sound(&self) -> bool {
        self.until.is_finite() && self.lesson.is_sound()
    }
}
