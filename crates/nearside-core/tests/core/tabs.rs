//! Pages and tabs of one browser: whatever the order of writes, each lesson counts once and none is lost.

use nearside_core::{
    consent::{Answer, Purpose},
    event::{Effect, Event},
    signal::Signal,
    slot::SlotSpec,
    state::{Journal, Snapshot},
};
use proptest::{collection::vec, prelude::*};

use crate::page::{Page, learning, spec};

/// What one browser keeps: the snapshot, and what pages left behind.
#[derive(Default)]
struct Device {
    stored: Option<String>,
    journals: Vec<(usize, String)>,
}

impl Device {
    fn read(&self) -> Option<Snapshot> {
        self.stored.as_ref().map(|json| Snapshot::parse(json).unwrap())
    }

    /// One transaction: read, go on from it, write; `torn` is one that is never finished.
    fn write(&mut self, page: &mut Page, at: f64, torn: bool) {
        page.step(at, Event::Kept(self.read()));
        if let Some(snapshot) = page.engine.snapshot().filter(|_| !torn) {
            self.stored = Some(snapshot.to_json());
            page.step(at, Event::Written);
        }
    }

    fn exposures(&self) -> u64 {
        let snapshot = self.read().unwrap();
        snapshot.counts.iter().flat_map(|counts| &counts.tallies).map(|tally| tally.exposures).sum()
    }
}

/// A tab with its own time; its slot has a reward of `reward`.
struct Tab {
    page: Page,
    at: f64,
    lessons: u64,
}

impl Tab {
    fn open(device: &Device, number: usize) -> Tab {
        let mut page = Page::open(learning(), device.read(), number as u64, live(), 100.0);
        for (_, journal) in &device.journals {
            page.step(1.0, Event::Left(Journal::parse(journal).unwrap()));
        }
        Tab { page, at: 1_000.0, lessons: 0 }
    }

    /// One exposure that is clicked on, as often as it is called.
    fn learn(&mut self) {
        let before = self.page.learned().len();
        self.page.ticks(self.at, self.at + 2_000.0);
        self.page.click(self.at + 2_100.0);
        self.page.ticks(self.at + 2_250.0, self.at + 4_000.0);
        self.at += 5_000.0;
        self.lessons += (self.page.learned().len() - before) as u64;
    }

    /// Leaves something behind, as a page does that is hidden or left.
    fn hide(&mut self, device: &mut Device, number: usize) {
        let from = self.page.effects.len();
        self.page.signal(self.at, Signal::Visible(false));
        let left = self.page.effects[from..].iter().find_map(|effect| match effect {
            Effect::Leave(journal) => Some(journal.to_json()),
            _ => None,
        });
        device.journals.retain(|(of, _)| *of != number);
        device.journals.extend(left.map(|journal| (number, journal)));
        self.page.signal(self.at, Signal::Visible(true));
    }
}

fn live() -> SlotSpec {
    spec("click")
}

/// Once a slot has learned on a page it stays as it is, so tabs come and go.
#[derive(Clone, Copy, Debug)]
enum Act {
    Learn(usize),
    Write(usize, bool),
    Hide(usize),
    Kill(usize),
}

