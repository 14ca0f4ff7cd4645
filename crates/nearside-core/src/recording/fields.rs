//! The fields of one recorded event, read one after the other.

use serde_json::Value;

use crate::json::{self, FromJson};

/// A JSON list that is read from front to back.
pub(super) struct Fields<'a>(std::slice::Iter<'a, Value>);

impl<'a> Fields<'a> {
    pub(super) fn of(value: &'a Value) -> Result<Self, String> {
        Ok(Fields(value.as_array().ok_or("it is not a list")?.iter()))
    }

    pub(super) fn value(&mut self) -> Result<&'a Value, String> {
        self.0.next().ok_or_else(|| "a field is missing".to_owned())
    }

    pub(super) fn number(&mut self) -> Result<f64, String> {
        let value = self.value()?;
        value.as_f64().ok_or_else(|| format!("{value} is not a number"))
    }

    pub(super) fn flag(&mut self) -> Result<bool, String> {
        let value = self.value()?;
        value.as_bool().ok_or_else(|| format!("{value} is not true or false"))
    }

    pub(super) fn word(&mut self) -> Result<String, String> {
        let value = self.value()?;
        value.as_str().map(str::to_owned).ok_or_else(|| format!("{value} is not a string"))
    }

    pub(super) fn index(&mut self) -> Result<u16, String> {
        let value = self.value()?;
        let index = value.as_u64().and_then(|index| u16::try_from(index).ok());
        index.ok_or_else(|| format!("{value} is not an index"))
    }

    /// An index, or null.
    pub(super) fn maybe_index(&mut self) -> Result<Option<u16>, String> {
        if self.0.as_slice().first() == Some(&Value::Null) {
            self.0.next();
            return Ok(None);
        }
        self.index().map(Some)
    }

    /// What `parse` makes of a string, or null.
    pub(super) fn maybe<T, E: ToString>(
        &mut self,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<Option<T>, String> {
        let value = self.value()?;
        if value.is_null() {
            return Ok(None);
        }
        let text = value.as_str().ok_or_else(|| format!("{value} is not a string"))?;
        parse(text).map(Some).map_err(|error| error.to_string())
    }

    /// A value of a type that has a JSON form of its own.
    pub(super) fn parsed<T: FromJson>(&mut self) -> Result<T, String> {
        json::from_value(self.value()?).map_err(|misread| misread.to_string())
    }

    /// One of a list of names.
    pub(super) fn one_of<T: Copy>(&mut self, names: &[(&str, T)]) -> Result<T, String> {
        let word = self.word()?;
        let found = names.iter().find(|(name, _)| *name == word);
        found.map(|&(_, value)| value).ok_or_else(|| format!("`{word}` is not known here"))
    }

    pub(super) fn end(mut self) -> Result<(), String> {
        match self.0.next() {
            None => Ok(()),
            Some(more) => Err(format!("{more} is one field too many")),
        }
    }
}
