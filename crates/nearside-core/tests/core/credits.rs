//! Credits: which exposure a reward is for, wherever and whenever it comes, and when nothing is credited at all.

use nearside_core::{
    consent::{Answer, Purpose},
    decision::Reason,
    event::Event,
    signal::{Navigation, RegionId, Signal},
    slot::{SlotSpec, VariantId},
    state::{OpenCredit, Snapshot},
};

use crate::page::{Page, SLOT, learning, spec};

const DAY: f64 = 8.64e7;

/// The exposures and rewards of each variant by now.
fn counted(page: &Page) -> Vec<(u64, f64)> {
    let learned = page.engine.learned();
    let of = learned.iter().flat_map(|slot| &slot.variants);
    of.map(|variant| (variant.exposures, variant.rewards)).collect()
}

fn open(page: &Page) -> Vec<OpenCredit> {
    page.kept().map_or_else(Vec::new, |snapshot| snapshot.open)
}

/// A page on which a variant other than the default was seen, 20 days after the first that there ever was.
fn exposed(reward: &str) -> (Page, usize) {
    let mut pages =
        (0..40).map(|ms| Page::open_at(learning(), None, 20.0 * DAY + f64::from(ms), spec(reward), 100.0));
    let of_variant = |mut page: Page| {
        page.ticks(250.0, 2_000.0);
        let variant = usize::from(page.chosen().0);
        (variant > 0).then_some((page, variant))
    };
    pages.find_map(of_variant).unwrap()
}

/// The app turns to another route: the slot's element goes, and the shell says so.
fn turn(page: &mut Page, at: f64) {
    page.signal(at, Signal::Navigate(Navigation::Push));
    page.signal(at + 50.0, Signal::Gone(RegionId(0)));
    page.step(at + 50.0, Event::Shown { slot: SLOT, variant: VariantId::DEFAULT });
}

#[test]
fn a_route_that_ends_credits_what_was_seen_on_it() {
    let (mut page, variant) = exposed("click");
    page.click(2_100.0);
    turn(&mut page, 2_200.0);
    page.ticks(2_500.0, 9_000.0);
    assert_eq!(counted(&page)[variant], (1, 1.0), "a click that led to the route");

    let (mut page, variant) = exposed("click");
    turn(&mut page, 2_200.0);
    page.ticks(2_500.0, 3_000.0);
    assert_eq!(counted(&page)[variant], (1, 0.0), "a route that was left without one");

    let (mut page, variant) = exposed("goal sold");
    turn(&mut page, 2_200.0);
    page.step(9_000.0, Event::Goal { name: "sold".into(), value: 1.0 });
    assert_eq!(counted(&page)[variant], (1, 1.0), "a goal on the next route");

    let (mut page, variant) = exposed("click");
    page.click(2_100.0);
    turn(&mut page, 2_200.0);
    page.signal(4_000.0, Signal::Navigate(Navigation::Traverse));
    page.ticks(4_250.0, 9_000.0);
    assert_eq!(counted(&page)[variant], (1, 0.0), "straight back to where the click was");
}

#[test]
fn a_page_that_is_hidden_and_never_comes_back_is_counted() {
    for (act, expected) in [(None, 0.0), (Some("sold"), 1.0)] {
        let (mut page, variant) = exposed("goal sold");
        page.signal(3_000.0, Signal::Visible(false));
        let mut next = Page::open_at(learning(), page.kept(), 20.0 * DAY + 60_000.0, spec("click"), 9_000.0);
        let _ = act.map(|goal| next.step(1_000.0, Event::Goal { name: goal.into(), value: 1.0 }));
        next.step(31.0 * 60_000.0, Event::Tick);
        assert_eq!(counted(&next)[variant], (1, expected), "{act:?}");
    }
    // One that does come back goes on with the same exposure.
    let (mut page, variant) = exposed("click");
    page.signal(3_000.0, Signal::Visible(false));
    page.signal(4_000.0, Signal::Visible(true));
    page.click(5_000.0);
    page.ticks(5_250.0, 7_000.0);
    assert_eq!((counted(&page)[variant], open(&page)), ((1, 1.0), vec![]));
}

