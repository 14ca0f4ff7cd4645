//! What can go wrong in the agent, as the page sees it.
//!
//! failure → one `AgentError` → a JavaScript `Error` with a stable `code` in kebab case and a message that
//! says what to do. Whatever it is, the page keeps or gets back its default content.

use js_sys::Reflect;
use nearside_core::{
    catalogue::CatalogueError, config::ConfigError, error::EngineError, scorer::ScorerError, slot::SlotError,
    state::StateError,
};
use thiserror::Error;
use wasm_bindgen::JsValue;

/// Any failure of the agent.
#[derive(Clone, Debug, Error, PartialEq)]
#[non_exhaustive]
pub enum AgentError {
    /// Settings that can't be read; the agent stays inert.
    #[error("{0}. Correct the JSON that data-nearside-config holds or names")]
    Config(#[from] ConfigError),
    /// Not one of the four purposes, or not one of the three answers.
    #[error(
        "`{0}` is not known here: purposes are personalize, store, learn, measure; answers are granted, denied, pending"
    )]
    Consent(String),
    /// A slot whose HTML can't work; it keeps its default.
    #[error("slot `{slot}`: {problem}")]
    SlotHtml {
        /// Its name, as far as it has one.
        slot: String,
        /// What is wrong, and what to do.
        problem: String,
    },
    /// A variant can't be shown on this page, or the page broke off the swap; the slot keeps its default.
    #[error("slot `{slot}` could not be changed: {why}. Its default stays")]
    Swap {
        /// Its name.
        slot: String,
        /// Why.
        why: String,
    },
    /// A swap moved what is seen; the slot keeps its default from then on.
    #[error(
        "slot `{0}` moved what the visitor was looking at, so its default is back: give late images and frames in its variants their width and height"
    )]
    Shifted(String),
    /// The page keeps rendering over a slot; it keeps its default, or what of its variant a style sheet can say.
    #[error(
        "slot `{0}`: the page took away what is shown in it again and again. Render its content once, or put \
         data-nearside-slot on an element that the framework does not re-render"
    )]
    Contested(String),
    /// HTML of a catalogue that no page may show; the rest of it is shown.
    #[error(
        "slot `{slot}`: left out of its HTML, which may hold structure, links and images only: {dropped}"
    )]
    Dropped {
        /// Its name.
        slot: String,
        /// What was left out.
        dropped: String,
    },
    /// A catalogue that can't be used; the one before, or none, stays in use.
    #[error("the catalogue was refused: {0}")]
    Catalogue(Box<CatalogueError>),
    /// The catalogue did not come.
    #[error("the catalogue did not load: {0}. The page goes on without it")]
    NoCatalogue(String),
    /// A version that this page was never given.
    #[error("this page was not given version {0} of a catalogue: give it by nearside.catalogue(…)")]
    UnknownVersion(u32),
    /// A slot that is not on the page was named.
    #[error("no slot `{0}` on this page: give an element data-nearside-slot=\"{0}\"")]
    UnknownSlot(String),
    /// Refused by the engine.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// What was kept on the device can't be used.
    #[error("{0}; this visit starts afresh")]
    State(#[from] StateError),
    /// The browser refuses storage.
    #[error("this browser refuses storage ({why}); what is known of the visitor is kept in {instead} only")]
    Storage {
        /// The name of what was thrown.
        why: String,
        /// `localStorage` or `memory`.
        instead: String,
    },
    /// A model that is damaged, or an object that is none.
    #[error("the model {folder} was refused: {why}. The page goes on without it")]
    ModelRefused {
        /// Its folder.
        folder: String,
        /// What does not match.
        why: String,
    },
    /// The model did not come.
    #[error("the model {folder} did not load: {why}. The page goes on without it")]
    NoModel {
        /// Its folder.
        folder: String,
        /// Why.
        why: String,
    },
    /// The page or a slot's content called the agent while it was swapping.
    #[error("the agent is at work; call again in the next task")]
    Busy,
    /// The agent was destroyed.
    #[error("the agent was destroyed; reload the page to start another")]
    Destroyed,
}

