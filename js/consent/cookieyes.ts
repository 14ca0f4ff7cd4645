// CookieYes: https://www.cookieyes.com/documentation/events-on-cookie-banner-load/, …/retrieving-consent-data-using-api-getckyconsent/
//
// Categories → answers: those of `getCkyConsent()` and `cookieyes_banner_load` once the visitor has acted, and the lists of
// `cookieyes_consent_update` whenever the visitor does. The events are `document`'s.

import type { Adapter } from "./adapter";
import { quiet } from "./failure";
import { answer, type Groups } from "./groups";

interface State {
  isUserActionCompleted: boolean;
  categories: Record<string, boolean>;
}

interface Update {
  accepted: string[];
  rejected: string[];
}

const CATEGORIES: Groups = { personalize: ["functional"], store: ["functional"], learn: ["functional"], measure: ["analytics"] };

/** The manager behind `getCkyConsent`; `categories` are those of its configuration. */
export function cookieYes(categories: Groups = CATEGORIES): Adapter {
  return (set) => {
    const read = (state: State | undefined) => {
      // Until then they are what the law that applies has by default.
      if (state?.isUserActionCompleted === true) answer(set, categories, (category) => state.categories[category]);
    };
    const loaded = quiet("CookieYes", (event: Event) => read((event as CustomEvent<State>).detail));
    const updated = quiet("CookieYes", (event: Event) => {
      const { accepted, rejected } = (event as CustomEvent<Update>).detail;
      answer(set, categories, (category) => (rejected.includes(category) ? false : accepted.includes(category) || undefined));
    });
    document.addEventListener("cookieyes_banner_load", loaded);
    document.addEventListener("cookieyes_consent_update", updated);
    quiet("CookieYes", () => read((globalThis as { getCkyConsent?(): State }).getCkyConsent?.()))();
    return () => {
      document.removeEventListener("cookieyes_banner_load", loaded);
      document.removeEventListener("cookieyes_consent_update", updated);
    };
  };
}
