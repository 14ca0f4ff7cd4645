//! Saved groups: named lists that conditions refer to by id.
//!
//! `{"id": ["a", 1, …]}` → lookup by id. Invariant: members are scalars, since a list or object never counts as
//! a member. An unknown id is an empty group; an entry that cannot be read is neither matched by `$inGroup` nor
//! by `$notInGroup`, so that a newer format never lets everyone through.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::ConditionError;
use super::parse::{is_scalar, shape};
use super::pointer::Pointer;

/// The lists that `$inGroup` and `$notInGroup` refer to. The default holds none.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SavedGroups(BTreeMap<String, Option<Vec<Value>>>);

impl SavedGroups {
    /// Reads an object of lists of scalars.
    ///
    /// # Errors
    /// [`ConditionError::Shape`] where it is anything else.
    pub fn parse(json: &Value) -> Result<Self, ConditionError> {
        let object = json.as_object().ok_or_else(|| shape(Pointer::Root, "an object of lists"))?;
        let groups = Self(object.iter().map(|(id, json)| (id.clone(), json.as_array().cloned())).collect());
        groups.check()?;
        Ok(groups)
    }

    /// Refuses what was read by serde and is not what [`SavedGroups::parse`] reads.
    ///
    /// # Errors
    /// [`ConditionError::Shape`] for what is no list of scalars.
    pub fn check(&self) -> Result<(), ConditionError> {
        for (id, members) in &self.0 {
            let at = Pointer::Key(&Pointer::Root, id);
            let members = members.as_deref().ok_or_else(|| shape(at, "a list"))?;
            if let Some(index) = members.iter().position(|member| !is_scalar(member)) {
                return Err(shape(Pointer::Index(&at, index), "text, a number, a boolean or null"));
            }
        }
        Ok(())
    }

    /// How many groups there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// How many members they have together.
    pub(crate) fn all_members(&self) -> usize {
        self.0.values().flatten().map(Vec::len).sum()
    }

    /// Reads what can be read, as an SDK does.
    pub fn parse_lenient(json: &Value) -> Self {
        let scalars = |list: &Vec<Value>| list.iter().filter(|member| is_scalar(member)).cloned().collect();
        let entry = |(id, json): (&String, &Value)| (id.clone(), json.as_array().map(scalars));
        Self(json.as_object().into_iter().flatten().map(entry).collect())
    }

    /// The members of a group; `None` where its entry cannot be read.
    pub(super) fn members(&self, id: &str) -> Option<&[Value]> {
        self.0.get(id).map_or(Some(&[]), Option::as_deref)
    }
}
