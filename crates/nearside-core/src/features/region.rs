//! Features of one region: how long it was seen, hovered and approached.
//!
//! A sample every [`super::GRID`] takes the box against window and cursor; totals and short windows follow from
//! the samples. Nothing depends on when the browser drew a frame.

use super::{
    GRID, SAMPLES_2S, SAMPLES_5S, pull,
    ring::Ring,
    schema::{REGION, Region as Column},
    standing::Standing,
    window::Window,
};
use crate::{
    geometry::Rect,
    signal::{RegionId, Signal},
    units::Millis,
    view::View,
};

/// px within which the cursor is near.
const NEAR: f64 = 100.0;
/// Samples over which a quick approach is measured: 0.5 s.
const APPROACH: usize = 10;
/// The middle third of the window.
const MIDDLE: std::ops::Range<f64> = 1.0 / 3.0..2.0 / 3.0;
/// What the average of pull keeps in one grid step: e-fold in 10 s.
const PULL_KEPT: f32 = 0.995_012_5;

/// A region's columns of a row.
pub type RegionRow = [f32; REGION.len()];

/// Running state behind one region's features.
#[derive(Clone, Debug)]
pub(super) struct RegionFeatures {
    id: RegionId,
    /// The box in page px and what its ancestors leave of it; none before it is measured and after it left.
    rect: Option<(Rect, f64)>,
    visible: Ring<SAMPLES_2S>,
    middle: Ring<SAMPLES_2S>,
    band: Ring<SAMPLES_5S>,
    hover: Ring<SAMPLES_2S>,
    near: Ring<SAMPLES_2S>,
    moving_near: Ring<SAMPLES_2S>,
    distance: Ring<SAMPLES_2S>,
    anchor_distance: Ring<SAMPLES_2S>,
    place: Ring<SAMPLES_2S>,
    pull: Ring<SAMPLES_2S>,
    pull_average: f32,
    /// Weights of the sample being taken, until all regions' are known.
    weight: Weight,
    visible_time: Millis,
    dwell: Millis,
    hover_time: Millis,
    near_time: Millis,
    focus_time: Millis,
    clicks: Window,
    selections: Window,
}

/// How much a region draws; a sum of them is what it is a share of.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Weight {
    pub(super) place: f64,
    pub(super) pull: f64,
}

impl RegionFeatures {
    pub(super) fn new(id: RegionId) -> Self {
        RegionFeatures {
            id,
            rect: None,
            visible: Ring::new(),
            middle: Ring::new(),
            band: Ring::new(),
            hover: Ring::new(),
            near: Ring::new(),
            moving_near: Ring::new(),
            distance: Ring::new(),
            anchor_distance: Ring::new(),
            place: Ring::new(),
            pull: Ring::new(),
            pull_average: 0.0,
            weight: Weight::default(),
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
            Signal::Layout { region, rect, shown } if region == self.id => self.rect = Some((rect, shown)),
            Signal::Gone(region) if region == self.id => self.rect = None,
            Signal::Click { region: Some(region), .. } if region == self.id => self.clicks.count(now),
            Signal::Select(Some(region)) if region == self.id => self.selections.count(now),
            _ => {}
        }
    }

    /// The box in page px; none while it has none.
    pub(super) fn rect(&self) -> Option<Rect> {
        self.rect.map(|(rect, _)| rect)
    }

    /// Where it stands in `view`; none while it has no box.
    pub(super) fn standing(&self, view: &View) -> Option<Standing> {
        self.rect.map(|(rect, left)| Standing::of(rect, left, view))
    }

    /// Takes the sample of one grid step and returns how much the region draws; `moving` tells whether the
    /// cursor moved in it.
    pub(super) fn sample(&mut self, view: &View, dwelling: bool, moving: bool) -> Weight {
        self.weight = Weight::default();
        let Some(standing) = self.standing(view) else { return self.weight };
        let visible = standing.is_visible();
        let hovered = standing.distance == Some(0.0);
        let near = standing.distance.is_some_and(|distance| distance <= NEAR);
        let flag = |on: bool| f32::from(u8::from(on));
        self.visible.push(flag(visible));
        self.middle.push(flag(visible && MIDDLE.contains(&standing.centre.y)));
        self.band.push(if visible { pull::in_band(&standing) as f32 } else { 0.0 });
        self.hover.push(flag(hovered));
        self.near.push(flag(near));
        self.moving_near.push(if moving { pull::nearness(&standing) as f32 } else { 0.0 });
        self.anchor_distance.push(standing.anchor_distance as f32);
        if let Some(distance) = standing.distance {
            self.distance.push(distance as f32);
        }
        if visible {
            let place = pull::of_place(&standing);
            self.weight = Weight { place, pull: place * pull::of_cursor(&standing) };
        }
        for (counts, time) in [
            (visible, &mut self.visible_time),
            (visible && dwelling, &mut self.dwell),
            // A cursor left behind hovers for nobody.
            (hovered && dwelling, &mut self.hover_time),
            (near && dwelling, &mut self.near_time),
            (view.focus == Some(self.id) && dwelling, &mut self.focus_time),
        ] {
            if counts {
                *time += GRID;
            }
        }
        self.weight
    }

