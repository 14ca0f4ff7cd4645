// Wires an adapter to a client, or to the queue of a script tag that may not have loaded yet.
//
// Adapter → `setConsent`. Whatever the adapter, the manager or an agent that has ended throws is told once and changes
// no answer; after the end nothing is passed on, even if the manager goes on talking.

import type { Adapter, SetAnswer } from "./adapter";
import { quiet } from "./failure";

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
    // Looked at each time: the script tag gives `setConsent` to the object that was a queue before.
    if ("setConsent" in client) client.setConsent(purpose, answer);
    else client.q.push(["setConsent", purpose, answer]);
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
