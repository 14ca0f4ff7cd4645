//! A belief as plain numbers, to be kept.
//!
//! [`Form::Full`] keeps R and R·mean, d·(d + 3)/2 numbers. [`Form::Marginal`] keeps each weight's mean and deviation,
//! 2·d numbers: the Gaussian with independent weights that is nearest to the belief (least KL from it). Rounding
//! a root leaves a root, so what is read back is positive definite too.

use super::{
    Posterior, PosteriorError,
    root::{Root, triangle},
};
use crate::json::names;

/// How much of a belief is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// All of it.
    Full,
    /// Each weight by itself, without how they hang together.
    Marginal,
}

names!(Form { Full: "full", Marginal: "marginal" });

impl Posterior {
    /// The belief as numbers: rewards seen, then what `form` keeps.
    pub fn numbers(&self, form: Form) -> Vec<f64> {
        let mut numbers = vec![f64::from(self.seen)];
        match form {
            Form::Full => {
                numbers.extend_from_slice(self.root.entries());
                numbers.extend_from_slice(&self.turned);
            }
            Form::Marginal => {
                numbers.extend(self.deviations());
                numbers.extend(self.weights());
            }
        }
        numbers
    }

    /// Takes back what [`Posterior::numbers`] gave, in the place of all that was learned.
    ///
    /// # Errors
    /// [`PosteriorError::Kept`] for anything else; the belief is as it was then.
    pub fn restore(&mut self, form: Form, numbers: &[f64]) -> Result<(), PosteriorError> {
        let inputs = self.inputs();
        let refused = PosteriorError::Kept(inputs);
        let Some((&seen, numbers)) = numbers.split_first() else { return Err(refused) };
        let split = if form == Form::Full { triangle(inputs) } else { inputs };
        let sound = numbers.iter().all(|number| number.is_finite()) && seen.is_finite() && seen >= 0.0;
        if numbers.len() != split + inputs || !sound {
            return Err(refused);
        }
        let (first, second) = numbers.split_at(split);
        let mut turned = second.to_vec();
        let entries = match form {
            Form::Full => first.to_vec(),
            Form::Marginal => {
                turned.iter_mut().zip(first).for_each(|(weight, deviation)| *weight /= deviation);
                diagonal(first)
            }
        };
        match Root::from_entries(inputs, entries) {
            Some(root) if turned.iter().all(|n| n.is_finite()) => {
                (self.root, self.turned, self.seen) = (root, turned, seen as u32);
                Ok(())
            }
            _ => Err(refused),
        }
    }

    /// Standard deviation of each weight.
    fn deviations(&self) -> impl Iterator<Item = f64> {
        (0..self.inputs()).map(|input| {
            let mut unit = vec![0.0; self.inputs()];
            unit[input] = 1.0;
            self.root.whiten(&mut unit);
            unit.iter().map(|w| w * w).sum::<f64>().sqrt()
        })
    }
}

/// The entries of a root with 1/`deviations` on its diagonal and nothing else.
fn diagonal(deviations: &[f64]) -> Vec<f64> {
    let rows = deviations.iter().enumerate().flat_map(|(k, deviation)| {
        std::iter::once(1.0 / deviation).chain(std::iter::repeat_n(0.0, deviations.len() - k - 1))
    });
    rows.collect()
}