    /// Ends the sample, now that what all regions draw together is known.
    pub(super) fn share(&mut self, all: Weight) {
        let share = |own: f64, all: f64| if all > 0.0 { (own / all) as f32 } else { 0.0 };
        self.place.push(share(self.weight.place, all.place));
        let pull = share(self.weight.pull, all.pull);
        self.pull.push(pull);
        self.pull_average = PULL_KEPT * self.pull_average + (1.0 - PULL_KEPT) * pull;
    }

    /// Lets counts leave their windows.
    pub(super) fn roll(&mut self, now: Millis) {
        self.clicks.roll(now);
        self.selections.roll(now);
    }

    /// Writes the region's columns, but those that compare it with others or with the page.
    pub(super) fn read(&self, view: &View) -> RegionRow {
        let mut row = [0.0; REGION.len()];
        let mut set = |column: Column, value: f32| row[column as usize] = value;
        let mean_2s = |ring: &Ring<SAMPLES_2S>| ring.mean(SAMPLES_2S).unwrap_or(0.0);

        set(Column::VisibleMs, self.visible_time.0 as f32);
        set(Column::DwellMs, self.dwell.0 as f32);
        set(Column::HoverMs, self.hover_time.0 as f32);
        set(Column::NearMs, self.near_time.0 as f32);
        set(Column::FocusMs, self.focus_time.0 as f32);
        set(Column::Clicks, self.clicks.total());
        set(Column::Selections, self.selections.total());
        set(Column::Visible2s, mean_2s(&self.visible));
        set(Column::Middle2s, mean_2s(&self.middle));
        set(Column::Band2s, self.band.mean(SAMPLES_2S).unwrap_or(0.0));
        set(Column::Band5s, self.band.mean(SAMPLES_5S).unwrap_or(0.0));
        set(Column::Hover2s, mean_2s(&self.hover));
        set(Column::Near2s, mean_2s(&self.near));
        set(Column::MovingNear2s, mean_2s(&self.moving_near));
        set(Column::Place2s, mean_2s(&self.place));
        set(Column::Pull2s, mean_2s(&self.pull));
        set(Column::PullAverage, self.pull_average);
        if let (Some(rect), Some(standing)) = (self.rect(), self.standing(view)) {
            let (width, height) = (view.window.width.max(1.0), view.window.height.max(1.0));
            set(Column::Visible, standing.visible as f32);
            set(Column::Area, standing.area as f32);
            set(Column::VisibleY, standing.centre.y as f32);
            set(Column::CentreX, standing.centre.x as f32);
            set(Column::CentreY, (standing.shown.centre().y / height) as f32);
            let (dx, dy) = ((standing.centre.x - 0.5) * width / height, standing.centre.y - 0.5);
            set(Column::OffCentre, libm::hypot(dx, dy) as f32);
            set(Column::Width, (rect.width / width) as f32);
            set(Column::Height, (rect.height / height) as f32);
            set(Column::PageY, (rect.y / view.document.height.max(1.0)) as f32);
            set(Column::AnchorY, (standing.centre.y - view.anchor().y / height) as f32);
            let nearer_by = |samples: usize| {
                let before = self.anchor_distance.recent(samples).last();
                before.map_or(0.0, |before| (before - standing.anchor_distance as f32) / height as f32)
            };
            set(Column::ApproachHalf, nearer_by(APPROACH));
            set(Column::Approach2s, nearer_by(SAMPLES_2S));
            if let Some(distance) = standing.distance {
                let least = self.distance.recent(SAMPLES_2S).fold(distance as f32, f32::min);
                set(Column::Distance, distance as f32);
                set(Column::DistanceMean2s, self.distance.mean(SAMPLES_2S).unwrap_or(distance as f32));
                set(Column::DistanceMin2s, least);
            }
        }
        row
    }
}
