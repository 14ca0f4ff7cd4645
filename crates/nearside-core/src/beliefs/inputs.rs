//! The inputs of a context: which features beliefs are about, what they are called, and what they can be.
//!
//! place in a context ↔ path, range and raw value. Invariant: the first input is always 1.

use std::ops::RangeInclusive;

use crate::{
    features::{
        Context,
        normalise::{bend, unbend},
        schema::{self, Feature},
    },
    priors::MOST_SEGMENTS,
    seed::fnv1a,
};

/// Features of the visit that beliefs are about: few, and known before much of the page was read.
const INPUTS: [&str; 15] = [
    "session.returning",
    "device.mobile",
    "device.tablet",
    "pointer.touch",
    "time.morning",
    "time.evening",
    "time.night",
    "time.weekend",
    "referrer.search",
    "referrer.social",
    "referrer.internal",
    "session.pages",
    "session.dwell",
    "scroll.depth",
    "clicks.count",
];
/// Bent features are divided by this, so that none outweighs the flags.
const SCALE: f64 = 10.0;

/// The features of a context, each scaled.
pub(super) fn features(context: &Context) -> impl Iterator<Item = f64> {
    INPUTS.iter().filter_map(|path| {
        let column = schema::index_of(path)?;
        let feature = schema::column(column)?;
        Some(f64::from(bend(feature, context[column])) / scale(feature))
    })
}

/// Whether the input is yes or no.
pub(super) fn is_flag(at: usize) -> bool {
    column(at).is_some_and(|feature| feature.unit == schema::Unit::Flag)
}

/// The feature at this place of a context, if one is there.
fn column(at: usize) -> Option<&'static Feature> {
    schema::column(schema::index_of(INPUTS.get(at.checked_sub(1)?)?)?)
}

fn scale(feature: &Feature) -> f64 {
    if feature.shape == schema::Shape::Log { SCALE } else { 1.0 }
}

/// What an input can be.
pub(super) fn range(at: usize) -> RangeInclusive<f64> {
    let end = |feature: &Feature, raw: f32| f64::from(bend(feature, raw)) / scale(feature);
    column(at).map_or(0.0..=1.0, |feature| end(feature, feature.low)..=end(feature, feature.high))
}

/// The raw value of an input.
pub(super) fn raw(at: usize, value: f64) -> f32 {
    column(at).map_or(value as f32, |feature| unbend(feature, (value * scale(feature)) as f32))
}

/// Where segments begin in a context: after the one that is always 1, the features and the conversion.
pub(super) const FIRST_SEGMENT: usize = 1 + INPUTS.len() + 1;

/// What the inputs of a context are called: one that is always 1, features, conversion, segments, each variant's share of
/// attention.
pub(super) fn names(segments: &[String], variants: &[&str]) -> Vec<String> {
    let segment = |place: usize| {
        let named = segments.get(place).cloned();
        ["segment.", &named.unwrap_or_else(|| place.to_string())].concat()
    };
    ["always"]
        .into_iter()
        .chain(INPUTS)
        .chain(["session.conversion"])
        .map(str::to_owned)
        .chain((0..MOST_SEGMENTS).map(segment))
        .chain(variants.iter().map(|variant| ["attention.", variant, ".share"].concat()))
        .collect()
}

/// Hash of what a context is made of.
pub(super) fn hash(names: &[String]) -> u64 {
    fnv1a(names.iter().flat_map(|name| name.bytes().chain([0])))
}
