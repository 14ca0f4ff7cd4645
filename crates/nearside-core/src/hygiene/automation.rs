//! Tells programs from people by what no hand does: `navigator.webdriver`, impossible speed, impossible regularity.
//!
//! The verdict sticks for the page. Bounds are set where false alarms are all but impossible, since a person
//! mistaken for a program would lose the product: a flick of the wrist peaks near 10 px/ms, and no hand
//! repeats a slanted step of several pixels to a hundredth of a pixel forty times. Straight and diagonal steps
//! prove nothing: keys that move the cursor, an aid for those who can't hold a mouse, make just those.

use crate::{
    geometry::Point,
    signal::{PointerKind, Signal},
    units::Millis,
};

/// Why the visitor was taken for a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Automation {
    /// The browser says so (`navigator.webdriver`).
    Declared,
    /// The cursor kept moving faster than any hand.
    Speed,
    /// The cursor kept moving in equal steps.
    Regularity,
    /// Clicks kept coming at equal intervals.
    Rhythm,
}

impl Automation {
    /// The kind's name in JSON and UI.
    pub const fn name(self) -> &'static str {
        match self {
            Automation::Declared => "declared",
            Automation::Speed => "speed",
            Automation::Regularity => "regularity",
            Automation::Rhythm => "rhythm",
        }
    }
}

/// px/ms; sustained.
const FASTEST: f64 = 30.0;
/// Moves at impossible speed, of those in a row at most [`PAUSE`] apart.
const FAST_MOVES: u32 = 5;
/// Steps shorter than this repeat by themselves on a grid of whole pixels.
const LEAST_STEP: f64 = 4.0;
/// Equal steps in a row.
const EQUAL_STEPS: u32 = 40;
/// px by which equal steps may differ.
const STEP_SLACK: f64 = 0.01;
/// Equal intervals between clicks in a row.
const EQUAL_CLICKS: u32 = 10;
/// ms by which equal intervals may differ; event times are coarser than this in no browser that counts.
const CLICK_SLACK: f64 = 0.5;
/// A gap after which a cursor may be anywhere: it left, or the hand was lifted.
const PAUSE: Millis = Millis(100.0);

/// Watches a stream of signals for what no hand does.
#[derive(Clone, Debug, Default)]
pub(crate) struct AutomationWatch {
    verdict: Option<Automation>,
    last_move: Option<(Point, Millis)>,
    last_step: Option<Point>,
    fast_moves: u32,
    equal_steps: u32,
    last_click: Option<Millis>,
    last_interval: Option<Millis>,
    equal_clicks: u32,
}

impl AutomationWatch {
    /// The verdict so far.
    pub(crate) fn verdict(&self) -> Option<Automation> {
        self.verdict
    }

    /// Takes one signal.
    pub(crate) fn observe(&mut self, signal: &Signal, now: Millis) {
        let found = match *signal {
            Signal::Environment(environment) => environment.automated.then_some(Automation::Declared),
            Signal::Move { to, pointer: PointerKind::Mouse } => self.moved(to, now),
            Signal::Click { .. } => self.clicked(now),
            Signal::Leave => {
                self.last_move = None;
                None
            }
            _ => None,
        };
        self.verdict = self.verdict.or(found);
    }

    fn moved(&mut self, to: Point, now: Millis) -> Option<Automation> {
        let (from, before) = self.last_move.replace((to, now))?;
        let elapsed = now.since(before);
        if elapsed > PAUSE {
            (self.fast_moves, self.equal_steps, self.last_step) = (0, 0, None);
            return None;
        }
        let step = Point { x: to.x - from.x, y: to.y - from.y };
        let length = from.distance(to);

        // Browsers may give two moves one time stamp; a millisecond is the least that a frame can mean.
        self.fast_moves = if length / elapsed.0.max(1.0) > FASTEST { self.fast_moves + 1 } else { 0 };
        let repeats = self.last_step.replace(step).is_some_and(|last| last.distance(step) <= STEP_SLACK);
        let slanted = step.x != 0.0 && step.y != 0.0 && step.x.abs() != step.y.abs();
        self.equal_steps = if repeats && slanted && length >= LEAST_STEP { self.equal_steps + 1 } else { 0 };

        if self.fast_moves >= FAST_MOVES {
            Some(Automation::Speed)
        } else {
            (self.equal_steps >= EQUAL_STEPS).then_some(Automation::Regularity)
        }
    }

    fn clicked(&mut self, now: Millis) -> Option<Automation> {
        let interval = now.since(self.last_click.replace(now)?);
        let repeats = self
            .last_interval
            .replace(interval)
            .is_some_and(|last| (last.0 - interval.0).abs() <= CLICK_SLACK);
        self.equal_clicks = if repeats { self.equal_clicks + 1 } else { 0 };
        (self.equal_clicks >= EQUAL_CLICKS).then_some(Automation::Rhythm)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signal::Environment;

    fn moves(points: impl Iterator<Item = (f64, f64, f64)>) -> Option<Automation> {
        let mut watch = AutomationWatch::default();
        for (x, y, t) in points {
            watch.observe(&Signal::Move { to: Point { x, y }, pointer: PointerKind::Mouse }, Millis(t));
        }
        watch.verdict()
    }

    #[test]
    fn a_declared_program_is_believed() {
        let mut watch = AutomationWatch::default();
        watch.observe(
            &Signal::Environment(Environment { automated: true, ..Default::default() }),
            Millis(0.0),
        );
        watch.observe(&Signal::Environment(Environment::default()), Millis(1.0));
        assert_eq!(watch.verdict(), Some(Automation::Declared), "and it sticks");
    }

    #[test]
    fn impossible_speed_must_be_kept_up() {
        let jumps = |n: u32| (0..n).map(|i| (f64::from(i % 2) * 1_500.0, 0.0, f64::from(i) * 16.0));
        assert_eq!(moves(jumps(4)), None);
        assert_eq!(moves(jumps(10)), Some(Automation::Speed));
        let lifted = (0..50).map(|i| (f64::from(i % 2) * 9_000.0, 0.0, f64::from(i) * 150.0));
        assert_eq!(moves(lifted), None, "a cursor that re-enters may be anywhere");
    }

    #[test]
    fn equal_steps_betray_a_program_but_a_slow_drift_does_not() {
        let line =
            |x: f64, y: f64| (0..100).map(move |i| (f64::from(i) * x, f64::from(i) * y, f64::from(i) * 16.0));
        assert_eq!(moves(line(6.0, 2.0)), Some(Automation::Regularity));
        assert_eq!(moves(line(1.0, 2.0)), None);
        assert_eq!((moves(line(10.0, 0.0)), moves(line(-6.0, 6.0))), (None, None), "the keyboard as a mouse");
        let hand = (0..400).map(|i| (f64::from(i) * 6.0 + f64::from(i * i % 3), 0.0, f64::from(i) * 16.0));
        assert_eq!(moves(hand), None);
    }

    #[test]
    fn a_metronome_of_clicks_betrays_a_program() {
        let clicks = |jitter: f64| {
            let mut watch = AutomationWatch::default();
            for i in 0..20 {
                let at = f64::from(i) * 400.0 + f64::from(i % 3) * jitter;
                let click = Signal::Click { at: Point::default(), region: None, interactive: true };
                watch.observe(&click, Millis(at));
            }
            watch.verdict()
        };
        assert_eq!(clicks(0.0), Some(Automation::Rhythm));
        assert_eq!(clicks(20.0), None);
    }
}
