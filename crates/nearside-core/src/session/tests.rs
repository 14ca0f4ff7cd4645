//! Dwell, sessions over pages, and what a page adds to them.

use super::*;
use crate::geometry::Point;

const SCROLL: Signal = Signal::Scroll(Point { x: 0.0, y: 10.0 });

/// Feeds (at ms, signal) and returns the dwell at `end`.
fn dwell(script: &[(f64, Signal)], end: f64) -> f64 {
    let (mut session, mut view) = (Session::open(0.0), View::default());
    for (at, signal) in script {
        session.advance(&view, Millis(*at));
        session.observe(signal, Millis(*at));
        view.observe(signal);
    }
    session.advance(&view, Millis(end));
    session.dwell.0
}

#[test]
fn only_visible_focused_active_time_is_dwell() {
    for (script, end, expected) in [
        (vec![], 10_000.0, 10_000.0),
        (vec![], 100_000.0, 30_000.0),
        (vec![(20_000.0, SCROLL)], 100_000.0, 50_000.0),
        (vec![(60_000.0, SCROLL)], 61_000.0, 31_000.0),
        (vec![(4_000.0, Signal::Visible(false)), (9_000.0, Signal::Visible(true))], 10_000.0, 5_000.0),
        (vec![(4_000.0, Signal::Focused(false)), (5_000.0, Signal::Focused(true))], 10_000.0, 9_000.0),
        (vec![(4_000.0, Signal::Left)], 3_600_000.0, 4_000.0),
    ] {
        assert_eq!(dwell(&script, end), expected, "{script:?}");
    }
}

#[test]
fn a_page_that_comes_back_after_thirty_minutes_begins_another_session() {
    for (away_minutes, dwell, returning) in [(29.0, 10_000.0, false), (31.0, 5_000.0, true)] {
        let (mut session, view) = (Session::open(0.0), View::default());
        session.advance(&view, Millis(5_000.0));
        let hidden = View { visible: false, ..View::default() };
        let back = Millis(5_000.0 + away_minutes * 60_000.0);
        session.advance(&hidden, back);
        session.observe(&Signal::Restored, back);
        session.advance(&view, back + Millis(5_000.0));
        assert_eq!((session.total_dwell().0, session.returning), (dwell, returning), "{away_minutes} min");
    }
}

#[test]
fn pages_are_counted_by_kind_over_the_session() {
    use PageKind::*;
    let page = |kind| Signal::Page { kind, channel: 0, system: 0 };
    let mut first = Session::open(1_000_000.0);
    let view = View::default();
    for (at, signal) in [
        (0.0, page(Product)),
        (2_000.0, Signal::Navigate(Navigation::Push)),
        // An app says the former page's kind until it has drawn the next.
        (2_000.0, page(Product)),
        (2_500.0, Signal::Page { kind: Account, channel: 5, system: 2 }),
        (4_000.0, Signal::Page { kind: Account, channel: 6, system: 2 }),
    ] {
        first.advance(&view, Millis(at));
        first.observe(&signal, Millis(at));
    }
    first.advance(&view, Millis(5_000.0));
    let counts = |session: &Session| [Account, Information, Product].map(|kind| session.kinds().count(kind));
    assert_eq!((counts(&first), first.pages(), first.channel), ([1, 0, 1], 2, 5));
    assert_eq!([Product, Account].map(|kind| first.kinds().dwell(kind).0), [2_000.0, 3_000.0]);

    let mut next = Session::open(1_006_000.0);
    next.observe(&page(Information), Millis::ZERO);
    next.advance(&view, Millis(1_000.0));
    next.go_on_from(&first.record());
    assert_eq!((counts(&next), next.channel), ([1, 1, 1], 5));
    assert_eq!((next.kinds().dwell(Information).0, next.total_dwell().0), (1_000.0, 6_000.0));
    // The same page once more, back from the cache: its share is in what it kept.
    next.note();
    next.go_on_from(&next.record());
    assert_eq!((next.kinds().dwell(Information).0, next.total_dwell().0), (1_000.0, 6_000.0));
    let mut another = Session::open(9e9);
    another.go_on_from(&first.record());
    assert_eq!(counts(&another), [0, 0, 0]);
}

