//! What is kept of a history, so that a sequence may go on from page to page of a session.
//!
//! history ⇄ the latest happenings by the wall clock, in whole milliseconds. A page that comes back finds its own among
//! what others kept, and takes nothing twice.

use serde_json::Value;

use super::{Happening, History, MOST, words::can_happen};
use crate::{
    json::{FromJson, Reader, ToJson},
    units::Millis,
};

/// Most that is kept.
pub const MOST_KEPT: usize = 32;

/// What happened, and when, in ms since the epoch.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KeptHistory(pub(super) Vec<(String, u64)>);

impl FromJson for KeptHistory {
    fn read(json: &Value, reader: &mut Reader) -> Self {
        let kept: Vec<(String, u64)> = FromJson::read(json, reader);
        if kept.len() > MOST_KEPT || !kept.iter().all(|(what, _)| can_happen(what)) {
            reader.refuse("a history that no page can have kept");
        }
        KeptHistory(kept)
    }
}

impl ToJson for KeptHistory {
    fn write(&self) -> Value {
        self.0.write()
    }
}

impl History {
    /// The latest, for the session's next page.
    pub fn keep(&self) -> KeptHistory {
        let latest = self.happened.iter().skip(self.happened.len().saturating_sub(MOST_KEPT));
        KeptHistory(latest.map(|happening| (happening.what.clone(), self.on_wall(happening))).collect())
    }

    /// Puts what other pages of the same session, which began at `since` ms since the epoch, kept in its place.
    pub fn recall(&mut self, kept: &KeptHistory, since: f64) {
        let own = self.happened.clone();
        for (what, when) in kept.0.iter().filter(|(_, when)| *when as f64 >= since - 1.0) {
            if own.iter().any(|own| own.what == *what && self.on_wall(own) == *when) {
                continue;
            }
            // A clock set back makes the past the future; it happened before now all the same.
            let at = Millis((*when as f64 - self.wall).min(self.now.0));
            let place = self.happened.partition_point(|happening| happening.at <= at);
            self.happened.insert(place, Happening { what: what.clone(), at });
        }
        self.happened.drain(..self.happened.len().saturating_sub(MOST));
    }

    /// When it was by the wall clock.
    fn on_wall(&self, happening: &Happening) -> u64 {
        (self.wall + happening.at.0 + 0.5) as u64
    }
}
