//! The one thing kept on the device: the core's snapshot, under one key, and only when the core says so.
//!
//! Every access may throw (blocked, full, cleared): it is then an error once, and the visit goes on in memory.

use js_sys::Reflect;
use wasm_bindgen::JsValue;
use web_sys::{Storage, Window};

use crate::error::AgentError;

/// This site's place in the browser's storage.
pub struct Store {
    window: Window,
    key: String,
}

impl Store {
    /// For the site's `name`.
    pub fn new(window: Window, name: &str) -> Store {
        Store { window, key: format!("nearside:{name}") }
    }

    /// What was kept.
    ///
    /// # Errors
    /// [`AgentError::Storage`].
    pub fn load(&self) -> Result<Option<String>, AgentError> {
        self.storage()?.get_item(&self.key).map_err(|thrown| refused(&thrown))
    }

    /// Keeps `state`.
    ///
    /// # Errors
    /// [`AgentError::Storage`].
    pub fn keep(&self, state: &str) -> Result<(), AgentError> {
        self.storage()?.set_item(&self.key, state).map_err(|thrown| refused(&thrown))
    }

    /// Erases what was kept.
    ///
    /// # Errors
    /// [`AgentError::Storage`].
    pub fn erase(&self) -> Result<(), AgentError> {
        self.storage()?.remove_item(&self.key).map_err(|thrown| refused(&thrown))
    }

    fn storage(&self) -> Result<Storage, AgentError> {
        match self.window.local_storage() {
            Ok(Some(storage)) => Ok(storage),
            Ok(None) => Err(AgentError::Storage("it has none".into())),
            Err(thrown) => Err(refused(&thrown)),
        }
    }
}

fn refused(thrown: &JsValue) -> AgentError {
    let name = Reflect::get(thrown, &"name".into()).ok().and_then(|name| name.as_string());
    AgentError::Storage(name.unwrap_or_else(|| "it threw".into()))
}
