// IAB Transparency and Consent Framework 2.x: https://github.com/InteractiveAdvertisingBureau/GDPR-Transparency-and-Consent-Framework
// (CMP API v2).
//
// TCData of `tcloaded` and `useractioncomplete` → answers. `cmpuishown` carries what held before the visitor was asked.
// Legitimate interests are nobody's answer and are not read.

import type { Adapter } from "./adapter";
import { arrival } from "./arrival";
import { quiet } from "./failure";
import { answer, type Groups } from "./groups";

interface Data {
  eventStatus?: string;
  cmpStatus?: string;
  gdprApplies?: boolean;
  listenerId?: number;
  purpose: { consents: Record<string, boolean> };
  publisher?: { consents?: Record<string, boolean> };
}

type Api = (command: string, version: 2, callback: (data: Data | null, success: boolean) => void, id?: number) => void;

/**
 * 1 store on a device; 5, 6 make and use profiles to personalise content; 8 measure content; 9 understand audiences; 10
 * improve services. To learn is to make a profile for content (5) from how content did (8); it stays in memory without 1.
 */
const PURPOSES: Groups = { store: ["1"], personalize: ["5", "6"], learn: ["5", "8"], measure: ["8", "9", "10"] };

/** The manager behind `window.__tcfapi`. */
export function tcf(): Adapter {
  return (set) => {
    let ended = false;
    let id: number | undefined;
    // Asked for anew: the stub that took the subscription is not the function that can end it.
    const remove = quiet("__tcfapi", () => void api()?.("removeEventListener", 2, () => {}, id));
    const heard = quiet("__tcfapi", (data: Data | null, success: boolean) => {
      if (!success || !data) return;
      id ??= data.listenerId;
      // A stub's queue may run after the end; only then is there a number to end it by.
      if (ended) return remove();
      const isAnswer = data.eventStatus === "tcloaded" || data.eventStatus === "useractioncomplete";
      // Where the GDPR does not apply the framework has no word, and what the page set holds.
      if (!isAnswer || data.cmpStatus === "error" || data.gdprApplies === false) return;
      // Whether it applies is known by then; a manager that still does not know has asked nobody.
      const consents = data.gdprApplies === true ? allowed(data) : {};
      answer(set, PURPOSES, (purpose) => consents[purpose] === true);
    });
    const stop = arrival("__tcfapi", api, (found) => found("addEventListener", 2, heard));
    return () => {
      ended = true;
      stop();
      if (id !== undefined) remove();
    };
  };
}

function api(): Api | undefined {
  const { __tcfapi } = globalThis as { __tcfapi?: Api };
  return typeof __tcfapi === "function" ? __tcfapi : undefined;
}

/**
 * The agent is the page's own and no vendor, so `publisher.consents` is its part. Most managers do not ask for the
 * publisher apart and leave it empty: then the visitor was asked once, for the page and its partners.
 */
function allowed({ publisher, purpose: { consents } }: Data): Record<string, boolean> {
  const own = publisher?.consents ?? {};
  return Object.keys(own).length > 0 ? own : consents;
}
