// The agent as the inspector sees it: running, on its way, or why not.
//
// client -> inspections and calls. An agent that failed, died or was ended is a normal state with words for it; nothing
// here throws, and what a call refuses is listed among the errors.

import type { ErrorReport, Inspection } from "../agent";
import type { Answer, Client, Purpose } from "../client";
import type { NearsideError } from "../host";

/** What the inspector needs of a client. */
export type Inspectable = Pick<
  Client,
  "on" | "errors" | "inspect" | "show" | "release" | "setConsent" | "pause" | "resume" | "export" | "forget" | "recording"
>;

/** Why there is nothing to inspect. */
export interface Trouble {
  title: string;
  text: string;
  errors: ErrorReport[];
}

const CONTENT = "The page shows its default content and works as if the agent were not there.";

export class Inspected {
  #refused = "not-started";

  constructor(readonly client: Inspectable) {}

  /** All that the agent knows, or null; then `trouble` says why. */
  inspect(): Inspection | null {
    try {
      return this.client.inspect();
    } catch (error) {
      this.#refused = (error as NearsideError).code;
      return null;
    }
  }

  /** What to say while there is nothing to inspect. */
  trouble(): Trouble {
    const errors = this.client.errors();
    if (this.#refused === "destroyed") return { title: "The agent was ended", text: "The page ended it, and shows its default content.", errors };
    if (errors.length > 0) return { title: "The agent is not running", text: `${CONTENT} It reported:`, errors };
    return { title: "The agent is loading", text: "It starts when the page has been read; nothing waits for it.", errors };
  }

  /** Shows a variant and keeps it. */
  show(slot: string, variant: string): void {
    attempt(() => this.client.show(slot, variant));
  }

  /** Lets a slot follow its decisions again, and shows what it has decided for. */
  release(slot: string, decided: string): void {
    attempt(() => {
      // By itself it would wait for a moment at which nobody sees it change.
      this.client.show(slot, decided);
      this.client.release(slot);
    });
  }

  /** Answers for one purpose. */
  setConsent(purpose: Purpose, answer: Answer): void {
    attempt(() => this.client.setConsent(purpose, answer));
  }

  /** Stands back on every page of this site, or goes on. */
  pause(paused: boolean): void {
    attempt(() => (paused ? this.client.pause() : this.client.resume()));
  }

  /** All that was learned and kept, as JSON; nothing while there is no agent. */
  export(): string | undefined {
    return attempt(() => this.client.export());
  }

  /** The recording of this visit, if one is made. */
  recording(): string | undefined {
    return attempt(() => this.client.recording());
  }

  /** Forgets the visitor; gives whether nothing of them is left on this device. */
  async forget(): Promise<boolean> {
    try {
      await this.client.forget();
      return true;
    } catch {
      return false;
    }
  }
}

/** What an agent throws that is gone or busy is seen with the next look; what it refuses, it reports itself. */
function attempt<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch {
    return undefined;
  }
}
