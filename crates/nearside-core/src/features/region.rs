//! Features of one region: how long it was seen, hovered and approached.
//!
//! A sample every [`super::GRID`] takes the box against window and cursor; totals and short windows follow from
//! the samples. Nothing depends on when the browser drew a frame.

use super::{
    GRID, SAMPLES_2S,
    ring::Ring,
    schema::{REGION, Region as Column},
    window::Window,
};
use crate::{
    geometry::Rect,
    signal::{RegionId, Signal},
    units::Millis,
    view::View,
};

/// Share of a region inside the window from which it counts as visible.
pub const VISIBLE_FROM: f64 = 0.5;
/// px within which the cursor is near.
const NEAR: f64 = 100.0;
/// px at which distance stops counting.
const FAR: f64 = 5_000.0;
/// Samples over which an approach is measured: 0.5 s.
const APPROACH: usize = 10;

/// A region's columns of a row.
pub type RegionRow = [f32; REGION.len()];

/// Running state behind one region's features.
#[derive(Clone, Debug)]
pub(super) struct RegionFeatures {
    id: RegionId,
    /// The box in page px; none before it is measured and after it left.
    rect: Option<Rect>,
    visible: Ring<SAMPLES_2S>,
    hover: Ring<SAMPLES_2S>,
    distance: Ring<SAMPLES_2S>,
    visible_time: Millis,
    dwell: Millis,
    hover_time: Millis,
    near_time: Millis,
    focus_time: Millis,
    clicks: Window,
    selections: Window,
}

/// Where a region stands now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Standing {
    /// Share inside the window.
    pub(super) visible: f64,
    /// Distance from the cursor, px; none without a cursor.
    pub(super) distance: Option<f64>,
    /// Top edge in the window, px.
    pub(super) top: f64,
}

impl RegionFeatures {
    pub(super) fn new(id: RegionId) -> Self {
        RegionFeatures {
            id,
            rect: None,
            visible: Ring::new(),
            hover: Ring::new(),
            distance: Ring::new(),
            visible_time: Millis::ZERO,
            dwell: Millis::ZERO,
            hover_time: Millis::ZERO,
            near_time: Millis::ZERO,
            focus_time: Millis::ZERO,
            clicks: Window::new(),
            selections: Window::new(),
        }
    }

    /// Takes one signal.
    pub(super) fn observe(&mut self, signal: &Signal, now: Millis) {
        match *signal {
            Signal::Layout { region, rect } if region == self.id => self.rect = Some(rect),
            Signal::Gone(region) if region == self.id => self.rect = None,
            Signal::Click { region: Some(region), .. } if region == self.id => self.clicks.count(now),
            Signal::Select(Some(region)) if region == self.id => self.selections.count(now),
            _ => {}
        }
    }

    /// Where it stands in `view`; none while it has no box.
    pub(super) fn standing(&self, view: &View) -> Option<Standing> {
        let shown = view.in_window(self.rect?);
        Some(Standing {
            visible: if view.visible { shown.visible_share(view.window) } else { 0.0 },
            distance: view.cursor.map(|cursor| {
                let offset = shown.offset(cursor);
                libm::hypot(offset.x, offset.y).min(FAR)
            }),
            top: shown.y,
        })
    }

    /// Takes the sample of one grid step.
    pub(super) fn sample(&mut self, view: &View, dwelling: bool) {
        let Some(standing) = self.standing(view) else { return };
        let visible = standing.visible >= VISIBLE_FROM;
        let hovered = standing.distance == Some(0.0);
        self.visible.push(f32::from(u8::from(visible)));
        self.hover.push(f32::from(u8::from(hovered)));
        if let Some(distance) = standing.distance {
            self.distance.push(distance as f32);
        }
        for (counts, time) in [
            (visible, &mut self.visible_time),
            (visible && dwelling, &mut self.dwell),
            (hovered, &mut self.hover_time),
            (standing.distance.is_some_and(|d| d <= NEAR), &mut self.near_time),
            (view.focus == Some(self.id), &mut self.focus_time),
        ] {
            if counts {
                *time += GRID;
            }
        }
    }

    /// Lets counts leave their windows.
    pub(super) fn roll(&mut self, now: Millis) {
        self.clicks.roll(now);
        self.selections.roll(now);
    }

    /// Writes the region's columns, but those that compare it with others.
    pub(super) fn read(&self, view: &View) -> RegionRow {
        let mut row = [0.0; REGION.len()];
        let mut set = |column: Column, value: f32| row[column as usize] = value;

        set(Column::VisibleMs, self.visible_time.0 as f32);
        set(Column::DwellMs, self.dwell.0 as f32);
        set(Column::HoverMs, self.hover_time.0 as f32);
        set(Column::NearMs, self.near_time.0 as f32);
        set(Column::FocusMs, self.focus_time.0 as f32);
        set(Column::Clicks, self.clicks.total());
        set(Column::Selections, self.selections.total());
        set(Column::Visible2s, self.visible.mean(SAMPLES_2S).unwrap_or(0.0));
        set(Column::Hover2s, self.hover.mean(SAMPLES_2S).unwrap_or(0.0));
        if let (Some(rect), Some(standing)) = (self.rect, self.standing(view)) {
            let shown = view.in_window(rect);
            let (width, height) = (view.window.width.max(1.0), view.window.height.max(1.0));
            set(Column::Visible, standing.visible as f32);
            set(Column::CentreX, (shown.centre().x / width) as f32);
            set(Column::CentreY, (shown.centre().y / height) as f32);
            set(Column::Width, (rect.width / width) as f32);
            set(Column::Height, (rect.height / height) as f32);
            set(Column::PageY, (rect.y / view.document.height.max(1.0)) as f32);
            if let Some(distance) = standing.distance {
                let least = self.distance.recent(SAMPLES_2S).fold(distance as f32, f32::min);
                set(Column::Distance, distance as f32);
                set(Column::DistanceMean2s, self.distance.mean(SAMPLES_2S).unwrap_or(distance as f32));
                set(Column::DistanceMin2s, least);
                if let Some(before) = self.distance.recent(APPROACH).last() {
                    let seconds = GRID.seconds() as f32 * APPROACH as f32;
                    set(Column::Approach, (before - distance as f32) / seconds);
                }
            }
        }
        row
    }
}
