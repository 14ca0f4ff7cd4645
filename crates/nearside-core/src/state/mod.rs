//! State: the only things that may be kept on the device, and only under a grant for `store`.
//!
//! One versioned JSON [`Snapshot`] for a site, and the [`Journal`]s of pages that ended before their last write did. What
//! can't be read is an error and is treated as absent: the visit starts afresh and loses nothing but its memory.

mod beliefs;
mod counts;
mod lesson;
mod note;

use thiserror::Error;

pub use self::{
    beliefs::KeptBeliefs,
    counts::Counts,
    lesson::{Drawn, Lesson, OpenCredit},
    note::{Journal, Note},
};
use crate::{
    experiment::Assignments,
    finetune::KeptTuning,
    history::KeptHistory,
    json::{self, FromJson, Misread, ToJson, object},
    record::SessionRecord,
};

/// Version of the form written here. 2: pages by kind, the channel, and beliefs. 3: counts, open credits, assignments, and
/// which pages' notes it holds.
const VERSION: u32 = 3;

/// Most bytes of a snapshot.
pub const MOST_BYTES: usize = 64 * 1024;

/// Why a kept snapshot was not used.
#[derive(Clone, Debug, Error, PartialEq)]
#[non_exhaustive]
pub enum StateError {
    /// Not a snapshot.
    #[error("the kept state can't be read: {0}")]
    Syntax(String),
    /// Written by a newer agent.
    #[error("the kept state has version {found}, this agent knows up to {VERSION}")]
    Version {
        /// The version found.
        found: u64,
    },
}

impl StateError {
    fn syntax(misread: Misread) -> StateError {
        StateError::Syntax(misread.to_string())
    }

    fn range() -> StateError {
        StateError::Syntax("a number is out of its range".into())
    }
}

/// Up to which of a page's notes a snapshot has gone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seen {
    /// The page, by a random number.
    pub page: u64,
    /// The number of the latest note in it.
    pub through: u64,
}

object!(Seen { page, through });

/// Everything that is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {
    version: u32,
    /// Seed of this browser's stable draws (the holdout); random, never sent.
    pub seed: u64,
    /// The session so far.
    pub session: SessionRecord,
    /// What was learned of each slot's variants, the latest taught last.
    pub beliefs: Vec<KeptBeliefs>,
    /// What they came to.
    pub counts: Vec<Counts>,
    /// Exposures that wait for their reward.
    pub open: Vec<OpenCredit>,
    /// Variations that stick.
    pub assignments: Assignments,
    /// What happened in the session of late.
    pub history: KeptHistory,
    /// What the propensity model's last layer is tuned by.
    pub tuning: Option<KeptTuning>,
    /// Whose notes are in it.
    pub seen: Vec<Seen>,
    /// The visitor paused the agent.
    pub paused: bool,
}

object!(Snapshot { version, seed, session } default {
    beliefs, counts, open, assignments, history, tuning, seen, paused
});

impl Snapshot {
    /// A snapshot of a session and nothing else.
    pub fn new(seed: u64, session: SessionRecord) -> Snapshot {
        Snapshot {
            version: VERSION,
            seed,
            session,
            beliefs: Vec::new(),
            counts: Vec::new(),
            open: Vec::new(),
            assignments: Assignments::default(),
            history: KeptHistory::default(),
            tuning: None,
            seen: Vec::new(),
            paused: false,
        }
    }

    /// Drops what was learned longest ago until the rest fits into [`MOST_BYTES`].
    pub(crate) fn fit(&mut self) {
        while self.to_json().len() > MOST_BYTES {
            // Weights take most of the room, counts say the most in the least.
            if !self.beliefs.is_empty() {
                self.beliefs.remove(0);
            } else if !self.counts.is_empty() {
                self.counts.remove(0);
            } else if self.open.pop().is_none() {
                return;
            }
        }
    }

