// Where a box stands in the window: the same measure as `features::standing` of the core.
//
// box in page px, scroll offset, window -> does it count as in view.

/** Share of a box inside the window, or of the window covered by it, from which it counts: `VISIBLE_FROM` of the core. */
const VISIBLE_FROM = 0.5;

/** In page px; `shown` is the share that its ancestors leave to be seen. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
  shown: number;
}

export interface Size {
  width: number;
  height: number;
}

export function isInView({ x, y, width, height, shown }: Box, scroll: { x: number; y: number }, window: Size): boolean {
  const across = overlap(x - scroll.x, width, window.width);
  const down = overlap(y - scroll.y, height, window.height);
  const seen = across * down * shown;
  const area = width * height;
  return area > 0 && (seen >= area * VISIBLE_FROM || seen >= window.width * window.height * VISIBLE_FROM);
}

/** How much of a stretch that begins at `from` lies between 0 and `end`. */
function overlap(from: number, length: number, end: number): number {
  return Math.max(0, Math.min(from + length, end) - Math.max(from, 0));
}
