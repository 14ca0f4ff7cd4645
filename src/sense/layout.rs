//! Layout: how large window and document are, and where each region stands.
//!
//! stale → measured in the frame's drain, before anything is written, → signals for what changed. Boxes are in
//! page px, so scrolling alone moves only regions that are fixed or sticky.

use std::{cell::Cell, rc::Rc};

use nearside_core::{
    geometry::{Point, Rect, Size},
    signal::{RegionId, Signal},
};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Document, Element, ResizeObserver, Window};

use super::{Listeners, inbox::Inbox, regions::Regions};

/// Whether what was measured may no longer hold.
#[derive(Debug, Default)]
pub struct Stale(Cell<bool>);

impl Stale {
    /// Something may have moved.
    pub fn mark(&self) {
        self.0.set(true);
    }

    /// Whether it may.
    pub fn is_marked(&self) -> bool {
        self.0.get()
    }

    fn take(&self) -> bool {
        self.0.replace(false)
    }
}

/// What was measured of one region.
#[derive(Clone, Copy, Debug, Default)]
struct Measured {
    rect: Option<Rect>,
    gone: bool,
    /// Moves with the window instead of the document.
    floats: bool,
}

/// The page's measures.
pub(super) struct Layout {
    stale: Rc<Stale>,
    observer: Option<ResizeObserver>,
    /// Owned here because the observer calls it.
    _resized: Closure<dyn FnMut()>,
    window: Size,
    document: Size,
    regions: Vec<Measured>,
}

impl Layout {
    /// Measures nothing yet; everything is stale.
    pub(super) fn new(document: &Document, stale: Rc<Stale>, inbox: Rc<Inbox>) -> Layout {
        stale.mark();
        let mark = Rc::clone(&stale);
        let resized = Closure::new(move || {
            mark.mark();
            inbox.wake();
        });
        let observer = ResizeObserver::new(resized.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &observer {
            document.document_element().iter().for_each(|root| observer.observe(root));
            document.body().iter().for_each(|body| observer.observe(body));
        }
        Layout {
            stale,
            observer,
            _resized: resized,
            window: Size::default(),
            document: Size::default(),
            regions: Vec::new(),
        }
    }

    /// Keeps an eye on one more region.
    pub(super) fn watch(&mut self, element: &Element) {
        self.regions.push(Measured::default());
        self.observe(element);
    }

    /// Keeps an eye on the element that a region has now.
    pub(super) fn replace(&mut self, region: RegionId, element: &Element) {
        if let Some(measured) = self.regions.get_mut(usize::from(region.0)) {
            *measured = Measured::default();
        }
        self.observe(element);
    }

    fn observe(&self, element: &Element) {
        if let Some(observer) = &self.observer {
            observer.observe(element);
        }
        self.stale.mark();
    }

    /// Measures what is stale, or what floats if the page was `scrolled`, and appends what changed to `out`.
    pub(super) fn measure(
        &mut self,
        window: &Window,
        regions: &Regions,
        offset: Point,
        scrolled: bool,
        out: &mut Vec<Signal>,
    ) {
        let stale = self.stale.take();
        let resized = stale && self.measure_page(window, out);
        if !stale && !scrolled {
            return;
        }
        for (index, (element, measured)) in regions.elements().iter().zip(&mut self.regions).enumerate() {
            // Styles are dear to read, and what floats rarely changes but with the page's size.
            if stale && (resized || measured.rect.is_none()) {
                measured.floats = floats(window, element);
            }
            if stale || measured.floats {
                out.extend(measured.update(element, RegionId(index as u16), offset));
            }
        }
    }

    /// Stops observing.
    pub(super) fn stop(&self) {
        self.observer.iter().for_each(ResizeObserver::disconnect);
    }

    /// Appends what changed of window and document; gives whether anything did.
    fn measure_page(&mut self, window: &Window, out: &mut Vec<Signal>) -> bool {
        let before = (self.window, self.document);
        let px = |value: Result<wasm_bindgen::JsValue, _>| value.ok().and_then(|v| v.as_f64()).unwrap_or(0.0);
        let seen = Size { width: px(window.inner_width()), height: px(window.inner_height()) };
        if seen != self.window {
            self.window = seen;
            out.push(Signal::Viewport(seen));
        }
        let root = window.document().and_then(|document| document.scrolling_element());
        if let Some(root) = root {
            let size = Size { width: root.scroll_width().into(), height: root.scroll_height().into() };
            if size != self.document {
                self.document = size;
                out.push(Signal::Document(size));
            }
        }
        before != (self.window, self.document)
    }
}

impl Measured {
    fn update(&mut self, element: &Element, region: RegionId, offset: Point) -> Option<Signal> {
        if !element.is_connected() {
            self.rect = None;
            return (!std::mem::replace(&mut self.gone, true)).then_some(Signal::Gone(region));
        }
        self.gone = false;
        let seen = element.get_bounding_client_rect();
        let rect = Rect {
            x: seen.x() + offset.x,
            y: seen.y() + offset.y,
            width: seen.width(),
            height: seen.height(),
        };
        (self.rect.replace(rect) != Some(rect)).then_some(Signal::Layout { region, rect })
    }
}

/// Whether an element, by itself or by what it is in, moves with the window.
fn floats(window: &Window, element: &Element) -> bool {
    let mut next = Some(element.clone());
    while let Some(element) = next {
        let style = window.get_computed_style(&element).ok().flatten();
        let position = style.and_then(|style| style.get_property_value("position").ok());
        if matches!(position.as_deref(), Some("fixed" | "sticky")) {
            return true;
        }
        next = element.parent_element();
    }
    false
}

/// Listens for what moves content without resizing it: the window's size and late images.
pub(super) fn listen(
    listeners: &mut Listeners,
    window: &Window,
    document: &Document,
    inbox: &Rc<Inbox>,
    stale: &Rc<Stale>,
) {
    let mut mark_on = |target: &web_sys::EventTarget, kind: &str| {
        let (inbox, stale) = (Rc::clone(inbox), Rc::clone(stale));
        listeners.capture(target, kind, move |_| {
            stale.mark();
            inbox.wake();
        });
    };
    mark_on(window, "resize");
    mark_on(document, "load");
    mark_on(document, "transitionend");
}
