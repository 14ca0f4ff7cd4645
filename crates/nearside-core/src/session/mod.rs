//! The session: the fold of this visit's signals into time that counts.
//!
//! Dwell is time the page is visible *and* focused *and* the visitor active (a sign of life within the last
//! 30 s). A page opened within 30 minutes of the last one's end goes on with its session.

#[cfg(test)]
mod tests;

use crate::{
    kinds::Kinds,
    record::SessionRecord,
    signal::{Navigation, PageKind, Signal},
    units::Millis,
    view::View,
};

pub use crate::record::SESSION_GAP;

/// Without a sign of life for this long the visitor is idle.
pub const IDLE_AFTER: Millis = Millis(30_000.0);
/// What has been made of this visit so far.
#[derive(Clone, Debug)]
pub struct Session {
    /// Wall clock at the page's zero, ms since the epoch.
    wall: f64,
    /// When the session began, ms since the epoch.
    started: f64,
    /// Pages of this session that this document was: one, and one more with each navigation and each return.
    own_pages: u32,
    /// What other documents added to this session.
    elsewhere: SessionRecord,
    /// How much of this document's share has been noted for the others.
    noted: SessionRecord,
    /// Dwell of this page before this session: it came back after the last one had ended.
    foreign_dwell: Millis,
    /// Dwell of this page.
    pub dwell: Millis,
    /// An earlier session was seen on this device.
    pub returning: bool,
    /// Times this page was hidden.
    pub hides: u32,
    /// Times this page came back from the back/forward cache.
    pub restores: u32,
    /// Pages of this session by kind that this document was.
    own_kinds: Kinds,
    /// Swaps that this document saw in this session.
    own_swaps: u32,
    /// Expected rewards that exploring cost on it.
    own_regret: f64,
    /// What this page says it is.
    pub kind: PageKind,
    /// The site's number for the channel that the session came by; 0 if it said none.
    pub channel: u8,
    /// Dwell on this page since the last navigation: what it says of itself counts for all of it.
    kind_dwell: Millis,
    /// The channel that this page names.
    own_channel: u8,
    /// The site's number for the visitor's operating system, where this page says it.
    pub system: u8,
    /// How near today is to one of the site's special days, 0 to 1.
    pub special: f32,
    last_activity: Millis,
    now: Millis,
}

impl Session {
    /// Opens a page at its time zero, `wall` ms since the epoch.
    pub fn open(wall: f64) -> Session {
        Session {
            wall,
            started: wall,
            own_pages: 1,
            elsewhere: SessionRecord::default(),
            noted: SessionRecord::default(),
            foreign_dwell: Millis::ZERO,
            dwell: Millis::ZERO,
            returning: false,
            hides: 0,
            restores: 0,
            own_kinds: Kinds::default(),
            own_swaps: 0,
            own_regret: 0.0,
            kind: PageKind::Other,
            channel: 0,
            kind_dwell: Millis::ZERO,
            own_channel: 0,
            system: 0,
            special: 0.0,
            last_activity: Millis::ZERO,
            now: Millis::ZERO,
        }
    }

    /// Goes on with the session that stands in `record`, into which all that was noted of this page has gone.
    pub(crate) fn go_on_from(&mut self, record: &SessionRecord) {
        let mut total = *record;
        total.take(&self.unnoted());
        self.elsewhere = total.without(&self.share());
        (self.started, self.returning, self.channel) = (total.started, total.returning, total.channel);
        // Times go through JSON, which may cost them their last bit.
        if record.ended > self.noted.ended + 1.0 {
            // The visitor was active on another page until that ended.
            self.last_activity = Millis(self.last_activity.0.max(record.ended - self.wall));
        }
    }

    /// What this page has added to the session since it was last noted; it counts as noted from now on.
    pub(crate) fn note(&mut self) -> SessionRecord {
        let unnoted = self.unnoted();
        self.noted = self.share();
        unnoted
    }

    fn unnoted(&self) -> SessionRecord {
        self.share().without(&self.noted)
    }

    /// This document's share of the session.
    fn share(&self) -> SessionRecord {
        SessionRecord {
            started: self.started,
            ended: self.wall + self.now.0.min((self.last_activity + IDLE_AFTER).0),
            pages: self.own_pages,
            dwell: self.dwell.since(self.foreign_dwell).0,
            returning: self.returning,
            kinds: self.own_kinds,
            channel: self.channel,
            swaps: self.own_swaps,
            regret: self.own_regret,
        }
    }

