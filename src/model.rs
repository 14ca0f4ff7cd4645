//! The model's chunk, seen from here: a JavaScript object that implements the core's `Scorer`.
//!
//! rows → one call into the other instance → scores. Whatever the object lacks or throws is a typed error, and
//! the engine goes on without a model.

use js_sys::{Float32Array, Reflect, Uint32Array};
use nearside_core::scorer::{Score, Scorer, ScorerError};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use crate::error::{AgentError, words};

#[wasm_bindgen(typescript_custom_section)]
const MODEL: &str = r#"
/** What the model's chunk gives: an instance of its `Model`. */
export interface Model {
  /** Hash of the feature schema that it was trained on, 16 hex digits. */
  schema(): string;
  /** Columns that it reads. */
  inputs(): Uint32Array;
  /** A full row of typical raw values. */
  typical(): Float32Array;
  /** Estimate and forecast for each of `count` rows. */
  score(rows: Float32Array, count: number): Float32Array;
  /** What it is: at least its name. */
  info(): { name?: string };
}
"#;

#[wasm_bindgen]
extern "C" {
    /// The model in its own chunk.
    #[wasm_bindgen(typescript_type = "Model")]
    pub type Model;

    #[wasm_bindgen(method, catch)]
    fn schema(this: &Model) -> Result<String, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn inputs(this: &Model) -> Result<Uint32Array, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn typical(this: &Model) -> Result<Float32Array, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn score(this: &Model, rows: &Float32Array, count: u32) -> Result<Float32Array, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn info(this: &Model) -> Result<JsValue, JsValue>;
}

/// A model of another instance.
pub struct ForeignModel {
    model: Model,
    schema: u64,
    inputs: Vec<usize>,
    typical: Vec<f32>,
    /// Scratch for the answers.
    flat: Vec<f32>,
}

impl ForeignModel {
    /// Asks the object what it is.
    ///
    /// # Errors
    /// [`AgentError::ModelRefused`].
    pub fn new(model: Model) -> Result<ForeignModel, AgentError> {
        let refused = |thrown| AgentError::ModelRefused(words(&thrown));
        let schema = model.schema().map_err(refused)?;
        let schema = u64::from_str_radix(&schema, 16)
            .map_err(|_| AgentError::ModelRefused("its schema is not a hash".into()))?;
        let inputs =
            model.inputs().map_err(refused)?.to_vec().into_iter().map(|input| input as usize).collect();
        let typical = model.typical().map_err(refused)?.to_vec();
        Ok(ForeignModel { model, schema, inputs, typical, flat: Vec::new() })
    }

    /// Its name, if it has one.
    pub fn name(&self) -> Option<String> {
        let info = self.model.info().ok()?;
        Reflect::get(&info, &"name".into()).ok()?.as_string()
    }
}

impl Scorer for ForeignModel {
    fn schema(&self) -> u64 {
        self.schema
    }

    fn inputs(&self) -> &[usize] {
        &self.inputs
    }

    fn typical(&self) -> &[f32] {
        &self.typical
    }

    fn score(&mut self, rows: &[f32], scores: &mut [Score]) -> Result<(), ScorerError> {
        let answer = self.model.score(&Float32Array::from(rows), scores.len() as u32);
        let answer = answer.map_err(|thrown| ScorerError::Failed(words(&thrown)))?;
        if answer.length() as usize != scores.len() * 2 {
            return Err(ScorerError::Failed("it gave another number of scores than asked for".into()));
        }
        self.flat.resize(scores.len() * 2, 0.0);
        answer.copy_to(&mut self.flat);
        for (score, pair) in scores.iter_mut().zip(self.flat.chunks_exact(2)) {
            *score = Score { estimate: pair[0], forecast: pair[1] };
        }
        Ok(())
    }
}
