//! Where regions stand and what is left of them to be seen: clipped, hidden, and in boxes that scroll.

use nearside_core::{geometry::Point, signal::Signal};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

use crate::{
    page::{dispatch, find, until},
    sense::Probe,
};

/// Two regions, `a` plain and `b` as `inside` has it.
fn page(inside: &str) -> String {
    format!(r#"<div data-nearside-watch="a" style="height:20px">a</div>{inside}"#)
}

fn shown(probe: &Probe, region: u16) -> Option<f64> {
    let of = |signal: &Signal| match *signal {
        Signal::Layout { region: id, shown, .. } if id.0 == region => Some(shown),
        _ => None,
    };
    probe.beginning.iter().rev().find_map(|(_, observed)| of(&observed.signal))
}

#[wasm_bindgen_test]
fn what_ancestors_clip_or_hide_is_not_shown() {
    let b = |style: &str| {
        format!(r#"<div data-nearside-watch="b" style="width:400px;height:100px;{style}">b</div>"#)
    };
    for (inside, expected, what) in [
        (b(""), 1.0, "plain"),
        (format!("<div style='height:25px;overflow:hidden'>{}</div>", b("")), 0.25, "cut off below"),
        (format!("<div style='height:25px;overflow-y:clip'>{}</div>", b("")), 0.25, "cut off along one axis"),
        (
            format!("<div style='height:50px;overflow:auto'><div style='height:90px'></div>{}</div>", b("")),
            0.0,
            "below the fold of a box",
        ),
        (
            format!(
                "<div style='width:400px;overflow:hidden'><div style='margin-left:400px'>{}</div></div>",
                b("")
            ),
            0.0,
            "a second slide",
        ),
        (format!("<details><summary>s</summary>{}</details>", b("")), 0.0, "in closed details"),
        (b("visibility:hidden"), 0.0, "invisible"),
        (b("opacity:0"), 0.0, "transparent"),
        (
            format!("<div style='height:25px;overflow:hidden'>{}</div>", b("position:fixed;top:0")),
            1.0,
            "fixed, which nothing clips",
        ),
        (
            format!("<div style='height:25px;overflow:hidden'>{}</div>", b("position:absolute")),
            1.0,
            "absolute, placed from further out",
        ),
        (
            format!(
                "<div style='height:25px;overflow:hidden;position:relative'>{}</div>",
                b("position:absolute")
            ),
            0.25,
            "absolute, placed by the box that clips",
        ),
    ] {
        let probe = Probe::new(&page(&inside));
        assert_eq!(shown(&probe, 1), Some(expected), "{what}");
    }
}

#[wasm_bindgen_test]
fn a_clip_that_comes_without_a_sign_is_noticed_within_ten_looks() {
    let mut probe = Probe::new(&page(
        r#"<div id="clip" style="height:25px"><div data-nearside-watch="b" style="height:100px">b</div></div>"#,
    ));
    find("#clip").set_attribute("style", "height:25px;overflow:hidden").unwrap();
    let mut looks = |times: [f64; 10]| {
        let mut seen = Vec::new();
        for now in times {
            probe.sense.remeasure();
            seen.extend(probe.read_at(now).into_iter().filter_map(|(_, o)| match o.signal {
                Signal::Layout { region, shown, .. } => Some((region.0, shown)),
                _ => None,
            }));
        }
        seen
    };
    assert_eq!(looks([2.0; 10]), [], "styles are not read with every frame");
    assert_eq!(looks(std::array::from_fn(|look| 500.0 * (look + 1) as f64)), [(1, 0.25)]);
}

fn offsets(probe: &mut Probe) -> Vec<Point> {
    let of = |signal| match signal {
        Signal::Scroll(offset) => Some(offset),
        _ => None,
    };
    probe.read().into_iter().filter_map(|(_, observed)| of(observed.signal)).collect()
}

/// A page in a box as large as the window, with a document no larger than that.
fn boxed() -> (Probe, Element) {
    let probe = Probe::new(&format!(
        r#"<div id="main" style="position:fixed;inset:0;overflow:auto">{}</div>"#,
        page(r#"<div style="height:3000px"></div><div data-nearside-watch="b" style="height:100px">b</div>"#)
    ));
    (probe, find("#main"))
}

#[wasm_bindgen_test]
async fn a_box_that_fills_the_window_scrolls_as_the_page() {
    let (mut probe, main) = boxed();
    let heights: Vec<f64> = probe
        .beginning
        .iter()
        .filter_map(|(_, o)| match o.signal {
            Signal::Document(size) => Some(size.height),
            _ => None,
        })
        .collect();
    assert_eq!(heights, [f64::from(main.scroll_height())], "the page is as long as what the box holds");
    assert_eq!(shown(&probe, 1), Some(1.0), "the window, not a clip, hides what is further down");
    main.set_scroll_top(240);
    let mut seen = Vec::new();
    until("its offset is sensed", || {
        seen.extend(offsets(&mut probe));
        seen.contains(&Point { x: 0.0, y: 240.0 })
    })
    .await;
    probe.sense.remeasure();
    let moved = probe.read().iter().any(|(_, o)| matches!(o.signal, Signal::Layout { .. }));
    assert!(!moved, "page boxes stay where they are");
}

#[wasm_bindgen_test]
async fn a_box_within_the_page_moves_what_is_in_it_and_nothing_else() {
    let mut probe = Probe::new(&page(
        r#"<div id="inner" style="height:100px;overflow:auto"><div data-nearside-watch="b" style="height:100px">b</div>
        <div style="height:900px"></div></div><div style="height:5000px"></div>"#,
    ));
    find("#inner").set_scroll_top(50);
    let mut moved = Vec::new();
    until("the region in it moved", || {
        moved.extend(probe.read().into_iter().filter_map(|(_, o)| match o.signal {
            Signal::Layout { region, shown, .. } => Some((region.0, shown)),
            // No hand was at work.
            Signal::Stir | Signal::Scroll(_) => Some((u16::MAX, 0.0)),
            _ => None,
        }));
        !moved.is_empty()
    })
    .await;
    assert_eq!(moved, [(1, 0.5)]);
    let inner = find("#inner");
    dispatch(&inner, "scroll", r#"{"bubbles":false}"#);
    assert!(probe.read().iter().all(|(_, o)| o.signal != Signal::Stir));
}
