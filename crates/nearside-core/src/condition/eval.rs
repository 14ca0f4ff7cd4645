//! Evaluation of a parsed condition.
//!
//! Tree, attributes and saved groups → `bool`. Walks the tree, stops at the first part that decides, and
//! allocates only where a value must be read as text that it is not.

use std::borrow::Cow;

use serde_json::Value;

use super::compare::{
    Primitive, equal_json, identical, identical_folded, intersects, same_folded, text_order,
};
use super::tree::{Clause, Kind, Operator, Test};
use super::{Attributes, SavedGroups, coerce, version};

impl Clause {
    /// Whether the clause holds for the attributes.
    pub(super) fn holds(&self, attributes: &dyn Attributes, groups: &SavedGroups) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(attributes, groups)),
            Self::Any(parts) => parts.is_empty() || parts.iter().any(|part| part.holds(attributes, groups)),
            Self::Not(part) => !part.holds(attributes, groups),
            Self::Attribute { path, test } => {
                test.passes(&attributes.get(path).unwrap_or(Cow::Owned(Value::Null)), groups)
            }
            Self::Sequence { steps, within, since } => {
                attributes.history().is_some_and(|history| history.has_sequence(steps, *within, *since))
            }
            Self::Count { of, within, test } => attributes
                .history()
                .is_some_and(|history| test.passes(&Value::from(history.count(of, *within)), groups)),
            Self::Never => false,
        }
    }
}

impl Test {
    fn passes(&self, actual: &Value, groups: &SavedGroups) -> bool {
        match self {
            Self::Text(expected) => coerce::text(actual) == *expected,
            Self::Folded(expected) => same_folded(&coerce::text(actual), expected),
            Self::Number(expected) => coerce::number(actual) == *expected,
            Self::Truth(expected) => !actual.is_null() && coerce::truthy(actual) == *expected,
            Self::Null => actual.is_null(),
            Self::Json(expected) => equal_json(actual, expected),
            Self::Every(operators) => operators.iter().all(|operator| operator.passes(actual, groups)),
        }
    }
}

impl Operator {
    fn passes(&self, actual: &Value, groups: &SavedGroups) -> bool {
        match self {
            Self::Equal(expected) => identical(actual, expected),
            Self::Order(order, expected) => {
                Primitive::of(actual).order(expected).is_some_and(|ordering| order.admits(ordering))
            }
            Self::Version(order, expected) => order.admits(text_order(&version::padded(actual), expected)),
            Self::OneOf(list) => intersects(actual, list, identical),
            Self::OneOfFolded(list) => intersects(actual, list, identical_folded),
            Self::Group { id, member } => {
                groups.members(id).is_some_and(|members| intersects(actual, members, identical) == *member)
            }
            Self::Contains(tests) => actual.as_array().is_some_and(|elements| {
                tests.iter().all(|test| elements.iter().any(|element| test.passes(element, groups)))
            }),
            Self::Element(test) => present_elements(actual).any(|element| test.passes(element, groups)),
            Self::ElementClause(clause) => {
                present_elements(actual).any(|element| clause.holds(element, groups))
            }
            Self::Size(test) => {
                actual.as_array().is_some_and(|elements| test.passes(&Value::from(elements.len()), groups))
            }
            Self::Pattern(pattern) => pattern.matches(&coerce::text(actual)),
            Self::Exists(expected) => actual.is_null() != *expected,
            Self::Type(kind) => Kind::of(actual) == *kind,
            Self::Not(test) => !test.passes(actual, groups),
            Self::Never => false,
        }
    }
}

/// The elements that `$elemMatch` looks at: all but null, so that an absent element has no attributes to match.
fn present_elements(actual: &Value) -> impl Iterator<Item = &Value> {
    actual.as_array().into_iter().flatten().filter(|element| !element.is_null())
}
