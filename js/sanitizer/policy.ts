// HTML as inert nodes, under Trusted Types as well.
//
// Where a page has `require-trusted-types-for 'script'`, only what a policy has passed may be parsed. Ours is named
// `nearside`, passes everything, and can't be reached by any code but the sanitizer's.

/** What TypeScript does not know yet. */
interface Factory {
  createPolicy(name: string, rules: object): Policy;
}

interface Policy {
  createHTML(html: string): string;
  createScriptURL(url: string): string;
}

let made: Policy | null | undefined;

/** Made when it is first needed; null where there can be none, which only matters where one is required. */
export function policy(): Policy | null {
  if (made === undefined) {
    const rules = { createHTML: (html: string) => html, createScriptURL: () => "" };
    try {
      made = (window as { trustedTypes?: Factory }).trustedTypes?.createPolicy("nearside", rules) ?? null;
    } catch {
      made = null;
    }
  }
  return made;
}

/** All that `html` holds; throws where one would be required and there can be none. */
export function parsed(html: string): HTMLElement {
  // Opened by hand, so that nothing of it belongs to the head.
  const text = `<body>${html}`;
  try {
    return new DOMParser().parseFromString(policy()?.createHTML(text) ?? text, "text/html").body;
  } catch {
    throw new Error("HTML can't be made safe here: the page's CSP must allow the Trusted Types policy `nearside`");
  }
}
