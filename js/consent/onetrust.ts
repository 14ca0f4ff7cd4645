// OneTrust: https://developer.onetrust.com/onetrust/docs/javascript-events-guide
//
// Active groups → answers, once the visitor has closed the box. `OptanonWrapper` is the page's own function and
// `OnConsentChanged` knows no end, so the events are heard instead, which tell the same.

import type { Adapter } from "./adapter";
import { quiet } from "./failure";
import { answer, type Groups } from "./groups";

interface Page {
  OneTrust?: { IsAlertBoxClosed?(): boolean };
  /** Such as ",C0001,C0003,": those allowed and those always active. */
  OnetrustActiveGroups: string;
}

/** C0002 performance, C0003 functional: the names that OneTrust gives to begin with. */
const GROUPS: Groups = { personalize: ["C0003"], store: ["C0003"], learn: ["C0003"], measure: ["C0002"] };

/** The first comes with each load and each change, the second after the change was recorded; reading twice is no harm. */
const EVENTS = ["OneTrustGroupsUpdated", "OTConsentApplied"];

/** The manager behind `window.OneTrust`; `groups` are those of its configuration. */
export function oneTrust(groups: Groups = GROUPS): Adapter {
  return (set) => {
    const read = quiet("OneTrust", () => {
      const { OneTrust, OnetrustActiveGroups } = globalThis as unknown as Page;
      // Before the answer the groups are what the site has by default. `OneTrust` may be there with half its functions.
      if (OneTrust?.IsAlertBoxClosed?.() !== true) return;
      const active = OnetrustActiveGroups.split(",");
      answer(set, groups, (group) => active.includes(group));
    });
    for (const event of EVENTS) addEventListener(event, read);
    read();
    return () => {
      for (const event of EVENTS) removeEventListener(event, read);
    };
  };
}
