// The model's chunk: candle in WebAssembly, in a file of its own so that no decision waits for it.

import { initSync, Model } from "../target/pkg/model/model.js";
import file from "model.wasm";
import { compile } from "./wasm";

/** Begun at once, beside the weights; `load` is where a failure is met. */
const compiled = compile(new URL(file, import.meta.url));
compiled.catch(() => {});

export async function load(manifest: Uint8Array, weights: Uint8Array): Promise<Model> {
  initSync({ module: await compiled });
  return Model.load(manifest, weights);
}
