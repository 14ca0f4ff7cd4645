//! JSON → the tree, for clauses and tests.
//!
//! Strict parsing stops at the first part outside the grammar and says where it is. Lenient parsing puts a
//! `Never` in its place, as narrow as possible, and goes on: so a valid condition means the same in both, and a
//! condition from a newer SDK still decides what it can. Operators are in `operator.rs`; what only nearside knows,
//! `$sequence` and `$count`, is in `happened.rs` and for strict parsing alone.

use serde_json::{Map, Value};

use super::ConditionError;
use super::pointer::Pointer;
use super::tree::{Clause, Operator, Test};

/// A parser, strict or lenient.
pub(super) struct Parser {
    strict: bool,
}

impl Parser {
    /// Refuses anything outside the grammar.
    pub(super) fn strict() -> Self {
        Self { strict: true }
    }

    /// Fails only where not even the outermost shape is right.
    pub(super) fn lenient() -> Self {
        Self { strict: false }
    }

    /// A whole condition.
    pub(super) fn root(&self, json: &Value) -> Result<Clause, ConditionError> {
        self.clause(json, Pointer::Root)
    }

    /// An object of attribute paths and of `$and`, `$or`, `$nor`, `$not`.
    pub(super) fn clause(&self, json: &Value, at: Pointer<'_>) -> Result<Clause, ConditionError> {
        let Value::Object(object) = json else {
            return Err(shape(at, "an object of attributes and operators"));
        };
        let entry = |(key, json): (&String, &Value)| {
            let at = Pointer::Key(&at, key);
            self.recover(self.entry(key, json, at), Clause::Never)
        };
        object.iter().map(entry).collect::<Result<_, _>>().map(Clause::All)
    }

    /// What one value must be: a scalar or JSON to equal, or an object of operators.
    pub(super) fn test(&self, json: &Value, at: Pointer<'_>) -> Result<Test, ConditionError> {
        Ok(match json {
            Value::Null => Test::Null,
            Value::Bool(truth) => Test::Truth(*truth),
            Value::Number(number) => Test::Number(super::coerce::float(number)),
            Value::String(text) => Test::Text(text.clone()),
            Value::Array(_) => Test::Json(json.clone()),
            Value::Object(object) if holds_operators(object) => self.every(object, at)?,
            Value::Object(object) => {
                self.demand(!object.keys().any(|key| key.starts_with('$')), || ConditionError::MixedKeys {
                    at: at.text(),
                })?;
                Test::Json(json.clone())
            }
        })
    }

    /// An object of operators, all of which must pass.
    pub(super) fn every(&self, object: &Map<String, Value>, at: Pointer<'_>) -> Result<Test, ConditionError> {
        let operator = |(name, json): (&String, &Value)| {
            let at = Pointer::Key(&at, name);
            self.recover(self.operator(name, json, at), Operator::Never)
        };
        object.iter().map(operator).collect::<Result<_, _>>().map(Test::Every)
    }

    /// In strict mode an error unless `met`: for operands that an SDK takes but that can only be mistakes.
    pub(super) fn demand(
        &self,
        met: bool,
        error: impl FnOnce() -> ConditionError,
    ) -> Result<(), ConditionError> {
        if self.strict && !met { Err(error()) } else { Ok(()) }
    }

    fn entry(&self, key: &str, json: &Value, at: Pointer<'_>) -> Result<Clause, ConditionError> {
        Ok(match key {
            "$and" => Clause::All(self.clauses(json, at)?),
            "$or" => Clause::Any(self.clauses(json, at)?),
            "$nor" => Clause::Not(Box::new(Clause::Any(self.clauses(json, at)?))),
            "$not" => Clause::Not(Box::new(self.clause(json, at)?)),
            // To an SDK these two are attributes like any other.
            "$sequence" if self.strict => self.sequence(json, at)?,
            "$count" if self.strict => self.count(json, at)?,
            path => {
                // To an SDK any other key is an attribute, even one that starts with `$`.
                self.demand(!path.starts_with('$'), || unknown(path, at))?;
                Clause::Attribute { path: path.to_owned(), test: self.test(json, at)? }
            }
        })
    }

    fn clauses(&self, json: &Value, at: Pointer<'_>) -> Result<Vec<Clause>, ConditionError> {
        let list = json.as_array().ok_or_else(|| shape(at, "a list of conditions"))?;
        let clause = |(index, json)| {
            let at = Pointer::Index(&at, index);
            self.recover(self.clause(json, at), Clause::Never)
        };
        list.iter().enumerate().map(clause).collect()
    }

    fn recover<T>(&self, parsed: Result<T, ConditionError>, never: T) -> Result<T, ConditionError> {
        if self.strict { parsed } else { Ok(parsed.unwrap_or(never)) }
    }
}

/// Whether an object is to be read as operators: it has keys, and all start with `$`.
pub(super) fn holds_operators(object: &Map<String, Value>) -> bool {
    !object.is_empty() && object.keys().all(|key| key.starts_with('$'))
}

/// Whether a value is neither a list nor an object.
pub(super) fn is_scalar(json: &Value) -> bool {
    !json.is_array() && !json.is_object()
}

/// The error for a value of the wrong shape.
pub(super) fn shape(at: Pointer<'_>, expected: &'static str) -> ConditionError {
    ConditionError::Shape { at: at.text(), expected }
}

/// The error for an operator that is not known where it stands.
pub(super) fn unknown(operator: &str, at: Pointer<'_>) -> ConditionError {
    ConditionError::UnknownOperator { at: at.text(), operator: operator.to_owned() }
}
