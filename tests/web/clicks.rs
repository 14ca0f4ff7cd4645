//! Clicks: one for each that the visitor made, wherever it came from.

use nearside_core::{
    geometry::Point,
    signal::{RegionId, Signal},
};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use crate::{
    page::{dispatch, find},
    sense::{PAGE, Probe},
};

const AT: Point = Point { x: 3.0, y: 4.0 };
const POINT: &str = r#"{"clientX":3,"clientY":4,"detail":1}"#;

#[wasm_bindgen_test]
fn a_label_s_click_counts_once() {
    let mut probe = Probe::new(&format!(
        r#"{PAGE}<label id="label"><span id="words">yes</span> <input id="box" type="checkbox"></label>"#
    ));
    let click = Signal::Click { at: AT, region: None, interactive: true };
    let mut clicks = |target| {
        dispatch(&find(target), "click", POINT);
        probe
            .signals()
            .into_iter()
            .filter(|signal| matches!(signal, Signal::Click { .. }))
            .collect::<Vec<_>>()
    };
    assert_eq!(clicks("#words"), [click], "the browser itself clicked the box as well");
    assert_eq!(clicks("#box"), [click], "a click on the box itself is one too");
}

#[wasm_bindgen_test]
fn a_click_by_key_is_in_the_middle_of_what_was_clicked() {
    let mut probe = Probe::new(PAGE);
    let go: HtmlElement = find("#go").unchecked_into();
    let seen = go.get_bounding_client_rect();
    let middle = Point { x: seen.x() + seen.width() / 2.0, y: seen.y() + seen.height() / 2.0 };
    go.click();
    let expected = Signal::Click { at: middle, region: Some(RegionId(1)), interactive: true };
    assert_eq!(probe.signals(), [expected]);
}

#[wasm_bindgen_test]
fn the_wheel_s_button_clicks_and_the_menu_s_does_not() {
    let mut probe = Probe::new(PAGE);
    dispatch(&find("#go"), "auxclick", r#"{"clientX":3,"clientY":4,"detail":1,"button":2}"#);
    assert_eq!(probe.signals(), []);
    dispatch(&find("#go"), "auxclick", r#"{"clientX":3,"clientY":4,"detail":1,"button":1}"#);
    assert_eq!(probe.signals(), [Signal::Click { at: AT, region: Some(RegionId(1)), interactive: true }]);
}

#[wasm_bindgen_test]
fn what_only_scripts_can_focus_is_no_control() {
    let mut probe =
        Probe::new(&format!(r#"{PAGE}<p id="heading" tabindex="-1">x</p><p id="card" tabindex="0">y</p>"#));
    for (target, interactive) in [("#heading", false), ("#card", true)] {
        dispatch(&find(target), "click", POINT);
        assert_eq!(probe.signals(), [Signal::Click { at: AT, region: None, interactive }], "{target}");
    }
}
