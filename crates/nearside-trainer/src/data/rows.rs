//! Rows: what the engine knew of each visible element at T, beside whether it was looked at before and after.
//!
//! One row for every element at least half visible at T = 2 s, 2.5 s, … up to 2.3 s before the end. Every fourth T
//! (2 s, 4 s, …) is one on which results are judged; the others only help training.

use nearside_core::{
    engine::Engine,
    event::Event,
    features::schema::{Region, WIDTH},
    seed,
    signal::RegionId,
};

use super::{
    gaze::is_looked_at,
    visit::{Manner, Reading, TICK, Visit},
};

/// Share of an element in the window from which it has rows.
const VISIBLE_FROM: f64 = 0.5;
/// First T, and the spacing of those that are judged, ms.
const JUDGED: f64 = 2_000.0;
/// Span of gaze before and after T, ms.
const SPAN: f64 = 2_000.0;
/// No T within this much of the end, ms.
const TAIL: f64 = 2_300.0;

/// Whose and when a row is, and its labels.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Key {
    /// Index of the visit.
    pub(crate) visit: usize,
    /// Index of the person.
    pub(crate) person: usize,
    /// Index of the element in its visit.
    pub(crate) region: usize,
    /// T, ms.
    pub(crate) at: f64,
    /// Whether results are judged on it.
    pub(crate) judged: bool,
    /// Looked at within 2 s before T (estimate), after T (forecast).
    pub(crate) looked: [bool; 2],
}

/// Rows of many visits.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rows {
    /// Full rows of raw features, one after the other.
    pub(crate) features: Vec<f32>,
    /// One a row.
    pub(crate) keys: Vec<Key>,
}

impl Rows {
    /// The rows of `visits` that `reading` calls for, from signals made in `manner`.
    pub(crate) fn of(visits: &[Visit], reading: Reading, manner: Manner) -> Rows {
        let people = people(visits);
        let mut rows = Rows::default();
        for (index, visit) in visits.iter().enumerate() {
            let person = people.iter().position(|name| *name == visit.person).unwrap_or_default();
            rows.add(index, person, visit, reading, manner);
        }
        rows
    }

    /// Only the rows on which results are judged.
    pub(crate) fn judged(&self) -> Rows {
        let mut judged = Rows::default();
        for (key, row) in self.keys.iter().zip(self.features.chunks_exact(WIDTH)) {
            if key.judged {
                judged.keys.push(key.clone());
                judged.features.extend_from_slice(row);
            }
        }
        judged
    }

    fn add(&mut self, index: usize, person: usize, visit: &Visit, reading: Reading, manner: Manner) {
        let boxes = visit.boxes();
        let recording = visit.recording(manner);
        let (mut rng, mut effects) = (seed::rng(recording.start.seed), Vec::new());
        let mut engine = Engine::new(recording.config, recording.start);
        for (now, event) in recording.events {
            let at = (event == Event::Tick)
                .then_some(now.0)
                .filter(|&t| t >= JUDGED && t <= visit.duration_ms - TAIL);
            engine.step(event, now, &mut rng, &mut effects);
            effects.clear();
            let Some(at) = at else { continue };
            let context = engine.context();
            for (region, &rect) in boxes.iter().enumerate() {
                let Some(row) = engine.region_features(RegionId(region as u16)) else { continue };
                let visible = match reading {
                    Reading::Published => visit.published_share(rect, at),
                    Reading::Aligned => f64::from(row[Region::Visible as usize]),
                };
                if visible < VISIBLE_FROM {
                    continue;
                }
                self.features.extend_from_slice(&context);
                self.features.extend_from_slice(&row);
                let looked = [(at - SPAN, at), (at, at + SPAN)]
                    .map(|(from, to)| is_looked_at(&visit.fixations, reading, rect, from, to));
                let judged = at % JUDGED == 0.0;
                self.keys.push(Key { visit: index, person, region, at, judged, looked });
            }
        }
    }
}

/// Names of the visitors, sorted.
pub(crate) fn people(visits: &[Visit]) -> Vec<&str> {
    let mut names: Vec<&str> = visits.iter().map(|visit| visit.person.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

const _: () = assert!(JUDGED % TICK == 0.0);
