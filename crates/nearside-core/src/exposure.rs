//! Exposure: a variant counts as seen once at least half of its slot was visible for at least one second.

use crate::{features::VISIBLE_FROM, units::Millis};

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

    /// Takes the visible share at `now`; true once, when it becomes an exposure.
    pub(crate) fn observe(&mut self, visible: f64, now: Millis) -> bool {
        if visible < VISIBLE_FROM {
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
    fn half_for_a_second_without_a_break_once() {
        let mut watch = ExposureWatch::default();
        for (at, visible, seen) in [
            (0.0, 0.6, false),
            (900.0, 0.5, false),
            (950.0, 0.4, false),
            (960.0, 1.0, false),
            (1_950.0, 1.0, false),
            (1_960.0, 1.0, true),
            (3_000.0, 1.0, false),
        ] {
            assert_eq!(watch.observe(visible, Millis(at)), seen, "at {at}");
        }
        watch.reset();
        assert!(!watch.is_exposed());
    }
}
