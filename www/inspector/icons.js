// Icons: drawn here, so that they cost no request and take the text's colour.
//
// name -> a 20 × 20 SVG in strokes, hidden from assistive technology: words always stand beside it.

import { svg } from './element.js';

const STROKES = {
  decisions: 'M4 5h3.5c4 0 4 10 8 10H17M4 15h3.5c1.2 0 2-.9 2.7-2.2M11.2 7.2C12 5.9 13 5 15 5h2M14.5 2.5 17 5l-2.5 2.5M14.5 12.5 17 15l-2.5 2.5',
  attention: 'M2.5 10S5 4.8 10 4.8 17.5 10 17.5 10 15 15.2 10 15.2 2.5 10 2.5 10ZM10 12.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6Z',
  signals: 'M2.5 10H6l2.2-5.5L12 15.5 14 10h3.5',
  features: 'M3 5.5h14M3 10h14M3 14.5h14M7 3.8v3.4M13 8.3v3.4M9 12.8v3.4',
  timeline: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM10 6v4l2.6 1.8',
  privacy: 'M10 2.7 16 5v4.5c0 3.6-2.5 6.3-6 7.8-3.5-1.5-6-4.2-6-7.8V5ZM7.5 9.8l1.8 1.8 3.3-3.6',
  close: 'M5 5l10 10M15 5 5 15',
  outline: 'M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4M7.5 7.5h5v5h-5Z',
};

export function icon(name) {
  return svg('svg', { class: 'icon', viewBox: '0 0 20 20', 'aria-hidden': 'true' }, svg('path', { d: STROKES[name] }));
}

/** The mark: a moon, lit on the side that we see. */
export function mark() {
  return svg(
    'svg',
    { class: 'mark', viewBox: '0 0 24 24', 'aria-hidden': 'true' },
    svg('circle', { class: 'mark-disc', cx: 12, cy: 12, r: 10 }),
    svg('path', { class: 'mark-lit', d: 'M12 2a10 10 0 0 1 0 20c4-2.5 6-5.9 6-10s-2-7.5-6-10Z' }),
  );
}
