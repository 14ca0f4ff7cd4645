//! The model's chunk, seen from here: a JavaScript object that implements the core's `Scorer`.
//!
//! rows → one call into the other instance → scores. Whatever the object lacks or throws is a typed error, and
//! the engine goes on without a model.

use js_sys::{Float32Array, Reflect, Uint32Array};
use nearside_core::{
    finetune::LastLayer,
    scorer::{Scorer, ScorerError, Task},
};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use crate::error::{AgentError, words};

#[wasm_bindgen(typescript_custom_section)]
const MODEL: &str = r#"
/** What the model's chunk gives: an instance of its `Model`. */
export interface Model {
  /** What it is for: `attention`, `propensity` or `segments`. */
  task(): string;
  /** Hash of the feature schema that it was trained on, 16 hex digits. */
  schema(): string;
  /** Names of what it gives for each row. */
  outputs(): string[];
  /** Columns that it reads. */
  inputs(): Uint32Array;
  /** A row of typical raw values. */
  typical(): Float32Array;
  /** Its outputs for each of `count` rows. */
  score(rows: Float32Array, count: number): Float32Array;
  /** What tells it from every other model, 16 hex digits; without it, or without what follows, it is not tuned. */
  hash?(): string;
  /** Weights of its last layer, then the bias; empty unless that layer can be tuned. */
  lastLayer?(): Float32Array;
  /** What that layer read of the latest row scored. */
  hidden?(): Float32Array;
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
    fn task(this: &Model) -> Result<String, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn outputs(this: &Model) -> Result<Vec<String>, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn schema(this: &Model) -> Result<String, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn inputs(this: &Model) -> Result<Uint32Array, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn typical(this: &Model) -> Result<Float32Array, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn score(this: &Model, rows: &Float32Array, count: u32) -> Result<Float32Array, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn hash(this: &Model) -> Result<String, JsValue>;

    #[wasm_bindgen(method, catch, js_name = lastLayer)]
    fn last_layer(this: &Model) -> Result<Vec<f32>, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn hidden(this: &Model) -> Result<Vec<f32>, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn info(this: &Model) -> Result<JsValue, JsValue>;
}

/// A model of another instance.
pub struct ForeignModel {
    model: Model,
    task: Task,
    schema: u64,
    inputs: Vec<usize>,
    typical: Vec<f32>,
    outputs: Vec<String>,
    last_layer: Option<LastLayer>,
}

impl ForeignModel {
    /// Asks the object what it is.
    ///
    /// # Errors
    /// [`AgentError::ModelRefused`], with the `folder` that it came from.
    pub fn new(folder: &str, model: Model) -> Result<ForeignModel, AgentError> {
        let unfit = |why: String| AgentError::ModelRefused { folder: folder.to_owned(), why };
        let refused = |thrown| unfit(words(&thrown));
        let task = model.task().map_err(refused)?;
        let task = Task::named(&task).ok_or_else(|| unfit("its task is none of this agent's".into()))?;
        let outputs = model.outputs().map_err(refused)?;
        let schema = model.schema().map_err(refused)?;
        let schema =
            u64::from_str_radix(&schema, 16).map_err(|_| unfit("its schema is not a hash".into()))?;
        let inputs =
            model.inputs().map_err(refused)?.to_vec().into_iter().map(|input| input as usize).collect();
        let typical = model.typical().map_err(refused)?.to_vec();
        let last_layer = last_layer(&model);
        Ok(ForeignModel { model, task, schema, inputs, typical, outputs, last_layer })
    }

    /// Its name, if it has one.
    pub fn name(&self) -> Option<String> {
        let info = self.model.info().ok()?;
        Reflect::get(&info, &"name".into()).ok()?.as_string()
    }
}

impl Scorer for ForeignModel {
    fn task(&self) -> Task {
        self.task
    }

    fn schema(&self) -> u64 {
        self.schema
    }

    fn inputs(&self) -> &[usize] {
        &self.inputs
    }

    fn typical(&self) -> &[f32] {
        &self.typical
    }

    fn outputs(&self) -> &[String] {
        &self.outputs
    }

    fn score(&mut self, rows: &[f32], outputs: &mut [f32]) -> Result<(), ScorerError> {
        let count = rows.len() / self.task.width();
        let answer = self.model.score(&Float32Array::from(rows), count as u32);
        let answer = answer.map_err(|thrown| ScorerError::Failed(words(&thrown)))?;
        if answer.length() as usize != outputs.len() {
            return Err(ScorerError::Failed("it gave another number of scores than asked for".into()));
        }
        answer.copy_to(outputs);
        Ok(())
    }

    fn last_layer(&self) -> Option<&LastLayer> {
        self.last_layer.as_ref()
    }

    fn hidden(&self) -> Option<Vec<f32>> {
        self.model.hidden().ok()
    }
}

/// The last layer, if there is one to tune: a chunk of an earlier version knows nothing of it, and throws.
fn last_layer(model: &Model) -> Option<LastLayer> {
    let hash = model.hash().ok()?;
    LastLayer::from_numbers(u64::from_str_radix(&hash, 16).ok()?, &model.last_layer().ok()?)
}
