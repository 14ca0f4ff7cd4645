//! Sequences and counts at their edges, against a reference that tries everything, and from page to page.

use proptest::{collection::vec, prelude::*, sample::select};

use super::*;
use crate::json::{self, ToJson};

const ALL: Millis = Millis(f64::INFINITY);

fn history(script: &[(f64, &str)], now: f64) -> History {
    let mut history = History::new(0.0);
    for (at, what) in script {
        history.advance(Millis(*at));
        note(&mut history, what);
    }
    history.advance(Millis(now));
    history
}

fn note(history: &mut History, what: &str) {
    match what.split_once('.') {
        Some((what, part)) => history.note(what, Some(part)),
        None => history.note(what, None),
    }
}

fn steps(steps: &[&str]) -> Vec<String> {
    steps.iter().map(|&step| step.to_owned()).collect()
}

#[test]
fn a_sequence_holds_in_its_order_and_its_span() {
    let shop: &[(f64, &str)] = &[(10.0, "filter"), (20.0, "copy"), (30.0, "expand"), (70.0, "back")];
    let again: &[(f64, &str)] = &[(0.0, "filter"), (50.0, "filter"), (60.0, "expand"), (65.0, "back")];
    let late: &[(f64, &str)] = &[(0.0, "filter"), (10.0, "expand"), (90.0, "back"), (95.0, "expand")];
    let all = ["filter", "expand", "back"].as_slice();
    for (script, wanted, within, expected) in [
        (shop, all, 60.0, true),
        (shop, all, 59.0, false),
        (shop, &["expand", "filter"], 1e9, false),
        (shop, &["back"], 1.0, true),
        (shop, &["filter", "submit"], 1e9, false),
        (again, all, 15.0, true),
        (again, all, 14.0, false),
        (again, &["filter", "filter"], 50.0, true),
        (again, &["filter", "filter", "filter"], 1e9, false),
        (late, all, 89.0, false),
        (late, all, 90.0, true),
        (&[(0.0, "click.a"), (0.0, "click.b")], &["click", "click"], 1.0, true),
        (&[(0.0, "click.a"), (0.0, "click.b")], &["click.b", "click.a"], 1.0, false),
        (&[(0.0, "click")], &["click.a"], 1.0, false),
        (&[(0.0, "clicks")], &["click"], 1.0, false),
        (&[], &["back"], 1e9, false),
    ] {
        let found = history(script, 100.0).has_sequence(&steps(wanted), Millis(within), ALL);
        assert_eq!(found, expected, "{wanted:?} in {script:?} within {within}");
    }
}

#[test]
fn a_sequence_may_have_to_be_fresh() {
    let script = &[(10.0, "a"), (20.0, "b"), (50.0, "a"), (90.0, "b")];
    for (now, within, since, expected) in [
        (100.0, 40.0, 10.0, true),
        (100.0, 40.0, 9.0, false),
        // The short one is long ago, the fresh one too long.
        (100.0, 10.0, 10.0, false),
        (100.0, 10.0, 80.0, true),
    ] {
        let found = history(script, now).has_sequence(&steps(&["a", "b"]), Millis(within), Millis(since));
        assert_eq!(found, expected, "within {within}, in the last {since} of {now}");
    }
}

#[test]
fn a_count_is_of_what_is_asked_for_and_of_its_window() {
    let history = history(&[(0.0, "click.a"), (10.0, "click"), (20.0, "click.b"), (20.0, "filter")], 70.0);
    for (what, within, expected) in [
        ("click", 70.0, 3),
        ("click", 69.0, 2),
        ("click", 50.0, 1),
        ("click", 49.0, 0),
        ("click.b", 1e9, 1),
        ("filter", 50.0, 1),
        ("click.ab", 1e9, 0),
    ] {
        assert_eq!(history.count(what, Millis(within)), expected, "{what} within {within}");
    }
}

