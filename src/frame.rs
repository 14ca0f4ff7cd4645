//! The frame: at most one `requestAnimationFrame` under way, and none when there is no news.

use std::cell::Cell;

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::Window;

/// Asks the browser for frames.
pub struct Frame {
    window: Window,
    callback: Closure<dyn FnMut()>,
    due: Cell<Option<i32>>,
}

impl Frame {
    /// `callback` runs once per frame asked for, and begins with [`Frame::begin`].
    pub fn new(window: Window, callback: impl FnMut() + 'static) -> Frame {
        Frame { window, callback: Closure::new(callback), due: Cell::new(None) }
    }

    /// Asks for a frame, unless one is due.
    pub fn request(&self) {
        if self.due.get().is_none() {
            self.due.set(self.window.request_animation_frame(self.callback.as_ref().unchecked_ref()).ok());
        }
    }

    /// The frame asked for has come.
    pub fn begin(&self) {
        self.due.set(None);
    }

    /// Wants no frame any more.
    pub fn cancel(&self) {
        if let Some(due) = self.due.take() {
            let _ = self.window.cancel_animation_frame(due);
        }
    }
}
