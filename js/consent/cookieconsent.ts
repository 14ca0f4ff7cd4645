// CookieConsent v3 by Orest Bida: https://cookieconsent.orestbida.com/advanced/callbacks-events.html
//
// Accepted categories → answers, at `cc:onConsent` (each page, once there is a valid answer) and `cc:onChange`. Its module
// build leaves nothing on the page to read: connect before `CookieConsent.run()`, or set `window.CookieConsent` to it.

import type { Adapter } from "./adapter";
import { quiet } from "./failure";
import { answer, type Groups } from "./groups";

interface Api {
  validConsent(): boolean;
  getUserPreferences(): { acceptedCategories: string[] };
}

const CATEGORIES: Groups = {
  personalize: ["functionality"],
  store: ["functionality"],
  learn: ["functionality"],
  measure: ["analytics"],
};

/** The manager of the `cc:*` events; `categories` are those of its configuration. */
export function cookieconsent(categories: Groups = CATEGORIES): Adapter {
  return (set) => {
    const read = (accepted: string[]) => answer(set, categories, (category) => accepted.includes(category));
    const heard = quiet("CookieConsent", (event: Event) => {
      read((event as CustomEvent<{ cookie: { categories: string[] } }>).detail.cookie.categories);
    });
    addEventListener("cc:onConsent", heard);
    addEventListener("cc:onChange", heard);
    quiet("CookieConsent", () => {
      const { CookieConsent: api } = globalThis as { CookieConsent?: Api };
      // Asked first: with opt-out, since v3.2.1, categories that nobody chose count as accepted.
      if (api?.validConsent?.()) read(api.getUserPreferences().acceptedCategories);
    })();
    return () => {
      removeEventListener("cc:onConsent", heard);
      removeEventListener("cc:onChange", heard);
    };
  };
}
