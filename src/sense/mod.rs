//! Sense: the DOM's events → the core's signals and what the page has words for, in order, with their own times.
//!
//! Handlers write notes, one drain a frame reads them: first what happened, then, if stale, where things are.
//! Nothing here decides or writes to the page.

mod ancestry;
mod click;
mod environment;
mod happened;
mod inbox;
mod input;
mod keyboard;
mod layout;
mod listeners;
mod motion;
mod mutations;
mod navigation;
mod page;
mod pointer;
mod press;
mod referrer;
mod regions;
mod rise;
mod scroll;
mod shadow;
mod word;

use std::{cell::Cell, rc::Rc};

use nearside_core::{
    event::Event,
    geometry::Point,
    signal::{Navigation, Observed, RegionId, Signal},
    units::Millis,
};
use web_sys::{AbortSignal, Document, Element, Node, Window};

pub use inbox::{Inbox, Note, What};
pub use layout::Stale;
pub use listeners::Listeners;
pub use mutations::Mutations;
pub use regions::Regions;
pub use shadow::{focused, holds};

use environment::Surroundings;
use layout::Layout;
use navigation::Wrapped;
use pointer::Pointer;
use press::Held;
use scroll::Scroller;
use word::Word;

/// What was sensed, a signal or something that the page has a word for, and when it was.
pub type Timed = (Millis, Event);

/// Everything that senses, from the first listener to the last.
pub struct Sense {
    window: Window,
    document: Document,
    inbox: Rc<Inbox>,
    regions: Rc<Regions>,
    stale: Rc<Stale>,
    mutations: Mutations,
    moved_on: Rc<Cell<bool>>,
    listeners: Listeners,
    surroundings: Surroundings,
    layout: Layout,
    word: Word,
    scroller: Rc<Scroller>,
    pointer: Pointer,
    held: Rc<Held>,
    wrapped: Option<Wrapped>,
    /// Scratch, kept so that a frame allocates nothing.
    notes: Vec<Note>,
    signals: Vec<Signal>,
    /// When the visitor last clicked, tapped, or did the same by a key.
    acted: Option<Millis>,
    /// Nothing has been read yet.
    fresh: bool,
    /// Where the page was scrolled to when that was last read, and whether that must be told again.
    offset: Point,
    untold: bool,
}

impl Sense {
    /// Listens until `signal` aborts.
    pub fn start(window: Window, document: Document, inbox: Inbox, signal: AbortSignal) -> Sense {
        let (inbox, regions, stale) =
            (Rc::new(inbox), Rc::new(Regions::default()), Rc::new(Stale::default()));
        let scroller = Rc::new(Scroller::new(window.clone(), document.clone()));
        let held = Rc::new(Held::default());
        let moved_on = Rc::new(Cell::new(false));
        let mutations = Mutations::new(Rc::clone(&inbox), &signal);
        let mut listeners = Listeners::new(signal);
        pointer::listen(&mut listeners, &document, &inbox);
        press::listen(&mut listeners, &document, &inbox, &held);
        click::listen(&mut listeners, &document, &inbox, &regions);
        scroll::listen(&mut listeners, &document, &inbox, &stale, &scroller);
        keyboard::listen(&mut listeners, &document, &inbox, &regions);
        input::listen(&mut listeners, &document, &inbox, &regions);
        page::listen(&mut listeners, &window, &document, &inbox);
        motion::listen(&mut listeners, &window, &document, &inbox);
        layout::listen(&mut listeners, &window, &document, &inbox, &stale);
        Sense {
            wrapped: navigation::listen(&mut listeners, &window, &inbox, &stale, &moved_on),
            moved_on,
            surroundings: Surroundings::new(&mut listeners, &window, &document, &inbox),
            layout: Layout::new(&document, Rc::clone(&stale), Rc::clone(&inbox)),
            word: Word::default(),
            scroller,
            pointer: Pointer::default(),
            held,
            notes: Vec::new(),
            signals: Vec::new(),
            acted: None,
            fresh: true,
            offset: Point::default(),
            untold: true,
            window,
            document,
            inbox,
            regions,
            stale,
            mutations,
            listeners,
        }
    }

    /// Looks for shadow roots that came since the last look, and listens in them too.
    pub fn look(&mut self) {
        for root in self.mutations.look() {
            shadow::listen(&mut self.listeners, &root, &self.inbox, &self.regions, &self.scroller);
        }
    }

    /// Whether the address became another's since the last time.
    pub fn moved_on(&self) -> bool {
        self.moved_on.take()
    }

