// The npm entry: the same agent for bundlers. Importing it does nothing, so servers may import it too.

import { Client, type Answer, type Purpose } from "./client";
import { fetchCatalogue } from "./catalogue";
import { compile } from "./wasm";

export { NearsideError } from "./host";
export type { Answer, Client, Details, Purpose } from "./client";
export type { DecisionReport, ErrorReport, ExposureReport, Inspection, SlotReport } from "./agent";

/** What `createClient` takes. */
export interface ClientOptions {
  /** The configuration, as an object. */
  config?: object;
  /** The catalogue: an object, or the URL of its file. */
  catalogue?: object | URL | string;
  /** The public key (Ed25519, base64url) that must have signed the catalogue's file. */
  key?: string;
  /** Answers that are known already. */
  consent?: Partial<Record<Purpose, Answer>>;
  /** The agent's WebAssembly; by default the file beside this module. */
  wasm?: URL | string | WebAssembly.Module;
  /** Keep a recording of this visit, in memory. */
  record?: boolean;
}

/** A client that has not started. */
export interface NearsideClient extends Omit<Client, "start" | "host" | "record"> {
  /** Starts the agent; gives whether it runs. Errors are reported as `error` events. */
  start(): Promise<boolean>;
}

/** Makes a client; only its `start` touches the page. */
export function createClient(options: ClientOptions = {}): NearsideClient {
  const client = new Client();
  for (const [purpose, answer] of Object.entries(options.consent ?? {})) client.setConsent(purpose as Purpose, answer);
  if (options.record) client.record();
  const start = () => {
    const wasm = options.wasm ?? new URL("./agent_bg.wasm", import.meta.url);
    const isAddress = typeof wasm === "string" || wasm instanceof URL;
    return client.start({
      config: async () => JSON.stringify(options.config ?? {}),
      wasm: async () => (isAddress ? compile(wasm) : wasm),
      chunk: () => import("./model-chunk"),
      keeper: () => import("./keeper"),
      catalogue: catalogued(options),
      sanitizers: { native: () => import("./sanitizer/native"), purify: () => import("./sanitizer/purify") },
      scripts: [import.meta.url],
    });
  };
  return {
    start,
    on: client.on.bind(client),
    setConsent: client.setConsent.bind(client),
    explain: client.explain.bind(client),
    inspect: client.inspect.bind(client),
    show: client.show.bind(client),
    release: client.release.bind(client),
    catalogue: client.catalogue.bind(client),
    rollback: client.rollback.bind(client),
    reward: client.reward.bind(client),
    track: client.track.bind(client),
    export: client.export.bind(client),
    pause: client.pause.bind(client),
    resume: client.resume.bind(client),
    forget: client.forget.bind(client),
    recording: client.recording.bind(client),
    destroy: client.destroy.bind(client),
  };
}

function catalogued({ catalogue, key }: ClientOptions): (() => Promise<string>) | undefined {
  if (!catalogue) return;
  const isAddress = typeof catalogue === "string" || catalogue instanceof URL;
  if (!isAddress) return async () => JSON.stringify(catalogue);
  return () => fetchCatalogue(new URL(catalogue, document.baseURI), key, () => import("./signature"));
}
