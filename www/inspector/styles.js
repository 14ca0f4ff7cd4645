// The inspector's style sheets: links in its shadow root, so that neither the page's styles nor its own leak.
//
// Links rather than constructed sheets: the strictest policy (`style-src 'self'`) lets them pass in every browser,
// and they load with the page. Until all have come nothing of the inspector is shown.

import { el } from './element.js';

const SHEETS = ['theme', 'panel', 'controls', 'decisions', 'attention', 'lists', 'privacy', 'outline'];

/** The links; calls `ready` once they all loaded. One that fails leaves a plain panel, not none. */
export function styles(ready) {
  const links = SHEETS.map((name) => el('link', { rel: 'stylesheet', href: new URL(`css/${name}.css`, import.meta.url).href }));
  const settled = (link) =>
    new Promise((resolve) => {
      for (const type of ['load', 'error']) link.addEventListener(type, resolve, { once: true });
    });
  Promise.all(links.map(settled)).then(ready);
  return links;
}