    /// The page's DOM, as it changes.
    pub fn mutations(&self) -> &Mutations {
        &self.mutations
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

    /// Lets `element` take over the region of one that left the page.
    pub fn replace(&mut self, region: RegionId, element: &Element) {
        let former = self.regions.replace(region, element);
        self.layout.replace(region, former.as_ref(), element);
    }

    /// Lets go of a region's element, which is another's from now on; gives whether it had one.
    pub fn let_go(&mut self, region: RegionId) -> bool {
        let former = self.regions.vacate(region);
        self.layout.let_go(region, former.as_ref());
        former.is_some()
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

    /// How the page stands before anything is read.
    pub fn beginning(&self) -> Vec<Event> {
        let mut events = Vec::from(page::state(&self.document).map(sure));
        if page::came_back(&self.window) {
            events.push(Event::Happened { name: "back".into(), trusted: true });
        }
        events
    }

    /// What a button, finger or pen holds down.
    pub fn held(&self, now: Millis) -> Option<Node> {
        self.held.target(now)
    }

    /// When the visitor last clicked, tapped, or did the same by a key, as far as that was read.
    pub fn acted(&self) -> Option<Millis> {
        self.acted
    }

    /// Asks for a frame.
    pub fn wake(&self) {
        self.inbox.wake();
    }

    /// What asks for a frame.
    pub fn waker(&self) -> impl Fn() + 'static {
        let inbox = Rc::clone(&self.inbox);
        move || inbox.wake()
    }

    /// Reads all that was noted since the last time, and appends it to `out`; `now` is this frame's time.
    pub fn read(&mut self, now: Millis, out: &mut Vec<Timed>) {
        if std::mem::take(&mut self.fresh) {
            out.push((now, sure(Signal::Environment(self.surroundings.read(&self.window)))));
        }
        let looked_at = self.stale.is_marked();
        let other = looked_at && self.scroller.choose();
        self.offset = self.scroller.offset();
        let mut moved = std::mem::take(&mut self.untold) || other;
        if moved {
            out.push((now, sure(Signal::Scroll(self.offset))));
        }
        moved |= self.read_notes(true, out);
        if looked_at && let Some(signal) = self.word.read(&self.document) {
            out.push((now, sure(signal)));
        }
        let place = (self.offset, moved, other);
        self.layout.measure(now, &self.window, &self.regions, &self.scroller, place, &mut self.signals);
        out.extend(self.signals.drain(..).map(|signal| (now, sure(signal))));
    }

    /// Reads what was noted and nothing that would have the page laid out: it is being left.
    pub fn read_last(&mut self, out: &mut Vec<Timed>) {
        self.untold |= self.read_notes(false, out);
    }

    /// Appends what was noted; gives whether the page was scrolled.
    fn read_notes(&mut self, may_measure: bool, out: &mut Vec<Timed>) -> bool {
        let mut scrolled = false;
        let mut notes = std::mem::take(&mut self.notes);
        self.inbox.swap(&mut notes);
        for Note { at, trusted, what } in notes.drain(..) {
            let signal = match what {
                What::Signal(signal) => signal,
                What::Moved(event) => {
                    // A button let go of outside of the window makes no event here.
                    if self.held.is_down() && event.buttons() == 0 {
                        self.held.release(at.0);
                    }
                    self.pointer.moved(&event)
                }
                What::Out(event) => {
                    if self.pointer.is_exit(&event) {
                        out.push((at, seen(Signal::ExitIntent, trusted)));
                    }
                    Signal::Leave
                }
                What::Key(pressed) => pressed.signal(),
                What::Activated(click) => click.signal(self.layout.middle(), may_measure),
                What::Scrolled => {
                    scrolled = true;
                    if !may_measure {
                        continue;
                    }
                    Signal::Scroll(self.offset)
                }
                What::Navigated(moved) => match moved.signal() {
                    Some(signal) => {
                        if let Signal::Navigate(Navigation::Push | Navigation::Traverse) = signal {
                            self.word.forget();
                        }
                        signal
                    }
                    None => continue,
                },
                What::Used(used) => {
                    out.extend(used.word().map(|name| (at, Event::Happened { name, trusted })));
                    continue;
                }
                What::Surroundings => Signal::Environment(self.surroundings.read(&self.window)),
            };
            if trusted && matches!(signal, Signal::Click { .. }) {
                self.acted = Some(at);
            }
            out.push((at, seen(signal, trusted)));
        }
        self.notes = notes;
        scrolled
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

fn sure(signal: Signal) -> Event {
    seen(signal, true)
}

fn seen(signal: Signal, trusted: bool) -> Event {
    Event::Signal(Observed { signal, trusted })
}
