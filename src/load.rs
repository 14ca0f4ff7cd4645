//! Load: what a visit begins with, from what the page and the browser give.
//!
//! configuration text + earlier answers + kept snapshot + chance → `Config` and `Start`. Bytes are fetched by the
//! loader, in parallel with this instance; here they are checked. What was kept is read only under a grant.

use nearside_core::{
    config::Config,
    consent::{Answer, Purpose},
    engine::Start,
    state::Snapshot,
};
use web_sys::Window;

use crate::{act::Store, dto::Options, error::AgentError};

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
    /// Where state is kept.
    pub store: Store,
    /// What the engine begins with.
    pub start: Start,
    /// Keep a recording.
    pub record: bool,
    /// Why what was kept could not be read or erased; the visit starts afresh.
    pub problem: Option<AgentError>,
}

impl Opening {
    /// Checks the settings and reads what was kept, or erases it after a denial.
    ///
    /// # Errors
    /// As [`config`].
    pub fn read(window: &Window, json: &str, options: &Options) -> Result<Opening, AgentError> {
        let config = config(json, options)?;
        let store = Store::new(window.clone(), &config.site);
        let read = match config.consent.answer(Purpose::Store) {
            Answer::Granted => kept(&store),
            // A denial that was given elsewhere must hold for what was kept before it.
            Answer::Denied => store.erase().map(|()| None),
            Answer::Pending => Ok(None),
        };
        let (kept, problem) = match read {
            Ok(kept) => (kept, None),
            Err(error) => (None, Some(error)),
        };
        let wall =
            window.performance().map_or_else(js_sys::Date::now, |performance| performance.time_origin());
        let start = Start { wall, seed: seed(window), kept };
        Ok(Opening { config, store, start, record: options.record, problem })
    }
}

/// Reads what was kept.
///
/// # Errors
/// [`AgentError::Storage`] and [`AgentError::State`].
pub fn kept(store: &Store) -> Result<Option<Snapshot>, AgentError> {
    Ok(store.load()?.map(|json| Snapshot::parse(&json)).transpose()?)
}

/// 64 bits from the browser's CSPRNG. A page without one (no known browser) gets the clock's digits: a
/// holdout that can be guessed harms nobody.
fn seed(window: &Window) -> u64 {
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
