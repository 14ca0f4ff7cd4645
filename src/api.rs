//! The agent's JavaScript surface. Thin: every method is one call into the shell.
//!
//! Errors are JavaScript `Error`s with a `code`. Nothing here is called by pages directly: the loader and the
//! npm entry wrap it.

use std::rc::Rc;

use nearside_core::units::Millis;
use tsify::Tsify;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

use crate::{
    dto::Options,
    error::AgentError,
    host::Host,
    load::{self, Opening},
    model::Model,
    runtime::{Erasure, Runtime},
    shell::Shell,
};

/// One agent on one page.
#[wasm_bindgen]
pub struct Agent {
    shell: Rc<Shell>,
    models: Vec<String>,
}

#[wasm_bindgen]
impl Agent {
    /// Checks the configuration (JSON) and starts. The document must have been parsed.
    ///
    /// # Errors
    /// `config-invalid` or `consent-invalid`; nothing was then started.
    pub fn start(
        host: Host,
        config: &str,
        #[wasm_bindgen(unchecked_param_type = "Partial<Options>")] options: JsValue,
    ) -> Result<Agent, JsValue> {
        let options: Options =
            Tsify::from_js(options).map_err(|error| AgentError::Consent(error.to_string()))?;
        let (Some(window), Some(document)) =
            (web_sys::window(), web_sys::window().and_then(|w| w.document()))
        else {
            return Err(AgentError::Destroyed.into());
        };
        let opening = Opening::read(&window, config, &options)?;
        let models = opening.config.models.clone();
        Ok(Agent { shell: Shell::open(window, document, host, opening), models })
    }

    /// The folders of the models that the configuration names.
    #[wasm_bindgen(getter)]
    pub fn models(&self) -> Vec<String> {
        self.models.clone()
    }

    /// What a slot shows and why.
    ///
    /// # Errors
    /// `slot-unknown`.
    #[wasm_bindgen(unchecked_return_type = "SlotReport")]
    pub fn explain(&self, slot: &str) -> Result<JsValue, JsValue> {
        plain(&self.shell.with(|runtime, _| runtime.explain(slot))?)
    }

    /// Everything the inspector shows.
    ///
    /// # Errors
    /// `destroyed`.
    #[wasm_bindgen(unchecked_return_type = "Inspection")]
    pub fn inspect(&self) -> Result<JsValue, JsValue> {
        plain(&self.shell.with(|runtime, now| Ok(runtime.inspect(now)))?)
    }

    /// Takes the visitor's answer for one purpose.
    ///
    /// # Errors
    /// `consent-invalid`.
    #[wasm_bindgen(js_name = setConsent)]
    pub fn set_consent(&self, purpose: &str, answer: &str) -> Result<(), JsValue> {
        let (purpose, answer) = (load::purpose(purpose)?, load::answer(answer)?);
        self.run(|runtime, now| runtime.answer(purpose, answer, now))
    }

    /// Puts the model from `folder` to use.
    ///
    /// # Errors
    /// `model-refused`.
    #[wasm_bindgen(js_name = attachModel)]
    pub fn attach_model(&self, folder: &str, model: Model) -> Result<(), JsValue> {
        Ok(self.shell.with(|runtime, now| runtime.attach(folder, model, now))?)
    }

    /// Says that the model in `folder` could not be fetched or was refused by its own chunk, and why.
    ///
    /// # Errors
    /// `destroyed`.
    #[wasm_bindgen(js_name = withoutModel)]
    pub fn without_model(&self, folder: &str, why: String, refused: bool) -> Result<(), JsValue> {
        let named = folder.to_owned();
        let error = match refused {
            true => AgentError::ModelRefused { folder: named, why },
            false => AgentError::NoModel { folder: named, why },
        };
        self.run(|runtime, now| runtime.without(folder, &error, now))
    }

    /// Shows a variant and keeps it, whatever is decided.
    ///
    /// # Errors
    /// `slot-unknown` and `slot-unknown-variant`.
    pub fn show(&self, slot: &str, variant: &str) -> Result<(), JsValue> {
        Ok(self.shell.with(|runtime, now| runtime.show(slot, variant, now))?)
    }

    /// Lets a slot show what is decided for it again.
    ///
    /// # Errors
    /// `slot-unknown`.
    pub fn release(&self, slot: &str) -> Result<(), JsValue> {
        Ok(self.shell.with(|runtime, now| runtime.release(slot, now))?)
    }

    /// Takes a catalogue (JSON) into use in place of the one before.
    ///
    /// # Errors
    /// `catalogue-invalid`; the one before then stays in use.
    pub fn catalogue(&self, json: &str) -> Result<(), JsValue> {
        Ok(self.shell.with(|runtime, now| runtime.use_catalogue(json, now))?)
    }

    /// Says that the catalogue that was on its way does not come, and why.
    ///
    /// # Errors
    /// `destroyed`.
    #[wasm_bindgen(js_name = withoutCatalogue)]
    pub fn without_catalogue(&self, why: String) -> Result<(), JsValue> {
        self.run(|runtime, now| runtime.without_catalogue(why, now))
    }

    /// Goes back to a version of the catalogue that this page was given before.
    ///
    /// # Errors
    /// `catalogue-unknown-version`.
    pub fn rollback(&self, version: u32) -> Result<(), JsValue> {
        Ok(self.shell.with(|runtime, now| runtime.roll_back(version, now))?)
    }

