//! Ancestry: what the boxes around a region do to it, whatever the window shows.
//!
//! computed styles from the region up to what scrolls the page → does it stay where the window is, and which boxes
//! clip it; their edges → the share of it that they leave to be seen. Styles are dear, so they are read seldom and
//! once an element a pass; edges are read with every measure.

use js_sys::{Map, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use web_sys::{DomRect, Element, Window};

use super::shadow::box_around;

#[wasm_bindgen]
extern "C" {
    /// An element where browsers can say whether it is rendered.
    #[wasm_bindgen(extends = Element)]
    type Rendered;

    #[wasm_bindgen(method, catch, js_name = checkVisibility)]
    fn check_visibility(this: &Rendered, options: &JsValue) -> Result<bool, JsValue>;
}

/// How an element is placed.
#[derive(Clone, Copy, PartialEq)]
enum Position {
    Static,
    Relative,
    Absolute,
    Sticky,
    Fixed,
}

const POSITIONS: [Position; 5] =
    [Position::Static, Position::Relative, Position::Absolute, Position::Sticky, Position::Fixed];

/// What is asked of an element's style.
#[derive(Clone, Copy)]
struct Style {
    position: Position,
    clips: bool,
}

/// One pass over the page's styles: each element's is read once.
pub(super) struct Styles<'a> {
    window: &'a Window,
    /// Where the page begins to scroll: nothing from here up counts.
    edge: Option<Element>,
    read: Map,
}

impl<'a> Styles<'a> {
    /// Nothing read yet; `edge` is the element that scrolls the page, or its body.
    pub(super) fn new(window: &'a Window, edge: Option<Element>) -> Styles<'a> {
        Styles { window, edge, read: Map::new() }
    }

    fn of(&self, element: &Element) -> Style {
        // Kept as twice the position's index, plus one where it clips.
        let code = self.read.get(element).as_f64().unwrap_or_else(|| {
            let code = f64::from(self.ask(element));
            self.read.set(element, &code.into());
            code
        }) as usize;
        Style { position: POSITIONS[(code / 2).min(POSITIONS.len() - 1)], clips: code % 2 == 1 }
    }

    fn ask(&self, element: &Element) -> u8 {
        let Ok(Some(style)) = self.window.get_computed_style(element) else { return 0 };
        let property = |name| style.get_property_value(name).unwrap_or_default();
        let position = match property("position").as_str() {
            "relative" => 1,
            "absolute" => 2,
            "sticky" => 3,
            "fixed" => 4,
            _ => 0,
        };
        // The shorthand names one value, or two where the axes differ.
        let clips = property("overflow").split(' ').any(|axis| !matches!(axis, "visible" | ""));
        position * 2 + u8::from(clips)
    }
}

/// What was read of the boxes around one region.
#[derive(Debug, Default)]
pub(super) struct Ancestry {
    known: bool,
    /// It moves with the window instead of the page.
    pub(super) floats: bool,
    clips: Vec<Element>,
}

impl Ancestry {
    /// Whether it was read.
    pub(super) fn is_known(&self) -> bool {
        self.known
    }

    /// Reads the styles around `element`.
    pub(super) fn read(&mut self, styles: &Styles<'_>, element: &Element) {
        (self.known, self.floats) = (true, false);
        self.clips.clear();
        let mut position = styles.of(element).position;
        let mut next = box_around(element);
        loop {
            self.floats |= matches!(position, Position::Sticky | Position::Fixed);
            // What is fixed is clipped by nothing; what is outside of what scrolls stays where it is.
            let Some(ancestor) = next.filter(|_| position != Position::Fixed) else {
                self.floats = true;
                return;
            };
            if styles.edge.as_ref() == Some(&ancestor) {
                return;
            }
            let style = styles.of(&ancestor);
            // An absolute box escapes every ancestor but the one that it is placed by, and those around that.
            if position != Position::Absolute || style.position != Position::Static {
                if style.clips {
                    self.clips.push(ancestor.clone());
                }
                position = style.position;
            }
            next = box_around(&ancestor);
        }
    }

    /// The share of `element`, whose box is `seen`, that is left to be seen, to a thousandth.
    pub(super) fn shown(&self, element: &Element, seen: &DomRect, options: &Object) -> f64 {
        // Where browsers can't say, what has a box counts as rendered.
        let is_rendered = element.unchecked_ref::<Rendered>().check_visibility(options).unwrap_or(true);
        if !is_rendered {
            return 0.0;
        }
        let (mut left, mut top) = (seen.left(), seen.top());
        let (mut right, mut bottom) = (seen.right(), seen.bottom());
        let area = (right - left) * (bottom - top);
        if self.clips.is_empty() || area <= 0.0 {
            return 1.0;
        }
        for clip in &self.clips {
            let clip = clip.get_bounding_client_rect();
            (left, top) = (left.max(clip.left()), top.max(clip.top()));
            (right, bottom) = (right.min(clip.right()), bottom.min(clip.bottom()));
        }
        let share = (right - left).max(0.0) * (bottom - top).max(0.0) / area;
        (share.min(1.0) * 1_000.0).round() / 1_000.0
    }
}

/// What `checkVisibility` is to take for unseen: beside what is not rendered, what is invisible or transparent. What
/// is only skipped for being off-screen is not.
pub(super) fn visibility_options() -> Object {
    let options = Object::new();
    for name in ["visibilityProperty", "opacityProperty"] {
        // Setting a property of a fresh object can't fail.
        let _ = Reflect::set(&options, &name.into(), &true.into());
    }
    options
}
