// The page's agent, asked from outside: window.nearside and the events it fires on the document.

/** Opens a page and waits until its agent has settled: ready with its model, or failed for good. */
export async function visit(browser, url, { model = true } = {}) {
  await browser.driver.get(url);
  await browser.until('the agent is ready', 'return Boolean(window.nearside?.inspect)');
  if (model) await browser.until('the model is in use', "const { models } = nearside.inspect(); return models.length > 0 && models.every(({ state }) => state === 'ready')");
}

/** What the agent knows, and its recording, both of one instant. */
export function snapshot(browser) {
  return browser.run('return {inspection: nearside.inspect(), recording: nearside.recording()}');
}

/** What each slot shows: {slot: variant}. */
export async function shown(browser) {
  const slots = await browser.run('return nearside.inspect().slots');
  return Object.fromEntries(slots.map((slot) => [slot.name, slot.shown]));
}
