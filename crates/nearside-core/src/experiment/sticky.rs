//! Assignments that stick: who was given which variation stays with it while the experiment changes.
//!
//! One [`Assignment`] for each identifier, experiment and bucket version. A new bucket version starts afresh; a
//! raised least version shuts out whoever was in an older one. Invariants: at most `MOST` are kept, the oldest
//! go first; adding is idempotent, so it does no harm that tabs tell of the same one.

use serde_json::Value;

use crate::json::{FromJson, Reader, ToJson, object};

/// Most assignments kept, which come to about 7 KB of the 64 KB that all state may take.
const MOST: usize = 64;

/// What one visitor was given in one experiment.
#[derive(Clone, Debug, PartialEq)]
pub struct Assignment {
    /// The attribute that was hashed.
    pub attribute: String,
    /// Its value, as text.
    pub value: String,
    /// Experiment and bucket version: `key__0`.
    pub experiment: String,
    /// Key of the variation.
    pub variation: String,
}

/// All that is kept, oldest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Assignments(Vec<Assignment>);

/// What the assignments say of one visitor and experiment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Stuck<'a> {
    /// Nothing.
    Free,
    /// The key of a variation.
    To(&'a str),
    /// Was in a bucket version that is shut out.
    Blocked,
}

object!(Assignment { attribute, value, experiment, variation });

impl FromJson for Assignments {
    fn read(json: &Value, reader: &mut Reader) -> Self {
        Assignments(FromJson::read(json, reader))
    }
}

impl ToJson for Assignments {
    fn write(&self) -> Value {
        self.0.write()
    }
}

impl Assignments {
    /// In the order in which they were given.
    pub fn iter(&self) -> impl Iterator<Item = &Assignment> {
        self.0.iter()
    }

    /// Keeps an assignment in place of an earlier one of the same visitor and experiment.
    pub fn add(&mut self, new: Assignment) {
        self.0.retain(|old| {
            (&old.experiment, &old.attribute, &old.value) != (&new.experiment, &new.attribute, &new.value)
        });
        self.0.push(new);
        let excess = self.0.len().saturating_sub(MOST);
        self.0.drain(..excess);
    }

    /// Whether exactly this is kept.
    pub(super) fn holds(&self, assignment: &Assignment) -> bool {
        self.0.contains(assignment)
    }

    /// What is kept for the identifiers, given in order of precedence.
    pub(super) fn find(
        &self,
        identifiers: &[(&str, &str)],
        key: &str,
        version: u32,
        least: u32,
    ) -> Stuck<'_> {
        let is_of =
            |held: &Assignment, id: (&str, &str)| (held.attribute.as_str(), held.value.as_str()) == id;
        let held: Vec<_> =
            identifiers.iter().flat_map(|id| self.0.iter().filter(move |held| is_of(held, *id))).collect();
        let version_of =
            |held: &Assignment| held.experiment.strip_prefix(key)?.strip_prefix("__")?.parse::<u32>().ok();
        if held.iter().any(|held| version_of(held).is_some_and(|version| version < least)) {
            return Stuck::Blocked;
        }
        let kept = held.into_iter().find(|held| version_of(held) == Some(version));
        kept.map_or(Stuck::Free, |held| Stuck::To(&held.variation))
    }
}

/// The name of an experiment's bucket version.
pub(super) fn experiment_name(key: &str, version: u32) -> String {
    [key, "__", &version.to_string()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assignment(attribute: &str, value: &str, experiment: &str, variation: &str) -> Assignment {
        let own = str::to_owned;
        Assignment {
            attribute: own(attribute),
            value: own(value),
            experiment: own(experiment),
            variation: own(variation),
        }
    }

    #[test]
    fn the_first_identifier_wins_and_old_versions_block() {
        let mut kept = Assignments::default();
        for (attribute, experiment, variation) in
            [("id", "e__1", "a"), ("device", "e__1", "b"), ("device", "e__2", "c"), ("id", "ee__3", "d")]
        {
            kept.add(assignment(attribute, "x", experiment, variation));
        }
        let (id, device, other) = (("id", "x"), ("device", "x"), ("id", "y"));
        for (identifiers, version, least, expected) in [
            (vec![id, device], 1, 0, Stuck::To("a")),
            (vec![device, id], 1, 0, Stuck::To("b")),
            (vec![id], 2, 0, Stuck::Free),
            (vec![id, device], 2, 0, Stuck::To("c")),
            (vec![id, device], 2, 1, Stuck::To("c")),
            (vec![id, device], 2, 2, Stuck::Blocked),
            (vec![device], 3, 3, Stuck::Blocked),
            (vec![other], 1, 3, Stuck::Free),
            (vec![id], 3, 0, Stuck::Free),
        ] {
            assert_eq!(
                kept.find(&identifiers, "e", version, least),
                expected,
                "{identifiers:?} {version} {least}"
            );
        }
    }

    #[test]
    fn one_of_a_kind_and_no_more_than_the_most() {
        let mut kept = Assignments::default();
        for index in 0..MOST + 5 {
            kept.add(assignment("id", "x", &experiment_name("e", index as u32), "0"));
        }
        assert_eq!(kept.iter().count(), MOST);
        assert_eq!(kept.find(&[("id", "x")], "e", 4, 0), Stuck::Free);
        assert_eq!(kept.find(&[("id", "x")], "e", 5, 0), Stuck::To("0"));
        let again = assignment("id", "x", "e__5", "1");
        kept.add(again.clone());
        assert!(kept.holds(&again) && kept.iter().count() == MOST);
    }

    #[test]
    fn the_state_has_room_for_them() {
        let mut kept = Assignments::default();
        for index in 0..MOST {
            let id = "0123456789abcdef";
            kept.add(assignment("id", id, &experiment_name("an-experiment-name", index as u32), "variation"));
        }
        assert!(kept.write().to_string().len() < 8 * 1024);
    }
}
