//! Pull: how much of the eye's attention a region draws from the others in view, before any learning.
//!
//! Where a region stands and how near the cursor is → a weight; its share of all weights in view is the feature.
//! Gaze goes first to what is large and a third of the way down the window, and follows the cursor, loosely
//! (Huang, White & Buscher 2012; Lagun & Lalmas 2016). The constants were chosen by hand on recorded gaze; a
//! network learns the rest.

use super::standing::Standing;

/// Height in the window, from the top, at which eyes rest most.
const REST: f64 = 0.35;
/// Spread of that height.
const REST_SPREAD: f64 = 0.25;
/// Half-width of the band in which reading happens.
const BAND_SPREAD: f64 = 0.2;
/// Least share of the window that a region counts with: nothing in view draws nothing at all.
const LEAST_AREA: f64 = 1e-4;
/// px over which the cursor's pull fades, and its strength in log-odds.
const CURSOR_REACH: f64 = 150.0;
const CURSOR_PULL: f64 = 2.0;
/// px over which nearness fades.
const NEARNESS_REACH: f64 = 100.0;

/// Weight by place alone.
pub(super) fn of_place(standing: &Standing) -> f64 {
    let off = (standing.centre.y - REST) / REST_SPREAD;
    libm::exp(-0.5 * off * off) * libm::sqrt(standing.area.max(LEAST_AREA))
}

/// Factor that the cursor puts on the weight of place; 1 without a cursor.
pub(super) fn of_cursor(standing: &Standing) -> f64 {
    standing.distance.map_or(1.0, |distance| libm::exp(CURSOR_PULL * libm::exp(-distance / CURSOR_REACH)))
}

/// 1 under the cursor, fading with distance; 0 without a cursor.
pub(super) fn nearness(standing: &Standing) -> f64 {
    standing.distance.map_or(0.0, |distance| libm::exp(-distance / NEARNESS_REACH))
}

/// How well it stands in the band in which reading happens: 1 in its middle, fading.
pub(super) fn in_band(standing: &Standing) -> f64 {
    let off = (standing.centre.y - REST) / BAND_SPREAD;
    libm::exp(-0.5 * off * off)
}
