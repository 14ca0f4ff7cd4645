//! Explain: a decision in plain words, and what would have changed it.
//!
//! decision, slot → sentences. Paths are told by what they mean, weights by which way they point, and the nearest change to
//! one single input that would have led to another variant by that input's value.

use std::fmt::Write;

use crate::{
    decimal::rounded,
    decision::{Decision, Instead, Reason, Weighed},
    features::schema::{Feature, PAGE, REGION, Unit},
    slot::{Slot, VariantId},
};

/// How many of the features that weighed are told in words.
const MOST_TOLD: usize = 3;

/// How the schema speaks of a region.
const REGION_WORD: &str = "the region";

/// Why a slot's decision came out as it did, for people.
pub fn explain(slot: &Slot, decision: &Decision) -> String {
    let name = |variant: VariantId| {
        slot.variants.get(usize::from(variant.0)).map_or("another variant", |variant| &variant.name)
    };
    let mut text = sentence(decision, name(decision.variant));
    let signed = decision.reason != Reason::Rule;
    for weighed in decision.weighed.iter().take(MOST_TOLD) {
        tell(&mut text, weighed, signed);
    }
    if let Some(Instead { variant, path, value, .. }) = &decision.instead {
        let (meaning, other) = (meaning(path), name(*variant));
        // A string takes everything.
        let _ = write!(text, " It would have been “{other}” with {}: {meaning}.", amount(path, *value));
    }
    text
}

/// What the value behind a path says, for people.
pub fn meaning(path: &str) -> String {
    if let Some(feature) = feature(path) {
        return match region(path, feature) {
            Some(region) if feature.meaning.contains(REGION_WORD) => {
                feature.meaning.replace(REGION_WORD, region)
            }
            Some(region) => [feature.meaning, ", of ", region].concat(),
            None => feature.meaning.to_owned(),
        };
    }
    let (group, rest) = path.split_once('.').unwrap_or((path, ""));
    let (subject, measure) = rest.rsplit_once('.').unwrap_or((rest, ""));
    match (group, measure) {
        ("session", _) => "How likely this session is to convert, by the model".to_owned(),
        ("segment", _) => ["How far the visit falls in the segment ", rest].concat(),
        ("attention", "share") => ["Share of the attention that went to what is about ", subject].concat(),
        ("attention", _) => ["Expected time that the visitor looked at ", subject].concat(),
        _ => path.to_owned(),
    }
}

fn sentence(decision: &Decision, variant: &str) -> String {
    let because = match decision.reason {
        Reason::Consent => "The default, as personalization is not wanted.",
        Reason::Paused => "The default, as the visitor paused nearside.",
        Reason::Automation(_) => "The default, as a program seems to drive this browser.",
        Reason::Holdout => "The default, as this browser is in the holdout that always sees it.",
        Reason::Worse => "The default, as the variant did reliably worse here.",
        Reason::Default => "The default, as nothing spoke for another variant yet.",
        Reason::Rule => return format!("“{variant}”, as its rule holds."),
        Reason::Forced => return format!("“{variant}”, as the page's address asks for it."),
        Reason::Score => return format!("“{variant}”, as what it is about won the most attention."),
        Reason::Exploration => return format!("“{variant}”, drawn at random so as to learn about others."),
        Reason::Experiment => {
            return format!(
                "“{variant}”, by a fixed split that gives it to {} of visitors.",
                percent(decision)
            );
        }
        Reason::Policy => {
            return format!("“{variant}”, by what was learned here, with a chance of {}.", percent(decision));
        }
    };
    because.to_owned()
}

fn percent(decision: &Decision) -> String {
    [&rounded(decision.propensity.get() * 100.0, 0), " %"].concat()
}

fn tell(text: &mut String, weighed: &Weighed, signed: bool) {
    let Weighed { path, value, weight } = weighed;
    let way = match (signed, *weight > 0.0) {
        (false, _) => "Read",
        (true, true) => "For it",
        (true, false) => "Against it",
    };
    let _ = write!(text, " {way}: {}, {}.", meaning(path), amount(path, *value));
}

