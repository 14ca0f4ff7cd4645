// Addresses of this page that the agent and its loader understand.
//
// `?nearside-show=SLOT:VARIANT` shows a variant, `?nearside-inspect` opens the inspector and records the visit.

const [INSPECT, SHOW] = ["nearside-inspect", "nearside-show"];

/** This page with a slot's variant shown, as others are in `href`, and without the inspector: for whoever is to see it. */
export function previewAddress(href: string, slot: string, variant: string): string {
  const url = new URL(href);
  const others = url.searchParams.getAll(SHOW).filter((shown) => !shown.startsWith(`${slot}:`));
  for (const name of [INSPECT, SHOW]) url.searchParams.delete(name);
  for (const shown of [...others, `${slot}:${variant}`]) url.searchParams.append(SHOW, shown);
  return url.href;
}

/** This page, inspected and recorded from its start. */
export function recordingAddress(href: string): string {
  const url = new URL(href);
  url.searchParams.set(INSPECT, "");
  return url.href;
}
