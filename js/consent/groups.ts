// The names that a manager has for what the visitor allows, per purpose of ours.
//
// Groups and what the manager says of each → one answer a purpose. One no outweighs any yes, and where the manager has
// no answer for a group there is none for the purpose either.

import type { Purpose, SetAnswer } from "./adapter";

/** For each purpose the manager's groups, all of which it takes. A purpose without groups gets no answer. */
export type Groups = Partial<Readonly<Record<Purpose, readonly string[]>>>;

/** `isAllowed` gives true, false, or anything else for a group that the visitor has not answered for. */
export function answer(set: SetAnswer, groups: Groups, isAllowed: (group: string) => unknown): void {
  for (const [purpose, names] of Object.entries(groups)) {
    const said = names.map(isAllowed);
    if (said.includes(false)) set(purpose as Purpose, "denied");
    else if (said.length > 0 && said.every((one) => one === true)) set(purpose as Purpose, "granted");
  }
}
