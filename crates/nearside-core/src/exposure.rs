//! Exposure: a variant counts as seen once at least half of its slot was visible for at least one second.

use crate::units::Millis;

/// Time in view that makes an exposure.
pub(crate) const EXPOSED_AFTER: Millis = Millis(1_000.0);

/// Watches one slot for the exposure of what it shows now.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ExposureWatch {
    in_view_since: Option<Millis>,
    exposed: bool,
}

impl ExposureWatch {
    /// Another variant is shown: it has not been seen yet.
    pub(crate) fn reset(&mut self) {
        *self = ExposureWatch::default();
    }

    /// Whether what is shown has been seen.
    pub(crate) fn is_exposed(&self) -> bool {
        self.exposed
    }

    /// Takes whether it is visible at `now`; true once, when it becomes an exposure.
    pub(crate) fn observe(&mut self, visible: bool, now: Millis) -> bool {
        if !visible {
            self.in_view_since = None;
            return false;
        }
        let since = *self.in_view_since.get_or_insert(now);
        let seen = !self.exposed && now.since(since) >= EXPOSED_AFTER;
        self.exposed |= seen;
        seen
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_without_a_break_once() {
        let mut watch = ExposureWatch::default();
        for (at, visible, seen) in [
            (0.0, true, false),
            (900.0, true, false),
            (950.0, false, false),
            (960.0, true, false),
            (1_950.0, true, false),
            (1_960.0, true, true),
            (3_000.0, true, false),
        ] {
            assert_eq!(watch.observe(visible, Millis(at)), seen, "at {at}");
        }
        watch.reset();
        assert!(!watch.is_exposed());
    }
}
