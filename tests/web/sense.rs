//! DOM events → signals: what is sensed, where, when, and whether the browser vouches for it.

use std::{cell::Cell, rc::Rc};

use nearside::sense::{Inbox, Sense};
use nearside_core::{
    event::Event,
    geometry::Point,
    signal::{FormStep, Key, MediaStep, Observed, PageKind, PointerKind, RegionId, Signal},
    units::Millis,
};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{AbortController, HtmlElement};

use crate::page::{dispatch, find, fixture, frame, until};

/// Sensing alone, on a page of the test's.
pub(crate) struct Probe {
    pub(crate) sense: Sense,
    /// What was read first.
    pub(crate) beginning: Vec<(Millis, Observed)>,
    /// What the page had words for, and whether the browser vouches for it.
    pub(crate) words: Vec<(String, bool)>,
    controller: AbortController,
    woken: Rc<Cell<u32>>,
}

impl Probe {
    /// Senses a page with two regions, `a` around `b`, and has read its beginning.
    pub(crate) fn new(html: &str) -> Probe {
        fixture(html);
        let (controller, woken) = (AbortController::new().unwrap(), Rc::new(Cell::new(0)));
        let wakes = Rc::clone(&woken);
        let inbox = Inbox::new(move || wakes.set(wakes.get() + 1), || ());
        let window = web_sys::window().unwrap();
        let document = window.document().unwrap();
        let mut sense = Sense::start(window, document, inbox, controller.signal());
        for name in ["a", "b"] {
            sense.watch(find(&format!("[data-nearside-watch={name}]")));
        }
        let mut probe = Probe { sense, beginning: Vec::new(), words: Vec::new(), controller, woken };
        probe.beginning = probe.read();
        probe
    }

    pub(crate) fn read(&mut self) -> Vec<(Millis, Observed)> {
        self.read_at(1.0)
    }

    pub(crate) fn read_at(&mut self, now: f64) -> Vec<(Millis, Observed)> {
        let (mut out, mut signals) = (Vec::new(), Vec::new());
        self.sense.read(Millis(now), &mut out);
        for (at, event) in out {
            match event {
                Event::Signal(observed) => signals.push((at, observed)),
                Event::Happened { name, trusted } => self.words.push((name, trusted)),
                other => panic!("{other:?} is not sensed"),
            }
        }
        signals
    }

    /// What was sensed of the visitor since the last reading, leaving out where things are.
    pub(crate) fn signals(&mut self) -> Vec<Signal> {
        let of_visitor = |signal: &Signal| {
            !matches!(
                signal,
                Signal::Layout { .. } | Signal::Document(_) | Signal::Viewport(_) | Signal::Scroll(_)
            )
        };
        self.read().into_iter().map(|(_, observed)| observed.signal).filter(of_visitor).collect()
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        self.controller.abort();
        self.sense.stop();
    }
}

pub(crate) const PAGE: &str = r##"<div data-nearside-watch="a" style="height:300px"><p id="text">some text</p>
    <div data-nearside-watch="b"><button id="go">go</button><input id="field"></div></div>
    <form id="form"></form><video id="video"></video>"##;

const A: Option<RegionId> = Some(RegionId(0));
const B: Option<RegionId> = Some(RegionId(1));

