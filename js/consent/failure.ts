// What goes wrong between the agent and a consent manager stays there: it is told once, and no answer changes.

import { Host } from "../host";

let host: Host | undefined;

/** Reports as `consent-unavailable`, once for each message. */
export function report(message: string): void {
  (host ??= new Host()).report("consent-unavailable", message);
}

/** The same function, but one that never throws: it is called by a manager, or by a timer, that is not ours to break. */
export function quiet<A extends unknown[]>(manager: string, call: (...args: A) => void): (...args: A) => void {
  return (...args) => {
    try {
      call(...args);
    } catch (error) {
      const { message = error } = (error ?? {}) as Partial<Error>;
      report(`${manager} failed (${message}); its answers stay as they were`);
    }
  };
}
