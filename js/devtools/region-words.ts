// What a region's features say, in plain words, and their units.
//
// `hover.reviews.ms` -> {region: 'reviews', unit: 'ms', meaning: 'Time the cursor was over it'}. A region's name may
// hold dots, so paths are taken apart from both ends. A path that is not a region's gives null.

const FEATURES: Record<string, [unit: string, meaning: string]> = {
  "visible.*.share": ["ratio", "Share of it inside the window now"],
  "visible.*.ms": ["ms", "Time it was at least half visible"],
  "visible.*.share_2s": ["ratio", "At least half visible, of the last 2 s"],
  "visible.*.area": ["ratio", "Share of the window that it covers"],
  "visible.*.y": ["ratio", "Height of its visible part in the window (0 % top)"],
  "visible.*.off_centre": ["ratio", "Its visible part’s distance from the window’s centre"],
  "middle.*.share_2s": ["ratio", "In the middle third of the window, of the last 2 s"],
  "band.*.share_2s": ["ratio", "In the band where reading happens, last 2 s"],
  "band.*.share_5s": ["ratio", "In the band where reading happens, last 5 s"],
  "place.*.share_2s": ["ratio", "What its place and size draw among visible regions, last 2 s"],
  "pull.*.share_2s": ["ratio", "What its place, size and cursor draw, last 2 s"],
  "pull.*.average": ["ratio", "What its place, size and cursor draw, on average"],
  "dwell.*.ms": ["ms", "Time you were active while it was in view"],
  "hover.*.ms": ["ms", "Time the cursor was over it"],
  "hover.*.share_2s": ["ratio", "Cursor over it, of the last 2 s"],
  "near.*.ms": ["ms", "Time the cursor was within 100 px of it"],
  "near.*.share_2s": ["ratio", "Cursor within 100 px of it, of the last 2 s"],
  "near.*.moving_2s": ["ratio", "Cursor moving near it, of the last 2 s"],
  "near.*.share": ["ratio", "Its share of the cursor’s nearness to all regions"],
  "distance.*.px": ["px", "Distance from the cursor now"],
  "distance.*.mean_2s": ["px", "Mean distance from the cursor, last 2 s"],
  "distance.*.min_2s": ["px", "Least distance from the cursor, last 2 s"],
  "anchor.*.y": ["ratio", "How far below the cursor it is, in windows"],
  "approach.*.half_s": ["ratio", "How much nearer the cursor came in 0.5 s, in windows"],
  "approach.*.last_2s": ["ratio", "How much nearer the cursor came in 2 s, in windows"],
  "position.*.x": ["ratio", "Horizontal place in the window (0 % left)"],
  "position.*.y": ["ratio", "Vertical place in the window (0 % top)"],
  "position.*.page": ["ratio", "Place within the document (0 % top)"],
  "position.*.ahead": ["ratio", "How far it is ahead of where a steady reader would be"],
  "position.*.unseen_5s": ["ratio", "How far below what was seen 5 s ago"],
  "size.*.width": ["ratio", "Width, as a share of the window’s"],
  "size.*.height": ["ratio", "Height, as a share of the window’s"],
  "order.*.nearer": ["count", "Visible regions nearer to the cursor"],
  "order.*.from_top": ["count", "Visible regions that begin above it"],
  "order.*.first": ["0 or 1", "The first of the visible regions"],
  "order.*.beside": ["count", "Visible regions at its height"],
  "order.*.next_visible": ["0 or 1", "The next region below it is visible"],
  "clicks.*.count": ["count", "Clicks in it"],
  "focus.*.ms": ["ms", "Time it held the keyboard focus"],
  "text.*.selections": ["count", "Texts selected in it (that, never what)"],
};

/** The words for a region feature's path, or null. */
export function regionFeature(path: string): { region: string; unit: string; meaning: string } | null {
  const [, head, region, tail] = path.match(/^([^.]+)\.(.+)\.([^.]+)$/) ?? [];
  const known = FEATURES[`${head}.*.${tail}`];
  return known && region !== undefined ? { region, unit: known[0], meaning: known[1] } : null;
}