    /// Reads what was kept.
    ///
    /// # Errors
    /// [`StateError`]; go on as if nothing had been kept.
    pub fn parse(json: &str) -> Result<Snapshot, StateError> {
        let mut snapshot: Snapshot = versioned(json)?;
        snapshot.version = VERSION;
        let sound = snapshot.session.is_sound()
            && snapshot.counts.iter().all(Counts::is_sound)
            && snapshot.open.iter().all(OpenCredit::is_sound);
        if sound { Ok(snapshot) } else { Err(StateError::range()) }
    }

    /// The JSON to keep.
    pub fn to_json(&self) -> String {
        self.write().to_string()
    }
}

/// Reads a form that this agent's version knows.
fn versioned<T: FromJson>(json: &str) -> Result<T, StateError> {
    let json = json::parse(json).map_err(StateError::syntax)?;
    match json["version"].as_u64() {
        Some(found) if found > u64::from(VERSION) => Err(StateError::Version { found }),
        _ => json::from_value(&json).map_err(StateError::syntax),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{kinds::Kinds, signal::PageKind, units::Millis};

    fn session() -> SessionRecord {
        let mut kinds = Kinds::default();
        kinds.correct(PageKind::Other, PageKind::Product, Millis::ZERO);
        SessionRecord {
            started: 1.0,
            ended: 2.5,
            pages: 3,
            dwell: 1.5,
            returning: true,
            kinds,
            channel: 4,
            swaps: 2,
            regret: 0.5,
        }
    }

    #[test]
    fn a_snapshot_reads_back_as_it_was() {
        let snapshot = Snapshot::new(u64::MAX, session());
        assert_eq!(Snapshot::parse(&snapshot.to_json()), Ok(snapshot));
    }

    #[test]
    fn what_can_not_be_is_refused() {
        let mut snapshot = Snapshot::new(1, session());
        snapshot.counts.push(Counts::new("hero", &["default".into(), "offer".into()]));
        let json = snapshot.to_json();
        for (good, bad) in [
            (r#""channel":4"#, r#""channel":64"#),
            (r#""dwell":[0.0,0.0,0.0]"#, r#""dwell":[0.0,-2.0,0.0]"#),
            (r#""counts":[0,0,1]"#, r#""counts":[0,0]"#),
            (r#""counts":[0,0,1]"#, r#""counts":[0,0,-1]"#),
            (r#""rewards":0.0"#, r#""rewards":5.0"#),
            (r#"["default","offer"]"#, r#"["default"]"#),
        ] {
            assert!(json.contains(good), "{json}");
            assert!(Snapshot::parse(&json.replace(good, bad)).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_can_not_be_trusted_is_refused() {
        let json = |version: u32, dwell: &str| {
            format!(
                r#"{{"version":{version},"seed":1,"session":{{"started":1,"ended":2,"pages":1,"dwell":{dwell},"returning":false}}}}"#
            )
        };
        // The first form is still read; what it did not know counts as not said.
        let first = Snapshot::parse(&json(1, "5")).unwrap();
        assert_eq!((first.session.kinds, first.session.channel), (Kinds::default(), 0));
        for (text, expected) in [
            (json(4, "5"), "version 4"),
            (json(1, "-5"), "out of its range"),
            (json(1, "\"x\""), "can't be read"),
            ("{".into(), "can't be read"),
            (String::new(), "can't be read"),
        ] {
            let message = Snapshot::parse(&text).unwrap_err().to_string();
            assert!(message.contains(expected), "{text} gave: {message}");
        }
    }

    #[test]
    fn a_journal_reads_back_or_is_refused() {
        let share = SessionRecord { dwell: 4.0, ..session() };
        let journal = Journal::new(7, vec![(1, Note::Visit(share))], KeptHistory::default(), None);
        let json = journal.to_json();
        assert_eq!(Journal::parse(&json), Ok(journal.clone()));
        let within = Journal::new(8, vec![(1, Note::Left(journal))], KeptHistory::default(), None).to_json();
        let newer = json.replace("\"version\":3", "\"version\":4");
        for bad in [within, newer, json.replace("\"ended\":2.5", "\"ended\":-1.0"), "{}".into()] {
            assert!(Journal::parse(&bad).is_err(), "{bad}");
        }
    }
}
