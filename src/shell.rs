//! The shell: when the runtime runs, and what is said afterwards.
//!
//! A frame on demand, a timer twice a second while the page is visible, at once when the page is being left. The
//! runtime is borrowed for the length of one call; page code runs only after that. If a call dies half-way,
//! the borrow stays and every later one finds the door shut: the agent is then silent for good.

use std::{
    cell::RefCell,
    rc::{Rc, Weak},
};

use gloo::timers::callback::Interval;
use nearside_core::units::Millis;
use web_sys::{Document, Window};

use crate::{
    error::AgentError,
    frame::Frame,
    host::Host,
    load::Opening,
    runtime::{Look, Message, Runtime},
    sense::{Inbox, Sense},
};

/// Time between two looks while nothing happens, ms.
const TICK: u32 = 500;

/// The running agent with its clock.
pub struct Shell {
    window: Window,
    document: Document,
    host: Host,
    frame: Frame,
    timer: RefCell<Option<Interval>>,
    runtime: RefCell<Option<Runtime>>,
}

impl Shell {
    /// Starts sensing, reads the page and decides for the first time.
    pub fn open(window: Window, document: Document, host: Host, opening: Opening) -> Rc<Shell> {
        let shell = Rc::new_cyclic(|weak: &Weak<Shell>| {
            let on_frame = weak.clone();
            Shell {
                frame: Frame::new(window.clone(), move || {
                    if let Some(shell) = on_frame.upgrade() {
                        shell.frame.begin();
                        shell.drain(Look::News);
                    }
                }),
                timer: RefCell::new(None),
                runtime: RefCell::new(None),
                window,
                document,
                host,
            }
        });
        let (wake, flush) = (Rc::downgrade(&shell), Rc::downgrade(&shell));
        let inbox = Inbox::new(
            move || wake.upgrade().iter().for_each(|shell| shell.frame.request()),
            move || flush.upgrade().iter().for_each(|shell| shell.drain(Look::Last)),
        );
        let signal = shell.host.controller().signal();
        let sense = Sense::start(shell.window.clone(), shell.document.clone(), inbox, signal);
        let (document, host) = (shell.document.clone(), shell.host.clone());
        let runtime = Runtime::new(&shell.window, document, host, sense, opening);
        *shell.runtime.borrow_mut() = Some(runtime);
        shell.drain(Look::Everything);
        shell
    }

    /// Reads, decides, shows, then tells the page.
    pub fn drain(self: &Rc<Shell>, look: Look) {
        // A failure to borrow is a call from within a call: what it noted is drained by the next frame.
        let _ = self.run(&mut |runtime, now| runtime.drain(now, look));
        self.keep_time();
    }

    /// Runs `call` on the runtime and tells the page what came of it.
    ///
    /// # Errors
    /// What `call` gave; [`AgentError::Busy`] from within another call, [`AgentError::Destroyed`] after the end.
    pub fn with<T>(
        &self,
        call: impl FnOnce(&mut Runtime, Millis) -> Result<T, AgentError>,
    ) -> Result<T, AgentError> {
        let (mut call, mut given) = (Some(call), None);
        self.run(&mut |runtime, now| given = call.take().map(|call| call(runtime, now)))?;
        given.unwrap_or(Err(AgentError::Busy))
    }

    /// Likewise, for a call that gives nothing; the part that the page gets once for all calls.
    ///
    /// # Errors
    /// [`AgentError::Busy`] and [`AgentError::Destroyed`].
    pub fn run(&self, call: &mut dyn FnMut(&mut Runtime, Millis)) -> Result<(), AgentError> {
        let messages = {
            let mut runtime = self.runtime.try_borrow_mut().map_err(|_| AgentError::Busy)?;
            let runtime = runtime.as_mut().ok_or(AgentError::Destroyed)?;
            runtime.begin();
            call(runtime, self.now());
            runtime.end();
            runtime.take_messages()
        };
        for message in messages {
            match message {
                Message::Tell { kind, detail } => self.host.emit(kind, &detail),
                Message::Keep(journal) => self.host.keep(journal),
                Message::Erase => self.host.erase(),
            }
        }
        Ok(())
    }

    /// Whether a call is under way.
    pub fn is_at_work(&self) -> bool {
        self.runtime.try_borrow_mut().is_err()
    }

    /// Ends everything and leaves the page as it was.
    pub fn close(&self) {
        self.host.controller().abort();
        self.frame.cancel();
        self.timer.take();
        if let Ok(mut runtime) = self.runtime.try_borrow_mut()
            && let Some(mut runtime) = runtime.take()
        {
            runtime.stop();
        }
    }

    /// The timer runs only while someone may be looking.
    fn keep_time(self: &Rc<Shell>) {
        let alive = self.runtime.try_borrow().is_ok_and(|runtime| runtime.is_some());
        let wanted = alive && !self.document.hidden();
        let mut timer = self.timer.borrow_mut();
        if !wanted {
            *timer = None;
        } else if timer.is_none() {
            let weak = Rc::downgrade(self);
            *timer = Some(Interval::new(TICK, move || {
                weak.upgrade().iter().for_each(|shell| shell.drain(Look::Everything));
            }));
        }
    }

    fn now(&self) -> Millis {
        Millis(self.window.performance().map_or(0.0, |performance| performance.now()))
    }
}
