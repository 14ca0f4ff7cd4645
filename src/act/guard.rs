//! No jump: would a swap move what the visitor sees?
//!
//! Predicted by doing it: the boxes beside the slot and beside everything around it are measured, the variant is put in,
//! and they are measured again, all before the browser paints. What moved in view by half a pixel is a jump: where the
//! variant is the lower one, its slot keeps the height that it had; else the default is put back and the swap waits.

use web_sys::{Document, DomRect, Element, Window};

/// Most boxes that are measured around one slot.
const MOST: usize = 128;
/// Where the window is looked into, as shares of its width and height.
const POINTS: [f32; 3] = [0.15, 0.5, 0.85];
/// What counts as moved, px: less is the rounding of fractions.
const LEAST: f64 = 0.5;

/// What the window shows, in px from its corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Pane {
    width: f64,
    height: f64,
}

impl Pane {
    /// Of the window now.
    pub(super) fn of(window: &Window) -> Pane {
        let px = |value: Result<wasm_bindgen::JsValue, _>| value.ok().and_then(|v| v.as_f64()).unwrap_or(0.0);
        Pane { width: px(window.inner_width()), height: px(window.inner_height()) }
    }

    /// Whether a box of this place is further down: in most layouts, what changes there moves nothing that is seen.
    pub(super) fn ends_before(&self, place: &DomRect) -> bool {
        place.top() >= self.height
    }

    fn shows(&self, place: &DomRect) -> bool {
        let has_area = place.width() > 0.0 && place.height() > 0.0;
        let is_across = place.left() < self.width && place.right() > 0.0;
        has_area && is_across && place.top() < self.height && place.bottom() > 0.0
    }
}

/// The boxes that a change in a slot could move.
pub(super) struct Surroundings {
    pane: Pane,
    boxes: Vec<Neighbour>,
}

struct Neighbour {
    element: Element,
    place: DomRect,
    /// It may hold the slot: that it grows is no shift.
    is_around: bool,
}

impl Surroundings {
    /// Measures what is seen, here and there: columns and centred boxes move with what is further down.
    pub(super) fn seen(document: &Document, pane: Pane) -> Surroundings {
        let point =
            |(x, y): (f32, f32)| document.element_from_point(x * pane.width as f32, y * pane.height as f32);
        let points = POINTS.iter().flat_map(|&x| POINTS.iter().map(move |&y| (x, y)));
        Surroundings {
            pane,
            boxes: points.filter_map(point).map(|found| Neighbour::of(found, true)).collect(),
        }
    }

    /// Measures what is seen, the neighbours of `slot` and those of each element around it.
    pub(super) fn of(document: &Document, slot: &Element, pane: Pane) -> Surroundings {
        let Surroundings { mut boxes, .. } = Surroundings::seen(document, pane);
        // What is in the slot is about to go.
        boxes.retain(|neighbour| !slot.contains(Some(&neighbour.element)));
        let mut inner = slot.clone();
        while let Some(outer) = inner.parent_element().filter(|_| boxes.len() < MOST) {
            let children = outer.children();
            let beside = (0..children.length()).filter_map(|at| children.item(at));
            let beside = beside.filter(|child| !child.is_same_node(Some(&inner)));
            boxes.extend(beside.take(MOST - boxes.len()).map(|child| Neighbour::of(child, false)));
            boxes.push(Neighbour::of(outer.clone(), true));
            inner = outer;
        }
        Surroundings { pane, boxes }
    }

    /// Whether something that is seen has moved since.
    pub(super) fn moved(&self) -> bool {
        self.boxes.iter().any(|neighbour| neighbour.moved(self.pane))
    }
}

impl Neighbour {
    fn of(element: Element, is_around: bool) -> Neighbour {
        Neighbour { place: element.get_bounding_client_rect(), element, is_around }
    }

    fn moved(&self, pane: Pane) -> bool {
        let (before, now) = (&self.place, self.element.get_bounding_client_rect());
        let differs = |one: f64, other: f64| (one - other).abs() > LEAST;
        let moved = differs(before.left(), now.left()) || differs(before.top(), now.top());
        // What is in a box that changed its size may have moved within it.
        let resized = differs(before.width(), now.width()) || differs(before.height(), now.height());
        (moved || resized && !self.is_around) && (pane.shows(before) || pane.shows(&now))
    }
}
