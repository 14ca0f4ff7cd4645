//! Multivariate tests: several factors at once, each with its own levels.
//!
//! `{key, factors: [{name, levels, weights}], …}` and whatever else an experiment may say → one experiment for each
//! factor, named `key.name`, so that `?key.name=1` forces one level and leaves the other factors alone. Each is
//! hashed with its own name as seed, which makes factors orthogonal; who takes part is hashed once for all, so a
//! visit is in every factor or in none (but for what is forced).

use serde_json::{Map, Value};

use super::{
    ExperimentError,
    bucket::Range,
    context::Context,
    definition::{Experiment, MAX_BYTES},
    fields::{Fields, shape},
    namespace::{Filter, Namespace},
    outcome::Outcome,
    prerequisite::Prerequisites,
};
use crate::json;

/// Most factors of one test; with more, a cell sees too few visitors to tell anything of interactions.
const MAX_FACTORS: usize = 8;

/// A full factorial test.
#[derive(Clone, Debug, PartialEq)]
pub struct Factorial {
    factors: Vec<(String, Experiment)>,
}

impl Factorial {
    /// Reads and checks a test; settings other than `factors` are those of an experiment.
    ///
    /// # Errors
    /// Any [`ExperimentError`]; the first found.
    pub fn parse(text: &str) -> Result<Factorial, ExperimentError> {
        if text.len() > MAX_BYTES {
            return Err(ExperimentError::TooLarge { limit: MAX_BYTES });
        }
        let json = json::parse(text).map_err(|error| ExperimentError::Syntax(error.to_string()))?;
        let shared = Fields::of(&json, "the test")?;
        let written = shared.value("factors").and_then(Value::as_array).ok_or(shape("factors", "a list"))?;
        let key = shared.text("key")?.unwrap_or_default();
        if key.is_empty() {
            return Err(ExperimentError::NoKey);
        }
        if !(2..=MAX_FACTORS).contains(&written.len()) {
            return Err(ExperimentError::Factors { key, count: written.len(), least: 2, most: MAX_FACTORS });
        }
        // What belongs to one factor can't be said of all.
        let own = ["variations", "weights", "ranges", "seed", "meta", "force"];
        if let Some(own) = own.into_iter().find(|own| shared.given(own).is_some()) {
            return Err(ExperimentError::Unknown(own.to_owned()));
        }
        let mut factors: Vec<(String, Experiment)> = Vec::new();
        for factor in written {
            let factor = Fields::of(factor, "factors")?;
            let name = factor.text("name")?.unwrap_or_default();
            if name.is_empty() || factors.iter().any(|(taken, _)| *taken == name) {
                return Err(ExperimentError::Factor { key, name });
            }
            let experiment = experiment(shared, &[&key, ".", &name].concat(), factor)?;
            factors.push((name, experiment));
        }
        for (_, experiment) in &mut factors {
            share_enrolment(experiment, &key);
        }
        Ok(Factorial { factors })
    }

    /// The factors' names and experiments, in the order written.
    pub fn factors(&self) -> impl Iterator<Item = (&str, &Experiment)> {
        self.factors.iter().map(|(name, experiment)| (name.as_str(), experiment))
    }

    /// Runs every factor on a visit, in the order written.
    pub fn run(&self, context: &Context<'_>, prerequisites: &mut dyn Prerequisites) -> Vec<Outcome> {
        self.factors.iter().map(|(_, experiment)| experiment.run(context, prerequisites)).collect()
    }
}

/// The experiment of one factor.
fn experiment(shared: Fields<'_>, key: &str, factor: Fields<'_>) -> Result<Experiment, ExperimentError> {
    if let Some(unknown) = factor.names().find(|name| !["name", "levels", "weights"].contains(&name.as_str()))
    {
        return Err(ExperimentError::Unknown(unknown.clone()));
    }
    let levels = factor.list("levels", |level| Ok(level.clone()))?.unwrap_or_default();
    let mut json = Map::new();
    for name in shared.names().filter(|name| *name != "factors") {
        json.insert(name.clone(), shared.value(name).cloned().unwrap_or_default());
    }
    json.insert("key".to_owned(), key.into());
    json.insert("variations".to_owned(), levels.into());
    json.insert("weights".to_owned(), factor.value("weights").cloned().unwrap_or_default());
    let experiment = Experiment::checked(&Value::Object(json))?;
    // Version 1 correlates between seeds that differ little, as the factors' do.
    Ok(Experiment { hash_version: Some(2), ..experiment })
}

