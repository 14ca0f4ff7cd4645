// Google Consent Mode: https://developers.google.com/tag-platform/security/guides/consent
//
// It has no reader, so the data layer is looked at: `gtag("consent", "update", …)` commands in order → answers. Nothing of
// the page is replaced. Not seen are updates that a Tag Manager template makes within Google's tag, and data layers by
// another name. A `default` is the site's word before the visitor's: "denied" there comes before every question and would
// erase what a returning visitor allowed, "granted" was said by nobody, and which of several holds hangs on a region that
// only Google's tag knows. It leaves the answers to the agent's own configuration.

import type { Adapter } from "./adapter";
import { quiet } from "./failure";
import { answer, type Groups } from "./groups";

const TYPES: Groups = {
  personalize: ["personalization_storage"],
  store: ["personalization_storage"],
  learn: ["personalization_storage"],
  measure: ["analytics_storage"],
};

/** What `gtag(…)` was called with. */
type Command = Iterable<unknown> & [command?: unknown, action?: unknown, types?: Record<string, unknown> | null];

/** Gap between two looks, ms. */
const GAP = 250;

/** The commands in `window.dataLayer`. */
export function consentMode(): Adapter {
  return (set) => {
    let last: Command | undefined;
    const look = quiet("dataLayer", () => {
      const { dataLayer } = globalThis as { dataLayer?: unknown };
      if (!Array.isArray(dataLayer)) return;
      const commands = dataLayer.filter(isCommand);
      // Found by the last one seen, as Google's tag drops the oldest of more than 300 entries; if that is gone, all are new.
      const unseen = commands.slice(commands.lastIndexOf(last!) + 1);
      last = commands.at(-1);
      for (const [command, action, types] of unseen) {
        if (command !== "consent" || action !== "update") continue;
        answer(set, TYPES, (type) => ({ granted: true, denied: false })[String(types?.[type])]);
      }
    });
    look();
    const timer = setInterval(look, GAP);
    return () => clearInterval(timer);
  };
}

/** Google's tag takes a command only as the `arguments` of a function; an array is data to it. */
function isCommand(entry: unknown): entry is Command {
  return Object.prototype.toString.call(entry) === "[object Arguments]";
}