#[test]
fn only_the_latest_are_remembered_and_time_never_goes_back() {
    let mut history = history(&[(5.0, "first"), (6.0, "second")], 6.0);
    for _ in 0..MOST - 2 {
        history.note("copy", None);
    }
    assert_eq!((history.count("first", ALL), history.count("copy", ALL)), (1, MOST - 2));
    history.note("copy", None);
    assert_eq!((history.count("first", ALL), history.count("second", ALL)), (0, 1));
    for odd in [3.0, f64::NAN, f64::NEG_INFINITY] {
        history.advance(Millis(odd));
    }
    history.note("last", None);
    assert!(history.has_sequence(&steps(&["copy", "last"]), Millis(1.0), Millis(1.0)));
}

#[test]
fn signals_have_words() {
    let names = ["photos".to_owned()];
    let click = |region| Signal::Click { at: Default::default(), region, interactive: true };
    let product = |system| Signal::Page { kind: PageKind::Product, channel: 0, system };
    let mut history = History::new(0.0);
    for signal in [
        click(Some(RegionId(0))),
        click(Some(RegionId(7))),
        Signal::Select(Some(RegionId(0))),
        Signal::Copy,
        Signal::Form(FormStep::Edit),
        Signal::Form(FormStep::Submit),
        Signal::Media(MediaStep::Play),
        Signal::Media(MediaStep::Pause),
        Signal::Media(MediaStep::End),
        Signal::ExitIntent,
        Signal::Restored,
        product(0),
        product(1),
        Signal::Navigate(Navigation::Push),
        product(1),
        Signal::Navigate(Navigation::Traverse),
        Signal::Page { kind: PageKind::Other, channel: 0, system: 0 },
        Signal::Navigate(Navigation::Replace),
        Signal::Page { kind: PageKind::Account, channel: 0, system: 0 },
        Signal::Stir,
    ] {
        history.observe(&signal, &names);
    }
    let words: Vec<&str> = history.happened.iter().map(|happening| happening.what.as_str()).collect();
    let expected = "click.photos click select.photos copy edit submit play ended exit back page.product push page.product \
        back page.account";
    assert_eq!(words, expected.split_whitespace().collect::<Vec<_>>());
    assert!(words.iter().all(|word| can_happen(word)));
}

#[test]
fn what_is_no_word_can_not_happen() {
    for what in ["", "a b", "filter.hero", "click.", "click.a.b", "page.other", "page.", ".click", "select.é"]
    {
        assert!(!can_happen(what), "{what:?}");
    }
}

