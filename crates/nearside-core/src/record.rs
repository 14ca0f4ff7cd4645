//! A session in numbers: what the next page needs to go on with it, and what one page adds.
//!
//! Additive, so that pages and tabs each add their own: the sum does not depend on who writes first, and nothing is
//! counted twice. Invariant: a record that is read back is finite and not negative; what a page adds may take
//! back, for one that corrects its kind.

use crate::{json::object, kinds::Kinds, signal::MAX_CODE, units::Millis};

/// A session ends after this long without a page.
pub const SESSION_GAP: Millis = Millis(30.0 * 60_000.0);

/// A session so far, or one page's share of it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SessionRecord {
    /// When it began, ms since the epoch.
    pub started: f64,
    /// When its last page ended, ms since the epoch.
    pub ended: f64,
    /// Pages.
    pub pages: u32,
    /// Dwell, ms.
    pub dwell: f64,
    /// An earlier session had been seen.
    pub returning: bool,
    /// Pages by kind.
    pub kinds: Kinds,
    /// The site's number for the channel that it came by; 0 if it said none.
    pub channel: u8,
    /// Swaps.
    pub swaps: u32,
    /// Expected rewards that exploring cost.
    pub regret: f64,
}

object!(SessionRecord { started, ended, pages, dwell, returning } default { kinds, channel, swaps, regret });

impl SessionRecord {
    /// Whether it can be gone on with.
    pub(crate) fn is_sound(&self) -> bool {
        self.is_finite() && self.kinds.is_sound() && self.dwell >= 0.0 && self.regret >= 0.0
    }

    /// Whether it can be added to another.
    pub(crate) fn is_finite(&self) -> bool {
        let times = [self.started, self.ended];
        self.channel <= MAX_CODE
            && self.kinds.is_finite()
            && self.dwell.is_finite()
            && self.regret.is_finite()
            && times.iter().all(|time| time.is_finite() && *time >= 0.0)
    }

    /// Adds a page's share, or begins with it where this session had ended long before or after it.
    pub(crate) fn take(&mut self, share: &SessionRecord) {
        // A clock set back by less than the gap is no proof of another visit.
        let apart = (share.started - self.ended).max(self.started - share.ended);
        if apart > SESSION_GAP.0 {
            *self = SessionRecord { returning: true, ..*share };
            return;
        }
        if self.channel == 0 {
            self.channel = share.channel;
        }
        self.started = self.started.min(share.started);
        self.ended = self.ended.max(share.ended);
        self.pages = self.pages.saturating_add(share.pages);
        self.dwell = (self.dwell + share.dwell).max(0.0);
        self.kinds.add(&share.kinds);
        self.swaps = self.swaps.saturating_add(share.swaps);
        self.regret = (self.regret + share.regret).max(0.0);
    }

    /// What is left without one page's share of it.
    pub(crate) fn without(&self, share: &SessionRecord) -> SessionRecord {
        let mut kinds = self.kinds;
        kinds.subtract(&share.kinds);
        SessionRecord {
            pages: self.pages.saturating_sub(share.pages),
            dwell: self.dwell - share.dwell,
            kinds,
            swaps: self.swaps.saturating_sub(share.swaps),
            regret: self.regret - share.regret,
            ..*self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signal::PageKind;

    const MINUTE: f64 = 60_000.0;

    fn share(started: f64, ended: f64, pages: u32) -> SessionRecord {
        let mut kinds = Kinds::default();
        kinds.correct(PageKind::Other, PageKind::Product, Millis(5.0));
        SessionRecord { started, ended, pages, dwell: 10.0, kinds, swaps: 1, ..SessionRecord::default() }
    }

    #[test]
    fn shares_add_up_in_any_order() {
        let [a, b, c] = [share(0.0, 5.0, 1), share(2.0, 9.0, 2), share(20.0 * MINUTE, 21.0 * MINUTE, 1)];
        let sum = |[first, second, third]: [SessionRecord; 3]| {
            let mut sum = first;
            sum.take(&second);
            sum.take(&third);
            sum
        };
        let expected = sum([a, b, c]);
        assert_eq!((expected.pages, expected.dwell, expected.swaps), (4, 30.0, 3));
        assert_eq!((expected.started, expected.ended), (0.0, 21.0 * MINUTE));
        assert_eq!(expected.kinds.count(PageKind::Product), 3);
        assert_eq!(sum([b, a, c]), expected);
        assert_eq!(sum([c, b, a]), expected);
        let left = expected.without(&b);
        assert_eq!((left.pages, left.dwell, left.kinds.count(PageKind::Product)), (2, 20.0, 2));
    }

    #[test]
    fn a_share_far_away_begins_another_session() {
        for (started, goes_on) in [(29.0, true), (31.0, false), (-29.0, true), (-31.0, false)] {
            let mut session = share(100.0 * MINUTE, 100.0 * MINUTE, 4);
            session.take(&share((100.0 + started) * MINUTE, (100.0 + started) * MINUTE, 1));
            let expected = if goes_on { (5, false) } else { (1, true) };
            assert_eq!((session.pages, session.returning), expected, "{started}");
        }
    }
}
