//! Experiments on whole pages: some visitors are sent to another address.
//!
//! Payload and context → the address to go to, by the first experiment that the visit is in. Parameters of the
//! present address can go along, but never replace those of the new one, and a visit that is where it would be
//! sent stays there. Only says so; going there is the caller's affair.

use serde_json::Value;

use super::Payload;
use crate::experiment::{
    Context, Experiment, ExperimentError, Outcome,
    address::Address,
    fields::Fields,
    query::{joined, pairs},
};

/// An experiment with what only redirects need.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Redirecting {
    experiment: Experiment,
    /// Parameters of the present address go along.
    keeps_query: bool,
    /// Waits to be started by hand.
    manual: bool,
}

/// The experiment that a visit is in.
#[derive(Clone, Debug, PartialEq)]
pub struct Redirect {
    /// What the experiment came to.
    pub outcome: Outcome,
    /// The address of the variation, as written; none for one that stays.
    pub to: Option<String>,
    /// Where to go now; none where the visit is to stay or there already.
    pub url: Option<String>,
}

impl Payload {
    /// The first redirecting experiment that the visit is in.
    pub fn redirect(&self, context: &Context<'_>) -> Option<Redirect> {
        let redirects = self.experiments.iter().filter(|one| !one.manual && one.redirects());
        redirects
            .map(|one| one.run(self.run(&one.experiment, context), context))
            .find(|one| one.outcome.in_experiment)
    }
}

impl Redirecting {
    pub(super) fn read(json: &Value) -> Result<Redirecting, ExperimentError> {
        let fields = Fields::of(json, "experiments")?;
        Ok(Redirecting {
            experiment: Experiment::read(json)?,
            keeps_query: fields.flag("persistQueryString")? == Some(true),
            manual: fields.flag("manual")? == Some(true),
        })
    }

    fn redirects(&self) -> bool {
        let sends = |variation: &Value| variation.get("urlRedirect").is_some();
        self.experiment.url_patterns.is_some() && self.experiment.variations.iter().any(sends)
    }

    fn run(&self, outcome: Outcome, context: &Context<'_>) -> Redirect {
        let variation = self.experiment.variations.get(outcome.variation);
        let to = variation.and_then(|variation| variation.get("urlRedirect")?.as_str()).map(str::to_owned);
        let to_whole =
            |to: &str| if self.keeps_query { with_parameters(to, context.url) } else { to.to_owned() };
        let url = to.as_deref().filter(|to| !to.is_empty()).map(to_whole);
        let targets = self.experiment.url_patterns.as_deref().unwrap_or_default();
        Redirect { outcome, to, url: url.filter(|url| !(context.is_targeted)(url, targets)) }
    }
}

/// The address with those parameters of the present one that it does not have.
fn with_parameters(to: &str, present: &str) -> String {
    // Only whole addresses have parameters to merge; an empty host stands for none.
    let (Some(mut new), Some(old)) = (Address::parse(to, ""), Address::parse(present, "")) else {
        return to.to_owned();
    };
    let mut parameters = pairs(&new.query);
    let count = parameters.len();
    for (key, value) in pairs(&old.query) {
        if !parameters.iter().any(|(known, _)| *known == key) {
            parameters.push((key, value));
        }
    }
    if parameters.len() > count {
        new.query = joined(&parameters);
    }
    new.href()
}