impl AgentError {
    /// The stable code that a page can compare.
    pub fn code(&self) -> &'static str {
        match self {
            AgentError::Config(_) => "config-invalid",
            AgentError::Consent(_) => "consent-invalid",
            AgentError::SlotHtml { .. } => "slot-invalid",
            AgentError::Swap { .. } => "swap-failed",
            AgentError::Shifted(_) => "layout-shifted",
            AgentError::Contested(_) => "slot-contested",
            AgentError::Dropped { .. } => "html-dropped",
            AgentError::Catalogue(_) => "catalogue-invalid",
            AgentError::NoCatalogue(_) => "catalogue-unavailable",
            AgentError::UnknownVersion(_) => "catalogue-unknown-version",
            AgentError::UnknownSlot(_) => "slot-unknown",
            AgentError::Engine(EngineError::Slot(SlotError::UnknownVariant { .. })) => "slot-unknown-variant",
            AgentError::Engine(EngineError::Slot(_)) => "slot-invalid",
            AgentError::Engine(EngineError::DuplicateRegion(_)) => "region-duplicate",
            AgentError::Engine(EngineError::TooManyRegions(_)) => "region-limit",
            AgentError::Engine(EngineError::Name(_)) => "region-invalid",
            AgentError::Engine(EngineError::Happening(_)) => "event-invalid",
            AgentError::Engine(EngineError::Scorer(
                ScorerError::Schema { .. } | ScorerError::Duplicate(_) | ScorerError::Misfit(_),
            )) => "model-refused",
            AgentError::Engine(EngineError::Scorer(_)) => "model-failed",
            AgentError::Engine(_) => "engine-refused",
            AgentError::State(_) => "state-invalid",
            AgentError::Storage { .. } => "storage-unavailable",
            AgentError::ModelRefused { .. } => "model-refused",
            AgentError::NoModel { .. } => "model-unavailable",
            AgentError::Busy => "busy",
            AgentError::Destroyed => "destroyed",
        }
    }

    /// What it is about: an error is reported once per code and subject.
    fn subject(&self) -> String {
        match self {
            // What is lost is news, and one model in a folder; the words differ from call to call.
            AgentError::Storage { instead, .. } => instead.clone(),
            // A page that makes up a word each time would have no end of it.
            AgentError::Engine(EngineError::Happening(_)) => String::new(),
            AgentError::NoModel { folder, .. } | AgentError::ModelRefused { folder, .. } => folder.clone(),
            other => other.to_string(),
        }
    }
}

impl From<SlotError> for AgentError {
    fn from(error: SlotError) -> AgentError {
        AgentError::Engine(EngineError::Slot(error))
    }
}

impl From<AgentError> for JsValue {
    fn from(error: AgentError) -> JsValue {
        let object = js_sys::Error::new(&error.to_string());
        // Setting a property on a fresh Error can't fail.
        let _ = Reflect::set(&object, &"code".into(), &error.code().into());
        object.into()
    }
}

/// What was thrown, in words.
pub fn words(thrown: &JsValue) -> String {
    let message = Reflect::get(thrown, &"message".into()).ok().and_then(|message| message.as_string());
    message.or_else(|| thrown.as_string()).unwrap_or_else(|| "it threw".into())
}

/// Remembers what was reported, so that nothing is said twice.
#[derive(Debug, Default)]
pub struct Reported(Vec<(&'static str, String)>);

impl Reported {
    /// Whether `error` is news.
    pub fn is_new(&mut self, error: &AgentError) -> bool {
        let about = (error.code(), error.subject());
        let is_new = !self.0.contains(&about);
        if is_new {
            self.0.push(about);
        }
        is_new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unknown(variant: &str) -> AgentError {
        SlotError::UnknownVariant { slot: "hero".into(), variant: variant.into() }.into()
    }

    fn refused(why: &str, instead: &str) -> AgentError {
        AgentError::Storage { why: why.into(), instead: instead.into() }
    }

    #[test]
    fn codes_tell_causes_apart() {
        let schema = ScorerError::Schema { expected: 1, found: 2 };
        for (error, code) in [
            (unknown("x"), "slot-unknown-variant"),
            (SlotError::NoVariants("hero".into()).into(), "slot-invalid"),
            (AgentError::SlotHtml { slot: "hero".into(), problem: "broken".into() }, "slot-invalid"),
            (EngineError::Scorer(schema).into(), "model-refused"),
            (EngineError::Scorer(ScorerError::Failed("trap".into())).into(), "model-failed"),
            (EngineError::DuplicateRegion("hero".into()).into(), "region-duplicate"),
            (refused("QuotaExceededError", "memory"), "storage-unavailable"),
        ] {
            assert_eq!(error.code(), code, "{error}");
        }
    }

    #[test]
    fn an_error_is_news_once_per_code_and_subject() {
        let mut reported = Reported::default();
        for (error, new) in [
            (unknown("a"), true),
            (unknown("a"), false),
            (unknown("b"), true),
            (refused("SecurityError", "localStorage"), true),
            (refused("QuotaExceededError", "memory"), true),
            (refused("UnknownError", "memory"), false),
            (AgentError::ModelRefused { folder: "a".into(), why: "schema".into() }, true),
            (AgentError::ModelRefused { folder: "a".into(), why: "hash".into() }, false),
            (AgentError::ModelRefused { folder: "b".into(), why: "schema".into() }, true),
        ] {
            assert_eq!(reported.is_new(&error), new, "{error}");
        }
    }
}
