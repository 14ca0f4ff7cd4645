// Counts what nearside puts on the page, in any slot, and what goes wrong in anyone's script.
window.swaps = 0;
window.broken = [];
new MutationObserver((records) => {
  // Taken back and put there again at one go is one swap.
  const changed = new Set(records.map(({ target }) => target));
  for (const slot of changed) if (slot.hasAttribute('data-nearside-shown')) window.swaps += 1;
}).observe(document, { subtree: true, attributeFilter: ['data-nearside-shown'] });
addEventListener('error', ({ message }) => window.broken.push(message));
addEventListener('unhandledrejection', ({ reason }) => window.broken.push(String(reason)));
