// What a region's features say, in plain words, and their units.
//
// `hover.reviews.ms` -> {region: 'reviews', unit: 'ms', meaning: 'Time the cursor was over it'}. A region's name may
// hold dots, so paths are taken apart from both ends. A path that is not a region's gives null.

const FEATURES = {
  'visible.*.share': ['ratio', 'Share of it inside the window now'],
  'visible.*.ms': ['ms', 'Time it was at least half visible'],
  'visible.*.share_2s': ['ratio', 'In view during the last 2 s'],
  'dwell.*.ms': ['ms', 'Time you were active while it was in view'],
  'hover.*.ms': ['ms', 'Time the cursor was over it'],
  'hover.*.share_2s': ['ratio', 'Cursor over it during the last 2 s'],
  'near.*.ms': ['ms', 'Time the cursor was within 100 px of it'],
  'distance.*.px': ['px', 'Distance from the cursor now'],
  'distance.*.mean_2s': ['px', 'Mean distance from the cursor, last 2 s'],
  'distance.*.min_2s': ['px', 'Least distance from the cursor, last 2 s'],
  'approach.*.speed': ['px/s', 'Speed at which the cursor came nearer'],
  'position.*.x': ['ratio', 'Horizontal place in the window (0 % left)'],
  'position.*.y': ['ratio', 'Vertical place in the window (0 % top)'],
  'size.*.width': ['ratio', 'Width, as a share of the window’s'],
  'size.*.height': ['ratio', 'Height, as a share of the window’s'],
  'position.*.page': ['ratio', 'Place within the document (0 % top)'],
  'order.*.distance_rank': ['ratio', 'Rank of its distance to the cursor (0 % nearest)'],
  'order.*.from_top': ['count', 'Visible regions that begin above it'],
  'clicks.*.count': ['count', 'Clicks in it'],
  'focus.*.ms': ['ms', 'Time it held the keyboard focus'],
  'text.*.selections': ['count', 'Texts selected in it (that, never what)'],
};

/** The words for a region feature's path, or null. */
export function regionFeature(path) {
  const [, head, region, tail] = path.match(/^([^.]+)\.(.+)\.([^.]+)$/) ?? [];
  const known = FEATURES[`${head}.*.${tail}`];
  return known ? { region, unit: known[0], meaning: known[1] } : null;
}
