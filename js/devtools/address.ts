// Addresses of this page that the agent and its loader understand.
//
// `?nearside-show=SLOT:VARIANT` shows a variant, `?nearside-inspect` opens the inspector and records the visit.

/** This page with one variant shown, and without the inspector: for whoever is to see it. */
export function previewAddress(href: string, slot: string, variant: string): string {
  const url = new URL(href);
  url.searchParams.delete("nearside-inspect");
  url.searchParams.set("nearside-show", `${slot}:${variant}`);
  return url.href;
}

/** This page, inspected and recorded from its start. */
export function recordingAddress(href: string): string {
  const url = new URL(href);
  url.searchParams.set("nearside-inspect", "");
  return url.href;
}
