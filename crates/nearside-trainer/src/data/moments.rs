//! Moments: a visit as it stands every 2 s and at its end.
//!
//! One row of the page's features a moment, by the engine that runs in the browser. Weights make every person count
//! alike, every visit of a person, and every moment of a visit; together they are the number of visits. A moment knows
//! nothing of what comes after it.

use nearside_core::{engine::Engine, event::Event, features::schema::PAGE, seed, units::Millis};

use super::script::Script;

/// Between two moments of a visit, ms.
const EVERY: f64 = 2_000.0;
/// After an hour only the end of a visit is a moment: a tab left open overnight is not read.
const LONGEST: f64 = 3_600_000.0;

/// Whose and when a moment is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Moment {
    /// Index of the visit.
    pub(crate) visit: usize,
    /// Index of the person.
    pub(crate) person: usize,
    /// Time since the visit's begin, ms.
    pub(crate) at: f64,
    /// Whether it is the visit's end.
    pub(crate) is_last: bool,
    /// How much it counts.
    pub(crate) weight: f64,
}

/// Moments of many visits.
#[derive(Clone, Debug, Default)]
pub(crate) struct Moments {
    /// Rows of the page's raw features, one after the other.
    pub(crate) features: Vec<f32>,
    /// One a row; those of a visit stand together, in order of time.
    pub(crate) keys: Vec<Moment>,
    /// How many visits have moments.
    pub(crate) visits: usize,
    /// How many people made them.
    pub(crate) people: usize,
}

impl Moments {
    /// The moments of `scripts`; one without events has none.
    pub(crate) fn of(scripts: &[Script]) -> Moments {
        let mut people: Vec<&str> = Vec::new();
        let mut moments = Moments::default();
        for script in scripts.iter().filter(|script| !script.recording.events.is_empty()) {
            let known = people.iter().position(|name| *name == script.person);
            let person = known.unwrap_or(people.len());
            if known.is_none() {
                people.push(&script.person);
            }
            moments.add(person, script);
            moments.visits += 1;
        }
        moments.people = people.len();
        moments.weigh();
        moments
    }

    /// Their rows.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &[f32]> {
        self.features.chunks_exact(PAGE.len())
    }

    fn add(&mut self, person: usize, script: &Script) {
        let recording = script.recording.clone();
        let (mut rng, mut effects) = (seed::rng(recording.start.seed), Vec::new());
        let mut engine = Engine::new(recording.config, recording.start);
        let visit = self.visits;
        let mut note = |engine: &Engine, at: f64, is_last: bool| {
            self.features.extend_from_slice(&engine.context());
            self.keys.push(Moment { visit, person, at, is_last, weight: 1.0 });
        };
        let mut due = EVERY;
        for (now, event) in recording.events {
            while now.0 > due && due <= LONGEST {
                engine.step(Event::Tick, Millis(due), &mut rng, &mut effects);
                note(&engine, due, false);
                due += EVERY;
            }
            engine.step(event, now, &mut rng, &mut effects);
            effects.clear();
        }
        note(&engine, engine.now().0, true);
    }

    fn weigh(&mut self) {
        let mut rows = vec![0.0; self.visits];
        let mut visits = vec![0.0; self.people];
        for key in &self.keys {
            rows[key.visit] += 1.0;
            visits[key.person] += f64::from(u8::from(key.is_last));
        }
        let each = self.visits as f64 / self.people as f64;
        for key in &mut self.keys {
            key.weight = each / visits[key.person] / rows[key.visit];
        }
    }
}
