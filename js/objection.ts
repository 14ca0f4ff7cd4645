// What the visitor told the browser to tell every site.
//
// Global Privacy Control (https://www.w3.org/TR/gpc/; absent in Chromium) or Do Not Track → no reports, whoever says
// otherwise. Read when it matters, as either can be switched while the page is open; never on a server.

/** Whether the browser says no on the visitor's behalf. */
export function objects(): boolean {
  const { globalPrivacyControl, doNotTrack } = navigator as { globalPrivacyControl?: unknown; doNotTrack?: unknown };
  return globalPrivacyControl === true || doNotTrack === "1";
}
