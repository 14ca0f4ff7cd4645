//! Measured shifts: whether the prediction that nothing would move was wrong.
//!
//! The browser tells what moved without the visitor's doing. A slot is to blame if it shows a variant and stands where it
//! stood, but what is in it or after it moved: right after its swap, or because it is no longer as high as it was then (an
//! image that came late).

use std::{cell::RefCell, rc::Rc};

use js_sys::{Array, Function};
use nearside_core::units::Millis;
use wasm_bindgen::{JsCast, closure::Closure, prelude::wasm_bindgen};
use web_sys::{Element, Node};

/// How soon after a swap what moves is laid to it, ms: two frames at the slowest that anyone calls smooth.
const AT_ONCE: f64 = 100.0;
/// What counts as moved, px.
const LEAST: f64 = 0.5;
/// `Node.compareDocumentPosition`: it comes later, or is within.
const AFTER: u16 = Node::DOCUMENT_POSITION_FOLLOWING | Node::DOCUMENT_POSITION_CONTAINED_BY;

#[wasm_bindgen(module = "/js/browser.js")]
extern "C" {
    #[wasm_bindgen(js_name = watchShifts)]
    fn watch_shifts(tell: &Function) -> Option<Function>;
}

/// What moved, and when.
pub(super) struct Shift {
    at: Millis,
    moved: Vec<Node>,
}

/// The shifts that were measured since they were last looked at.
pub(super) struct Shifts {
    news: Rc<RefCell<Vec<Shift>>>,
    end: Option<Function>,
    /// Owned here because the observer calls it.
    _tell: Closure<dyn FnMut(f64, Array)>,
}

impl Shifts {
    /// Watches until it is dropped; `wake` asks for a frame.
    pub(super) fn watch(wake: impl Fn() + 'static) -> Shifts {
        let news: Rc<RefCell<Vec<Shift>>> = Rc::default();
        let noted = Rc::clone(&news);
        let tell = Closure::new(move |at, moved: Array| {
            let moved = moved.iter().filter_map(|node| node.dyn_into().ok()).collect();
            noted.borrow_mut().push(Shift { at: Millis(at), moved });
            wake();
        });
        let end = watch_shifts(tell.as_ref().unchecked_ref());
        Shifts { news, end, _tell: tell }
    }

    /// What was measured since the last call.
    pub(super) fn take(&self) -> Vec<Shift> {
        self.news.take()
    }
}

impl Drop for Shifts {
    fn drop(&mut self) {
        // Nobody is left to hear of what it throws.
        self.end.iter().for_each(|end| drop(end.call0(&wasm_bindgen::JsValue::NULL)));
    }
}

/// How a slot stood after its swap.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Standing {
    /// It was swapped out of view; where it stands is measured when it is next looked at.
    Unknown,
    /// It was measured.
    Known {
        /// When it was swapped in view, in the same frame.
        swapped: Option<Millis>,
        /// Its top on the page, and its height, px.
        place: (f64, f64),
    },
}

impl Standing {
    /// Of a slot that was swapped in view at `at`; `offset` is how far down the page is scrolled, px.
    pub(super) fn in_view(slot: &Element, offset: f64, at: Millis) -> Standing {
        Standing::Known { swapped: Some(at), place: place(slot, offset) }
    }

    /// Measures where `slot` stands, once.
    pub(super) fn measure(&mut self, slot: &Element, offset: f64) {
        if *self == Standing::Unknown {
            *self = Standing::Known { swapped: None, place: place(slot, offset) };
        }
    }

    /// Whether `slot` is to blame for a shift.
    pub(super) fn is_to_blame(&self, shift: &Shift, slot: &Element, offset: f64) -> bool {
        let Standing::Known { swapped, place: (top, height) } = *self else { return false };
        let (top_now, height_now) = place(slot, offset);
        let at_once = swapped.is_some_and(|at| shift.at >= at && shift.at.since(at).0 <= AT_ONCE);
        let stands = (top - top_now).abs() <= LEAST;
        let is_after = |node: &Node| slot.compare_document_position(node) & AFTER != 0;
        stands && (at_once || (height - height_now).abs() > LEAST) && shift.moved.iter().any(is_after)
    }
}

fn place(slot: &Element, offset: f64) -> (f64, f64) {
    let seen = slot.get_bounding_client_rect();
    (seen.top() + offset, seen.height())
}