    /// The page came back after the session had ended: another one begins on it.
    fn begin_again(&mut self, now: Millis) {
        self.started = self.wall + now.0;
        self.own_pages = 0;
        (self.elsewhere, self.noted) = (SessionRecord::default(), SessionRecord::default());
        self.foreign_dwell = self.dwell;
        self.returning = true;
        self.own_kinds = Kinds::default();
        self.own_kinds.correct(PageKind::Other, self.kind, Millis::ZERO);
        (self.own_swaps, self.own_regret) = (0, 0.0);
        self.kind_dwell = Millis::ZERO;
        self.channel = self.own_channel;
    }

    /// Nothing that came before counts any more: a new visitor begins here.
    pub(crate) fn start_over(&mut self) {
        self.begin_again(self.now);
        (self.own_pages, self.returning) = (1, false);
    }

    /// Whether time counts as dwell at `now`.
    pub fn is_dwelling(&self, view: &View, now: Millis) -> bool {
        view.visible && view.focused && now.since(self.last_activity) < IDLE_AFTER
    }

    /// Lets time pass until `now`, with the view as it was meanwhile.
    pub fn advance(&mut self, view: &View, now: Millis) {
        if view.visible && view.focused {
            let active_until = Millis((self.last_activity + IDLE_AFTER).0.min(now.0));
            let span = active_until.since(self.now);
            self.dwell += span;
            self.kind_dwell += span;
            self.own_kinds.dwelt(self.kind, span);
        }
        self.now = Millis(self.now.0.max(now.0));
    }

    /// Takes one signal, after [`Session::advance`] to its time.
    pub fn observe(&mut self, signal: &Signal, now: Millis) {
        match signal {
            Signal::Visible(false) => self.hides = self.hides.saturating_add(1),
            // A tab that was left open and is looked at again.
            Signal::Visible(true)
                if self.dwell > Millis::ZERO && now.since(self.last_activity) > SESSION_GAP =>
            {
                self.begin_again(now);
                (self.own_pages, self.last_activity) = (1, now);
            }
            Signal::Restored => {
                self.restores = self.restores.saturating_add(1);
                if now.since(self.last_activity) > SESSION_GAP {
                    self.begin_again(now);
                }
                self.own_pages = self.own_pages.saturating_add(1);
            }
            Signal::Navigate(Navigation::Push | Navigation::Traverse) => {
                self.own_pages = self.own_pages.saturating_add(1);
                // Another page, which has not said yet what it is.
                (self.kind, self.kind_dwell) = (PageKind::Other, Millis::ZERO);
            }
            Signal::Page { kind, channel, system } => {
                self.system = *system;
                self.own_kinds.correct(std::mem::replace(&mut self.kind, *kind), *kind, self.kind_dwell);
                self.own_channel = *channel;
                // The session came by the channel of its first page that names one.
                if self.channel == 0 {
                    self.channel = *channel;
                }
            }
            _ => {}
        }
        if signal.is_activity() {
            self.last_activity = now;
        }
    }

    /// Time since the page's zero.
    pub fn elapsed(&self) -> Millis {
        self.now
    }

    /// Dwell of the whole session.
    pub fn total_dwell(&self) -> Millis {
        Millis(self.record().dwell)
    }

    /// Pages of the whole session, this one included.
    pub fn pages(&self) -> u32 {
        self.elsewhere.pages.saturating_add(self.own_pages)
    }

    /// Pages of the whole session by kind, this one included.
    pub fn kinds(&self) -> Kinds {
        self.record().kinds
    }

    /// Swaps of the whole session.
    pub(crate) fn swaps(&self) -> u32 {
        self.elsewhere.swaps.saturating_add(self.own_swaps)
    }

    /// Something on this page was swapped.
    pub(crate) fn swapped(&mut self) {
        self.own_swaps = self.own_swaps.saturating_add(1);
    }

    /// Expected rewards that exploring cost in the whole session.
    pub(crate) fn regret(&self) -> f64 {
        self.elsewhere.regret + self.own_regret
    }

    /// Exploring cost so much more.
    pub(crate) fn regretted(&mut self, expected: f64) {
        self.own_regret += expected;
    }

    /// The whole session, as the next page needs it.
    pub(crate) fn record(&self) -> SessionRecord {
        let share = self.share();
        let mut kinds = self.elsewhere.kinds;
        kinds.add(&share.kinds);
        SessionRecord {
            pages: self.pages(),
            dwell: (self.elsewhere.dwell + share.dwell).max(0.0),
            kinds,
            swaps: self.swaps(),
            regret: self.regret().max(0.0),
            ..share
        }
    }
}
