//! Sessions of a population that a network was never taught with, as its last layer meets them.
//!
//! Sessions, and which of them to leave out → a network taught with four fifths of the others and calibrated on the last
//! fifth, and what its last layer reads of each session left out. The site's codes are unknown throughout, as they are on
//! another site.

use nearside_core::finetune::{LastLayer, tag};

use super::{
    cross::folds,
    error::PropensityError,
    inputs::{Inputs, site_codes},
    lesson::Teachers,
    network::{Lesson, Network},
    settings::Settings,
};
use crate::{
    data::sessions::{Sessions, place},
    train::calibrate::platt,
};

/// Of the others, one in so many calibrates.
const CALIBRATES: usize = 5;

/// Sessions that a network has not seen.
#[derive(Clone, Debug)]
pub(super) struct Unseen {
    /// The network's last layer, with its calibration.
    pub(super) layer: LastLayer,
    /// What it reads of each session.
    pub(super) hidden: Vec<Vec<f32>>,
    /// The segment of each: who came new and who returns stand in for segments, of which the table has none.
    pub(super) segments: Vec<u16>,
    /// Whether the session bought.
    pub(super) bought: Vec<bool>,
}

impl Unseen {
    /// Leaves out the sessions that `is_left_out`, teaches with the others and calibrates; `tick` is called for every epoch.
    ///
    /// # Errors
    /// [`PropensityError`].
    pub(super) fn of(
        sessions: &Sessions,
        is_left_out: &[bool],
        settings: &Settings,
        tick: &dyn Fn(),
    ) -> Result<Unseen, PropensityError> {
        let at = |left_out: bool| -> Vec<usize> {
            (0..sessions.len()).filter(|&session| is_left_out[session] == left_out).collect()
        };
        let (others, codes, seed) = (sessions.at(&at(false)), site_codes()?, u64::from(settings.seed));
        let fold_of = folds(&others.bought, CALIBRATES, seed);
        let part = |calibrates: bool| -> Sessions {
            let places = (0..others.len()).filter(|&session| (fold_of[session] == 0) == calibrates);
            others.at(&places.collect::<Vec<_>>())
        };
        let (taught, calibrates) = (part(false), part(true).without(&codes));
        let inputs = Inputs::of(&taught, settings)?;
        let teachers = Teachers::fit(&taught, &inputs, settings, seed)?;
        let lesson = Lesson::of(&taught, &inputs, &teachers, settings, seed)?;
        let network = Network::teach(&lesson, settings, (settings.epochs, seed), |_| {
            tick();
            Ok(())
        })?;
        let read = |sessions: &Sessions| -> Vec<f32> {
            sessions.rows().flat_map(|row| inputs.taught(row)).collect()
        };
        let calibration = platt(&network.outputs(&read(&calibrates))?, &calibrates.bought);
        let (scale, offset) = (calibration.scale, calibration.offset);
        let (weights, bias) = network.last()?;
        let weights = weights.iter().map(|weight| scale * weight).collect();
        // The recipe's seed tells layers of different networks apart well enough: one is used at a time.
        let layer = LastLayer::new(seed, weights, scale * bias + offset);
        let (unseen, returning) = (sessions.at(&at(true)).without(&codes), place("session.returning")?);
        Ok(Unseen {
            layer: layer.ok_or(PropensityError::Nothing("no last layer that can be tuned"))?,
            hidden: network.hidden(&read(&unseen))?,
            segments: unseen
                .rows()
                .map(|row| tag(if row[returning] > 0.0 { "returning" } else { "new" }))
                .collect(),
            bought: unseen.bought,
        })
    }
}