/// Puts coverage and namespace into filters seeded by the test's key, the same for every factor.
fn share_enrolment(experiment: &mut Experiment, key: &str) {
    let attribute = experiment.hash_attribute.clone();
    let filter = |seed: String, range, version| Filter {
        seed,
        ranges: vec![range],
        hash_version: Some(version),
        attribute: attribute.clone(),
    };
    let mut filters = experiment.filters.take();
    if let (None, Some(Namespace(name, from, to))) = (&filters, experiment.namespace.take()) {
        // How a namespace is hashed, said as a filter.
        filters = Some(vec![filter(["__", &name].concat(), Range(from, to), 1)]);
    }
    if let Some(coverage) = experiment.coverage.take() {
        filters.get_or_insert_default().push(filter(key.to_owned(), Range(0.0, coverage), 2));
    }
    experiment.filters = filters;
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::condition::SavedGroups;
    use crate::experiment::NoPrerequisites;

    fn test(changes: Value) -> Result<Factorial, ExperimentError> {
        let mut json = json!({"key": "hero", "factors": [
            {"name": "headline", "levels": ["a", "b"]},
            {"name": "image", "levels": [1, 2, 3], "weights": [0.5, 0.25, 0.25]},
        ]});
        for (key, value) in changes.as_object().unwrap() {
            json[key] = value.clone();
        }
        Factorial::parse(&json.to_string())
    }

    fn levels(test: &Factorial, id: u32, url: &str) -> Vec<Option<usize>> {
        let (attributes, groups) = (json!({ "id": id }), SavedGroups::default());
        let context = Context { url, ..Context::new(&attributes, &groups) };
        let outcomes = test.run(&context, &mut NoPrerequisites);
        outcomes.iter().map(|outcome| outcome.in_experiment.then_some(outcome.variation)).collect()
    }

    #[test]
    fn factors_are_orthogonal_and_enrolled_together() {
        const VISITORS: u32 = 20_000;
        let test = test(json!({"coverage": 0.6, "namespace": ["n", 0, 0.5]})).unwrap();
        let mut cells = [[0_u32; 3]; 2];
        for id in 1..=VISITORS {
            match levels(&test, id, "")[..] {
                [Some(headline), Some(image)] => cells[headline][image] += 1,
                [None, None] => {}
                _ => panic!("visitor {id} is in one factor only"),
            }
        }
        let enrolled = cells.iter().flatten().sum::<u32>();
        assert!((f64::from(enrolled) / f64::from(VISITORS) - 0.3).abs() < 0.02, "{enrolled}");
        for row in cells {
            for (count, weight) in row.into_iter().zip([0.5, 0.25, 0.25]) {
                let expected = f64::from(enrolled) * 0.5 * weight;
                // Four standard deviations of a binomial count.
                assert!((f64::from(count) - expected).abs() < 4.0 * expected.sqrt(), "{cells:?}");
            }
        }
    }

    #[test]
    fn one_factor_can_be_forced() {
        let test = test(json!({})).unwrap();
        for id in 1..50 {
            let free = levels(&test, id, "/?hero=1&other.image=1");
            assert_eq!(free, levels(&test, id, ""));
            assert_eq!(levels(&test, id, "/?hero.image=2"), [free[0], Some(2)]);
        }
        let factors = test.factors().map(|(name, experiment)| (name, experiment.hash_version));
        assert_eq!(factors.collect::<Vec<_>>(), [("headline", Some(2)), ("image", Some(2))]);
    }

    #[test]
    fn a_mistake_is_named() {
        let factor = |name: &str, levels: Value| json!({"name": name, "levels": levels});
        let two = || factor("x", json!([1, 2]));
        for (changes, expected) in [
            (json!({"key": ""}), "no `key`"),
            (json!({"factors": [two()]}), "1 factors"),
            (json!({"factors": vec![two(); 2]}), "factor `x`"),
            (json!({"factors": [two(), factor("", json!([1, 2]))]}), "factor ``"),
            (json!({"factors": [two(), factor("y", json!([1]))]}), "`hero.y` has 1 variations"),
            (
                json!({"factors": [two(), {"name": "y", "levels": [1, 2], "weights": [1, 1]}]}),
                "weights of `hero.y`",
            ),
            (json!({"weights": [0.5, 0.5]}), "no setting `weights`"),
            (json!({"coverag": 1}), "no setting `coverag`"),
            (json!({"factors": 1}), "`factors` must be a list"),
            (
                json!({"factors": [two(), {"name": "y", "levels": [1, 2], "weight": [1, 1]}]}),
                "no setting `weight`",
            ),
        ] {
            let message = test(changes.clone()).unwrap_err().to_string();
            assert!(message.contains(expected), "{changes} gave: {message}");
        }
    }
}
