//! Load: what a visit begins with, from what the page and the browser give.
//!
//! configuration text + earlier answers + what was kept + chance → `Config` and `Start`. Everything is fetched and read
//! by the loader, in parallel with this instance; here it is checked. What was kept counts only under a grant.

use nearside_core::{
    config::Config,
    consent::{Answer, Purpose},
    engine::Start,
    state::{Journal, Snapshot, StateError},
};
use web_sys::Window;

use crate::{dto::Options, error::AgentError};

/// Reads the settings and the answers given before the start.
///
/// # Errors
/// [`AgentError::Config`] and [`AgentError::Consent`]: the agent must then stay inert.
pub fn config(json: &str, options: &Options) -> Result<Config, AgentError> {
    let mut config = Config::parse(json)?;
    for (purpose_name, answer_name) in &options.consent {
        config.consent.set(purpose(purpose_name)?, answer(answer_name)?);
    }
    Ok(config)
}

/// All that one visit begins with.
pub struct Opening {
    /// The settings.
    pub config: Config,
    /// What the engine begins with.
    pub start: Start,
    /// What pages left behind that could not finish their last write.
    pub journals: Vec<Journal>,
    /// Keep a recording.
    pub record: bool,
    /// A catalogue is on its way.
    pub catalogue_due: bool,
    /// Why some of what was kept could not be read; the visit goes on without it.
    pub problems: Vec<StateError>,
}

impl Opening {
    /// Checks the settings and what was kept.
    ///
    /// # Errors
    /// As [`config`].
    pub fn read(window: &Window, json: &str, options: &Options) -> Result<Opening, AgentError> {
        let config = config(json, options)?;
        let wall =
            window.performance().map_or_else(js_sys::Date::now, |performance| performance.time_origin());
        let start = Start { wall, seed: seed(window), kept: None };
        let Options { record, catalogue_due, .. } = *options;
        let (journals, problems) = (Vec::new(), Vec::new());
        let mut opening = Opening { config, start, journals, record, catalogue_due, problems };
        // The answer may have changed since these were read.
        if opening.config.consent.answer(Purpose::Store) == Answer::Granted {
            opening.take(options);
        }
        Ok(opening)
    }

    fn take(&mut self, options: &Options) {
        match options.kept.as_deref().map(Snapshot::parse).transpose() {
            Ok(kept) => self.start.kept = kept,
            Err(problem) => self.problems.push(problem),
        }
        for journal in &options.journals {
            match Journal::parse(journal) {
                Ok(journal) => self.journals.push(journal),
                Err(problem) => self.problems.push(problem),
            }
        }
    }
}

/// 64 bits from the browser's CSPRNG. A page without one (no known browser) gets the clock's digits: a
/// holdout that can be guessed harms nobody.
pub fn seed(window: &Window) -> u64 {
    let mut bytes = [0; 8];
    match window.crypto().and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes)) {
        Ok(_) => u64::from_le_bytes(bytes),
        Err(_) => js_sys::Date::now().to_bits(),
    }
}

/// The purpose of this name.
///
/// # Errors
/// [`AgentError::Consent`].
pub fn purpose(name: &str) -> Result<Purpose, AgentError> {
    Ok(match name {
        "personalize" => Purpose::Personalize,
        "store" => Purpose::Store,
        "learn" => Purpose::Learn,
        "measure" => Purpose::Measure,
        other => return Err(AgentError::Consent(other.to_owned())),
    })
}

/// The answer of this name.
///
/// # Errors
/// [`AgentError::Consent`].
pub fn answer(name: &str) -> Result<Answer, AgentError> {
    Ok(match name {
        "granted" => Answer::Granted,
        "denied" => Answer::Denied,
        "pending" => Answer::Pending,
        other => return Err(AgentError::Consent(other.to_owned())),
    })
}

/// The name of a purpose.
pub fn purpose_name(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Personalize => "personalize",
        Purpose::Store => "store",
        Purpose::Learn => "learn",
        Purpose::Measure => "measure",
    }
}

/// The name of an answer.
pub fn answer_name(answer: Answer) -> &'static str {
    match answer {
        Answer::Granted => "granted",
        Answer::Denied => "denied",
        Answer::Pending => "pending",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_consent(pairs: &[(&str, &str)]) -> Result<Config, AgentError> {
        let consent = pairs.iter().map(|&(p, a)| (p.to_owned(), a.to_owned())).collect();
        config(r#"{"consent": {"store": "denied"}}"#, &Options { consent, ..Options::default() })
    }

    #[test]
    fn earlier_answers_come_before_the_configured_ones() {
        let config = with_consent(&[("store", "granted"), ("measure", "denied")]).unwrap();
        assert_eq!(config.consent.answer(Purpose::Store), Answer::Granted);
        assert_eq!(config.consent.answer(Purpose::Measure), Answer::Denied);
        assert_eq!(config.consent.answer(Purpose::Learn), Answer::Pending);
    }

    #[test]
    fn what_is_not_known_is_an_error() {
        for (pairs, code) in
            [(("profit", "granted"), "consent-invalid"), (("store", "yes"), "consent-invalid")]
        {
            assert_eq!(with_consent(&[pairs]).unwrap_err().code(), code);
        }
        assert_eq!(config("{", &Options::default()).unwrap_err().code(), "config-invalid");
    }
}