/// A value with its unit.
fn amount(path: &str, value: f32) -> String {
    let value = f64::from(value);
    let seconds = || [&rounded(value / 1_000.0, 1), " s"].concat();
    match feature(path).map(|feature| feature.unit) {
        Some(Unit::Flag) => if value > 0.5 { "yes" } else { "no" }.to_owned(),
        Some(Unit::Ms) => seconds(),
        Some(Unit::Count | Unit::Code) => rounded(value, 0),
        Some(Unit::Px) => [&rounded(value, 0), " px"].concat(),
        None if path.ends_with(".ms") => seconds(),
        _ => rounded(value, 2),
    }
}

/// The column of a path, whatever its region.
fn feature(path: &str) -> Option<&'static Feature> {
    let of_region = || {
        let (group, rest) = path.split_once('.')?;
        let (_, measure) = rest.rsplit_once('.')?;
        REGION.iter().find(|feature| feature.path.split_once(".*.") == Some((group, measure)))
    };
    PAGE.iter().find(|feature| feature.path == path).or_else(of_region)
}

/// The region that a path names.
fn region<'a>(path: &'a str, feature: &Feature) -> Option<&'a str> {
    let (before, after) = feature.path.split_once('*')?;
    path.strip_prefix(before)?.strip_suffix(after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        signal::RegionId,
        slot::{SlotId, SlotSpec, VariantSpec},
        units::{Millis, Ratio},
    };

    fn slot() -> Slot {
        let variant = |name: &str| VariantSpec { name: name.to_owned(), ..VariantSpec::default() };
        let variants = vec![variant("voices"), variant("looks")];
        Slot::new(SlotSpec { name: "hero".into(), variants, ..SlotSpec::default() }, RegionId(0)).unwrap()
    }

    fn decision(reason: Reason) -> Decision {
        let weighed = |path: &str, value, weight| Weighed { path: path.to_owned(), value, weight };
        let weighed = vec![
            weighed("session.returning", 1.0, 0.8),
            weighed("hover.reviews.ms", 2_400.0, -0.3),
            weighed("segment.deep", 0.25, 0.1),
            weighed("clicks.count", 2.0, 0.05),
        ];
        let instead = Instead { variant: VariantId(2), path: "session.pages".into(), value: 6.6, now: 2.0 };
        Decision {
            slot: SlotId(0),
            variant: VariantId(1),
            at: Millis::ZERO,
            propensity: Ratio::new(0.72),
            reason,
            weighed,
            instead: Some(instead),
        }
    }

    #[test]
    fn a_decision_is_told_in_words() {
        let told = explain(&slot(), &decision(Reason::Policy));
        assert_eq!(
            told,
            "“voices”, by what was learned here, with a chance of 72 %. For it: An earlier session was seen on this \
             device, yes. Against it: Time the cursor was over reviews, 2.4 s. For it: How far the visit falls in the segment \
             deep, 0.25. It would have been “looks” with 7: Pages of this session, this one included."
        );
        let told = explain(&slot(), &Decision { instead: None, ..decision(Reason::Rule) });
        assert!(told.starts_with("“voices”, as its rule holds. Read: An earlier session"), "{told}");
    }

    #[test]
    fn every_path_has_a_meaning() {
        for feature in PAGE.iter().chain(REGION) {
            let path = feature.path.replace('*', "photos");
            let meaning = meaning(&path);
            assert!(meaning.len() > 8 && meaning != path, "{path}");
            assert_eq!(meaning.contains("photos"), feature.path.contains('*'), "{path}: {meaning}");
        }
        for path in ["session.conversion", "segment.deep", "attention.voices.share", "attention.photos.ms"] {
            assert_ne!(meaning(path), path);
        }
    }
}