#[wasm_bindgen_test]
fn events_become_signals_in_the_innermost_region() {
    let mut probe = Probe::new(PAGE);
    let at = Point { x: 3.0, y: 4.0 };
    let point = r#"{"clientX":3,"clientY":4}"#;
    let touch = r#"{"clientX":3,"clientY":4,"pointerType":"touch","pointerId":7}"#;
    for (target, kind, init, expected) in [
        ("#go", "click", point, Signal::Click { at, region: B, interactive: true }),
        ("#text", "click", point, Signal::Click { at, region: A, interactive: false }),
        ("#form", "click", point, Signal::Click { at, region: None, interactive: false }),
        ("#text", "pointermove", touch, Signal::Move { to: at, pointer: PointerKind::Touch }),
        ("#text", "pointerdown", touch, Signal::Press { at, pointer: PointerKind::Touch }),
        ("#text", "keydown", r#"{"key":"PageDown"}"#, Signal::Key(Key::Arrow)),
        ("#go", "keydown", r#"{"key":"Enter"}"#, Signal::Key(Key::Activate)),
        ("#field", "keydown", r#"{"key":" "}"#, Signal::Key(Key::Other)),
        ("#field", "focusin", "", Signal::Focus(B)),
        ("#field", "focusout", "", Signal::Focus(None)),
        ("#field", "change", "", Signal::Form(FormStep::Edit)),
        ("#form", "submit", "", Signal::Form(FormStep::Submit)),
        ("#text", "copy", "", Signal::Copy),
        ("#video", "play", r#"{"bubbles":false}"#, Signal::Media(MediaStep::Play)),
        ("#video", "pause", r#"{"bubbles":false}"#, Signal::Media(MediaStep::Pause)),
        ("#video", "ended", r#"{"bubbles":false}"#, Signal::Media(MediaStep::End)),
    ] {
        dispatch(&find(target), kind, init);
        assert_eq!(probe.signals(), [expected], "{kind} on {target}");
    }
}

#[wasm_bindgen_test]
fn what_a_script_made_is_marked_as_such_and_has_its_own_time() {
    let mut probe = Probe::new(PAGE);
    let before = web_sys::window().unwrap().performance().unwrap().now();
    dispatch(&find("#text"), "copy", "");
    let (at, observed) = *probe.read().last().unwrap();
    assert!(!observed.trusted);
    assert!(at.0 >= before - 1.0, "{at:?} before {before}");
}

#[wasm_bindgen_test]
fn of_many_moves_in_a_frame_the_last_counts_and_one_frame_is_asked_for_each() {
    let mut probe = Probe::new(PAGE);
    let asked = probe.woken.get();
    for x in 1..=5 {
        dispatch(&find("#text"), "pointermove", &format!(r#"{{"clientX":{x},"clientY":9}}"#));
    }
    let to = Point { x: 5.0, y: 9.0 };
    assert_eq!(probe.signals(), [Signal::Move { to, pointer: PointerKind::Mouse }]);
    assert_eq!(probe.woken.get() - asked, 5);
}

#[wasm_bindgen_test]
async fn shooting_out_of_the_window_s_top_is_an_exit_intent() {
    let root = web_sys::window().unwrap().document().unwrap().document_element().unwrap();
    for (from, left_at, expected) in [
        (900, -1, vec![Signal::ExitIntent, Signal::Leave]),
        (900, 300, vec![Signal::Leave]),
        (101, -1, vec![Signal::Leave]),
    ] {
        let mut probe = Probe::new(PAGE);
        for y in [from, 100] {
            dispatch(&find("#text"), "pointermove", &format!(r#"{{"clientX":9,"clientY":{y}}}"#));
            probe.read();
            frame().await;
        }
        dispatch(&root, "mouseleave", &format!(r#"{{"clientX":9,"clientY":{left_at}}}"#));
        assert_eq!(probe.signals(), expected, "from {from}, left at {left_at}");
    }
}

#[wasm_bindgen_test]
fn a_key_held_down_counts_once() {
    let mut probe = Probe::new(PAGE);
    dispatch(&find("#text"), "keydown", r#"{"key":"Tab","repeat":true}"#);
    assert_eq!(probe.signals(), []);
}

#[wasm_bindgen_test]
async fn a_selection_is_told_with_its_region_and_its_end() {
    let mut probe = Probe::new(PAGE);
    let selection = web_sys::window().unwrap().get_selection().unwrap().unwrap();
    let mut seen = Vec::new();
    let _ = selection.select_all_children(&find("#text"));
    until("the selection is sensed", || {
        seen.extend(probe.signals());
        seen.contains(&Signal::Select(A))
    })
    .await;
    let _ = selection.remove_all_ranges();
    until("its end is sensed", || {
        seen.extend(probe.signals());
        seen.last() == Some(&Signal::Deselect)
    })
    .await;
}

#[wasm_bindgen_test]
async fn a_real_scroll_is_trusted_and_read_once_a_frame() {
    let mut probe = Probe::new(&format!("{PAGE}<div style='height:5000px'></div>"));
    probe.read();
    web_sys::window().unwrap().scroll_to_with_x_and_y(0.0, 120.0);
    let mut seen = Vec::new();
    until("the scroll is sensed", || {
        seen.extend(probe.read());
        seen.iter().any(|(_, o)| o.trusted && o.signal == Signal::Scroll(Point { x: 0.0, y: 120.0 }))
    })
    .await;
    web_sys::window().unwrap().scroll_to_with_x_and_y(0.0, 0.0);
}

#[wasm_bindgen_test]
async fn what_is_fixed_moves_with_the_window() {
    let mut probe = Probe::new(
        r#"<div data-nearside-watch="a">a</div>
        <div style="position:fixed;top:5px"><div data-nearside-watch="b">b</div></div><div style="height:5000px"></div>"#,
    );
    web_sys::window().unwrap().scroll_to_with_x_and_y(0.0, 150.0);
    let mut moved = Vec::new();
    until("its new place in the page is sensed", || {
        moved.extend(probe.read().into_iter().filter_map(|(_, o)| match o.signal {
            Signal::Layout { region, rect, .. } => Some((region, rect.y)),
            _ => None,
        }));
        !moved.is_empty()
    })
    .await;
    assert_eq!(moved, [(RegionId(1), 155.0)]);
    web_sys::window().unwrap().scroll_to_with_x_and_y(0.0, 0.0);
}

#[wasm_bindgen_test]
async fn boxes_are_measured_in_page_px_and_told_only_when_they_change() {
    let mut probe = Probe::new(PAGE);
    probe.sense.remeasure();
    assert_eq!(probe.read(), [], "nothing moved");
    let a: HtmlElement = find("[data-nearside-watch=a]").unchecked_into();
    a.set_attribute("style", "height:450px").unwrap();
    let mut heights = Vec::new();
    until("the new box is sensed", || {
        heights.extend(probe.read().into_iter().filter_map(|(_, o)| match o.signal {
            Signal::Layout { region: RegionId(0), rect, .. } => Some(rect.height),
            _ => None,
        }));
        heights == [450.0]
    })
    .await;
    a.remove();
    probe.sense.remeasure();
    let gone: Vec<_> = probe.signals();
    assert_eq!(gone, [Signal::Gone(RegionId(0)), Signal::Gone(RegionId(1))]);
}

#[wasm_bindgen_test]
async fn navigation_within_the_page_is_sensed() {
    let mut probe = Probe::new(PAGE);
    let window = web_sys::window().unwrap();
    let here = window.location().href().unwrap();
    let mut seen = Vec::new();
    let history = window.history().unwrap();
    history.push_state_with_url(&"".into(), "", Some("?elsewhere")).unwrap();
    let pushed = Signal::Navigate(nearside_core::signal::Navigation::Push);
    until("it is sensed", || {
        seen.extend(probe.signals());
        seen.contains(&pushed)
    })
    .await;
    history.replace_state_with_url(&"".into(), "", Some(&here)).unwrap();
}

#[wasm_bindgen_test]
async fn the_page_says_what_it_is_and_again_after_a_navigation() {
    let window = web_sys::window().unwrap();
    let body = window.document().unwrap().body().unwrap();
    let page = |kind, channel| Signal::Page { kind, channel, system: 0 };
    body.set_attribute("data-nearside-page", "product").unwrap();
    let mut probe = Probe::new(PAGE);
    assert!(probe.beginning.iter().any(|(_, told)| told.signal == page(PageKind::Product, 0)));
    probe.sense.remeasure();
    assert_eq!(probe.signals(), [], "the same once more is no news");

    body.set_attribute("data-nearside-channel", "7").unwrap();
    probe.sense.remeasure();
    assert_eq!(probe.signals(), [page(PageKind::Product, 7)]);

    let (here, mut seen) = (window.location().href().unwrap(), Vec::new());
    window.history().unwrap().push_state_with_url(&"".into(), "", Some("?next")).unwrap();
    until("the next page says what it is", || {
        probe.sense.remeasure();
        seen.extend(probe.signals());
        seen.ends_with(&[page(PageKind::Product, 7)])
    })
    .await;
    assert_eq!(seen.len(), 2, "{seen:?}");
    window.history().unwrap().replace_state_with_url(&"".into(), "", Some(&here)).unwrap();
    for attribute in ["data-nearside-page", "data-nearside-channel"] {
        body.remove_attribute(attribute).unwrap();
    }
}

#[wasm_bindgen_test]
fn nothing_is_heard_after_the_end() {
    let mut probe = Probe::new(PAGE);
    assert!(probe.sense.listeners() > 20);
    probe.controller.abort();
    for kind in ["click", "keydown", "copy", "pointermove"] {
        dispatch(&find("#text"), kind, "");
    }
    assert_eq!(probe.signals(), []);
}
