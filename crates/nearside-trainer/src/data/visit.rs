//! One recorded visit with gaze: a JSON file → the script of signals that a browser would have seen.
//!
//! Boxes, gaze and the cursor's x are in px of a screenshot 1,280 px wide; the cursor's y and the scroll offset are
//! CSS px of a window 1,422 px wide, and `ratio_x` leads from one to the other: only so do clicks land on elements
//! (99 % of them; 86 % at face value). Signals are always in CSS px, as a browser would have sent them.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use nearside_core::{
    config::Config,
    engine::Start,
    event::Event,
    geometry::{Point, Rect, Size},
    recording::Recording,
    signal::{Device, Environment, Observed, PointerKind, RegionId, Signal},
    units::Millis,
};
use serde::Deserialize;
use thiserror::Error;

/// Height of the recorded window in px of the screenshot.
const WINDOW_HEIGHT: f64 = 1_023.0;
/// Between two ticks of a recording, ms.
pub(crate) const TICK: f64 = 500.0;

/// Why a visit could not be read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub(crate) enum VisitError {
    /// The file or folder can't be read.
    #[error("{path} can't be read: {source}")]
    File {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// Not a visit.
    #[error("{path} is not a recorded visit: {source}")]
    Form {
        /// Which.
        path: String,
        /// Why.
        source: serde_json::Error,
    },
    /// A folder without a visit.
    #[error("{0} holds no recorded visit (*.json)")]
    Empty(String),
}

/// Which rows and labels the task has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// As published with the data: visible by the scroll offset at face value, a fixation's `t` its start.
    Published,
    /// As the visitor saw it: visible in the window's own px, a fixation's `t` its end (so that none overlap).
    Aligned,
}

/// With what the visitor points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    /// As recorded.
    Mouse,
    /// The same visit by finger: no cursor between taps.
    Touch,
}

/// A visit as stored.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Visit {
    /// The visitor, from the file's name (`p005-b2-t2.json`); folds are by person.
    #[serde(skip)]
    pub(crate) person: String,
    pub(crate) duration_ms: f64,
    screenshot_width: f64,
    ratio_x: f64,
    doc_height: f64,
    bboxes: BTreeMap<String, Vec<Element>>,
    pub(super) cursor: Vec<CursorEvent>,
    pub(super) fixations: Vec<Fixation>,
}

#[derive(Clone, Debug, Deserialize)]
struct Element {
    location: Location,
    size: Extent,
}

#[derive(Clone, Copy, Debug, Deserialize)]
struct Location {
    x: f64,
    y: f64,
}

#[derive(Clone, Copy, Debug, Deserialize)]
struct Extent {
    width: f64,
    height: f64,
}

/// A mouse or scroll event.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct CursorEvent {
    pub(super) t: f64,
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) event: CursorKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum CursorKind {
    MouseMove,
    Click,
    Scroll,
}

/// Where the eyes rested; for labels only.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct Fixation {
    pub(super) t: f64,
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) duration: f64,
}

/// Reads a visit, or every visit of a folder, in the order of file names.
///
/// # Errors
/// [`VisitError`] that names the file.
pub(crate) fn load(path: &Path) -> Result<Vec<Visit>, VisitError> {
    let read = |path: &PathBuf| {
        let file = |source| VisitError::File { path: path.display().to_string(), source };
        Visit::parse(path, &std::fs::read_to_string(path).map_err(file)?)
    };
    files(path)?.iter().map(read).collect()
}

/// The file `path`, or the recorded visits of the folder, in the order of their names.
///
/// # Errors
/// [`VisitError`] for a folder that can't be read or has none.
pub(super) fn files(path: &Path) -> Result<Vec<PathBuf>, VisitError> {
    let file = |source| VisitError::File { path: path.display().to_string(), source };
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let entries = std::fs::read_dir(path).map_err(file)?;
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, _>>().map_err(file)?;
    files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    if files.is_empty() { Err(VisitError::Empty(path.display().to_string())) } else { Ok(files) }
}

/// The visitor, from the file's name (`p005-b2-t2.json`).
pub(super) fn person(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    stem.split('-').next().unwrap_or_default().to_owned()
}

impl Visit {
    /// Reads the text of the file at `path`.
    ///
    /// # Errors
    /// [`VisitError::Form`].
    pub(super) fn parse(path: &Path, json: &str) -> Result<Visit, VisitError> {
        let form = |source| VisitError::Form { path: path.display().to_string(), source };
        let mut visit: Visit = serde_json::from_str(json).map_err(form)?;
        visit.cursor.sort_by(|a, b| a.t.total_cmp(&b.t));
        visit.person = person(path);
        Ok(visit)
    }

