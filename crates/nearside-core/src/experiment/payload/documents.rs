//! Sticky assignments in the form that GrowthBook's SDKs store.
//!
//! [`Assignments`] ↔ `{"id||7": {attributeName, attributeValue, assignments: {"key__0": "1"}}}`, for sites that
//! move from an SDK with their visitors' assignments.

use serde_json::{Map, Value, json};

use crate::experiment::{Assignment, Assignments};

impl Assignments {
    /// Reads documents, in an object or a list; what is not of their form is left out.
    pub fn from_documents(json: &Value) -> Assignments {
        let documents =
            json.as_object().into_iter().flat_map(Map::values).chain(json.as_array().into_iter().flatten());
        let mut all = Assignments::default();
        for document in documents {
            let text = |key: &str| document[key].as_str().filter(|text| !text.is_empty());
            let (Some(attribute), Some(value)) = (text("attributeName"), text("attributeValue")) else {
                continue;
            };
            for (experiment, variation) in document["assignments"].as_object().into_iter().flatten() {
                let Some(variation) = variation.as_str() else { continue };
                all.add(Assignment {
                    attribute: attribute.to_owned(),
                    value: value.to_owned(),
                    experiment: experiment.clone(),
                    variation: variation.to_owned(),
                });
            }
        }
        all
    }

    /// The documents, by attribute and value.
    pub fn to_documents(&self) -> Value {
        let mut documents = json!({});
        for Assignment { attribute, value, experiment, variation } in self.iter() {
            let document = &mut documents[[attribute, "||", value].concat()];
            document["attributeName"] = json!(attribute);
            document["attributeValue"] = json!(value);
            document["assignments"][experiment] = json!(variation);
        }
        documents
    }
}
