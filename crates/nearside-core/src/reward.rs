//! Rewards: what a site counts as success for a slot, and when it came.
//!
//! `click`, `dwell MS`, `attention MS`, `scroll-through` or `goal NAME` → a [`Reward`], 0 to 1, watched from the exposure on.
//! A credit is opened by an exposure and settled once: by its reward, or with nothing when the visitor shows
//! trouble, leaves or lets its window pass. A click that leads away counts once the visitor has not come straight back.

use thiserror::Error;

use crate::{decimal, name::is_name, units::Millis};

/// How long after an exposure a reward still counts for it.
pub const WINDOW: Millis = Millis(30.0 * 60_000.0);
/// A visitor who comes back within this time after a click did not find what the variant had promised.
pub(crate) const QUICK_BACK: Millis = Millis(5_000.0);
/// A click that leads away does so within this time.
const LEADS_AWAY: Millis = Millis(1_000.0);
/// The longest time that a reward may ask for, ms.
const LONGEST: f64 = 600_000.0;

/// A reward that can't be.
#[derive(Clone, Debug, Error, PartialEq)]
#[error(
    "`{0}` is not a reward: use `click`, `dwell MS`, `attention MS`, `scroll-through` or `goal NAME`, with MS from 1 to 600000"
)]
pub struct RewardError(pub String);

/// What counts as success for a slot.
#[derive(Clone, Debug, PartialEq)]
pub enum Reward {
    /// A click or tap on something in it that answers.
    Click,
    /// So much dwell while it is in view.
    Dwell(Millis),
    /// So much attention, by the model's score.
    Attention(Millis),
    /// Having been scrolled past to its end.
    ScrollThrough,
    /// The site's own word for it, told by the page.
    Goal(String),
}

impl Reward {
    /// Reads a reward as written on a slot.
    ///
    /// # Errors
    /// [`RewardError`].
    pub fn parse(text: &str) -> Result<Reward, RewardError> {
        let wrong = || RewardError(text.chars().take(80).collect());
        let (word, rest) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
        let (rest, ms) = (rest.trim(), decimal::signed(rest.trim()).unwrap_or(0.0));
        let time = (1.0..=LONGEST).contains(&ms).then_some(Millis(ms)).ok_or_else(wrong);
        match (word, rest) {
            ("click", "") => Ok(Reward::Click),
            ("scroll-through", "") => Ok(Reward::ScrollThrough),
            ("dwell", _) => Ok(Reward::Dwell(time?)),
            ("attention", _) => Ok(Reward::Attention(time?)),
            ("goal", name) if is_name(name) => Ok(Reward::Goal(name.to_owned())),
            _ => Err(wrong()),
        }
    }
}

/// How a slot stands with its visitor; only grows.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Standing {
    /// Dwell while it was in view.
    pub(crate) dwell: Millis,
    /// Attention that it won.
    pub(crate) attention: Millis,
    /// Bursts of angry clicks on the page.
    pub(crate) rage: f32,
    /// Its end is above the window's top edge.
    pub(crate) passed: bool,
}

/// An exposure that waits for its reward.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Credit {
    since: Millis,
    began: Standing,
    clicked: Option<Millis>,
    /// The click led away from what was on the page.
    led_away: bool,
    /// Its number, once its page was left: from then on another page may settle it.
    pub(crate) id: Option<u64>,
}

impl Credit {
    pub(crate) fn open(now: Millis, standing: Standing) -> Credit {
        Credit { since: now, began: standing, clicked: None, led_away: false, id: None }
    }

    /// The visitor clicked on what answers.
    pub(crate) fn click(&mut self, now: Millis) {
        self.clicked.get_or_insert(now);
    }

    /// The page shows something else, or is left.
    pub(crate) fn leave(&mut self, now: Millis) {
        self.led_away |= self.clicked.is_some_and(|at| now.since(at) <= LEADS_AWAY);
    }

    /// Whether the visitor, who is back now, was led away by a click just before.
    pub(crate) fn is_quick_back(&self, now: Millis) -> bool {
        self.led_away && self.clicked.is_some_and(|at| now.since(at) < QUICK_BACK)
    }

    /// Until when the reward may come on other pages, and what it is if nothing else comes; none if it can't.
    pub(crate) fn waits(&self, reward: &Reward) -> Option<(Millis, f64)> {
        match (reward, self.clicked) {
            (Reward::Goal(_), _) => Some((self.since + WINDOW, 0.0)),
            (Reward::Click, Some(at)) if self.led_away => Some((at + QUICK_BACK, 1.0)),
            _ => None,
        }
    }

    /// What the exposure came to by now, if that is settled.
    pub(crate) fn settle(&self, reward: &Reward, now: Millis, standing: Standing) -> Option<f64> {
        // Whoever hammers on a page is not rewarding it.
        if standing.rage > self.began.rage {
            return Some(0.0);
        }
        if let Some(at) = self.clicked {
            let wait = if self.led_away { QUICK_BACK } else { LEADS_AWAY };
            return (now.since(at) > wait).then_some(1.0);
        }
        if now.since(self.since) > WINDOW {
            return Some(0.0);
        }
        let came = match reward {
            Reward::Dwell(least) => standing.dwell.since(self.began.dwell) >= *least,
            Reward::Attention(least) => standing.attention.since(self.began.attention) >= *least,
            Reward::ScrollThrough => standing.passed && !self.began.passed,
            Reward::Click | Reward::Goal(_) => false,
        };
        came.then_some(1.0)
    }

