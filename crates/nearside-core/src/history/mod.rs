//! The history: what happened in a session, in order, for conditions on sequences and counts.
//!
//! signals and the page's own words, as they come → a list of (what, when), bounded, without allocation once it is
//! full. A [`KeptHistory`] carries the latest to the session's next page. Invariant: oldest first, and none later than
//! now.

mod kept;
mod words;
#[cfg(test)]
mod tests;

pub use kept::{KeptHistory, MOST_KEPT};
pub(crate) use words::BACK;
pub use words::can_happen;

use words::{CLICK, PUSH, SELECT, asks_for, page};

use crate::{
    signal::{FormStep, MediaStep, Navigation, PageKind, RegionId, Signal},
    units::Millis,
};

/// Most that is remembered.
pub const MOST: usize = 128;
/// Most steps of a sequence.
pub const MOST_STEPS: usize = 8;

/// Something that happened.
#[derive(Clone, Debug)]
struct Happening {
    what: String,
    at: Millis,
}

/// What happened so far, oldest first.
#[derive(Clone, Debug)]
pub struct History {
    /// Wall clock at the page's zero, ms since the epoch.
    wall: f64,
    now: Millis,
    happened: Vec<Happening>,
    /// What the page last said it is.
    kind: PageKind,
}

impl History {
    /// Nothing yet, on a page whose time zero is `wall` ms since the epoch.
    pub fn new(wall: f64) -> History {
        let happened = Vec::with_capacity(MOST);
        History { wall, now: Millis::ZERO, happened, kind: PageKind::Other }
    }

    /// Lets time pass until `now`, which never goes back.
    pub fn advance(&mut self, now: Millis) {
        self.now = Millis(self.now.0.max(now.0));
    }

    /// Takes one signal, at the time of the last [`History::advance`]; `names` are the regions'.
    pub fn observe(&mut self, signal: &Signal, names: &[String]) {
        let name = |region: Option<RegionId>| names.get(usize::from(region?.0)).map(String::as_str);
        match *signal {
            Signal::Click { region, .. } => self.note(CLICK, name(region)),
            Signal::Select(region) => self.note(SELECT, name(region)),
            Signal::Copy => self.note("copy", None),
            Signal::Form(FormStep::Edit) => self.note("edit", None),
            Signal::Form(FormStep::Submit) => self.note("submit", None),
            Signal::Media(MediaStep::Play) => self.note("play", None),
            Signal::Media(MediaStep::End) => self.note("ended", None),
            Signal::ExitIntent => self.note("exit", None),
            Signal::Restored => self.note(BACK, None),
            Signal::Navigate(Navigation::Push) => self.turn(PUSH),
            Signal::Navigate(Navigation::Traverse) => self.turn(BACK),
            Signal::Page { kind, .. } => self.say(kind),
            _ => {}
        }
    }

    /// Notes that something happened now, in a part of the page where that is known. The page's own words come here,
    /// too: one that is also a word of ours counts as the same.
    pub fn note(&mut self, what: &str, part: Option<&str>) {
        let mut text = match self.happened.len() {
            MOST => self.happened.remove(0).what,
            _ => String::new(),
        };
        text.clear();
        text.push_str(what);
        if let Some(part) = part {
            text.push('.');
            text.push_str(part);
        }
        self.happened.push(Happening { what: text, at: self.now });
    }

    /// How often `what` happened in the last `within`.
    pub fn count(&self, what: &str, within: Millis) -> usize {
        let is_recent = |happening: &&Happening| self.now.0 - happening.at.0 <= within.0;
        let recent = self.happened.iter().filter(is_recent);
        recent.filter(|happening| asks_for(what, &happening.what)).count()
    }

    /// Whether the steps happened in this order, whatever lay between them, in a span of at most `within`, the last
    /// of them in the last `since`.
    pub fn has_sequence(&self, steps: &[String], within: Millis, since: Millis) -> bool {
        // For each step the latest time at which the sequence up to it can have begun: the later, the shorter.
        let mut begun = [None; MOST_STEPS];
        for Happening { what, at } in &self.happened {
            // From the last step on, so that nothing counts for two of them.
            for (step, wanted) in steps.iter().enumerate().take(MOST_STEPS).rev() {
                if !asks_for(wanted, what) {
                    continue;
                }
                begun[step] = if step == 0 { Some(at.0) } else { begun[step - 1] };
                if let Some(begun) = begun[step]
                    && step + 1 == steps.len()
                    && at.0 - begun <= within.0
                    && self.now.0 - at.0 <= since.0
                {
                    return true;
                }
            }
        }
        false
    }

    /// Another page, which has not said yet what it is.
    fn turn(&mut self, what: &str) {
        self.kind = PageKind::Other;
        self.note(what, None);
    }

    fn say(&mut self, kind: PageKind) {
        // A page that says more than its kind says that again.
        let is_news = std::mem::replace(&mut self.kind, kind) != kind;
        if let Some(what) = page(kind).filter(|_| is_news) {
            self.note(what, None);
        }
    }
}
