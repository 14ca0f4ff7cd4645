//! The parsed form of a condition.
//!
//! Three layers, as in the grammar: a [`Clause`] asks about attributes, a [`Test`] about one value, an
//! [`Operator`] is one `$name: operand` of a test. Operands are stored ready to compare: folded to lower case,
//! padded, compiled. A negative operator (`$ne`, `$nin`, …) is the positive one under `Not`; `$notInGroup` is not, since
//! an unreadable group satisfies neither it nor `$inGroup`.

use serde_json::Value;

use super::compare::{Order, Primitive};
use super::pattern::Pattern;
use crate::units::Millis;

/// A question about attributes.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Clause {
    /// Every part holds; so does the empty list. An object's entries, or `$and`.
    All(Vec<Clause>),
    /// Some part holds; by convention of the SDKs so does the empty list. `$or`.
    Any(Vec<Clause>),
    /// The part does not hold. `$not`, and around `Any` also `$nor`.
    Not(Box<Clause>),
    /// The attribute at this path passes the test.
    Attribute { path: String, test: Test },
    /// The steps happened in this order, in a span of at most `within`, and the last of them in the last `since`.
    Sequence { steps: Vec<String>, within: Millis, since: Millis },
    /// How often this happened in the last `within` passes the test.
    Count { of: String, within: Millis, test: Box<Test> },
    /// Outside the grammar.
    Never,
}

/// A question about one value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Test {
    /// Reads as this text.
    Text(String),
    /// Reads as this text (stored in lower case), whatever the case.
    Folded(String),
    /// Reads as this number.
    Number(f64),
    /// Is not null, and is truthy or falsy.
    Truth(bool),
    /// Is null or absent.
    Null,
    /// Is this list or object.
    Json(Value),
    /// Passes every operator.
    Every(Vec<Operator>),
}

/// One operator with its operand.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Operator {
    /// Same type and same value.
    Equal(Value),
    /// Orders so against the operand.
    Order(Order, Primitive<'static>),
    /// Orders so against the padded version.
    Version(Order, String),
    /// Is in the list; for a list, has a member in it.
    OneOf(Vec<Value>),
    /// The same, whatever the case; the list is stored in lower case.
    OneOfFolded(Vec<Value>),
    /// Is in the saved group of this id (for a list, has a member in it), or is not.
    Group { id: String, member: bool },
    /// Is a list in which each test is passed by some element.
    Contains(Vec<Test>),
    /// Is a list with an element, not null, that passes the test.
    Element(Test),
    /// Is a list with an element, not null, whose own attributes satisfy the clause.
    ElementClause(Clause),
    /// Is a list whose length passes the test.
    Size(Test),
    /// Matches, read as text.
    Pattern(Pattern),
    /// Is (not) null or absent.
    Exists(bool),
    /// Is of this JSON type.
    Type(Kind),
    /// Fails the test.
    Not(Test),
    /// Outside the grammar.
    Never,
}

/// A JSON type, as `$type` names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Null,
    Boolean,
    Number,
    String,
    Array,
    Object,
}

impl Kind {
    /// The type of a value.
    pub(super) fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(_) => Self::Boolean,
            Value::Number(_) => Self::Number,
            Value::String(_) => Self::String,
            Value::Array(_) => Self::Array,
            Value::Object(_) => Self::Object,
        }
    }

    /// The type of this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "null" => Self::Null,
            "boolean" => Self::Boolean,
            "number" => Self::Number,
            "string" => Self::String,
            "array" => Self::Array,
            "object" => Self::Object,
            _ => return None,
        })
    }
}

impl Clause {
    /// Calls `visit` with the path of every attribute read, in order.
    pub(super) fn each_path<'a>(&'a self, visit: &mut dyn FnMut(&'a str)) {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.each_path(visit)),
            Self::Not(part) => part.each_path(visit),
            Self::Attribute { path, .. } => visit(path),
            Self::Sequence { .. } | Self::Count { .. } | Self::Never => {}
        }
    }
}
