// Wires an adapter to a client, or to the queue of a script tag that may not have loaded yet.
//
// Adapter → `setConsent`. Whatever the adapter or the manager throws is told once and changes no answer; after the end,
// and once the agent has ended, nothing is passed on, even if the manager goes on talking.

import type { NearsideError } from "../host";
import type { Adapter, SetAnswer } from "./adapter";
import { quiet } from "./failure";

/** What a client throws whose agent has ended; that was told, or wished for. */
const ENDED = ["destroyed", "panic"];

/** A client of this package. */
interface Listening {
  setConsent: SetAnswer;
}

/** `window.nearside ??= { q: [] }` of a page with the script tag. */
interface Queueing {
  q: { push(call: ["setConsent", ...Parameters<SetAnswer>]): unknown };
}

/** Passes the visitor's answers on; gives the function that ends it. */
export function connect(client: Listening | Queueing, adapter: Adapter): () => void {
  let connected = true;
  const set = quiet<Parameters<SetAnswer>>("setConsent", (purpose, answer) => {
    if (!connected) return;
    try {
      // Looked at each time: the script tag gives `setConsent` to the object that was a queue before.
      if ("setConsent" in client) client.setConsent(purpose, answer);
      else client.q.push(["setConsent", purpose, answer]);
    } catch (error) {
      connected = !ENDED.includes((error as NearsideError).code);
      if (connected) throw error;
    }
  });
  let end: () => void = () => {};
  quiet("the consent adapter", () => {
    end = adapter(set);
  })();
  return () => {
    connected = false;
    // A function of the page's own may have given nothing to call.
    quiet("the consent adapter", () => end?.())();
  };
}