#[test]
fn a_late_grant_adds_this_page_to_what_others_kept() {
    let page = |kind, channel| Signal::Page { kind, channel, system: 0 };
    let view = View::default();
    let mut first = Session::open(1_000_000.0);
    first.observe(&page(PageKind::Information, 0), Millis::ZERO);
    first.advance(&view, Millis(4_000.0));
    let mut late = Session::open(1_005_000.0);
    late.observe(&page(PageKind::Product, 7), Millis::ZERO);
    late.advance(&view, Millis(3_000.0));
    late.observe(&Signal::Navigate(Navigation::Push), Millis(3_000.0));
    late.observe(&page(PageKind::Account, 0), Millis(3_000.0));
    late.advance(&view, Millis(4_000.0));
    late.go_on_from(&first.record());
    let told = [PageKind::Account, PageKind::Information, PageKind::Product]
        .map(|kind| (late.kinds().count(kind), late.kinds().dwell(kind).0));
    assert_eq!(told, [(1, 1_000.0), (1, 4_000.0), (1, 3_000.0)]);
    assert_eq!((late.pages(), late.total_dwell().0, late.channel), (3, 8_000.0, 7));
}

#[test]
fn a_page_that_comes_back_while_others_went_on_stays_in_the_session() {
    const MINUTE: f64 = 60_000.0;
    let view = View::default();
    let mut first = Session::open(0.0);
    first.advance(&view, Millis(5_000.0));
    // The visitor read other pages for 40 minutes and came back a minute after the last of them.
    first.note();
    let others = SessionRecord { ended: 40.0 * MINUTE, pages: 4, dwell: 30.0 * MINUTE, ..first.record() };
    let hidden = View { visible: false, ..View::default() };
    let back = Millis(41.0 * MINUTE);
    first.advance(&hidden, back);
    for late in [false, true] {
        // What the others kept may be read before or after.
        let mut first = first.clone();
        if !late {
            first.go_on_from(&others);
        }
        first.observe(&Signal::Restored, back);
        if late {
            first.go_on_from(&others);
        }
        assert_eq!((first.pages(), first.total_dwell().0, first.returning), (5, 30.0 * MINUTE, false));
    }
}

#[test]
fn a_session_that_begins_again_forgets_its_channel() {
    let mut session = Session::open(0.0);
    let page = |channel| Signal::Page { kind: PageKind::Product, channel, system: 0 };
    session.observe(&page(5), Millis::ZERO);
    session.observe(&Signal::Navigate(Navigation::Push), Millis(10.0));
    session.observe(&page(0), Millis(10.0));
    assert_eq!(session.channel, 5);
    let back = Millis(31.0 * 60_000.0);
    session.advance(&View { visible: false, ..View::default() }, back);
    session.observe(&Signal::Restored, back);
    assert_eq!((session.channel, session.kinds().count(PageKind::Product)), (0, 1));
}

#[test]
fn pages_within_thirty_minutes_are_one_session() {
    let mut first = Session::open(1_000_000.0);
    first.advance(&View::default(), Millis(5_000.0));
    let record = first.record();
    for (gap_minutes, pages, dwell, returning) in [
        (0.0, 2, 5_000.0, false),
        (29.9, 2, 5_000.0, false),
        (30.1, 1, 0.0, true),
        (-5.0, 2, 5_000.0, false),
        (-35.0, 1, 0.0, true),
    ] {
        let mut next = Session::open(record.ended + gap_minutes * 60_000.0);
        next.go_on_from(&record);
        assert_eq!(
            (next.pages(), next.total_dwell().0, next.returning),
            (pages, dwell, returning),
            "after {gap_minutes} min"
        );
    }
}
