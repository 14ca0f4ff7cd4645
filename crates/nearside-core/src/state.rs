//! State: the only things that may be kept on the device, and only under a grant for `store`.
//!
//! Versioned JSON. A snapshot that can't be read is an error and is treated as absent: the visit starts afresh
//! and loses nothing but its memory.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    bandit::Kept,
    consent::{Grant, Store},
    kinds::Kinds,
    signal::MAX_CODE,
};

/// Version of the form written here. 2: pages by kind, the channel, and beliefs.
const VERSION: u32 = 2;

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
        found: u32,
    },
}

/// What the next page needs to go on with a session.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionRecord {
    /// When it began, ms since the epoch.
    pub started: f64,
    /// When its last page ended, ms since the epoch.
    pub ended: f64,
    /// Pages so far.
    pub pages: u32,
    /// Dwell so far, ms.
    pub dwell: f64,
    /// An earlier session had been seen.
    pub returning: bool,
    /// Pages by kind.
    #[serde(default)]
    pub kinds: Kinds,
    /// The site's number for the channel that it came by; 0 if it said none.
    #[serde(default)]
    pub channel: u8,
}

/// What is kept of one slot's beliefs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptBeliefs {
    /// The slot.
    pub slot: String,
    /// Its variants, the default first.
    pub variants: Vec<String>,
    /// Hash of what a context was made of.
    pub inputs: u64,
    /// The beliefs.
    pub kept: Kept,
}

/// Everything that is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Snapshot {
    version: u32,
    /// Seed of this browser's stable draws (the holdout); random, never sent.
    pub seed: u64,
    /// The session so far.
    pub session: SessionRecord,
    /// What was learned of each slot's variants.
    #[serde(default)]
    pub beliefs: Vec<KeptBeliefs>,
}

impl Snapshot {
    /// Takes a snapshot; the grant proves that it may be kept.
    pub fn take(
        _: &Grant<'_, Store>,
        seed: u64,
        session: SessionRecord,
        beliefs: Vec<KeptBeliefs>,
    ) -> Snapshot {
        Snapshot { version: VERSION, seed, session, beliefs }
    }

    /// Reads what was kept.
    ///
    /// # Errors
    /// [`StateError`]; go on as if nothing had been kept.
    pub fn parse(json: &str) -> Result<Snapshot, StateError> {
        #[derive(Deserialize)]
        struct Versioned {
            version: u32,
        }
        let syntax = |error: serde_json::Error| StateError::Syntax(error.to_string());
        let Versioned { version } = serde_json::from_str(json).map_err(syntax)?;
        if version > VERSION {
            return Err(StateError::Version { found: version });
        }
        let mut snapshot: Snapshot = serde_json::from_str(json).map_err(syntax)?;
        snapshot.version = VERSION;
        let SessionRecord { started, ended, dwell, kinds, channel, .. } = snapshot.session;
        let sound = kinds.is_sound()
            && channel <= MAX_CODE
            && [started, ended, dwell].iter().all(|n| n.is_finite() && *n >= 0.0);
        if !sound {
            return Err(StateError::Syntax("a number is out of its range".into()));
        }
        Ok(snapshot)
    }

    /// The JSON to keep.
    pub fn to_json(&self) -> String {
        serde_json::json!(self).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        consent::{Answer, Consent, Purpose},
        signal::PageKind,
        units::Millis,
    };

    fn session() -> SessionRecord {
        let mut kinds = Kinds::default();
        kinds.correct(PageKind::Other, PageKind::Product, Millis::ZERO);
        SessionRecord { started: 1.0, ended: 2.5, pages: 3, dwell: 1.5, returning: true, kinds, channel: 4 }
    }

    #[test]
    fn a_snapshot_reads_back_as_it_was() {
        let mut consent = Consent::default();
        consent.set(Purpose::Store, Answer::Granted);
        let grant = consent.grant::<Store>().unwrap();
        let snapshot = Snapshot::take(&grant, u64::MAX, session(), Vec::new());
        assert_eq!(Snapshot::parse(&snapshot.to_json()), Ok(snapshot));
    }

    #[test]
    fn kinds_and_channels_that_can_not_be_are_refused() {
        let mut consent = Consent::default();
        consent.set(Purpose::Store, Answer::Granted);
        let json = Snapshot::take(&consent.grant().unwrap(), 1, session(), Vec::new()).to_json();
        for (good, bad) in [
            (r#""channel":4"#, r#""channel":64"#),
            (r#""dwell":[0.0,0.0,0.0]"#, r#""dwell":[0.0,-1.0,0.0]"#),
            (r#""counts":[0,0,1]"#, r#""counts":[0,0]"#),
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
            (json(3, "5"), "version 3"),
            (json(1, "-5"), "out of its range"),
            (json(1, "\"x\""), "can't be read"),
            ("{".into(), "can't be read"),
            (String::new(), "can't be read"),
        ] {
            let message = Snapshot::parse(&text).unwrap_err().to_string();
            assert!(message.contains(expected), "{text} gave: {message}");
        }
    }
}
