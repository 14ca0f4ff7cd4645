// Icons: drawn here, so that they cost no request and take the text's colour.
//
// name -> a 20 × 20 SVG in strokes, hidden from assistive technology: words always stand beside it.

import { svg } from "./element";

const STROKES = {
  decisions: "M4 5h3.5c4 0 4 10 8 10H17M4 15h3.5c1.2 0 2-.9 2.7-2.2M11.2 7.2C12 5.9 13 5 15 5h2M14.5 2.5 17 5l-2.5 2.5M14.5 12.5 17 15l-2.5 2.5",
  attention: "M2.5 10S5 4.8 10 4.8 17.5 10 17.5 10 15 15.2 10 15.2 2.5 10 2.5 10ZM10 12.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6Z",
  signals: "M2.5 10H6l2.2-5.5L12 15.5 14 10h3.5",
  features: "M3 5.5h14M3 10h14M3 14.5h14M7 3.8v3.4M13 8.3v3.4M9 12.8v3.4",
  replay: "M10 17a7 7 0 1 0-7-7M3 4.5V10h5.2M8.4 7.2v5.6L13 10Z",
  privacy: "M10 2.7 16 5v4.5c0 3.6-2.5 6.3-6 7.8-3.5-1.5-6-4.2-6-7.8V5ZM7.5 9.8l1.8 1.8 3.3-3.6",
  link: "M8.4 11.6a3 3 0 0 0 4.3 0l2.9-2.9a3 3 0 0 0-4.3-4.3l-1 1M11.6 8.4a3 3 0 0 0-4.3 0l-2.9 2.9a3 3 0 0 0 4.3 4.3l1-1",
  done: "M4.5 10.5 8.2 14.2 15.5 6",
  side: "M3 4h14v12H3ZM12.5 4v12",
  play: "M6.5 4.5v11l9-5.5Z",
  pause: "M7 5v10M13 5v10",
  before: "M14.5 5v10L7 10ZM5 5v10",
  after: "M5.5 5v10L13 10ZM15 5v10",
  close: "M5 5l10 10M15 5 5 15",
  outline: "M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4M7.5 7.5h5v5h-5Z",
};

export type Icon = keyof typeof STROKES;

export function icon(name: Icon): SVGSVGElement {
  return svg("svg", { class: "icon", viewBox: "0 0 20 20", "aria-hidden": "true" }, svg("path", { d: STROKES[name] }));
}

/** The mark: a moon, lit on the side that we see. */
export function mark(): SVGSVGElement {
  return svg(
    "svg",
    { class: "mark", viewBox: "0 0 24 24", "aria-hidden": "true" },
    svg("circle", { class: "mark-disc", cx: 12, cy: 12, r: 10 }),
    svg("path", { class: "mark-lit", d: "M12 2a10 10 0 0 1 0 20c4-2.5 6-5.9 6-10s-2-7.5-6-10Z" }),
  );
}
