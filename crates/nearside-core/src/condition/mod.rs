//! Targeting conditions: the MongoDB-like grammar that GrowthBook's SDKs share.
//!
//! JSON → [`Condition`] (parsed once) → [`Condition::eval`] over [`Attributes`] → `bool`.
//! `{"scroll.depth": {"$gt": 0.75}, "$or": [{"device": "touch"}, {"segment": {"$in": ["explorer"]}}]}`.
//! Values are compared by JavaScript's coercion rules, since rules written for one SDK must mean the same in
//! all of them: an absent attribute equals `null`, orders like 0 and reads as the text `null`. Beside attributes a
//! condition written for nearside may ask for what happened: `{"$sequence": {"steps": ["filter", "back"], "within":
//! 60000}}`, `{"$count": {"of": "click.reviews", "within": 60000, "$gte": 3}}`.
//!
//! Invariant: parsing bounds depth and size and evaluation only walks the parsed tree, so neither panics nor
//! overflows the stack on any input; regular expressions take linear time.

mod error;
mod pointer;
mod bounds;
mod coerce;
mod compare;
mod version;
mod pattern;
mod tree;
mod parse;
mod operator;
mod happened;
mod attributes;
mod groups;
mod eval;
#[cfg(test)]
mod tests;

use serde_json::{Map, Value};

pub use attributes::Attributes;
pub use error::ConditionError;
pub use groups::SavedGroups;

use parse::Parser;
use tree::Clause;

/// A parsed condition.
///
/// ```
/// use nearside_core::condition::{Condition, SavedGroups};
/// use serde_json::json;
///
/// let rule = Condition::parse(&json!({"scroll.depth": {"$gt": 0.75}}))?;
/// assert!(rule.eval(&json!({"scroll": {"depth": 0.8}}), &SavedGroups::default()));
/// # Ok::<(), nearside_core::condition::ConditionError>(())
/// ```
///
/// Cheap to evaluate, and equal to another when both were parsed from equal JSON.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition(Clause);

impl Condition {
    /// Parses a condition written for nearside.
    ///
    /// # Errors
    /// Anything outside the grammar: an unknown operator, an operand of the wrong shape, a pattern that does
    /// not compile, more nesting or more values than the bounds allow.
    pub fn parse(json: &Value) -> Result<Self, ConditionError> {
        bounds::check(json)?;
        Parser::strict().root(json).map(Self)
    }

    /// Parses a condition as an SDK does: a part outside the grammar never holds, the rest still counts.
    /// A condition beyond the bounds never holds as a whole.
    pub fn parse_lenient(json: &Value) -> Self {
        let parsed = bounds::check(json).and_then(|()| Parser::lenient().root(json));
        Self(parsed.unwrap_or(Clause::Never))
    }

    /// Whether the condition holds for these attributes. The empty condition always holds.
    pub fn eval(&self, attributes: &dyn Attributes, groups: &SavedGroups) -> bool {
        self.0.holds(attributes, groups)
    }

    /// The attributes it reads, in order of first appearance and each once. Paths inside `$elemMatch` are
    /// relative to an element and so are not among them.
    pub fn paths(&self) -> Vec<&str> {
        // Not a set: the page has the code for maps of values anyway, and each other kind takes 3 KB.
        let (mut paths, mut seen) = (Vec::new(), Map::new());
        self.0.each_path(&mut |path| {
            if seen.insert(path.to_owned(), Value::Null).is_none() {
                paths.push(path);
            }
        });
        paths
    }
}
