//! Several perceptrons that differ in their seed; the mean of their outputs.

use crate::train::{
    TrainError,
    folds::Fold,
    form::Perceptron,
    learner::{Learned, Learner, Size, train_epochs},
    settings::Settings,
};

/// Set on the seeds of the members, above the fold and the run.
const MEMBER: u32 = 48;

/// So many of the recipe of the settings.
pub(super) struct Ensemble(pub(super) Settings, pub(super) usize);

impl Learner for Ensemble {
    fn learn(&self, fold: &Fold<'_>, tick: &dyn Fn()) -> Result<Learned, TrainError> {
        let [learned_from, held_out] = fold.examples();
        // All of them go through every epoch, or there would be no mean.
        let settings = Settings { patience: usize::MAX, ..self.0.clone() };
        let mut sum: Option<Learned> = None;
        for member in 0..self.1 {
            let form = Box::new(Perceptron::new(fold.columns.len(), &settings));
            let seed = fold.seed() + ((member as u64) << MEMBER);
            let silent = || ();
            let tick = if member == 0 { tick } else { &silent };
            let learned = train_epochs(form, [&learned_from, &held_out], &settings, seed, tick)?;
            sum = Some(match sum {
                None => learned,
                Some(sum) => added(sum, &learned),
            });
        }
        Ok(scaled(sum.unwrap_or_default(), self.1))
    }
}

fn added(mut sum: Learned, other: &Learned) -> Learned {
    for (sum, other) in sum.outputs.iter_mut().zip(&other.outputs) {
        for (sum, other) in sum.as_flattened_mut().iter_mut().zip(other.as_flattened()) {
            *sum += other;
        }
    }
    for (sum, other) in sum.losses.iter_mut().zip(&other.losses) {
        sum.trained += other.trained;
        sum.held_out += other.held_out;
    }
    let size = Size {
        parameters: sum.size.parameters + other.size.parameters,
        bytes: sum.size.bytes + other.size.bytes,
    };
    Learned { size, ..sum }
}

/// A sum as a mean. Losses are the members' own, not the ensemble's, which is better.
fn scaled(mut sum: Learned, members: usize) -> Learned {
    let outputs = sum.outputs.iter_mut().flat_map(|outputs| outputs.as_flattened_mut());
    outputs.for_each(|value| *value /= members as f32);
    for losses in &mut sum.losses {
        losses.trained /= members as f64;
        losses.held_out /= members as f64;
    }
    sum
}