    /// Boxes of the elements, in px of the screenshot.
    pub(super) fn boxes(&self) -> Vec<Rect> {
        let elements = self.bboxes.values().flatten();
        elements
            .map(|Element { location: l, size: s }| Rect { x: l.x, y: l.y, width: s.width, height: s.height })
            .collect()
    }

    /// Share of `rect` in the window at `at` ms, with the scroll offset taken at face value.
    pub(super) fn published_share(&self, rect: Rect, at: f64) -> f64 {
        let scrolls = self.cursor.iter().filter(|event| event.event == CursorKind::Scroll && event.t <= at);
        let y = scrolls.fold(0.0, |_, event| event.y);
        let window = Size { width: self.screenshot_width, height: WINDOW_HEIGHT };
        rect.relative_to(Point { x: 0.0, y }).visible_share(window)
    }

    /// The visit as a script of events: the page, then what the visitor did, and ticks throughout.
    pub(crate) fn recording(&self, manner: Manner) -> Recording {
        // CSS px per px of the screenshot.
        let scale = 1.0 / self.ratio_x;
        let mut events = self.page(scale, manner);
        let boxes: Vec<Rect> = self.boxes().iter().map(|rect| scaled(*rect, scale)).collect();
        let mut scroll = 0.0;
        for event in &self.cursor {
            if event.event == CursorKind::Scroll {
                scroll = event.y;
            }
            let at = Point { x: event.x * scale, y: event.y - scroll };
            let region = || {
                boxes.iter().position(|rect| rect.offset(Point { x: at.x, y: event.y }) == Point::default())
            };
            let region = || region().map(|index| RegionId(index as u16));
            for signal in signals(event.event, at, scroll, manner, region) {
                events.push((event.t, observed(signal)));
            }
        }
        let ticks = (1..).map(|n| f64::from(n) * TICK).take_while(|&at| at <= self.duration_ms);
        events.extend(ticks.map(|at| (at, Event::Tick)));
        // Stable: what happens at the time of a tick comes before it.
        events.sort_by(|a, b| a.0.total_cmp(&b.0));
        Recording {
            config: Config { allow_automation: true, ..Config::default() },
            start: Start { wall: 0.0, seed: 1, kept: None },
            events: events.into_iter().map(|(at, event)| (Millis(at), event)).collect(),
        }
    }

    /// What is there at time zero.
    fn page(&self, scale: f64, manner: Manner) -> Vec<(f64, Event)> {
        let pointer = if manner == Manner::Touch { PointerKind::Touch } else { PointerKind::Mouse };
        let environment = Environment { device: Device::Desktop, pointer, ..Environment::default() };
        let width = self.screenshot_width * scale;
        let mut events = vec![
            observed(Signal::Environment(environment)),
            observed(Signal::Viewport(Size { width, height: WINDOW_HEIGHT * scale })),
            observed(Signal::Document(Size { width, height: self.doc_height })),
            // Every visit was recorded from the top of the page.
            observed(Signal::Scroll(Point::default())),
        ];
        for (index, rect) in self.boxes().into_iter().enumerate() {
            events.push(Event::Watch { name: format!("r{index}") });
            events.push(observed(Signal::Layout {
                region: RegionId(index as u16),
                rect: scaled(rect, scale),
                shown: 1.0,
            }));
        }
        events.into_iter().map(|event| (0.0, event)).collect()
    }
}

fn signals(
    kind: CursorKind,
    at: Point,
    scroll: f64,
    manner: Manner,
    region: impl Fn() -> Option<RegionId>,
) -> Vec<Signal> {
    // Whether a click met a link is not recorded; on a page of results it nearly always does.
    let click = || Signal::Click { at, region: region(), interactive: true };
    match (kind, manner) {
        (CursorKind::Scroll, _) => vec![Signal::Scroll(Point { x: 0.0, y: scroll })],
        (CursorKind::MouseMove, Manner::Mouse) => vec![Signal::Move { to: at, pointer: PointerKind::Mouse }],
        (CursorKind::MouseMove, Manner::Touch) => vec![],
        (CursorKind::Click, Manner::Mouse) => {
            vec![Signal::Press { at, pointer: PointerKind::Mouse }, click()]
        }
        (CursorKind::Click, Manner::Touch) => {
            vec![Signal::Press { at, pointer: PointerKind::Touch }, click()]
        }
    }
}

fn scaled(rect: Rect, scale: f64) -> Rect {
    Rect { x: rect.x * scale, y: rect.y * scale, width: rect.width * scale, height: rect.height * scale }
}

fn observed(signal: Signal) -> Event {
    Event::Signal(Observed { signal, trusted: true })
}
