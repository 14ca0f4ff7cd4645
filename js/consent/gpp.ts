// IAB Global Privacy Platform 1.1: https://github.com/InteractiveAdvertisingBureau/Global-Privacy-Platform (CMP API).
//
// The sections of the United States → denials. They hold objections: 1 is an opt-out, and 2, "did not opt out", is not a
// yes, so nothing is ever granted here. Europe's section comes with `__tcfapi`, which is where its consents are read.

import type { Adapter, Purpose } from "./adapter";
import { arrival } from "./arrival";
import { quiet } from "./failure";

interface Event {
  listenerId?: number;
  pingData?: { signalStatus?: string; parsedSections?: Record<string, unknown> };
}

type Api = (command: string, callback: (event: Event | null, success: boolean) => void, id?: number) => void;

/** What each objection denies, the value that makes it, and its fields in the sections from usnat on and in uspv1. */
const OBJECTIONS: readonly [field: string, value: unknown, denied: readonly Purpose[]][] = [
  ["SaleOptOut", 1, ["measure"]],
  ["SharingOptOut", 1, ["measure"]],
  ["OptOutSale", "Y", ["measure"]],
  ["Gpc", true, ["measure"]],
  // Meant for advertising on other sites; who says no to being profiled there gets the default content here.
  ["TargetedAdvertisingOptOut", 1, ["personalize", "learn"]],
];

/** The manager behind `window.__gpp`. */
export function gpp(): Adapter {
  return (set) => {
    let ended = false;
    let id: number | undefined;
    const remove = quiet("__gpp", () => void api()?.("removeEventListener", () => {}, id));
    const heard = quiet("__gpp", (event: Event | null, success: boolean) => {
      if (!success || !event) return;
      id ??= event.listenerId;
      if (ended) return remove();
      // Not ready: the visitor is at it, or nothing is known yet.
      if (event.pingData?.signalStatus !== "ready") return;
      const denied = new Set(fields(event.pingData.parsedSections ?? {}).flatMap(objections));
      for (const purpose of denied) set(purpose, "denied");
    });
    const stop = arrival("__gpp", api, (found) => found("addEventListener", heard));
    return () => {
      ended = true;
      stop();
      if (id !== undefined) remove();
    };
  };
}

function api(): Api | undefined {
  const { __gpp } = globalThis as { __gpp?: Api };
  return typeof __gpp === "function" ? __gpp : undefined;
}

/** A section is one object or, since 1.1, a list of them: its core and the segment that holds `Gpc`. */
function fields(sections: Record<string, unknown>): object[] {
  const american = Object.entries(sections).filter(([name]) => name.startsWith("us"));
  return american.flatMap(([, section]) => section).filter((part): part is object => typeof part === "object" && part !== null);
}

function objections(part: object): readonly Purpose[] {
  return OBJECTIONS.flatMap(([field, value, denied]) => ((part as Record<string, unknown>)[field] === value ? denied : []));
}
