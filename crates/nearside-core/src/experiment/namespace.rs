//! Mutual exclusion: who is free to take part in an experiment.
//!
//! A namespace or filter keeps a range of its own buckets, hashed with its own seed. Experiments that share the
//! seed and whose ranges don't overlap never share a visitor; experiments of different seeds are independent.

use serde_json::Value;

use super::{
    ExperimentError,
    bucket::Range,
    fields::{Fields, shape},
    hash::hash,
};

/// A part of a namespace, the older form: its name, from, to.
#[derive(Clone, Debug, PartialEq)]
pub struct Namespace(pub String, pub f64, pub f64);

impl Namespace {
    /// Reads `[name, from, to]`.
    pub(super) fn read(json: &Value) -> Result<Namespace, ExperimentError> {
        let parts = match json.as_array().map(Vec::as_slice) {
            Some([Value::String(name), from, to]) => from.as_f64().zip(to.as_f64()).map(|part| (name, part)),
            _ => None,
        };
        let read = parts.map(|(name, (from, to))| Namespace(name.clone(), from, to));
        read.ok_or(shape("namespace", "a name and two numbers"))
    }

    /// Whether the id is in this part. Always hashed by version 1, whatever the experiment's own version.
    pub fn holds(&self, id: &str) -> bool {
        let Namespace(name, from, to) = self;
        let mut seed = String::from("__");
        seed.push_str(name);
        hash(&seed, id, 1).is_some_and(|bucket| Range(*from, *to).contains(bucket))
    }
}

/// Parts of a namespace, which may be hashed by another attribute than the experiment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Name of the namespace in the hash.
    pub seed: String,
    /// The parts that may take part.
    pub ranges: Vec<Range>,
    /// 2 unless given.
    pub hash_version: Option<u32>,
    /// `id` unless given.
    pub attribute: Option<String>,
}

impl Filter {
    /// Reads `{seed, ranges, hashVersion, attribute}`.
    pub(super) fn read(json: &Value) -> Result<Filter, ExperimentError> {
        let fields = Fields::of(json, "filters")?;
        Ok(Filter {
            seed: fields.text("seed")?.unwrap_or_default(),
            ranges: fields.list("ranges", Range::read)?.unwrap_or_default(),
            hash_version: fields.version("hashVersion")?,
            attribute: fields.text("attribute")?,
        })
    }

    /// Whether the id is in one of the parts.
    pub fn holds(&self, id: &str) -> bool {
        let version = self.hash_version.filter(|version| *version != 0).unwrap_or(2);
        hash(&self.seed, id, version)
            .is_some_and(|bucket| self.ranges.iter().any(|range| range.contains(bucket)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(holds: impl Fn(&str) -> bool) -> bool {
        (0..2_000).all(|id| holds(&id.to_string()))
    }

    #[test]
    fn parts_that_meet_split_everyone() {
        let (low, high) = (Namespace("n".into(), 0.0, 0.3), Namespace("n".into(), 0.3, 1.0));
        let in_low = (0..2_000).filter(|id: &u32| low.holds(&id.to_string())).count();
        assert!(all(|id| low.holds(id) != high.holds(id)));
        assert!(all(|id| low.holds(id) == (hash("__n", id, 1) < Some(0.3))), "hashed with the SDKs' prefix");
        assert!((540..660).contains(&in_low), "{in_low}");
    }

    #[test]
    fn a_filter_takes_any_of_its_ranges_and_only_known_hashes() {
        let filter = |ranges: &[Range], hash_version| Filter {
            seed: "s".into(),
            ranges: ranges.to_vec(),
            hash_version,
            attribute: None,
        };
        let split = [Range(0.0, 0.2), Range(0.5, 1.0)];
        let rest = filter(&[Range(0.2, 0.5)], Some(2));
        for version in [None, Some(0), Some(2)] {
            let filter = filter(&split, version);
            assert!(all(|id| filter.holds(id) != rest.holds(id)), "{version:?}");
        }
        assert!(all(|id| !filter(&split, Some(3)).holds(id)));
        assert!(all(|id| !filter(&[], None).holds(id)));
    }
}
