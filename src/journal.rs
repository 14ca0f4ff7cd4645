//! The journal: counts, errors and the latest happenings, for the inspector and for saying nothing twice.
//!
//! Bounded: counts per kind, one line per distinct error, a timeline of the last 200 entries.

use std::collections::VecDeque;

use nearside_core::{signal::Signal, units::Millis};

use crate::{
    dto::{CostReport, ErrorReport, SignalReport, TimelineEntry},
    error::{AgentError, Reported},
};

/// Entries that the timeline keeps.
const TIMELINE: usize = 200;
/// Kinds of signals, in the order of [`kind`].
const KINDS: [&str; 26] = [
    "environment",
    "viewport",
    "document",
    "layout",
    "gone",
    "move",
    "leave",
    "press",
    "click",
    "scroll",
    "key",
    "focus",
    "select",
    "copy",
    "form",
    "media",
    "exit",
    "visible",
    "focused",
    "restored",
    "navigate",
    "motion",
    "release",
    "stir",
    "deselect",
    "page",
];

/// What happened so far.
#[derive(Debug, Default)]
pub struct Journal {
    counts: [u32; KINDS.len()],
    timeline: VecDeque<TimelineEntry>,
    reported: Reported,
    errors: Vec<ErrorReport>,
    /// What the agent costs.
    pub cost: CostReport,
}

impl Journal {
    /// Counts a signal.
    pub fn count(&mut self, signal: &Signal) {
        self.cost.drained = self.cost.drained.saturating_add(1);
        if let Some(count) = kind(signal).and_then(|kind| self.counts.get_mut(kind)) {
            *count = count.saturating_add(1);
        }
    }

    /// Adds to the timeline.
    pub fn tell(&mut self, at: Millis, kind: &'static str, text: String) {
        if self.timeline.len() == TIMELINE {
            self.timeline.pop_front();
        }
        self.timeline.push_back(TimelineEntry { at: at.0, kind, text });
    }

    /// Takes an error; gives what to report if it is news.
    pub fn fail(&mut self, at: Millis, error: &AgentError) -> Option<ErrorReport> {
        if !self.reported.is_new(error) {
            return None;
        }
        let report = ErrorReport { code: error.code(), message: error.to_string() };
        self.tell(at, "error", format!("{}: {}", report.code, report.message));
        self.errors.push(report.clone());
        Some(report)
    }

    /// Signals by kind, those that came.
    pub fn signals(&self) -> Vec<SignalReport> {
        let pairs = KINDS.iter().zip(self.counts);
        pairs.filter(|(_, count)| *count > 0).map(|(&kind, count)| SignalReport { kind, count }).collect()
    }

    /// The latest happenings, oldest first.
    pub fn timeline(&self) -> Vec<TimelineEntry> {
        self.timeline.iter().cloned().collect()
    }

    /// Every error so far.
    pub fn errors(&self) -> Vec<ErrorReport> {
        self.errors.clone()
    }
}

/// The index of a signal's kind; none for the page's end, after which nobody looks.
fn kind(signal: &Signal) -> Option<usize> {
    Some(match signal {
        Signal::Environment(_) => 0,
        Signal::Viewport(_) => 1,
        Signal::Document(_) => 2,
        Signal::Layout { .. } => 3,
        Signal::Gone(_) => 4,
        Signal::Move { .. } => 5,
        Signal::Leave => 6,
        Signal::Press { .. } => 7,
        Signal::Click { .. } => 8,
        Signal::Scroll(_) => 9,
        Signal::Key(_) => 10,
        Signal::Focus(_) => 11,
        Signal::Select(_) => 12,
        Signal::Copy => 13,
        Signal::Form(_) => 14,
        Signal::Media(_) => 15,
        Signal::ExitIntent => 16,
        Signal::Visible(_) => 17,
        Signal::Focused(_) => 18,
        Signal::Restored => 19,
        Signal::Navigate(_) => 20,
        Signal::Motion(_) => 21,
        Signal::Release => 22,
        Signal::Stir => 23,
        Signal::Deselect => 24,
        Signal::Page { .. } => 25,
        Signal::Left => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_by_kind_and_forgets_the_oldest() {
        let mut journal = Journal::default();
        for _ in 0..3 {
            journal.count(&Signal::Copy);
        }
        journal.count(&Signal::Motion(1.0));
        let counts: Vec<_> = journal.signals().iter().map(|s| (s.kind, s.count)).collect();
        assert_eq!(counts, [("copy", 3), ("motion", 1)]);

        for at in 0..=TIMELINE {
            journal.tell(Millis(at as f64), "swap", String::new());
        }
        let timeline = journal.timeline();
        assert_eq!((timeline.len(), timeline[0].at), (TIMELINE, 1.0));
    }

    #[test]
    fn an_error_is_reported_once() {
        let mut journal = Journal::default();
        let error = AgentError::UnknownSlot("hero".into());
        assert!(journal.fail(Millis::ZERO, &error).is_some());
        assert!(journal.fail(Millis::ZERO, &error).is_none());
        assert_eq!(journal.errors().len(), 1);
    }
}
