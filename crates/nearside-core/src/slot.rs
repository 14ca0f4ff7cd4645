//! Slots and their variants: what may be shown where, and when.
//!
//! The shell reads them from the page's HTML (or a catalogue); [`Slot::new`] checks them before anything is
//! decided. Variant 0 is always the page's own default content.

use serde_json::Value;
use thiserror::Error;

use crate::{
    condition::{Condition, ConditionError},
    experiment::{Experiment, ExperimentError},
    json,
    name::is_name,
    reward::{Reward, RewardError},
    signal::RegionId,
};

/// Index of a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SlotId(pub u16);

/// Index of a variant within its slot; 0 is the default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VariantId(pub u16);

impl VariantId {
    /// The page's own content.
    pub const DEFAULT: VariantId = VariantId(0);
}

/// Name of the default variant in code, JSON and UI.
pub const DEFAULT_NAME: &str = "default";

/// Why a slot was refused. It then keeps its default content; other slots go on.
#[derive(Clone, Debug, Error, PartialEq)]
#[non_exhaustive]
pub enum SlotError {
    /// A name that is empty, too long or has other characters than letters, digits, `_` and `-`.
    #[error("`{0}` is not a name: use 1 to 64 letters, digits, `_` or `-`")]
    Name(String),
    /// Two variants of one name.
    #[error("slot `{slot}` has two variants named `{variant}`")]
    DuplicateVariant {
        /// Which slot.
        slot: String,
        /// Which name.
        variant: String,
    },
    /// No variants at all.
    #[error("slot `{0}` has no variants")]
    NoVariants(String),
    /// A variant that the slot does not have was named.
    #[error("slot `{slot}` has no variant `{variant}`")]
    UnknownVariant {
        /// Which slot.
        slot: String,
        /// Which name.
        variant: String,
    },
    /// A condition that is not JSON.
    #[error("the condition of variant `{variant}` in slot `{slot}` is not JSON: {reason}")]
    ConditionSyntax {
        /// Which slot.
        slot: String,
        /// Which variant.
        variant: String,
        /// What the parser says.
        reason: String,
    },
    /// A condition outside the grammar.
    #[error("the condition of variant `{variant}` in slot `{slot}` is not valid: {source}")]
    Condition {
        /// Which slot.
        slot: String,
        /// Which variant.
        variant: String,
        /// What is wrong.
        source: ConditionError,
    },
    /// A reward that can't be.
    #[error("the reward of slot `{slot}` is not valid: {source}")]
    Reward {
        /// Which slot.
        slot: String,
        /// What is wrong.
        source: RewardError,
    },
    /// An experiment that can't be run.
    #[error("the experiment of slot `{slot}` is not valid: {source}")]
    Experiment {
        /// Which slot.
        slot: String,
        /// What is wrong.
        source: ExperimentError,
    },
    /// An experiment that asks for what a slot can't tell, or has other variations than its variants.
    #[error("the experiment of slot `{slot}` has `{key}`: {remedy}")]
    ExperimentKey {
        /// Which slot.
        slot: String,
        /// Which key.
        key: &'static str,
        /// What to do.
        remedy: &'static str,
    },
}

/// A variant as written by the site, before it is checked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VariantSpec {
    /// Its name, unique in the slot.
    pub name: String,
    /// Its rule, as JSON.
    pub when: Option<String>,
    /// Names of the regions that it is about.
    pub about: Vec<String>,
}

/// A slot as written by the site, before it is checked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SlotSpec {
    /// Its name, unique on the page.
    pub name: String,
    /// May change again after its first change.
    pub live: bool,
    /// Nothing is to be tried out here.
    pub careful: bool,
    /// Its experiment, as JSON.
    pub experiment: Option<String>,
    /// The variation that the page's address asks for.
    pub forced: Option<u16>,
    /// What counts as success for it.
    pub reward: Option<String>,
    /// Variants besides the default.
    pub variants: Vec<VariantSpec>,
}

/// A checked variant.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Its name.
    pub name: String,
    /// Its rule.
    pub when: Option<Condition>,
    /// Names of the regions that it is about.
    pub about: Vec<String>,
}

/// A checked slot.
#[derive(Clone, Debug)]
pub struct Slot {
    /// Its name.
    pub name: String,
    /// The slot's own box.
    pub region: RegionId,
    /// May change again after its first change.
    pub live: bool,
    /// Nothing is to be tried out here: what is known to be best is shown, and chance has no say.
    pub careful: bool,
    /// A fixed split of visitors between its variants, the default first.
    pub experiment: Option<Experiment>,
    /// The variation of it that the page's address asks for.
    pub forced: Option<u16>,
    /// What counts as success for it; with it, what works here is learned.
    pub reward: Option<Reward>,
    /// The variants; [`VariantId::DEFAULT`] first.
    pub variants: Vec<Variant>,
}

