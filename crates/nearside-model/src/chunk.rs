//! The chunk's face to JavaScript: one class, which the agent's loader hands to the engine.
//!
//! Every failure is thrown as an `Error` with `code` set to `model-refused`; nothing here panics on what comes
//! from outside.

use nearside_core::{finetune::LastLayer, scorer::Scorer};
use wasm_bindgen::prelude::*;

use crate::{manifest::schema_hex, model};

/// `code` of every error thrown here.
const REFUSED: &str = "model-refused";

/// A loaded model.
#[wasm_bindgen]
pub struct Model {
    model: model::Model,
    /// The manifest as it came: JavaScript reads it again, which costs no code here.
    manifest: String,
}

#[wasm_bindgen]
impl Model {
    /// Checks and loads a model from the bytes of manifest.json and weights.safetensors.
    ///
    /// # Errors
    /// An `Error` with `code` `model-refused` that says what does not match.
    pub fn load(manifest: &[u8], weights: &[u8]) -> Result<Model, JsValue> {
        let model = model::Model::load(manifest, weights).map_err(|error| refusal(&error.to_string()))?;
        Ok(Model { model, manifest: String::from_utf8_lossy(manifest).into_owned() })
    }

    /// What it is for.
    pub fn task(&self) -> String {
        self.model.task().name().to_owned()
    }

    /// Hash of the feature schema, 16 hex digits.
    pub fn schema(&self) -> String {
        schema_hex()
    }

    /// Columns of a row that it reads.
    pub fn inputs(&self) -> Vec<u32> {
        self.model.inputs().iter().map(|&column| column as u32).collect()
    }

    /// Names of what it gives for each row.
    pub fn outputs(&self) -> Vec<String> {
        self.model.outputs().to_vec()
    }

    /// A row of typical raw values.
    pub fn typical(&self) -> Vec<f32> {
        self.model.typical().to_vec()
    }

    /// Scores `count` rows of raw features: its outputs for each.
    ///
    /// # Errors
    /// An `Error` with `code` `model-refused` when the rows do not fit or a score is not finite.
    pub fn score(&mut self, rows: &[f32], count: usize) -> Result<Vec<f32>, JsValue> {
        if count.checked_mul(self.model.task().width()) != Some(rows.len()) {
            return Err(refusal("the rows are not as many as was said"));
        }
        let mut outputs = vec![0.0; count * self.model.outputs().len()];
        self.model.score(rows, &mut outputs).map_err(|error| refusal(&error.to_string()))?;
        Ok(outputs)
    }

    /// What tells this model from every other, 16 hex digits.
    pub fn hash(&self) -> String {
        format!("{:016x}", self.model.hash())
    }

    /// Weights of its last layer, then the bias; empty unless that layer can be tuned.
    #[wasm_bindgen(js_name = lastLayer)]
    pub fn last_layer(&self) -> Vec<f32> {
        self.model.last_layer().map(LastLayer::numbers).unwrap_or_default()
    }

    /// What that layer read of the latest row scored; empty without one.
    pub fn hidden(&self) -> Vec<f32> {
        self.model.hidden().unwrap_or_default()
    }

    /// The manifest, as an object.
    ///
    /// # Errors
    /// What `JSON.parse` throws, if it reads other JSON than this code does.
    pub fn info(&self) -> Result<JsValue, JsValue> {
        js_sys::JSON::parse(&self.manifest)
    }
}

fn refusal(message: &str) -> JsValue {
    let error = js_sys::Error::new(message);
    // Setting a property of a fresh, extensible object does not fail.
    let _ = js_sys::Reflect::set(&error, &"code".into(), &REFUSED.into());
    error.into()
}
