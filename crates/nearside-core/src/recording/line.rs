//! The line of one event, written field by field.

use serde_json::{Number, Value};

use crate::json::ToJson;

/// A JSON list that grows at its end.
#[derive(Default)]
pub(super) struct Line(Vec<Value>);

impl Line {
    /// Begins with when and what.
    pub(super) fn of(at: f64, kind: &str) -> Line {
        let mut line = Line::default();
        line.number(at).text(kind);
        line
    }

    pub(super) fn number(&mut self, number: impl Into<f64>) -> &mut Line {
        self.put(Number::from_f64(number.into()).map_or(Value::Null, Value::Number))
    }

    pub(super) fn text(&mut self, text: &str) -> &mut Line {
        self.put(Value::from(text))
    }

    pub(super) fn flag(&mut self, flag: bool) -> &mut Line {
        self.put(Value::Bool(flag))
    }

    pub(super) fn index(&mut self, index: u16) -> &mut Line {
        self.put(Value::from(index))
    }

    /// Anything that has a form of its own.
    pub(super) fn form(&mut self, form: &dyn ToJson) -> &mut Line {
        self.put(form.write())
    }

    pub(super) fn put(&mut self, value: Value) -> &mut Line {
        self.0.push(value);
        self
    }

    pub(super) fn end(self) -> Value {
        Value::Array(self.0)
    }
}
