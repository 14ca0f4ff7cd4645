// Klaro: https://klaro.org/docs/api/js_api
//
// Saved consents per service → answers. Klaro's configuration names the services; ours is `nearside` unless told otherwise.

import type { Adapter } from "./adapter";
import { arrival } from "./arrival";
import { quiet } from "./failure";
import { answer, type Groups } from "./groups";

interface Manager {
  /** Whether the visitor has answered; defaults stand in `consents` before that. */
  confirmed: boolean;
  consents: Record<string, boolean>;
  watch(watcher: Watcher): void;
  unwatch(watcher: Watcher): void;
}

interface Watcher {
  update(manager: Manager, name: string): void;
}

const SERVICES: Groups = { personalize: ["nearside"], store: ["nearside"], learn: ["nearside"], measure: ["nearside"] };

/** The manager behind `window.klaro`; `services` are those of its configuration. */
export function klaro(services: Groups = SERVICES): Adapter {
  return (set) => {
    let end = () => {};
    let answered = false;
    const read = ({ confirmed, consents }: Manager) => {
      if (confirmed) answer(set, services, (service) => consents[service]);
      // A reset puts the defaults back and asks anew: what was allowed is so no more.
      else if (answered) answer(set, services, () => false);
      answered = confirmed;
    };
    const update = quiet("klaro", (manager: Manager, name: string) => {
      // `consents` tells of every switch that is moved, saved or not, and of a reset, which alone leaves it unconfirmed.
      if (name === "saveConsents" || (name === "consents" && !manager.confirmed)) read(manager);
    });
    // It throws until it has its configuration, and gives the same manager ever after.
    const look = () => (globalThis as { klaro?: { getManager(): Manager } }).klaro?.getManager();
    const stop = arrival("klaro", look, (manager) => {
      const watcher = { update };
      manager.watch(watcher);
      end = quiet("klaro", () => manager.unwatch(watcher));
      read(manager);
    });
    return () => {
      stop();
      end();
    };
  };
}