    /// When its window ends.
    pub(crate) fn ends(&self) -> Millis {
        self.since + WINDOW
    }

    /// What it came to for a visitor who leaves for good.
    pub(crate) fn conclude(&self) -> f64 {
        if self.clicked.is_some() { 1.0 } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rewards_are_read_or_refused_by_name() {
        for (text, expected) in [
            ("click", Some(Reward::Click)),
            (" dwell  3000 ", Some(Reward::Dwell(Millis(3_000.0)))),
            ("attention 1", Some(Reward::Attention(Millis(1.0)))),
            ("scroll-through", Some(Reward::ScrollThrough)),
            ("goal signed_up", Some(Reward::Goal("signed_up".into()))),
            ("", None),
            ("click 5", None),
            ("dwell", None),
            ("dwell 0", None),
            ("dwell NaN", None),
            ("dwell 600001", None),
            ("goal", None),
            ("goal <b>", None),
            ("applause", None),
        ] {
            assert_eq!(Reward::parse(text).ok(), expected, "{text}");
        }
    }

    #[test]
    fn a_credit_is_settled_by_what_came_after_the_exposure() {
        let began = Standing { dwell: Millis(500.0), attention: Millis(100.0), rage: 1.0, passed: false };
        let credit = Credit::open(Millis(1_000.0), began);
        let dwell = Reward::Dwell(Millis(3_000.0));
        let passed = Standing { passed: true, ..began };
        for (reward, at, standing, expected) in [
            (&dwell, 2_000.0, Standing { dwell: Millis(3_400.0), ..began }, None),
            (&dwell, 9_000.0, Standing { dwell: Millis(3_500.0), ..began }, Some(1.0)),
            (&dwell, 9_000.0, Standing { dwell: Millis(3_500.0), rage: 2.0, ..began }, Some(0.0)),
            (
                &Reward::Attention(Millis(50.0)),
                9_000.0,
                Standing { attention: Millis(150.0), ..began },
                Some(1.0),
            ),
            (&Reward::ScrollThrough, 9_000.0, passed, Some(1.0)),
            (&Reward::Click, 9_000.0, passed, None),
            (&Reward::Click, 1_000.0 + WINDOW.0, began, None),
            (&Reward::Click, 1_001.0 + WINDOW.0, began, Some(0.0)),
        ] {
            assert_eq!(credit.settle(reward, Millis(at), standing), expected, "{reward:?} at {at}");
        }
        let above = Credit::open(Millis(1_000.0), passed);
        assert_eq!(above.settle(&Reward::ScrollThrough, Millis(2_000.0), passed), None, "it began there");
    }

    #[test]
    fn a_click_counts_unless_the_visitor_comes_straight_back() {
        let standing = Standing::default();
        let mut stayed = Credit::open(Millis(0.0), standing);
        stayed.click(Millis(1_000.0));
        stayed.click(Millis(1_900.0));
        stayed.leave(Millis(2_500.0));
        for (at, expected) in [(1_900.0, None), (2_001.0, Some(1.0))] {
            assert_eq!(stayed.settle(&Reward::Click, Millis(at), standing), expected, "{at}");
        }
        assert!(!stayed.is_quick_back(Millis(2_600.0)) && stayed.waits(&Reward::Click).is_none());

        let mut led = Credit::open(Millis(0.0), standing);
        led.click(Millis(1_000.0));
        led.leave(Millis(1_300.0));
        for (at, back, settled) in [
            (2_500.0, true, None),
            (5_999.0, true, None),
            (6_000.0, false, None),
            (6_001.0, false, Some(1.0)),
        ] {
            assert_eq!(led.is_quick_back(Millis(at)), back, "{at}");
            assert_eq!(led.settle(&Reward::Click, Millis(at), standing), settled, "{at}");
        }
        assert_eq!(led.waits(&Reward::Click), Some((Millis(6_000.0), 1.0)));
        let angry = Standing { rage: 1.0, ..standing };
        assert_eq!(led.settle(&Reward::Click, Millis(6_001.0), angry), Some(0.0));
    }

    #[test]
    fn only_goals_are_waited_for_without_a_click() {
        let credit = Credit::open(Millis(5.0), Standing::default());
        let goal = Reward::Goal("sold".into());
        assert_eq!(credit.waits(&goal), Some((Millis(5.0) + WINDOW, 0.0)));
        for reward in [Reward::Click, Reward::ScrollThrough, Reward::Dwell(Millis(1.0))] {
            assert_eq!(credit.waits(&reward), None, "{reward:?}");
        }
        assert_eq!(credit.conclude(), 0.0);
    }
}