#[test]
fn a_sequence_goes_on_from_page_to_page() {
    let wall = 1.8e12;
    let mut first = History::new(wall + 0.3);
    first.advance(Millis(1_000.4));
    note(&mut first, "filter");
    first.advance(Millis(5_000.0));
    note(&mut first, "click.row");
    let json = first.keep().write().to_string();
    assert_eq!(json, r#"[["filter",1800000001001],["click.row",1800000005000]]"#);

    let mut second = History::new(wall + 10_000.0);
    second.recall(&json::read(&json).unwrap(), 0.0);
    second.advance(Millis(2_000.0));
    note(&mut second, "expand");
    let wanted = steps(&["filter", "click.row", "expand"]);
    assert!(second.has_sequence(&wanted, Millis(10_999.0), ALL));
    assert!(!second.has_sequence(&wanted, Millis(10_998.0), ALL));

    // Back to the first page, which had stayed in memory: what it knew itself it does not learn twice.
    first.advance(Millis(15_000.0));
    first.recall(&second.keep(), 0.0);
    note(&mut first, "back");
    assert_eq!((first.count("filter", ALL), first.happened.len()), (1, 4));
    assert!(first.has_sequence(&steps(&["filter", "expand", "back"]), Millis(60_000.0), ALL));
    first.recall(&first.keep(), 0.0);
    assert_eq!(first.happened.len(), 4);
}

#[test]
fn what_was_kept_is_bounded_and_checked() {
    let mut long = history(&[], 10.0);
    for _ in 0..MOST {
        long.note("copy", None);
    }
    long.note("last", None);
    let kept = long.keep();
    assert_eq!((kept.0.len(), kept.0[MOST_KEPT - 1].0.as_str()), (MOST_KEPT, "last"));
    long.recall(&KeptHistory(vec![("first".into(), 0), ("future".into(), u64::MAX)]), 0.0);
    assert_eq!((long.happened.len(), long.count("first", ALL), long.count("future", ALL)), (MOST, 0, 1));
    assert!(long.has_sequence(&steps(&["last", "future"]), Millis(1.0), Millis(1.0)));
    let many = serde_json::json!(vec![("copy", 1); MOST_KEPT + 1]).to_string();
    for json in
        [many.as_str(), r#"[["a b",1]]"#, r#"[["copy",-1]]"#, r#"[["copy",1.5]]"#, r#"[["copy"]]"#, "{}"]
    {
        assert!(json::read::<KeptHistory>(json).is_err(), "{json}");
    }
}

/// Whether the steps from `step` on are found after place `from`, the first of all at `begun`, by trying everything.
fn tries(script: &[(f64, &str)], wanted: &[String], begun: Option<f64>, limits: (f64, f64, f64)) -> bool {
    let (within, since, now) = limits;
    let Some((first, rest)) = wanted.split_first() else { return true };
    (0..script.len()).any(|place| {
        let (at, what) = script[place];
        let begun = begun.unwrap_or(at);
        let is_it = what == first || what.split('.').next() == Some(first);
        let is_in_time = !rest.is_empty() || (at - begun <= within && now - at <= since);
        is_it && is_in_time && tries(&script[place + 1..], rest, Some(begun), limits)
    })
}

proptest! {
    #[test]
    fn sequences_and_counts_are_as_trying_everything_finds_them(
        gaps in vec((0..40_u8, select(vec!["a", "b", "click", "click.x", "click.y"])), 0..24),
        before in 0..MOST,
        wanted in vec(select(vec!["a", "b", "click", "click.x"]), 1..5),
        (within, since, wait) in (1..200_u16, 1..200_u16, 0..100_u16),
    ) {
        let mut at = 0.0;
        let filler = std::iter::repeat_n((0.0, "filler"), before);
        let script: Vec<(f64, &str)> = filler.chain(gaps.iter().map(|(gap, what)| {
            at += f64::from(*gap);
            (at, *what)
        })).collect();
        let now = at + f64::from(wait);
        let (within, since) = (f64::from(within), f64::from(since));
        let history = history(&script, now);
        let kept = &script[script.len().saturating_sub(MOST)..];
        let expected = tries(kept, &steps(&wanted), None, (within, since, now));
        prop_assert_eq!(history.has_sequence(&steps(&wanted), Millis(within), Millis(since)), expected);
        let is_it = |what: &str| what == wanted[0] || what.split('.').next() == Some(wanted[0]);
        let counted = kept.iter().filter(|(at, what)| is_it(what) && now - at <= within).count();
        prop_assert_eq!(history.count(wanted[0], Millis(within)), counted);
    }

    #[test]
    fn nothing_kept_breaks_it(
        kept in vec(("[a-c]", any::<u64>()), 0..MOST_KEPT),
        wall in any::<f64>(),
        times in vec(any::<f64>(), 0..200),
        wanted in vec("[a-c]", 0..12),
    ) {
        let mut history = History::new(wall);
        for (place, at) in times.iter().enumerate() {
            history.advance(Millis(*at));
            history.note("a", None);
            if place % 50 == 0 {
                history.recall(&KeptHistory(kept.clone()), 0.0);
            }
        }
        history.has_sequence(&wanted, ALL, ALL);
        prop_assert!(history.happened.len() <= MOST);
        prop_assert!(history.happened.is_sorted_by(|a, b| a.at <= b.at));
        prop_assert!(history.happened.iter().all(|happening| happening.at <= history.now));
        prop_assert!(json::from_value::<KeptHistory>(&history.keep().write()).is_ok());
    }
}