impl Slot {
    /// Checks `spec` and makes it the slot at `region`.
    ///
    /// # Errors
    /// Any [`SlotError`] but `UnknownVariant`; the first found.
    pub fn new(spec: SlotSpec, region: RegionId) -> Result<Slot, SlotError> {
        if !is_name(&spec.name) {
            return Err(SlotError::Name(spec.name));
        }
        if spec.variants.is_empty() {
            return Err(SlotError::NoVariants(spec.name));
        }
        let mut variants = vec![Variant { name: DEFAULT_NAME.to_owned(), when: None, about: Vec::new() }];
        for VariantSpec { name, when, about } in spec.variants {
            if let Some(bad) = std::iter::once(&name).chain(&about).find(|n| !is_name(n)) {
                return Err(SlotError::Name(bad.clone()));
            }
            if variants.iter().any(|v| v.name == name) {
                return Err(SlotError::DuplicateVariant { slot: spec.name, variant: name });
            }
            let when = when.map(|json| read_condition(&json, &spec.name, &name)).transpose()?;
            variants.push(Variant { name, when, about });
        }
        let experiment =
            spec.experiment.map(|json| read_experiment(&json, &spec.name, &variants)).transpose()?;
        let invalid = |source| SlotError::Reward { slot: spec.name.clone(), source };
        let reward = spec.reward.map(|text| Reward::parse(&text).map_err(invalid)).transpose()?;
        let SlotSpec { name, live, careful, forced, .. } = spec;
        Ok(Slot { name, region, live, careful, experiment, forced, reward, variants })
    }

    /// The variant called `name`.
    ///
    /// # Errors
    /// [`SlotError::UnknownVariant`].
    pub fn variant(&self, name: &str) -> Result<VariantId, SlotError> {
        match self.variants.iter().position(|v| v.name == name) {
            Some(index) => Ok(VariantId(index as u16)),
            None => Err(SlotError::UnknownVariant { slot: self.name.clone(), variant: name.to_owned() }),
        }
    }
}

fn read_condition(text: &str, slot: &str, variant: &str) -> Result<Condition, SlotError> {
    let (slot, variant) = (slot.to_owned(), variant.to_owned());
    match json::parse(text) {
        Err(error) => Err(SlotError::ConditionSyntax { slot, variant, reason: error.to_string() }),
        Ok(value) => {
            Condition::parse(&value).map_err(|source| SlotError::Condition { slot, variant, source })
        }
    }
}

/// Reads an experiment between a slot's variants, which need not be listed again.
fn read_experiment(text: &str, slot: &str, variants: &[Variant]) -> Result<Experiment, SlotError> {
    let invalid = |source| SlotError::Experiment { slot: slot.to_owned(), source };
    let mut value: Value =
        json::parse(text).map_err(|error| invalid(ExperimentError::Syntax(error.to_string())))?;
    let names: Vec<Value> = variants.iter().map(|variant| Value::from(variant.name.as_str())).collect();
    let named = Value::Array(names);
    if let Value::Object(fields) = &mut value {
        let given = fields.entry("variations").or_insert_with(|| named.clone());
        let wrong = |key, remedy| SlotError::ExperimentKey { slot: slot.to_owned(), key, remedy };
        if *given != named {
            return Err(wrong(
                "variations",
                "leave it out, or list the names of the variants, the default first",
            ));
        }
        for key in ["urlPatterns", "groups", "parentConditions"] {
            if fields.contains_key(key) {
                return Err(wrong(key, "a slot knows nothing of these; use `condition`, or leave it out"));
            }
        }
    }
    Experiment::parse(&value.to_string()).map_err(invalid)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(variants: &[(&str, Option<&str>)]) -> SlotSpec {
        SlotSpec {
            name: "hero".into(),
            variants: variants
                .iter()
                .map(|&(name, when)| VariantSpec {
                    name: name.into(),
                    when: when.map(Into::into),
                    about: Vec::new(),
                })
                .collect(),
            ..SlotSpec::default()
        }
    }

    #[test]
    fn a_slot_that_can_not_work_is_refused_with_what_is_wrong() {
        for (variants, message) in [
            (vec![], "no variants"),
            (vec![("a b", None)], "`a b` is not a name"),
            (vec![("", None)], "`` is not a name"),
            (vec![("proof", None), ("proof", None)], "two variants named `proof`"),
            (vec![("default", None)], "two variants named `default`"),
            (vec![("proof", Some("{"))], "condition of variant `proof`"),
        ] {
            let error = Slot::new(spec(&variants), RegionId(0)).unwrap_err().to_string();
            assert!(error.contains(message), "{variants:?} gave: {error}");
        }
    }

    #[test]
    fn an_experiment_is_between_the_slot_s_variants() {
        let read = |json: &str| {
            let spec =
                SlotSpec { experiment: Some(json.into()), ..spec(&[("proof", None), ("offer", None)]) };
            Slot::new(spec, RegionId(0)).map(|slot| slot.experiment.unwrap().variations.len())
        };
        assert_eq!(read(r#"{"key": "hero", "weights": [0.5, 0.25, 0.25]}"#), Ok(3));
        assert_eq!(read(r#"{"key": "hero", "variations": ["default", "proof", "offer"]}"#), Ok(3));
        for (json, message) in [
            ("{", "not valid"),
            ("[]", "not valid"),
            ("{}", "not valid"),
            (r#"{"key": "hero", "weights": [0.5, 0.5]}"#, "not valid"),
            (r#"{"key": "hero", "variations": [0, 1, 2]}"#, "`variations`: leave it out"),
            (r#"{"key": "hero", "urlPatterns": []}"#, "`urlPatterns`"),
            (r#"{"key": "hero", "colour": "red"}"#, "colour"),
        ] {
            let error = read(json).unwrap_err().to_string();
            assert!(error.contains(message), "{json} gave: {error}");
        }
    }

    #[test]
    fn the_default_comes_first_and_unknown_names_are_errors() {
        let slot = Slot::new(spec(&[("proof", Some("{}"))]), RegionId(3)).unwrap();
        assert_eq!(slot.variant("default"), Ok(VariantId::DEFAULT));
        assert_eq!(slot.variant("proof"), Ok(VariantId(1)));
        assert!(matches!(slot.variant("offer"), Err(SlotError::UnknownVariant { .. })));
    }
}
