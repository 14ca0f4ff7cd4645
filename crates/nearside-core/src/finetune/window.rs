//! The moving window: the newest examples of one model, those whose session may still convert among them.
//!
//! Joining is commutative, associative and idempotent (the newest by place, the surer label), so tabs may merge in any order
//! and as often as they like. Bounded: by its bytes, and by examples a session.

use super::{
    MOST_WIDTH,
    example::{Example, HEAD, Label, time},
};
use crate::consent::{Grant, Learn};

/// Most examples.
const MOST: usize = 128;
/// Most bytes of them; base64 makes 9,867 characters of it.
const MOST_BYTES: usize = 7_400;
/// Most sessions of which it is remembered that they converted; their examples are labelled besides.
pub(super) const MOST_CONVERTED: usize = 16;
/// Most examples of one session: the latest.
const MOST_A_SESSION: usize = 4;

/// The newest examples of one model, in the order of their sessions and times.
#[derive(Clone, Debug, PartialEq)]
pub struct Window {
    model: u64,
    width: usize,
    /// Sessions that converted, by their beginnings, in order: other tabs of theirs may note moments yet.
    converted: Vec<u64>,
    examples: Vec<Example>,
}

impl Window {
    /// A window for the model of this hash, whose last layer reads `width` activations.
    pub fn new(model: u64, width: usize) -> Window {
        Window { model, width: width.clamp(1, MOST_WIDTH), converted: Vec::new(), examples: Vec::new() }
    }

    /// Hash of the model.
    pub fn model(&self) -> u64 {
        self.model
    }

    /// Activations of an example.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The examples.
    pub fn examples(&self) -> &[Example] {
        &self.examples
    }

    /// Whether there is nothing in it to learn from, or to label.
    pub fn is_empty(&self) -> bool {
        self.examples.is_empty() && self.converted.is_empty()
    }

    /// When the sessions began that converted last, whole ms since the epoch, in order.
    pub fn converted(&self) -> &[u64] {
        &self.converted
    }

    /// Takes an example that waits for its label. One that says what the session's latest said is not news, and after a
    /// conversion nothing more is asked: whoever has bought is not about to.
    pub fn note(&mut self, _: &Grant<'_, Learn>, example: Example) {
        let latest = self.of_session(example.session).next_back();
        let is_news = latest.is_none_or(|latest| !latest.is_same_moment(&example));
        if is_news && !self.has_converted(example.session) {
            self.join(example);
        }
    }

    /// The session that began at `session` (ms since the epoch) converted.
    pub fn convert(&mut self, _: &Grant<'_, Learn>, session: f64) {
        self.join_conversion(time(session));
    }

    /// Sessions other than that of `session` which were last heard of before `since` (ms since the epoch) have ended. Gives
    /// whether there was one.
    pub fn settle(&mut self, session: f64, since: f64) -> bool {
        let session = time(session);
        let mut settles = false;
        for at in 0..self.examples.len() {
            let example = &self.examples[at];
            let heard = self.of_session(example.session).map(Example::at).fold(0.0, f64::max);
            if example.label == Label::Waiting && example.session != session && heard < since {
                self.examples[at].label = Label::Left;
                settles = true;
            }
        }
        settles
    }

    /// What was noted since `since` under the session `old` belongs to `new`: they turned out to be one.
    pub fn rename(&mut self, old: f64, new: f64, since: f64) {
        let (old, new) = (time(old), time(new));
        if old == new {
            return;
        }
        if self.has_converted(old) {
            self.join_conversion(new);
        }
        let examples = std::mem::take(&mut self.examples);
        for mut example in examples {
            if example.session == old && example.at() >= since {
                example.session = new;
            }
            self.join(example);
        }
    }

    /// Takes in another window of the same model; any other is left alone.
    pub fn merge(&mut self, other: &Window) {
        if (self.model, self.width) == (other.model, other.width) {
            other.examples.iter().for_each(|example| self.join(example.clone()));
            other.converted.iter().for_each(|&session| self.join_conversion(session));
        }
    }

    /// Takes in that a session converted.
    pub(super) fn join_conversion(&mut self, session: u64) {
        if let Err(at) = self.converted.binary_search(&session) {
            self.converted.insert(at, session);
            self.converted.drain(..self.converted.len().saturating_sub(MOST_CONVERTED));
        }
        let of_session = self.examples.iter_mut().filter(|example| example.session == session);
        of_session.for_each(|example| example.label = Label::Converted);
    }

    /// Takes in one example.
    pub(super) fn join(&mut self, mut example: Example) {
        if example.width() != self.width {
            return;
        }
        let session = example.session;
        if self.has_converted(session) {
            example.label = Label::Converted;
        }
        match self.examples.binary_search_by_key(&example.place(), Example::place) {
            Ok(at) => {
                // A place is taken twice by the same moment only, unless what was kept is forged.
                let label = &mut self.examples[at].label;
                *label = (*label).max(example.label);
            }
            Err(at) => self.examples.insert(at, example),
        }
        if self.of_session(session).count() > MOST_A_SESSION
            && let Some(oldest) = self.examples.iter().position(|example| example.session == session)
        {
            self.examples.remove(oldest);
        }
        let most = MOST.min(MOST_BYTES / (HEAD + self.width));
        self.examples.drain(..self.examples.len().saturating_sub(most));
    }

    fn has_converted(&self, session: u64) -> bool {
        self.converted.binary_search(&session).is_ok()
    }

    fn of_session(&self, session: u64) -> impl DoubleEndedIterator<Item = &Example> {
        self.examples.iter().filter(move |example| example.session == session)
    }
}
