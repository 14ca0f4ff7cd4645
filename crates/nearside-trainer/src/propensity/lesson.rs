//! The lesson: what the network learns from, and the teacher that says it.
//!
//! Sessions → trees fitted to them, with the site's codes and without → real and remixed sessions, each with the
//! probability that the trees give it (Hinton, Vinyals & Dean 2015). Trees that know no codes speak of sessions whose
//! codes are unknown, so that the network serves sites that give none.

use nearside_core::{features::schema::PAGE, seed};

use super::{
    error::PropensityError,
    inputs::{Inputs, site_codes},
    network::Lesson,
    remix::remix,
    settings::{Settings, Teacher},
    trees::Trees,
};
use crate::data::sessions::Sessions;

/// Trees that know the site's codes, and trees that do not.
pub(super) struct Teachers {
    known: Vec<Trees>,
    unknown: Vec<Trees>,
}

impl Teachers {
    /// Fits both to `sessions`.
    ///
    /// # Errors
    /// [`PropensityError`].
    pub(super) fn fit(
        sessions: &Sessions,
        inputs: &Inputs,
        settings: &Settings,
        seed: u64,
    ) -> Result<Teachers, PropensityError> {
        let blank = sessions.without(&site_codes()?);
        let fit = |sessions: &Sessions| -> Vec<Trees> {
            let rows: Vec<Vec<f32>> = sessions.rows().map(|row| inputs.bent(row)).collect();
            let fits = 0..u64::from(settings.fits);
            fits.map(|fit| Trees::fit(&rows, &sessions.bought, (seed << 8) + fit)).collect()
        };
        Ok(Teachers { known: fit(sessions), unknown: fit(&blank) })
    }

    /// Log-odds that the trees give a row: those that know the codes, or those that do not.
    pub(super) fn output(&self, inputs: &Inputs, row: &[f32], known: bool) -> f64 {
        let trees = if known { &self.known } else { &self.unknown };
        let bent = inputs.bent(row);
        trees.iter().map(|trees| trees.output(&bent)).sum::<f64>() / trees.len() as f64
    }
}

impl Lesson {
    /// The lesson of `sessions`; without teachers it is their labels.
    ///
    /// # Errors
    /// [`PropensityError`].
    pub(super) fn of(
        sessions: &Sessions,
        inputs: &Inputs,
        teachers: &Teachers,
        settings: &Settings,
        seed: u64,
    ) -> Result<Lesson, PropensityError> {
        let mut lesson = Lesson { inputs: Vec::new(), targets: Vec::new() };
        if settings.teacher == Teacher::Labels {
            for (row, &bought) in sessions.rows().zip(&sessions.bought) {
                lesson.add(inputs, row, f32::from(u8::from(bought)));
            }
            return Ok(lesson);
        }
        let mut rng = seed::rng(seed);
        let mut mixed = |rows: usize| remix(sessions, rows * sessions.len(), settings.share, &mut rng);
        let known = [sessions.features.clone(), mixed(settings.remixed)?].concat();
        let unknown =
            Sessions { features: mixed(settings.unknown)?, bought: Vec::new() }.without(&site_codes()?);
        for (rows, known) in [(&known, true), (&unknown.features, false)] {
            for row in rows.chunks_exact(PAGE.len()) {
                let output = teachers.output(inputs, row, known);
                lesson.add(inputs, row, (1.0 / (1.0 + (-output).exp())) as f32);
            }
        }
        Ok(lesson)
    }

    fn add(&mut self, inputs: &Inputs, row: &[f32], target: f32) {
        self.inputs.extend(inputs.taught(row));
        self.targets.push(target);
    }
}