    /// Says that the visitor reached a goal, worth `value` from 0 to 1.
    ///
    /// # Errors
    /// `destroyed`.
    pub fn reward(&self, goal: &str, value: f64) -> Result<(), JsValue> {
        self.run(|runtime, now| runtime.reward(goal, value, now))
    }

    /// What each slot of this page shows that nobody forced: names and variants in turn.
    ///
    /// # Errors
    /// `destroyed`.
    pub fn standing(&self) -> Result<Vec<String>, JsValue> {
        Ok(self.shell.with(|runtime, _| Ok(runtime.standing()))?)
    }

    /// Takes what is on the device now; gives what to put there instead, if anything may be.
    ///
    /// # Errors
    /// `destroyed`.
    pub fn merge(&self, stored: Option<String>) -> Result<Option<String>, JsValue> {
        Ok(self.shell.with(|runtime, now| Ok(runtime.merge(stored.as_deref(), now)))?)
    }

    /// What `merge` gave is on the device.
    ///
    /// # Errors
    /// `destroyed`.
    pub fn written(&self) -> Result<(), JsValue> {
        self.run(Runtime::written)
    }

    /// Takes what is on the device now: read late, or written by another tab.
    ///
    /// # Errors
    /// `destroyed`.
    pub fn recall(&self, stored: Option<String>) -> Result<(), JsValue> {
        self.run(|runtime, now| runtime.recall(stored.as_deref(), now))
    }

    /// Takes what is on the device, as the page is back from the back/forward cache; somebody `took` its journal.
    ///
    /// # Errors
    /// `destroyed`.
    #[wasm_bindgen(js_name = comeBack)]
    pub fn come_back(&self, stored: Option<String>, took: bool) -> Result<(), JsValue> {
        self.run(|runtime, now| runtime.come_back(stored.as_deref(), took, now))
    }

    /// Takes what a page left behind that could not finish its last write.
    ///
    /// # Errors
    /// `destroyed`.
    pub fn absorb(&self, journal: &str) -> Result<(), JsValue> {
        self.run(|runtime, now| runtime.absorb(journal, now))
    }

    /// What would be lost with this page, if anything may be kept.
    ///
    /// # Errors
    /// `destroyed`.
    pub fn journal(&self) -> Result<Option<String>, JsValue> {
        Ok(self.shell.with(|runtime, _| Ok(runtime.journal()))?)
    }

    /// Says that the browser refuses storage, and where things are kept instead.
    ///
    /// # Errors
    /// `destroyed`.
    #[wasm_bindgen(js_name = withoutStorage)]
    pub fn without_storage(&self, why: String, instead: String) -> Result<(), JsValue> {
        let error = AgentError::Storage { why, instead };
        self.run(|runtime, now| runtime.fail(now, &error))
    }

    /// All that is kept, as JSON, for the visitor.
    ///
    /// # Errors
    /// `destroyed`.
    pub fn export(&self) -> Result<String, JsValue> {
        Ok(self.shell.with(|runtime, _| Ok(runtime.export()))?)
    }

    /// Forgets the visitor, and has the host erase what was kept.
    ///
    /// # Errors
    /// `destroyed`.
    pub fn forget(&self) -> Result<(), JsValue> {
        self.run(|runtime, now| runtime.forget(Erasure::Due, now))
    }

    /// Forgets the visitor, as another tab did, which erased what was kept.
    ///
    /// # Errors
    /// `destroyed`.
    pub fn forgotten(&self) -> Result<(), JsValue> {
        self.run(|runtime, now| runtime.forget(Erasure::Done, now))
    }

    /// Pauses, on every page of this site: slots show their defaults and nothing is learned; or goes on.
    ///
    /// # Errors
    /// `destroyed`.
    pub fn pause(&self, pause: bool) -> Result<(), JsValue> {
        self.run(|runtime, now| runtime.pause(pause, now))
    }

    /// Says that something happened that the page has this word for.
    ///
    /// # Errors
    /// `destroyed`.
    pub fn track(&self, name: &str) -> Result<(), JsValue> {
        self.run(|runtime, now| runtime.track(name, now))
    }

    /// The recording of this visit as JSON, if one was asked for at the start.
    ///
    /// # Errors
    /// `destroyed`.
    pub fn recording(&self) -> Result<Option<String>, JsValue> {
        Ok(self.shell.with(|runtime, _| Ok(runtime.recording()))?)
    }

    /// Whether a call died half-way. From outside of any call only that leaves the agent at work.
    #[wasm_bindgen(getter, js_name = isStuck)]
    pub fn is_stuck(&self) -> bool {
        self.shell.is_at_work()
    }

    /// Gives every slot its default back and removes every listener.
    pub fn destroy(&self) {
        self.shell.close();
    }

    fn run(&self, call: impl FnOnce(&mut Runtime, Millis)) -> Result<(), JsValue> {
        Ok(self.shell.with(|runtime, now| {
            call(runtime, now);
            Ok(())
        })?)
    }
}

fn plain<T: Tsify + serde::Serialize>(data: &T) -> Result<JsValue, JsValue>
where
    T::JsType: JsCast,
{
    data.into_js()
        .map(|js| js.unchecked_into())
        .map_err(|error| js_sys::Error::new(&error.to_string()).into())
}
