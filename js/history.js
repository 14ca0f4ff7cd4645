// Notices pushState and replaceState in browsers that lack the Navigation API. Every call is passed on as it
// came; ending it puts the browser's functions back, unless someone else wrapped them meanwhile, and is silent.

/**
 * @param {(at: number, kind: string) => void} notice
 * @returns {() => void}
 */
export function watchHistory(notice) {
  let live = true;
  const undo = ["push", "replace"].map((kind) => {
    const name = `${kind}State`;
    const original = history[name];
    const wrapped = function (...call) {
      const result = original.apply(this, call);
      if (live) notice(performance.now(), kind);
      return result;
    };
    history[name] = wrapped;
    return () => {
      if (history[name] === wrapped) history[name] = original;
    };
  });
  return () => {
    live = false;
    for (const restore of undo) restore();
  };
}
