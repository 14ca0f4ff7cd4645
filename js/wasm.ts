// WebAssembly from a URL: fetched, streamed, compiled, or a typed error that says which of these failed.

import { NearsideError } from "./host";

/** The smallest module there is: magic number and version. */
const EMPTY = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

/** Throws unless WebAssembly may run here. Tried before the download: a blocked page should not pay for one. */
function probe(): void {
  if (typeof WebAssembly !== "object") {
    throw new NearsideError("wasm-unavailable", "this browser has no WebAssembly; the page keeps its default content");
  }
  try {
    // WebKit compiles under any policy and refuses the instance.
    new WebAssembly.Instance(new WebAssembly.Module(EMPTY));
  } catch {
    throw new NearsideError("wasm-blocked", "the page's CSP forbids WebAssembly: add 'wasm-unsafe-eval' to script-src");
  }
}

/** Fetches `url`; throws `code` when it does not come. */
export async function download(url: URL | string, code: string): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch (error) {
    throw new NearsideError(code, `${url} did not load (${(error as Error).message})`);
  }
  if (!response.ok) throw new NearsideError(code, `${url} did not load (HTTP ${response.status})`);
  return response;
}

export async function compile(url: URL | string): Promise<WebAssembly.Module> {
  probe();
  const response = await download(url, "wasm-unavailable");
  // Streaming insists on the type; where a server gets it wrong, slower is better than not at all.
  const streams = response.headers.get("content-type")?.startsWith("application/wasm");
  try {
    if (streams) return await WebAssembly.compileStreaming(response);
    return await WebAssembly.compile(await response.arrayBuffer());
  } catch (error) {
    const broken = error instanceof WebAssembly.CompileError;
    throw new NearsideError(
      broken ? "wasm-invalid" : "wasm-unavailable",
      `${url} is not usable (${(error as Error).message}): serve the file unchanged`,
    );
  }
}