#[test]
fn a_return_by_a_page_load_is_a_quick_return_too() {
    for (later, expected) in [(3_000.0, 0.0), (30_000.0, 1.0)] {
        let (mut page, variant) = exposed("click");
        page.click(2_100.0);
        page.signal(2_300.0, Signal::Left);
        let kept = page.kept().unwrap();
        let until = kept.open[0].until;
        let wall = until - 5_000.0 + later - 1_800_000_000_000.0;
        let mut back = Page::open_at(learning(), Some(kept), wall, spec("click"), 9_000.0);
        back.step(1.0, Event::Happened { name: "back".into(), trusted: true });
        back.step(300.0, Event::Tick);
        assert_eq!(counted(&back)[variant], (1, expected), "{later} ms later");
    }
}

#[test]
fn nothing_is_credited_while_paused_declined_or_without_a_grant() {
    // The default that is seen because nothing may be chosen is not a choice.
    for event in [Event::Pause(true), Event::Consent(Purpose::Personalize, Answer::Denied)] {
        let mut page = Page::open(learning(), None, 1, spec("scroll-through"), 100.0);
        page.step(2.0, event.clone());
        page.ticks(250.0, 5_000.0);
        page.signal(5_100.0, Signal::Left);
        assert_eq!((counted(&page), open(&page)), (vec![], vec![]), "{event:?}");
    }
    // What an earlier page waits for stays where it is.
    let (mut page, _) = exposed("goal sold");
    page.signal(3_000.0, Signal::Left);
    let kept = page.kept();
    let mut pending = learning();
    pending.consent.set(Purpose::Learn, Answer::Pending);
    for (config, pause) in [(learning(), true), (pending, false)] {
        let mut next = Page::open_at(config, kept.clone(), 20.0 * DAY + 10_000.0, spec("click"), 9_000.0);
        next.step(1.0, Event::Pause(pause));
        next.step(2.0, Event::Goal { name: "sold".into(), value: 1.0 });
        next.step(40.0 * 60_000.0, Event::Tick);
        assert_eq!(counted(&next), [], "paused: {pause}");
    }
}

#[test]
fn what_a_clock_that_was_ahead_let_wait_is_not_waited_for() {
    let (mut page, variant) = exposed("goal sold");
    page.signal(3_000.0, Signal::Left);
    let mut kept = page.kept().unwrap();
    kept.open[0].until += 10.0 * DAY;
    let mut next = Page::open_at(learning(), Some(kept), 20.0 * DAY, spec("click"), 9_000.0);
    next.step(300.0, Event::Tick);
    assert_eq!((counted(&next)[variant], open(&next)), ((1, 0.0), vec![]));
}

#[test]
fn whoever_turns_out_to_be_another_is_split_anew() {
    let split = SlotSpec { experiment: Some(r#"{"key": "k"}"#.into()), ..spec("click") };
    let keep = |page: &mut Page| {
        page.ticks(250.0, 12_000.0);
        page.kept().unwrap()
    };
    let mut first = Page::open(learning(), None, 1, split.clone(), 100.0);
    let mut kept: Snapshot = keep(&mut first);
    let variant = first.chosen().0;
    for page in 2..30 {
        // What is kept is read late: until then the page knows its own seed alone.
        let mut pending = learning();
        pending.consent.set(Purpose::Store, Answer::Pending);
        let mut late = Page::open(pending, None, page, split.clone(), 100.0);
        late.ticks(250.0, 750.0);
        late.step(800.0, Event::Kept(Some(kept)));
        late.step(800.0, Event::Consent(Purpose::Store, Answer::Granted));
        late.ticks(1_000.0, 1_250.0);
        assert_eq!(late.chosen(), (variant, Reason::Experiment));
        kept = keep(&mut late);
        assert_eq!(kept.assignments.iter().count(), 1);
    }
}

#[test]
fn a_tab_that_is_looked_at_again_after_hours_is_another_visit() {
    let mut page = Page::open(learning(), None, 1, spec("click"), 9_000.0);
    page.ticks(250.0, 20_000.0);
    page.signal(20_000.0, Signal::Visible(false));
    let before = page.kept().unwrap().session;
    page.signal(2.0 * 3_600_000.0, Signal::Visible(true));
    page.ticks(7_200_250.0, 7_212_000.0);
    page.signal(7_212_000.0, Signal::Visible(false));
    let after = page.kept().unwrap().session;
    assert!((before.dwell, before.returning) == (20_000.0, false), "{before:?}");
    assert!((after.pages, after.dwell, after.returning) == (1, 12_000.0, true), "{after:?}");
}
