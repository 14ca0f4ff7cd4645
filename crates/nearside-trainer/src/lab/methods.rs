//! Which policies a command runs: names, or settings written out.

use nearside_core::{
    bandit::{Method, Settings, SettingsError},
    json,
};
use thiserror::Error;

/// Why a policy could not be told.
#[derive(Debug, Error)]
#[non_exhaustive]
pub(crate) enum MethodsError {
    /// Nothing is called that.
    #[error("there is no policy `{0}`; there are {names}, and all", names = names())]
    Unknown(String),
    /// Not settings.
    #[error("the settings are not valid")]
    Syntax(#[from] json::Misread),
    /// Settings out of range.
    #[error(transparent)]
    Range(#[from] SettingsError),
}

/// Policies to run.
#[derive(clap::Args, Clone, Debug)]
pub(crate) struct Policies {
    /// Policies by name, with commas between them, or all.
    #[arg(long, default_value = "thompson", value_delimiter = ',', value_name = "NAME")]
    policy: Vec<String>,
    /// The bandit's settings as JSON, in the place of the defaults; its method then stands for --policy.
    #[arg(long, value_name = "JSON", conflicts_with = "policy")]
    settings: Option<String>,
}

impl Policies {
    /// The settings of each, with its name.
    ///
    /// # Errors
    /// [`MethodsError`].
    pub(crate) fn settings(&self) -> Result<Vec<(&'static str, Settings)>, MethodsError> {
        if let Some(json) = &self.settings {
            let settings: Settings = json::read(json)?;
            settings.check()?;
            return Ok(vec![(settings.method.name(), settings)]);
        }
        let mut all = Vec::new();
        for name in &self.policy {
            let before = all.len();
            let methods = Method::all().into_iter().filter(|method| name == "all" || method.name() == name);
            all.extend(methods.map(|method| (method.name(), Settings { method, ..Settings::default() })));
            if all.len() == before {
                return Err(MethodsError::Unknown(name.clone()));
            }
        }
        Ok(all)
    }
}

fn names() -> String {
    Method::all().map(Method::name).join(", ")
}
