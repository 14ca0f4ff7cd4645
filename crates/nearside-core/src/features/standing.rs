//! Where a region stands in the window: how much of it shows, where, and how far from the cursor.
//!
//! box, what its ancestors leave of it, view → a snapshot. Keeps nothing.

use crate::{
    geometry::{Point, Rect},
    units::within,
    view::View,
};

/// Share of a region inside the window, or of the window covered by it, from which it counts as visible: what
/// is taller than two windows could never show half of itself.
const VISIBLE_FROM: f64 = 0.5;
/// px at which distance stops counting.
const FAR: f64 = 5_000.0;

/// Where a region stands now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Standing {
    /// The box in the window, px.
    pub(super) shown: Rect,
    /// Share inside the window.
    pub(super) visible: f64,
    /// Share of the window that it covers.
    pub(super) area: f64,
    /// Centre of the part in the window's height, in window widths and heights.
    pub(super) centre: Point,
    /// Distance from the cursor, px; none without a cursor.
    pub(super) distance: Option<f64>,
    /// Distance from the cursor, or without one from the window's centre, px.
    pub(super) anchor_distance: f64,
}

impl Standing {
    /// Where the page box `rect` stands in `view`, of which its ancestors leave the share `left` to be seen.
    pub(super) fn of(rect: Rect, left: f64, view: &View) -> Standing {
        let shown = view.in_window(rect);
        let (width, height) = (view.window.width.max(1.0), view.window.height.max(1.0));
        let visible = if view.visible { left * shown.visible_share(view.window) } else { 0.0 };
        let away = |point: Point| {
            let offset = shown.offset(point);
            libm::hypot(offset.x, offset.y).min(FAR)
        };
        let distance = view.cursor.map(away);
        let middle = (within(shown.y, 0.0, height) + within(shown.y + shown.height, 0.0, height)) / 2.0;
        Standing {
            shown,
            visible,
            area: (visible * shown.area() / (width * height)).min(1.0),
            centre: Point { x: shown.centre().x / width, y: middle / height },
            distance,
            anchor_distance: distance.unwrap_or_else(|| away(view.anchor())),
        }
    }

    /// Whether it counts as visible.
    pub(super) fn is_visible(&self) -> bool {
        self.visible >= VISIBLE_FROM || self.area >= VISIBLE_FROM
    }
}
