//! How much a browser has told a site of late, and whether it may tell more.
//!
//! Spends with their days → yes or no. At most one report a day and Σε ≤ 8 in any 28 days; what was spent comes back
//! by time alone, never by a failed send.
//!
//! Neither clock is trusted alone: the device's can be set, the server's word can be a lie. Now is taken as the
//! earlier of the two, a spend is dated to the later. If at every moment one of the two is right, a spend counts for
//! at least its 28 days and no two share a day, whichever way the other one jumps; all that a wrong clock can do is
//! to make the browser report less.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::epsilon::Epsilon;

/// The most that may be spent within the window, in thousandths of ε.
pub const MOST_THOUSANDTHS: u32 = 8_000;
/// The window, in days.
pub const WINDOW_DAYS: u32 = 28;

/// What was spent and still counts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Budget {
    spends: Vec<Spend>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Spend {
    day: u32,
    thousandths: u16,
}

/// The same day as two clocks tell it, in days since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Today {
    /// The device's clock.
    pub device: u32,
    /// What the server said last, on this day.
    pub server: u32,
}

/// Why nothing may be told today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Refusal {
    /// A report was sealed today, or on a day that one of the clocks takes for later.
    #[error("there was a report on day {0}; there is one a day at most")]
    OneADay(u32),
    /// The window is full.
    #[error("{spent} of {MOST_THOUSANDTHS} thousandths are spent in {WINDOW_DAYS} days")]
    Spent {
        /// Thousandths of ε that count today.
        spent: u32,
    },
}

impl Budget {
    /// Spends ε for a report that is sealed today, before it is sealed.
    pub fn spend(&mut self, today: Today, epsilon: Epsilon) -> Result<(), Refusal> {
        let now = today.device.min(today.server);
        if let Some(last) = self.spends.iter().map(|spend| spend.day).max().filter(|last| *last >= now) {
            return Err(Refusal::OneADay(last));
        }
        let spent = self.spent(today);
        if spent + u32::from(epsilon.thousandths()) > MOST_THOUSANDTHS {
            return Err(Refusal::Spent { spent });
        }
        self.spends.retain(|spend| counts(*spend, now));
        let day = today.device.max(today.server);
        self.spends.push(Spend { day, thousandths: epsilon.thousandths() });
        Ok(())
    }

    /// Thousandths of ε that count today.
    #[must_use]
    pub fn spent(&self, today: Today) -> u32 {
        let now = today.device.min(today.server);
        let counting = self.spends.iter().filter(|spend| counts(**spend, now));
        counting.map(|spend| u32::from(spend.thousandths)).sum()
    }
}

fn counts(spend: Spend, now: u32) -> bool {
    now < spend.day.saturating_add(WINDOW_DAYS)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(day: u32) -> Today {
        Today { device: day, server: day }
    }

    #[test]
    fn one_a_day_and_four_in_four_weeks() {
        let mut budget = Budget::default();
        for day in 100..104 {
            assert_eq!(budget.spend(at(day), Epsilon::TWO), Ok(()));
            assert_eq!(budget.spend(at(day), Epsilon::TWO), Err(Refusal::OneADay(day)));
        }
        for day in 104..128 {
            assert_eq!(budget.spend(at(day), Epsilon::TWO), Err(Refusal::Spent { spent: 8_000 }), "{day}");
        }
        assert_eq!(budget.spend(at(128), Epsilon::TWO), Ok(()));
        assert_eq!(budget.spent(at(128)), 8_000);
        assert_eq!(budget.spend(at(129), Epsilon::TWO), Ok(()));
    }

    #[test]
    fn a_clock_that_jumps_either_way_gives_nothing_back() {
        for jump in [-30_i64, 30] {
            let moved = |day: u32| Today { device: (i64::from(day) + jump) as u32, server: day };
            let mut budget = Budget::default();
            let mut granted = 0;
            // The clock is moved after four reports, and back again after four more days.
            for day in 1_000..1_012 {
                let today = if (1_004..1_008).contains(&day) { moved(day) } else { at(day) };
                granted += u32::from(budget.spend(today, Epsilon::TWO).is_ok());
            }
            assert_eq!(granted, 4, "{jump}");
            // And moved before the first.
            let mut budget = Budget::default();
            let granted = (1_000..1_004).map(moved).chain((1_004..1_028).map(at));
            assert!(
                granted.filter(|today| budget.spend(*today, Epsilon::TWO).is_ok()).count() <= 4,
                "{jump}"
            );
        }
    }

    #[test]
    fn what_is_kept_reads_back_and_nothing_else_does() {
        let mut budget = Budget::default();
        budget.spend(at(7), Epsilon::TWO).unwrap();
        let text = serde_json::to_string(&budget).unwrap();
        assert_eq!(serde_json::from_str::<Budget>(&text).unwrap(), budget);
        assert!(serde_json::from_str::<Budget>(r#"{"spends": [], "more": 1}"#).is_err());
    }

    proptest! {
        /// Whichever clock is wrong, and by how much, on whichever day, several times a day.
        #[test]
        fn no_28_days_take_more_than_eight(
            moments in prop::collection::vec((0_u32..3, -30_i64..=30, any::<bool>()), 1..200),
        ) {
            let (mut budget, mut day, mut granted) = (Budget::default(), 20_000_u32, Vec::new());
            for (later, jump, is_device) in moments {
                day += later;
                let wrong = (i64::from(day) + jump) as u32;
                let today =
                    if is_device { Today { device: wrong, server: day } } else { Today { device: day, server: wrong } };
                if budget.spend(today, Epsilon::TWO).is_ok() {
                    granted.push(day);
                }
            }
            prop_assert!(granted.windows(2).all(|pair| pair[0] < pair[1]), "two on one day: {:?}", granted);
            prop_assert!(granted.windows(5).all(|five| five[4] - five[0] >= WINDOW_DAYS), "{:?}", granted);
        }
    }
}
