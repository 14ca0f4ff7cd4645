// Requests that the browser made after the page, its agent and its models were loaded.
//
// the browser's own resource timing -> [{at, name, kind}], or null while something still loads. It sees fetches, beacons,
// images, scripts: everything but sockets and what the browser itself does.

/** Until the models that are on their way have come or failed. */
const LOOK_AGAIN = 250;

export class Requests {
  #entries = [];
  #since = null;

  constructor(agent) {
    const observer = new PerformanceObserver((list) => this.#entries.push(...list.getEntries()));
    observer.observe({ type: 'resource', buffered: true });
    Promise.all([pageLoaded(), agent.whenReady.then(() => modelsSettled(agent))]).then(() => {
      this.#since = performance.now();
    });
  }

  /** What was requested since everything was loaded. */
  made() {
    if (this.#since === null) return null;
    return this.#entries
      .filter(({ startTime }) => startTime > this.#since)
      .map(({ startTime, name, initiatorType }) => ({ at: startTime, name, kind: initiatorType }));
  }
}

function pageLoaded() {
  if (document.readyState === 'complete') return Promise.resolve();
  return new Promise((resolve) => addEventListener('load', resolve, { once: true }));
}

function modelsSettled(agent) {
  return new Promise((resolve) => {
    const look = () => (agent.inspect()?.models.some(({ state }) => state === 'loading') ? setTimeout(look, LOOK_AGAIN) : resolve());
    look();
  });
}
