// What the script tag loads for `data-nearside-consent="tcf"`: a chunk of its own, fetched only where the attribute is.

import type { Client } from "../client";
import { connect } from "./connection";
import { consentMode } from "./consent-mode";
import { cookieconsent } from "./cookieconsent";
import { cookieYes } from "./cookieyes";
import { gpp } from "./gpp";
import { klaro } from "./klaro";
import { oneTrust } from "./onetrust";
import { tcf } from "./tcf";

/** By the attribute's value. */
const ADAPTERS = new Map([
  ["tcf", tcf],
  ["gpp", gpp],
  ["consent-mode", consentMode],
  ["klaro", klaro],
  ["cookieconsent", cookieconsent],
  ["onetrust", oneTrust],
  ["cookieyes", cookieYes],
]);

/** Connects the client to the managers that are named, with spaces between them, until its agent ends. */
export function attend(client: Client, named: string): void {
  for (const name of named.split(" ").filter(Boolean)) {
    const adapter = ADAPTERS.get(name);
    if (adapter) client.host.controller.signal.addEventListener("abort", connect(client, adapter()));
    else client.host.report("consent-unavailable", `data-nearside-consent: there is no ${name}, only ${[...ADAPTERS.keys()].join(", ")}`);
  }
}
