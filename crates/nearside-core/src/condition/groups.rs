//! Saved groups: named lists that conditions refer to by id.
//!
//! `{"id": ["a", 1, …]}` → lookup by id. A list or object among the members counts for nothing. An unknown id is an empty
//! group; an entry that cannot be read is neither matched by `$inGroup` nor by `$notInGroup`, so that a newer format
//! never lets everyone through.

use serde_json::{Map, Value};

use super::ConditionError;
use super::parse::{is_scalar, shape};
use super::pointer::Pointer;
use crate::json::{FromJson, Reader, ToJson};

/// The lists that `$inGroup` and `$notInGroup` refer to. The default holds none.
///
/// Kept as they were written: code for another kind of map would weigh more than all of this file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SavedGroups(Map<String, Value>);

impl FromJson for SavedGroups {
    fn read(json: &Value, reader: &mut Reader) -> Self {
        SavedGroups(FromJson::read(json, reader))
    }
}

impl ToJson for SavedGroups {
    fn write(&self) -> Value {
        self.0.write()
    }
}

impl SavedGroups {
    /// Reads an object of lists of scalars.
    ///
    /// # Errors
    /// [`ConditionError::Shape`] where it is anything else.
    pub fn parse(json: &Value) -> Result<Self, ConditionError> {
        let groups = json.as_object().ok_or_else(|| shape(Pointer::Root, "an object of lists"))?;
        let groups = Self(groups.clone());
        groups.check()?;
        Ok(groups)
    }

    /// Refuses what was read from settings and [`SavedGroups::parse`] would not have.
    ///
    /// # Errors
    /// [`ConditionError::Shape`] for what is no list of scalars.
    pub fn check(&self) -> Result<(), ConditionError> {
        for (id, members) in &self.0 {
            let at = Pointer::Key(&Pointer::Root, id);
            let members = members.as_array().ok_or_else(|| shape(at, "a list"))?;
            if let Some(index) = members.iter().position(|member| !is_scalar(member)) {
                return Err(shape(Pointer::Index(&at, index), "text, a number, a boolean or null"));
            }
        }
        Ok(())
    }

    /// Reads what can be read, as an SDK does.
    pub fn parse_lenient(json: &Value) -> Self {
        Self(json.as_object().cloned().unwrap_or_default())
    }

    /// How many groups there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// How many members they have together.
    pub(crate) fn all_members(&self) -> usize {
        self.0.values().filter_map(Value::as_array).map(Vec::len).sum()
    }

    /// The members of a group; `None` where its entry cannot be read. A list or object among them equals nothing.
    pub(super) fn members(&self, id: &str) -> Option<&[Value]> {
        self.0.get(id).map_or(Some(&[]), |members| Some(members.as_array()?))
    }
}
