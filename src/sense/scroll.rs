//! Scrolling: what scrolls the page, and that it or something within it was scrolled.
//!
//! scroll event → `What::Scrolled` for the page; inside the page's own scrolling boxes regions move without it, so
//! their boxes are read again, and a hand behind it is told as `Stir`. Many an app leaves the document as large as
//! the window and scrolls one large box: that box is then the page. Offsets are read once a frame: in the handler
//! that would cost a layout each time.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use nearside_core::{
    geometry::{Point, Size},
    signal::Signal,
};
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, EventTarget, ShadowRoot, Window};

use super::{
    Listeners,
    inbox::{Inbox, What},
    layout::Stale,
};

/// Share of the window that a box must cover to be the page.
const MOST: f64 = 0.5;
/// Longest time from a hand's last move to a scroll that it caused, ms: a fling runs on for about as long.
const BY_HAND: f64 = 3_000.0;
/// What a hand scrolls with; a scrollbar is pressed as well.
const HANDS: [&str; 4] = ["wheel", "touchmove", "pointerdown", "keydown"];

/// What scrolls the page.
pub(super) struct Scroller {
    window: Window,
    document: Document,
    /// The box that scrolls instead of the document.
    main: RefCell<Option<Element>>,
    /// Boxes within the page that were scrolled since the last measure.
    moved: RefCell<Vec<Element>>,
    /// When a hand was last at work.
    hand: Cell<f64>,
}

impl Scroller {
    /// The document scrolls, until something else is found to.
    pub(super) fn new(window: Window, document: Document) -> Scroller {
        let (main, moved) = (RefCell::default(), RefCell::default());
        Scroller { window, document, main, moved, hand: Cell::new(f64::NEG_INFINITY) }
    }

    /// Looks what scrolls the page now; gives whether that is something else than before.
    pub(super) fn choose(&self) -> bool {
        let before = self.main.borrow().clone();
        let now = match self.document.scrolling_element() {
            Some(root) if can_scroll(&root) => None,
            _ if before.as_ref().is_some_and(|main| main.is_connected() && can_scroll(main)) => return false,
            _ => self.find(),
        };
        let changed = now != before;
        *self.main.borrow_mut() = now;
        changed
    }

    /// Where the page is scrolled to now, px.
    pub(super) fn offset(&self) -> Point {
        match &*self.main.borrow() {
            Some(main) => Point { x: main.scroll_left().into(), y: main.scroll_top().into() },
            None => {
                Point { x: self.window.scroll_x().unwrap_or(0.0), y: self.window.scroll_y().unwrap_or(0.0) }
            }
        }
    }

    /// The size of what is scrolled, such that its end is reached when offset and `window` add up to it, px.
    pub(super) fn extent(&self, window: Size) -> Option<Size> {
        let all = |e: &Element| Size { width: e.scroll_width().into(), height: e.scroll_height().into() };
        match &*self.main.borrow() {
            Some(main) => {
                let (size, width, height) = (all(main), main.client_width(), main.client_height());
                Some(Size {
                    width: size.width + window.width - f64::from(width),
                    height: size.height + window.height - f64::from(height),
                })
            }
            None => self.document.scrolling_element().map(|root| all(&root)),
        }
    }

    /// The element from which up nothing moves with the page.
    pub(super) fn edge(&self) -> Option<Element> {
        self.main.borrow().clone().or_else(|| self.document.body().map(JsCast::unchecked_into))
    }

    /// Takes the boxes that were scrolled since the last time, leaving `spare`'s memory for the next ones.
    pub(super) fn swap_moved(&self, spare: &mut Vec<Element>) {
        spare.clear();
        std::mem::swap(spare, &mut self.moved.borrow_mut());
    }

    fn is_page(&self, target: &EventTarget) -> bool {
        match &*self.main.borrow() {
            Some(main) => target == main.unchecked_ref(),
            None => target == self.document.unchecked_ref(),
        }
    }

    fn note_moved(&self, inner: Element) {
        let mut moved = self.moved.borrow_mut();
        if !moved.contains(&inner) {
            moved.push(inner);
        }
    }

    /// The box in the window's middle that scrolls and covers most of it.
    fn find(&self) -> Option<Element> {
        let px =
            |value: Result<_, _>| value.ok().and_then(|v: wasm_bindgen::JsValue| v.as_f64()).unwrap_or(0.0);
        let (width, height) = (px(self.window.inner_width()), px(self.window.inner_height()));
        let mut next = self.document.element_from_point(width as f32 / 2.0, height as f32 / 2.0);
        while let Some(element) = next {
            let covers = f64::from(element.client_width()) * f64::from(element.client_height());
            if can_scroll(&element) && covers >= MOST * width * height && self.lets_scroll(&element) {
                return Some(element);
            }
            next = element.parent_element();
        }
        None
    }

    fn lets_scroll(&self, element: &Element) -> bool {
        let style = self.window.get_computed_style(element).ok().flatten();
        let overflow = style.and_then(|style| style.get_property_value("overflow-y").ok());
        matches!(overflow.as_deref(), Some("auto" | "scroll"))
    }
}

/// Whether it holds more than it has room for; a pixel may be rounding.
fn can_scroll(element: &Element) -> bool {
    element.scroll_height() > element.client_height() + 1
}

/// Listens for scrolling anywhere in the page.
pub(super) fn listen(
    listeners: &mut Listeners,
    document: &Document,
    inbox: &Rc<Inbox>,
    stale: &Rc<Stale>,
    scroller: &Rc<Scroller>,
) {
    for kind in HANDS {
        let scroller = Rc::clone(scroller);
        listeners.capture(document, kind, move |event| {
            if event.is_trusted() {
                scroller.hand.set(event.time_stamp());
            }
        });
    }
    let stale = Rc::clone(stale);
    listen_to(listeners, document, inbox, scroller, move || stale.mark());
}

/// Listens for scrolling in a shadow root, which nothing outside of it hears of.
pub(super) fn listen_within(
    listeners: &mut Listeners,
    root: &ShadowRoot,
    inbox: &Rc<Inbox>,
    scroller: &Rc<Scroller>,
) {
    listen_to(listeners, root, inbox, scroller, || ());
}

fn listen_to(
    listeners: &mut Listeners,
    tree: &EventTarget,
    inbox: &Rc<Inbox>,
    scroller: &Rc<Scroller>,
    all_moved: impl Fn() + 'static,
) {
    let (inbox, scroller) = (Rc::clone(inbox), Rc::clone(scroller));
    listeners.capture(tree, "scroll", move |event| {
        let Some(target) = event.target() else { return };
        if scroller.is_page(&target) {
            return inbox.note(&event, What::Scrolled);
        }
        match target.dyn_into::<Element>() {
            Ok(inner) => scroller.note_moved(inner),
            Err(_) => all_moved(),
        }
        // A carousel that turns by itself scrolls too, and shows nothing of the visitor.
        if event.time_stamp() - scroller.hand.get() <= BY_HAND {
            inbox.note(&event, What::Signal(Signal::Stir));
        } else {
            inbox.wake();
        }
    });
}
