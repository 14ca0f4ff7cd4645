//! Clicks: how many, and which of them tell of trouble.
//!
//! A rage click is the third click on one spot in quick succession (and a burst counts once); a dead click is
//! one on something that does not answer.

use super::window::Window;
use crate::{geometry::Point, units::Millis};

/// px within which clicks are on one spot.
const SPOT: f64 = 30.0;
/// Longest pause between the clicks of a burst.
const BURST_GAP: Millis = Millis(700.0);
/// Clicks that make a burst a rage click.
const RAGE: u32 = 3;

/// Counts of clicks by kind.
#[derive(Clone, Debug)]
pub(super) struct Clicks {
    all: Window,
    rage: Window,
    dead: Window,
    first: Option<Millis>,
    last: Option<(Point, Millis)>,
    burst: u32,
}

impl Clicks {
    pub(super) const fn new() -> Self {
        Clicks {
            all: Window::new(),
            rage: Window::new(),
            dead: Window::new(),
            first: None,
            last: None,
            burst: 0,
        }
    }

    /// Takes a click at a viewport point.
    pub(super) fn observe(&mut self, at: Point, interactive: bool, now: Millis) {
        self.all.count(now);
        self.first = self.first.or(Some(now));
        if !interactive {
            self.dead.count(now);
        }
        let goes_on = self
            .last
            .replace((at, now))
            .is_some_and(|(spot, then)| now.since(then) <= BURST_GAP && spot.distance(at) <= SPOT);
        self.burst = if goes_on { self.burst + 1 } else { 1 };
        if self.is_raging() {
            self.rage.count(now);
        }
    }

    /// Whether the latest click made its burst a rage click.
    pub(super) fn is_raging(&self) -> bool {
        self.burst == RAGE
    }

    pub(super) fn roll(&mut self, now: Millis) {
        for window in [&mut self.all, &mut self.rage, &mut self.dead] {
            window.roll(now);
        }
    }

    /// Time before the first one, or so far without one.
    pub(super) fn wait(&self, now: Millis) -> Millis {
        self.first.unwrap_or(now)
    }

    pub(super) fn total(&self) -> f32 {
        self.all.total()
    }

    pub(super) fn rage(&self) -> f32 {
        self.rage.total()
    }

    pub(super) fn dead(&self) -> f32 {
        self.dead.total()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_on_one_spot_is_one_rage_click() {
        for (gap, drift, rage) in [(200.0, 2.0, 1.0), (200.0, 40.0, 0.0), (900.0, 2.0, 0.0)] {
            let mut clicks = Clicks::new();
            for i in 0..6 {
                let step = f64::from(i);
                clicks.observe(Point { x: step * drift, y: 0.0 }, true, Millis(step * gap));
            }
            assert_eq!(
                (clicks.total(), clicks.rage(), clicks.dead()),
                (6.0, rage, 0.0),
                "{gap} ms, {drift} px"
            );
        }
    }

    #[test]
    fn a_click_on_nothing_is_dead() {
        let mut clicks = Clicks::new();
        clicks.observe(Point::default(), false, Millis(0.0));
        assert_eq!((clicks.total(), clicks.dead()), (1.0, 1.0));
    }
}