fn act() -> impl Strategy<Value = Act> {
    let tab = 0..3_usize;
    prop_oneof![
        3 => tab.clone().prop_map(Act::Learn),
        3 => (tab.clone(), any::<bool>()).prop_map(|(tab, torn)| Act::Write(tab, torn)),
        2 => tab.clone().prop_map(Act::Hide),
        2 => tab.prop_map(Act::Kill),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn each_lesson_counts_once_and_none_is_lost(acts in vec(act(), 1..24)) {
        let (mut device, mut opened) = (Device::default(), 3);
        let mut tabs: Vec<(usize, Tab)> = (0..3).map(|n| (n, Tab::open(&device, n))).collect();
        let mut lessons = 0;
        for act in acts {
            match act {
                Act::Learn(tab) => tabs[tab].1.learn(),
                Act::Write(tab, torn) => {
                    let (_, Tab { page, at, .. }) = &mut tabs[tab];
                    device.write(page, *at, torn);
                }
                Act::Hide(tab) => {
                    let (number, tab) = &mut tabs[tab];
                    tab.hide(&mut device, *number);
                }
                Act::Kill(tab) => {
                    // Whoever dies has been hidden before; nothing after that is saved by anyone.
                    let (number, mut dying) = std::mem::replace(&mut tabs[tab], (opened, Tab::open(&device, opened)));
                    dying.hide(&mut device, number);
                    lessons += dying.lessons;
                    opened += 1;
                }
            }
        }
        for (number, tab) in &mut tabs {
            tab.hide(&mut device, *number);
            lessons += tab.lessons;
        }
        let mut last = Tab::open(&device, opened);
        device.write(&mut last.page, 2_000.0, false);
        prop_assert_eq!(device.exposures(), lessons);
        // Told again, it changes nothing.
        let mut again = Tab::open(&device, opened + 1);
        device.write(&mut again.page, 2_000.0, false);
        prop_assert_eq!(device.exposures(), lessons);
    }
}

#[test]
fn tabs_side_by_side_share_one_session() {
    let mut device = Device::default();
    let mut first = Page::open(learning(), None, 1, live(), 100.0);
    first.ticks(1_000.0, 10_000.0);
    first.signal(10_000.0, Signal::Visible(false));
    device.write(&mut first, 10_000.0, false);
    let mut second = Page::open_at(learning(), device.read(), 8.64e7 + 11_000.0, live(), 100.0);
    second.ticks(0.0, 5_000.0);
    second.signal(5_000.0, Signal::Visible(false));
    device.write(&mut second, 5_000.0, false);
    device.write(&mut first, 16_000.0, false);
    let session = device.read().unwrap().session;
    assert_eq!((session.pages, session.dwell), (2, 15_000.0));
}

#[test]
fn what_was_emptied_by_another_is_forgotten_here_too() {
    let mut device = Device::default();
    let mut tab = Tab::open(&device, 1);
    tab.learn();
    device.write(&mut tab.page, tab.at, false);
    assert_eq!(device.exposures(), 1);
    let seed = device.read().unwrap().seed;
    device.stored = None;
    device.write(&mut tab.page, tab.at + 100.0, false);
    tab.page.ticks(tab.at + 250.0, tab.at + 12_000.0);
    device.write(&mut tab.page, tab.at + 12_000.0, false);
    let snapshot = device.read().unwrap();
    assert_eq!((snapshot.counts, snapshot.beliefs), (vec![], vec![]));
    assert_ne!(snapshot.seed, seed, "nothing ties the new visitor to the former");
}

#[test]
fn forgetting_leaves_a_new_visitor() {
    let mut device = Device::default();
    for number in 1..=20 {
        let mut tab = Tab::open(&device, number);
        tab.learn();
        device.write(&mut tab.page, tab.at, false);
    }
    let mut tab = Tab::open(&device, 21);
    tab.page.step(2_000.0, Event::Forget { seed: 99 });
    assert!(tab.page.effects.contains(&Effect::Erase));
    device.stored = None;
    device.write(&mut tab.page, 2_100.0, false);
    assert_eq!(device.stored, None, "there is nothing to keep yet");
    tab.page.ticks(2_250.0, 15_000.0);
    device.write(&mut tab.page, 15_000.0, false);
    let snapshot = device.read().unwrap();
    assert_eq!((snapshot.seed, snapshot.session.pages, snapshot.session.returning), (99, 1, false));
    assert_eq!((snapshot.beliefs, snapshot.counts, snapshot.open), (vec![], vec![], vec![]));
    assert!(snapshot.assignments.iter().next().is_none());
}

#[test]
fn a_goal_on_a_later_page_rewards_the_exposure_once() {
    for (value, reached_after, expected) in
        [(1.0, 60_000.0, Some(1.0)), (0.5, 29.0 * 60_000.0, Some(0.5)), (1.0, 31.0 * 60_000.0, Some(0.0))]
    {
        let mut device = Device::default();
        let mut shop = Page::open(learning(), None, 1, spec("goal sold"), 100.0);
        shop.ticks(250.0, 2_000.0);
        let (variant, _) = shop.chosen();
        shop.signal(3_000.0, Signal::Left);
        assert_eq!(shop.learned(), []);
        device.write(&mut shop, 3_000.0, false);
        let mut basket = Page::open_at(learning(), device.read(), 8.64e7 + 3_100.0, spec("click"), 5_000.0);
        basket.step(reached_after, Event::Tick);
        for _ in 0..2 {
            basket.step(reached_after, Event::Goal { name: "sold".into(), value });
        }
        let learned = basket.learned();
        assert_eq!(learned, expected.map_or(vec![], |value| vec![(variant, value)]), "after {reached_after}");
        device.write(&mut basket, reached_after, false);
        assert_eq!((device.exposures(), device.read().unwrap().open.len()), (1, 0));
    }
}

#[test]
fn two_tabs_that_reach_the_same_goal_reward_it_once() {
    let mut device = Device::default();
    let mut shop = Page::open(learning(), None, 1, spec("goal sold"), 100.0);
    shop.ticks(250.0, 2_000.0);
    shop.signal(3_000.0, Signal::Left);
    device.write(&mut shop, 3_000.0, false);
    let mut tabs = [5_000.0, 6_000.0]
        .map(|later| Page::open_at(learning(), device.read(), 8.64e7 + later, spec("click"), 5_000.0));
    for tab in &mut tabs {
        tab.step(1_000.0, Event::Goal { name: "sold".into(), value: 1.0 });
    }
    for tab in &mut tabs {
        device.write(tab, 2_000.0, false);
    }
    assert_eq!(device.exposures(), 1);
}

#[test]
fn writing_is_no_sign_of_life() {
    let mut device = Device::default();
    let mut page = Page::open(learning(), None, 1, live(), 100.0);
    for ten in 1..12_u32 {
        let at = f64::from(ten) * 10_000.0;
        page.ticks(at - 9_000.0, at);
        device.write(&mut page, at, false);
    }
    page.signal(120_000.0, Signal::Visible(false));
    device.write(&mut page, 120_000.0, false);
    assert_eq!(device.read().unwrap().session.dwell, 30_000.0);
}

#[test]
fn whoever_comes_straight_back_from_a_click_did_not_like_what_it_led_to() {
    for (back, expected) in [(4_000.0, 0.0), (9_000.0, 1.0)] {
        let mut page = Page::open(learning(), None, 1, spec("click"), 100.0);
        page.ticks(250.0, 2_000.0);
        page.click(2_100.0);
        page.signal(2_400.0, Signal::Left);
        assert_eq!(page.learned(), []);
        page.signal(back, Signal::Restored);
        page.ticks(back, back + 500.0);
        let rewards: Vec<f64> = page.learned().into_iter().map(|(_, reward)| reward).collect();
        assert_eq!(rewards, [expected], "back at {back}");
    }
}

#[test]
fn a_pause_shows_defaults_learns_nothing_and_lasts() {
    let mut device = Device::default();
    let mut page = Page::open(learning(), None, 1, spec("click"), 100.0);
    page.ticks(250.0, 1_500.0);
    page.step(1_600.0, Event::Pause(true));
    page.ticks(1_750.0, 30_000.0);
    page.click(30_100.0);
    page.ticks(30_250.0, 32_000.0);
    assert_eq!((page.chosen().0, page.chosen().1.name(), page.learned()), (0, "paused", vec![]));
    device.write(&mut page, 32_000.0, false);
    let kept = device.read().unwrap();
    assert!(kept.paused && kept.session.dwell < 2_000.0, "{:?}", kept.session);

    let mut next = Page::open_at(learning(), device.read(), 8.64e7 + 40_000.0, spec("click"), 100.0);
    next.ticks(250.0, 3_000.0);
    assert!(next.engine.is_paused());
    assert_eq!(next.chosen().1.name(), "paused");
    next.step(3_100.0, Event::Pause(false));
    next.ticks(3_250.0, 6_000.0);
    assert_eq!(next.chosen().1.name(), "policy");
    device.write(&mut next, 6_000.0, false);
    assert!(!device.read().unwrap().paused);
}

#[test]
fn without_a_grant_to_learn_nothing_of_it_is_kept_on() {
    let mut device = Device::default();
    let mut tab = Tab::open(&device, 1);
    tab.learn();
    device.write(&mut tab.page, tab.at, false);
    let mut other = Tab::open(&device, 2);
    other.page.step(1_000.0, Event::Consent(Purpose::Learn, Answer::Denied));
    device.write(&mut other.page, 1_100.0, false);
    assert_eq!(device.read().unwrap().counts, []);
    // The tab that had learned it goes on from what stands there now.
    device.write(&mut tab.page, tab.at + 100.0, false);
    assert_eq!(device.read().unwrap().counts, []);
}
