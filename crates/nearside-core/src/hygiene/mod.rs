//! Hygiene: which signals count, and whether a person made them.
//!
//! signal → kept or dropped. A dropped signal changes nothing downstream; a visitor found to be a program gets
//! the default and teaches nothing. A filter, not a proof: automation protocols can make trusted events.

mod automation;
mod clip;

pub use automation::Automation;
pub(crate) use automation::AutomationWatch;
pub(crate) use clip::RobustClip;

use crate::signal::Observed;

/// Whether a signal may be used at all: made by the browser and within what a page can hold.
pub fn admits(observed: &Observed) -> bool {
    observed.trusted && observed.signal.is_sound()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{geometry::Point, signal::Signal};

    #[test]
    fn scripts_and_impossible_numbers_are_kept_out() {
        let signal = Signal::Scroll(Point { x: 0.0, y: 10.0 });
        assert!(admits(&Observed { signal, trusted: true }));
        assert!(!admits(&Observed { signal, trusted: false }));
        let signal = Signal::Scroll(Point { x: 0.0, y: f64::NAN });
        assert!(!admits(&Observed { signal, trusted: true }));
    }
}
