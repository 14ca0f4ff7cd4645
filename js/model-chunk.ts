// The model's chunk: candle in WebAssembly, in a file of its own so that no decision waits for it.

import { initSync, Model } from "../target/pkg/model/model.js";
import file from "model.wasm";
import { compile } from "./wasm";

export async function load(manifest: Uint8Array, weights: Uint8Array): Promise<Model> {
  initSync({ module: await compile(new URL(file, import.meta.url)) });
  return Model.load(manifest, weights);
}
