//! Other recipes: what the same cross-validation says of them, for the card.
//!
//! One thing is changed at a time, so that each line says what that one thing is worth. All are divided into folds
//! alike, once, and the recipe that ships is among them.

use indicatif::ProgressBar;
use serde::Serialize;

use super::{
    cross::cross_validate,
    error::PropensityError,
    figures::Spread,
    settings::{Settings, Teacher},
};
use crate::{data::sessions::Sessions, train::loss::Loss};

/// A recipe that was tried.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Variant {
    /// What is other than in the recipe that ships.
    pub(super) what: &'static str,
    /// With the site's codes, and without.
    pub(super) figures: [Spread; 2],
}

/// The recipes, as (what is other, options).
pub(super) fn plan(shipped: &Settings) -> Vec<(&'static str, Settings)> {
    let other = |change: &dyn Fn(&mut Settings)| {
        let mut settings = Settings { splits: 1, ..shipped.clone() };
        change(&mut settings);
        settings
    };
    let without =
        |paths: &[&str]| other(&|s| s.without = paths.iter().map(|&path| path.to_owned()).collect());
    // Real sessions alone are nine times fewer rows: more passes. The trees have no part, so one fit of them will do.
    let labels = |loss: Loss| {
        other(&|s| {
            (s.teacher, s.loss, s.epochs, s.fits) = (Teacher::Labels, loss, 3 * shipped.epochs, 1);
        })
    };
    vec![
        ("the recipe that ships", other(&|_| {})),
        ("taught by labels alone", labels(Loss::CrossEntropy)),
        ("labels, class weights", labels(Loss::Weighted)),
        ("labels, focal loss", labels(Loss::Focal)),
        ("no remixed sessions", other(&|s| (s.remixed, s.unknown, s.epochs) = (0, 0, 4 * shipped.epochs))),
        ("no lessons without codes", other(&|s| s.unknown = 0)),
        ("no bins", other(&|s| s.no_bins = true)),
        ("32-16", other(&|s| s.hidden = vec![32, 16])),
        ("ReLU", other(&|s| s.activation = nearside_model::manifest::Activation::Relu)),
        (
            "without the dwell of each page",
            without(&[
                "pages.account.dwell_each",
                "pages.information.dwell_each",
                "pages.product.dwell_each",
            ]),
        ),
        ("without channel", without(&["session.channel"])),
        ("without system", without(&["session.system"])),
        ("without month and special days", without(&["time.month", "time.special"])),
    ]
}

/// Cross-validates `settings`.
///
/// # Errors
/// [`PropensityError`].
pub(super) fn try_out(
    sessions: &Sessions,
    (what, settings): (&'static str, Settings),
    bar: &ProgressBar,
) -> Result<Variant, PropensityError> {
    Ok(Variant { what, figures: cross_validate(sessions, &settings, bar)?.network })
}
