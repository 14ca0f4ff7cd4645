// The script tag: <script async src="nearside.min.js" data-nearside-config="…"></script>.
//
// `data-nearside-config` is the URL of a JSON file, or the JSON itself. Calls may be queued before it loads:
// `window.nearside ??= {q: []}; nearside.q.push(["on", "decision", show])`. `data-nearside-record` keeps a recording.
// `data-nearside-catalogue` is the URL of a catalogue. `data-nearside-consent="tcf"` takes the visitor's answers from that consent manager, pending until its code is here.

import wasmFile from "agent.wasm";
import { fetchCatalogue, type SignatureChunk } from "./catalogue";
import { Client } from "./client";
import { Host, type NearsideError } from "./host";
import { compile, download } from "./wasm";

type Queued = [method: string, ...call: unknown[]];

interface Page {
  q?: Queued[] | { push(queued: Queued): void };
  /** Settles with whether the agent runs. */
  ready?: Promise<boolean>;
}

/** What becomes part of `window.nearside` at once, and what only when the agent runs. */
const EARLY = ["on", "setConsent", "record"] as const;
const LATE = ["explain", "inspect", "show", "release", "catalogue", "rollback", "reward", "track", "export", "pause", "resume", "forget", "recording", "destroy"] as const;

function load(script: HTMLScriptElement): void {
  const page = ((window as { nearside?: Page }).nearside ??= {});
  if (page.ready) {
    new Host().report("duplicate-agent", "nearside.min.js is on this page twice: remove one of its script tags");
    return;
  }
  const client = new Client();
  const expose = (names: readonly (keyof Client)[]) => {
    for (const name of names) Object.assign(page, { [name]: (client[name] as () => void).bind(client) });
  };
  expose(EARLY);
  const known = (method: unknown) => {
    const found = method === "q" ? undefined : (page as Record<string, unknown>)[String(method)];
    return typeof found === "function" ? found : undefined;
  };
  /** The page's calls are independent: a bad one is reported, and those after it are made. */
  const call = (queued: Queued) => {
    const [method, ...args] = Array.isArray(queued) ? queued : [String(queued)];
    const called = known(method);
    if (!called) {
      const what = `nearside.q: there is no ${method}, or it can't be called before the start`;
      client.host.report("call-unknown", what);
      return;
    }
    try {
      called(...args);
    } catch (error) {
      const { code, message } = error as NearsideError;
      client.host.report(code ?? "call-failed", message ?? `nearside.q: ${method} threw`);
    }
  };

  const waiting = Array.isArray(page.q) ? page.q : [];
  const isEarly = (queued: Queued) => Array.isArray(queued) && (EARLY as readonly string[]).includes(queued[0]);
  waiting.filter(isEarly).forEach(call);
  const late = waiting.filter((queued) => !isEarly(queued));
  page.q = { push: (queued: Queued) => void (isEarly(queued) ? call(queued) : late.push(queued)) };
  if (script.hasAttribute("data-nearside-record")) client.record();
  const managers = script.dataset.nearsideConsent;
  if (managers) {
    import(new URL(NEARSIDE_CONSENT_CHUNK, script.src).href).then(
      ({ attend }) => attend(client, managers),
      () => client.host.report("consent-unavailable", "its code did not load"),
    );
  }

  const chunk = (address: string) => () => import(new URL(address, script.src).href);
  page.ready = client
    .start({
      config: () => configuration(script.dataset.nearsideConfig),
      wasm: () => compile(new URL(wasmFile, script.src)),
      chunk: chunk(NEARSIDE_MODEL_CHUNK),
      keeper: chunk(NEARSIDE_KEEPER_CHUNK),
      catalogue: named(script, chunk(NEARSIDE_SIGNATURE_CHUNK)),
      sanitizers: { native: chunk(NEARSIDE_SANITIZER_CHUNK), purify: chunk(NEARSIDE_PURIFY_CHUNK) },
      scripts: [script.src],
    })
    .then((runs) => {
      if (!runs) return false;
      expose(LATE);
      page.q = { push: call };
      late.forEach(call);
      return true;
    });
}

/** The configuration, from the attribute's JSON or from the file that it names. */
async function configuration(named: string | undefined): Promise<string> {
  const text = named?.trim() || "{}";
  return text.startsWith("{") ? text : (await download(new URL(text, document.baseURI), "config-unavailable")).text();
}

/** The catalogue, if the page names one, by the key that it names. */
function named({ dataset }: HTMLScriptElement, chunk: () => Promise<SignatureChunk>): (() => Promise<string>) | undefined {
  const { nearsideCatalogue: address, nearsideKey: key } = dataset;
  if (!address) return;
  return () => fetchCatalogue(new URL(address, document.baseURI), key, chunk);
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement) load(script);
