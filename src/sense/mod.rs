//! Sense: the DOM's events → the core's signals, in order, with their own times.
//!
//! Handlers write notes, one drain a frame reads them: first what happened, then, if stale, where things are.
//! Nothing here decides or writes to the page.

mod environment;
mod inbox;
mod input;
mod keyboard;
mod layout;
mod listeners;
mod motion;
mod navigation;
mod page;
mod pointer;
mod referrer;
mod regions;
mod rise;
mod scroll;

use std::rc::Rc;

use nearside_core::{
    signal::{Observed, RegionId, Signal},
    units::Millis,
};
use web_sys::{AbortSignal, Document, Element, Window};

pub use inbox::{Inbox, Note, What};
pub use layout::Stale;
pub use listeners::Listeners;
pub use regions::{MARKED, Regions};

use environment::Surroundings;
use layout::Layout;
use navigation::Wrapped;
use pointer::Pointer;

/// A signal and when it was.
pub type Timed = (Millis, Observed);

/// Everything that senses, from the first listener to the last.
pub struct Sense {
    window: Window,
    document: Document,
    inbox: Rc<Inbox>,
    regions: Rc<Regions>,
    stale: Rc<Stale>,
    listeners: Listeners,
    surroundings: Surroundings,
    layout: Layout,
    pointer: Pointer,
    wrapped: Option<Wrapped>,
    /// Scratch, kept so that a frame allocates nothing.
    notes: Vec<Note>,
    signals: Vec<Signal>,
    /// Nothing has been read yet.
    fresh: bool,
}

impl Sense {
    /// Listens until `signal` aborts.
    pub fn start(window: Window, document: Document, inbox: Inbox, signal: AbortSignal) -> Sense {
        let (inbox, regions, stale) =
            (Rc::new(inbox), Rc::new(Regions::default()), Rc::new(Stale::default()));
        let mut listeners = Listeners::new(signal);
        pointer::listen(&mut listeners, &document, &inbox, &regions);
        scroll::listen(&mut listeners, &document, &inbox, &stale);
        keyboard::listen(&mut listeners, &document, &inbox, &regions);
        input::listen(&mut listeners, &document, &inbox, &regions);
        page::listen(&mut listeners, &window, &document, &inbox);
        motion::listen(&mut listeners, &window, &document, &inbox);
        layout::listen(&mut listeners, &window, &document, &inbox, &stale);
        Sense {
            wrapped: navigation::listen(&mut listeners, &window, &inbox, &stale),
            surroundings: Surroundings::new(&mut listeners, &window, &document, &inbox),
            layout: Layout::new(&document, Rc::clone(&stale), Rc::clone(&inbox)),
            pointer: Pointer::default(),
            notes: Vec::new(),
            signals: Vec::new(),
            fresh: true,
            window,
            document,
            inbox,
            regions,
            stale,
            listeners,
        }
    }

    /// Watches the element that the engine gave the next region id.
    pub fn watch(&mut self, element: Element) {
        self.layout.watch(&element);
        self.regions.add(element);
    }

    /// The watched elements.
    pub fn regions(&self) -> &Regions {
        &self.regions
    }

    /// Lets `element` take over the region of one that left the page; `false` if that one is still there.
    pub fn replace(&mut self, region: RegionId, element: &Element) -> bool {
        let replaced = self.regions.replace(region, element);
        if replaced {
            self.layout.replace(region, element);
        }
        replaced
    }

    /// Whether something may have moved, come or gone since the last reading.
    pub fn is_stale(&self) -> bool {
        self.stale.is_marked()
    }

    /// Notes lost to a storm of events.
    pub fn lost(&self) -> u32 {
        self.inbox.lost()
    }

    /// Has everything measured again at the next reading.
    pub fn remeasure(&self) {
        self.stale.mark();
    }

    /// Reads all that was noted since the last time, and appends it to `out`; `now` is this frame's time.
    pub fn read(&mut self, now: Millis, out: &mut Vec<Timed>) {
        let sure = |signal| Observed { signal, trusted: true };
        let mut scrolled = std::mem::take(&mut self.fresh);
        if scrolled {
            out.push((now, sure(Signal::Environment(self.surroundings.read(&self.window)))));
            out.extend(page::state(&self.document).map(|signal| (now, sure(signal))));
        }
        let offset = scroll::offset(&self.window);
        if scrolled {
            out.push((now, sure(Signal::Scroll(offset))));
        }

        let mut notes = std::mem::take(&mut self.notes);
        self.inbox.swap(&mut notes);
        for Note { at, trusted, what } in notes.drain(..) {
            let signal = match what {
                What::Signal(signal) => signal,
                What::Moved(event) => self.pointer.moved(&event),
                What::Out(event) => {
                    if self.pointer.is_exit(&event) {
                        out.push((at, Observed { signal: Signal::ExitIntent, trusted }));
                    }
                    Signal::Leave
                }
                What::Scrolled => {
                    scrolled = true;
                    Signal::Scroll(offset)
                }
                What::Surroundings => Signal::Environment(self.surroundings.read(&self.window)),
            };
            out.push((at, Observed { signal, trusted }));
        }
        self.notes = notes;

        self.layout.measure(&self.window, &self.regions, offset, scrolled, &mut self.signals);
        out.extend(self.signals.drain(..).map(|signal| (now, sure(signal))));
    }

    /// How many listeners there are.
    pub fn listeners(&self) -> usize {
        self.listeners.count()
    }

    /// Ends what the abort signal does not reach.
    pub fn stop(&self) {
        self.layout.stop();
        self.wrapped.iter().for_each(Wrapped::undo);
    }
}
