//! Why a condition was refused.
//!
//! Strict parsing returns these, so that the author of a catalogue learns where the mistake is; lenient
//! parsing turns each of them into a test that never holds. `at` is a JSON Pointer (RFC 6901) into the
//! condition: empty at its root, else like `/$and/0/scroll.depth/$gt`.

/// A condition that does not follow the grammar, or that exceeds its bounds.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConditionError {
    /// A value has the wrong shape for where it stands.
    #[error("condition{at}: expected {expected}")]
    Shape {
        /// JSON Pointer to the value.
        at: String,
        /// What would have been accepted.
        expected: &'static str,
    },
    /// A key starts with `$` but names no operator that is known there.
    #[error("condition{at}: unknown operator `{operator}`")]
    UnknownOperator {
        /// JSON Pointer to the operator's operand.
        at: String,
        /// The name as written.
        operator: String,
    },
    /// A key of `$sequence` or `$count` that neither has.
    #[error("condition{at}: unknown key `{key}`")]
    UnknownKey {
        /// JSON Pointer to its value.
        at: String,
        /// The key as written.
        key: String,
    },
    /// A sequence of no steps, or of too many.
    #[error("condition{at}: a sequence has 1 to {limit} steps, not {found}")]
    Steps {
        /// JSON Pointer to the steps.
        at: String,
        /// How many there are.
        found: usize,
        /// The most accepted.
        limit: usize,
    },
    /// A span of time that no visit has.
    #[error("condition{at}: expected 1 to {limit} ms")]
    Span {
        /// JSON Pointer to the number.
        at: String,
        /// The longest accepted, ms.
        limit: u32,
    },
    /// One object holds operators next to other keys, so it would silently be compared as plain JSON.
    #[error("condition{at}: operators are mixed with other keys in one object")]
    MixedKeys {
        /// JSON Pointer to the object.
        at: String,
    },
    /// A regular expression does not compile, or compiles to more than the size allowed.
    #[error("condition{at}: pattern refused: {reason}")]
    Pattern {
        /// JSON Pointer to the pattern.
        at: String,
        /// The engine's reason.
        reason: String,
    },
    /// Lists and objects are nested too deep.
    #[error("condition is nested deeper than {limit} levels")]
    TooDeep {
        /// The deepest nesting accepted.
        limit: usize,
    },
    /// The condition holds too many values.
    #[error("condition holds more than {limit} values")]
    TooLarge {
        /// The most values accepted, counting every list, object and scalar.
        limit: usize,
    },
}
