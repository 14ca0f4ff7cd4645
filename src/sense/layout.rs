//! Layout: how large window and document are, and where each region stands.
//!
//! stale → measured in the frame's drain, before anything is written, → signals for what changed. Boxes are in
//! page px, so scrolling the page moves only regions that are fixed or sticky, and scrolling a box within it only
//! those in that box.

use std::{cell::Cell, rc::Rc};

use js_sys::Object;
use nearside_core::{
    geometry::{Point, Rect, Size},
    signal::{RegionId, Signal},
    units::Millis,
};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Document, Element, ResizeObserver, Window};

use super::{
    Listeners,
    ancestry::{Ancestry, Styles, visibility_options},
    inbox::Inbox,
    regions::Regions,
    scroll::Scroller,
    shadow::holds,
};

/// Looks after which every region's styles have been read anew: a class may have changed without a sign, but
/// styles are dear to read.
const ROUNDS: usize = 10;
/// Shortest time between two of those looks, ms: a page that resizes with every frame is not asked with every frame.
const ROUND_EVERY: Millis = Millis(400.0);

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
#[derive(Debug, Default)]
struct Measured {
    /// Its box and the share of it that is left to be seen.
    last: Option<(Rect, f64)>,
    ancestry: Ancestry,
}

/// The page's measures.
pub(super) struct Layout {
    stale: Rc<Stale>,
    observer: Option<ResizeObserver>,
    /// Owned here because the observer calls it.
    _resized: Closure<dyn FnMut()>,
    options: Object,
    window: Size,
    document: Size,
    regions: Vec<Measured>,
    round: usize,
    round_at: Millis,
    /// Scratch.
    moved: Vec<Element>,
    gone: Vec<RegionId>,
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
            options: visibility_options(),
            window: Size::default(),
            document: Size::default(),
            regions: Vec::new(),
            round: 0,
            round_at: Millis::ZERO,
            moved: Vec::new(),
            gone: Vec::new(),
        }
    }

    /// Keeps an eye on one more region.
    pub(super) fn watch(&mut self, element: &Element) {
        self.regions.push(Measured::default());
        self.observe(element);
    }

    /// Keeps an eye on the element that a region has now.
    pub(super) fn replace(&mut self, region: RegionId, former: Option<&Element>, element: &Element) {
        self.let_go(region, former);
        self.observe(element);
    }

    fn observe(&self, element: &Element) {
        if let Some(observer) = &self.observer {
            observer.observe(element);
        }
        self.stale.mark();
    }

    /// Measures what is stale, or what moved by scrolling, and appends what changed to `out`. `moved` is whether the
    /// page was scrolled, `other` whether something else scrolls it now.
    pub(super) fn measure(
        &mut self,
        now: Millis,
        window: &Window,
        regions: &Regions,
        scroller: &Scroller,
        (offset, moved, other): (Point, bool, bool),
        out: &mut Vec<Signal>,
    ) {
        let stale = self.stale.take();
        scroller.swap_moved(&mut self.moved);
        if !stale && !moved && self.moved.is_empty() {
            return;
        }
        let resized = stale && self.measure_page(window, scroller, out);
        let styles = Styles::new(window, scroller.edge());
        let is_round = stale && now.since(self.round_at) >= ROUND_EVERY;
        if is_round {
            (self.round, self.round_at) = ((self.round + 1) % ROUNDS, now);
        }
        for (index, (element, measured)) in regions.elements().iter().zip(&mut self.regions).enumerate() {
            let Some(element) = element else { continue };
            let region = RegionId(index as u16);
            if stale && !element.is_connected() {
                self.gone.push(region);
                continue;
            }
            let is_due = is_round && index % ROUNDS == self.round;
            if resized || other || is_due || !measured.ancestry.is_known() {
                measured.ancestry.read(&styles, element);
            }
            let is_in = |inner: &Element| holds(inner, element);
            if stale || moved && measured.ancestry.floats || self.moved.iter().any(is_in) {
                out.extend(measured.update(element, region, offset, &self.options));
            }
        }
        for region in std::mem::take(&mut self.gone) {
            self.let_go(region, regions.vacate(region).as_ref());
            out.push(Signal::Gone(region));
        }
    }

    /// The middle of the window, px.
    pub(super) fn middle(&self) -> Point {
        Point { x: self.window.width / 2.0, y: self.window.height / 2.0 }
    }

    /// Stops observing.
    pub(super) fn stop(&self) {
        self.observer.iter().for_each(ResizeObserver::disconnect);
    }

    /// Keeps nothing of a region's element alive.
    pub(super) fn let_go(&mut self, region: RegionId, element: Option<&Element>) {
        if let (Some(element), Some(observer)) = (element, &self.observer) {
            observer.unobserve(element);
        }
        if let Some(measured) = self.regions.get_mut(usize::from(region.0)) {
            *measured = Measured::default();
        }
    }

    /// Appends what changed of window and document; gives whether the window did.
    fn measure_page(&mut self, window: &Window, scroller: &Scroller, out: &mut Vec<Signal>) -> bool {
        let px = |value: Result<wasm_bindgen::JsValue, _>| value.ok().and_then(|v| v.as_f64()).unwrap_or(0.0);
        let seen = Size { width: px(window.inner_width()), height: px(window.inner_height()) };
        let resized = seen != self.window;
        if resized {
            self.window = seen;
            out.push(Signal::Viewport(seen));
        }
        if let Some(size) = scroller.extent(seen)
            && size != self.document
        {
            self.document = size;
            out.push(Signal::Document(size));
        }
        resized
    }
}

impl Measured {
    fn update(
        &mut self,
        element: &Element,
        region: RegionId,
        offset: Point,
        options: &Object,
    ) -> Option<Signal> {
        let seen = element.get_bounding_client_rect();
        let rect = Rect {
            x: seen.x() + offset.x,
            y: seen.y() + offset.y,
            width: seen.width(),
            height: seen.height(),
        };
        let shown = self.ancestry.shown(element, &seen, options);
        let now = Some((rect, shown));
        (std::mem::replace(&mut self.last, now) != now).then_some(Signal::Layout { region, rect, shown })
    }
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
