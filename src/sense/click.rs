//! Clicks: by mouse, finger, pen or keyboard, one each, placed in their region when they happen, because the page may
//! remove what was clicked.
//!
//! click, auxclick → `Click`, and the page's word for it. Where a key or a screen reader clicked there is no point: the drain takes the middle
//! of what was clicked.

use std::rc::Rc;

use js_sys::Reflect;
use nearside_core::{
    geometry::Point,
    signal::{RegionId, Signal},
};
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, Event, EventTarget, MouseEvent};

use super::{
    Listeners,
    happened::Used,
    inbox::{Inbox, What},
    pointer::point,
    regions::Regions,
    shadow::{closest, target},
};

/// What answers to a click.
const INTERACTIVE: &str = "a[href],button,input,select,textarea,label,summary,option,video,audio,\
    [role=button],[role=link],[role=checkbox],[role=radio],[role=switch],[role=tab],[role=menuitem],[role=option],\
    [contenteditable],[onclick],[tabindex]:not([tabindex=\"-1\"])";
/// Longest time from a click on a label to the browser's own click on its control, ms: both come from one input.
const ECHO_WITHIN: f64 = 50.0;
/// `MouseEvent.button` of the wheel: it opens links in a new tab.
const MIDDLE: i16 = 1;

/// A click without a point.
#[derive(Debug)]
pub struct Activation {
    target: Element,
    region: Option<RegionId>,
    interactive: bool,
}

impl Activation {
    /// The click, in the middle of what was clicked, or at `fallback` if it has no box any more.
    pub(super) fn signal(&self, fallback: Point, may_measure: bool) -> Signal {
        let seen =
            (may_measure && self.target.is_connected()).then(|| self.target.get_bounding_client_rect());
        let at = seen.filter(|seen| seen.width() > 0.0).map_or(fallback, |seen| Point {
            x: seen.x() + seen.width() / 2.0,
            y: seen.y() + seen.height() / 2.0,
        });
        Signal::Click { at, region: self.region, interactive: self.interactive }
    }
}

/// Listens for clicks.
pub(super) fn listen(
    listeners: &mut Listeners,
    document: &Document,
    inbox: &Rc<Inbox>,
    regions: &Rc<Regions>,
) {
    let (clicks, places) = (Rc::clone(inbox), Rc::clone(regions));
    let mut echo: Option<(EventTarget, f64)> = None;
    listeners.capture(document, "click", move |event| {
        let (target, at) = (target(&event), event.time_stamp());
        let is_echo = |(control, until)| at <= until && target.as_ref() == Some(&control);
        if !echo.take().is_some_and(is_echo) {
            echo = target.as_ref().and_then(labelled).map(|control| (control, at + ECHO_WITHIN));
            note(&event, target, &clicks, &places);
        }
    });
    let (clicks, places) = (Rc::clone(inbox), Rc::clone(regions));
    listeners.capture(document, "auxclick", move |event| {
        if event.unchecked_ref::<MouseEvent>().button() == MIDDLE {
            note(&event, target(&event), &clicks, &places);
        }
    });
}

fn note(event: &Event, target: Option<EventTarget>, clicks: &Inbox, places: &Regions) {
    clicks.note(event, what(event, target, places));
    if let Some(used) = Used::find(event, "click") {
        clicks.note(event, What::Used(used));
    }
}

fn what(event: &Event, target: Option<EventTarget>, regions: &Regions) -> What {
    let click: &MouseEvent = event.unchecked_ref();
    let at = point(click);
    let element = target.as_ref().and_then(JsCast::dyn_ref::<Element>);
    let interactive = element.is_some_and(|element| closest(element, INTERACTIVE).is_some());
    let pointless = click.detail() == 0 && at == Point::default();
    match element.filter(|_| pointless).cloned() {
        Some(target) => {
            let region = regions.around(Some(target.clone().into()));
            What::Activated(Activation { target, region, interactive })
        }
        None => What::Signal(Signal::Click { at, interactive, region: regions.around(target) }),
    }
}

/// The control that the browser clicks after a click on `target` in its label.
fn labelled(target: &EventTarget) -> Option<EventTarget> {
    let label = target.dyn_ref::<Element>()?.closest("label").ok()??;
    let control: EventTarget = Reflect::get(&label, &"control".into()).ok()?.dyn_into().ok()?;
    (control != *target).then_some(control)
}
