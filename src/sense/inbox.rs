//! The inbox: what handlers write down, until the frame reads it.
//!
//! event → note, in order. A handler stores at most one note in memory reserved beforehand and asks for a frame
//! if none is due; reading positions and computing is left to the drain. Of moves in a row only the last is kept.

use std::cell::{Cell, RefCell};

use nearside_core::{signal::Signal, units::Millis};
use web_sys::{Event, MouseEvent, PointerEvent};

use super::{click::Activation, happened::Used, keyboard::Pressed, navigation::Moved};

/// Notes between two frames; more than hands and browsers make, so only a script's storm loses any.
const CAPACITY: usize = 256;

/// What was noticed. Variants that hold an event are read when drained.
#[derive(Debug)]
pub enum What {
    /// A signal, complete.
    Signal(Signal),
    /// The pointer moved.
    Moved(PointerEvent),
    /// The pointer left the window.
    Out(MouseEvent),
    /// A key went down.
    Key(Pressed),
    /// A click that came from no pointer.
    Activated(Activation),
    /// Something was done to an element that the page has a word for.
    Used(Used),
    /// The page was scrolled; its offset is read once a frame.
    Scrolled,
    /// The address changed.
    Navigated(Moved),
    /// The browser's surroundings changed.
    Surroundings,
}

/// Something noticed, when, and whether the browser vouches for it.
#[derive(Debug)]
pub struct Note {
    /// The event's own time.
    pub at: Millis,
    /// `Event.isTrusted`.
    pub trusted: bool,
    /// What was noticed.
    pub what: What,
}

/// Notes in order of arrival.
pub struct Inbox {
    notes: RefCell<Vec<Note>>,
    lost: Cell<u32>,
    wake: Box<dyn Fn()>,
    flush: Box<dyn Fn()>,
}

impl Inbox {
    /// Empty; `wake` asks for a frame, `flush` drains at once.
    pub fn new(wake: impl Fn() + 'static, flush: impl Fn() + 'static) -> Inbox {
        Inbox {
            notes: RefCell::new(Vec::with_capacity(CAPACITY)),
            lost: Cell::new(0),
            wake: Box::new(wake),
            flush: Box::new(flush),
        }
    }

    /// Writes down what `event` said.
    pub fn note(&self, event: &Event, what: What) {
        self.note_at(Millis(event.time_stamp()), event.is_trusted(), what);
    }

    /// Writes down what happened at `at`.
    pub fn note_at(&self, at: Millis, trusted: bool, what: What) {
        self.push(Note { at, trusted, what });
        (self.wake)();
    }

    /// Asks for a frame without news.
    pub fn wake(&self) {
        (self.wake)();
    }

    /// Drains at once: the page may not get another frame.
    pub fn flush(&self) {
        (self.flush)();
    }

    /// Takes all notes, leaving `spare`'s memory for the next ones.
    pub fn swap(&self, spare: &mut Vec<Note>) {
        spare.clear();
        spare.reserve(CAPACITY);
        std::mem::swap(spare, &mut self.notes.borrow_mut());
    }

    /// Notes that found no room.
    pub fn lost(&self) -> u32 {
        self.lost.get()
    }

    fn push(&self, note: Note) {
        let mut notes = self.notes.borrow_mut();
        if let Some(last) = notes.last_mut()
            && note.supersedes(last)
        {
            *last = note;
        } else if notes.len() < CAPACITY {
            notes.push(note);
        } else {
            self.lost.set(self.lost.get().saturating_add(1));
        }
    }
}

impl Note {
    /// Whether `last` says nothing that this note does not.
    fn supersedes(&self, last: &Note) -> bool {
        self.trusted == last.trusted
            && matches!(
                (&self.what, &last.what),
                (What::Moved(_), What::Moved(_))
                    | (What::Scrolled, What::Scrolled)
                    | (What::Signal(Signal::Stir), What::Signal(Signal::Stir))
                    | (What::Signal(Signal::Motion(_)), What::Signal(Signal::Motion(_)))
            )
    }
}

#[cfg(test)]
mod tests {
    use nearside_core::signal::Key;

    use super::*;

    fn drained(whats: Vec<(f64, What)>) -> (Vec<f64>, u32) {
        let inbox = Inbox::new(|| (), || ());
        for (at, what) in whats {
            inbox.push(Note { at: Millis(at), trusted: true, what });
        }
        let mut notes = Vec::new();
        inbox.swap(&mut notes);
        (notes.iter().map(|note| note.at.0).collect(), inbox.lost())
    }

    #[test]
    fn of_repeated_moves_only_the_last_is_kept_and_order_stays() {
        let key = || What::Signal(Signal::Key(Key::Tab));
        let shake = || What::Signal(Signal::Motion(1.0));
        let notes = vec![
            (1.0, What::Scrolled),
            (2.0, What::Scrolled),
            (3.0, key()),
            (4.0, key()),
            (5.0, What::Scrolled),
            (6.0, shake()),
            (7.0, shake()),
        ];
        assert_eq!(drained(notes).0, [2.0, 3.0, 4.0, 5.0, 7.0]);
    }

    #[test]
    fn a_storm_is_cut_off_and_counted() {
        let storm = (0..CAPACITY + 3).map(|at| (at as f64, What::Signal(Signal::Copy))).collect();
        let (times, lost) = drained(storm);
        assert_eq!((times.len(), lost), (CAPACITY, 3));
    }
}
