// Models: manifest and weights of each, and their WebAssembly chunk, fetched when the page has nothing better to do.
//
// Its absence is a normal state: whatever fails is told to the agent, which goes on without.

import type { Agent, Model } from "./agent";
import { isTrap, NearsideError } from "./host";
import { download } from "./wasm";

/** The model's chunk. */
export interface ModelChunk {
  load(manifest: Uint8Array, weights: Uint8Array): Promise<Model>;
}

/** Longest wait for an idle moment, ms. */
const PATIENCE = 2_000;

/** Settles once the page has loaded and is idle. */
export async function idle(): Promise<void> {
  if (document.readyState !== "complete") {
    await new Promise((resolve) => addEventListener("load", resolve, { once: true }));
  }
  await new Promise<void>((resolve) => {
    if ("requestIdleCallback" in window) requestIdleCallback(() => resolve(), { timeout: PATIENCE });
    else setTimeout(resolve, 1);
  });
}

/** The model in `folder`, or what kept it from coming; never rejects. */
export async function fetched(folder: string, chunk: () => Promise<ModelChunk>): Promise<Model | Error> {
  try {
    const base = new URL(folder.replace(/\/?$/, "/"), document.baseURI);
    const [{ load }, manifest] = await Promise.all([chunk(), bytes(new URL("manifest.json", base))]);
    const { file, sha256 } = listed(manifest);
    // The hash in the address lets the weights be cached for ever and never be stale.
    const weights = await bytes(new URL(`${file}?v=${sha256}`, base));
    return await load(manifest, weights).catch(refuse);
  } catch (error) {
    return error as Error;
  }
}

/** Hands a model to the agent, or tells the agent why not. */
export async function attach(agent: Agent, folder: string, coming: Promise<Model | Error>): Promise<void> {
  const model = await coming;
  if (!(model instanceof Error)) {
    try {
      return agent.attachModel(folder, model);
    } catch (error) {
      // What it refused it has reported itself.
      if (isTrap(error as Error)) throw error;
      return;
    }
  }
  const { message, code } = model as NearsideError;
  if (isTrap(model)) throw model;
  agent.withoutModel(folder, message, code === "model-refused");
}

/** The model's code is not the agent's: where it dies, only the model is lost. */
function refuse(error: unknown): never {
  throw isTrap(error) ? new NearsideError("model-refused", `its code stopped (${error.message})`) : error;
}

async function bytes(url: URL): Promise<Uint8Array> {
  return new Uint8Array(await (await download(url, "model-unavailable")).arrayBuffer());
}

function listed(manifest: Uint8Array): { file: string; sha256: string } {
  try {
    const { file, sha256 } = JSON.parse(new TextDecoder().decode(manifest)).weights;
    return { file: String(file), sha256: String(sha256) };
  } catch {
    throw new NearsideError("model-refused", "manifest.json names no weights");
  }
}
