//! The reader: where it is in a value, and what was wrong first.
//!
//! It goes on after a mistake, with values of no meaning, and tells at the end: code that stops at each field would have
//! to drop all fields before it, at twice the size.

use serde_json::{Map, Value};
use thiserror::Error;

use super::FromJson;

/// What can't be read, and where.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{0}")]
pub struct Misread(pub(super) String);

/// Reads a value from its root to its leaves.
#[derive(Debug, Default)]
pub struct Reader {
    place: Vec<Step>,
    wrong: Option<Misread>,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Key(&'static str),
    Item(usize),
}

impl Reader {
    /// Says that what is read here is wrong.
    pub fn refuse(&mut self, why: &str) {
        if self.wrong.is_some() {
            return;
        }
        let mut message = String::new();
        for step in &self.place {
            message.push_str(if message.is_empty() { "`" } else { "." });
            match step {
                Step::Key(key) => message.push_str(key),
                Step::Item(at) => message.push_str(&at.to_string()),
            }
        }
        if !message.is_empty() {
            message.push_str("`: ");
        }
        message.push_str(why);
        self.wrong = Some(Misread(message));
    }

    /// Refuses what is none, by saying what was `expected`.
    pub fn expect<T>(&mut self, found: Option<T>, expected: &str) -> Option<T> {
        if found.is_none() {
            self.expected(expected);
        }
        found
    }

    /// The fields of an object that has none but these.
    pub fn object<'a>(&mut self, json: &'a Value, keys: &[&str]) -> Option<&'a Map<String, Value>> {
        let object = self.expect(json.as_object(), "an object")?;
        if let Some(unknown) = object.keys().find(|key| !keys.contains(&key.as_str())) {
            self.refuse(&["unknown key `", unknown, "`; known here: ", &keys.join(", ")].concat());
        }
        Some(object)
    }

    /// A field that must be there.
    pub fn field<T: FromJson>(&mut self, object: Option<&Map<String, Value>>, key: &'static str) -> T {
        let value = self.enter(object, key);
        let read = match value {
            Some(value) => T::read(value, self),
            None => T::absent(self),
        };
        self.place.pop();
        read
    }

    /// A field that is `default` where it is not there.
    pub fn field_or<T: FromJson>(
        &mut self,
        object: Option<&Map<String, Value>>,
        key: &'static str,
        default: T,
    ) -> T {
        let value = self.enter(object, key);
        let read = match value {
            Some(value) => T::read(value, self),
            None => default,
        };
        self.place.pop();
        read
    }

    /// One item of a list.
    pub fn item<T: FromJson>(&mut self, at: usize, json: &Value) -> T {
        self.place.push(Step::Item(at));
        let read = T::read(json, self);
        self.place.pop();
        read
    }

    /// The place of a text among `names`; 0 for any other.
    pub fn choice(&mut self, json: &Value, names: &[&str]) -> usize {
        let found = json.as_str().and_then(|text| names.iter().position(|name| *name == text));
        if found.is_none() {
            let given = json.as_str().map(|text| [" instead of `", text, "`"].concat()).unwrap_or_default();
            self.expected(&["one of ", &names.join(", "), &given].concat());
        }
        found.unwrap_or(0)
    }

    pub(super) fn end(self) -> Result<(), Misread> {
        self.wrong.map_or(Ok(()), Err)
    }

    fn expected(&mut self, what: &str) {
        self.refuse(&["expected ", what].concat());
    }

    fn enter<'a>(&mut self, object: Option<&'a Map<String, Value>>, key: &'static str) -> Option<&'a Value> {
        self.place.push(Step::Key(key));
        object?.get(key)
    }
}
