// The page's agent as the inspector sees it: running, on its way, or why not.
//
// window.nearside and its events -> status, inspections, and calls. An agent that is absent, failed or died is a
// normal state with words for it; nothing here throws.

/** Reads and steers `window.nearside`. */
export class Agent {
  #errors = [];
  #failed = false;
  #loaded = document.readyState === 'complete';
  #listeners = [];

  constructor() {
    document.addEventListener('nearside:error', ({ detail }) => this.#errors.push(detail));
    document.addEventListener('nearside:decision', ({ detail }) => this.#listeners.forEach((listener) => listener(detail)));
    addEventListener('load', () => (this.#loaded = true), { once: true });
    this.whenReady = this.#running() ? Promise.resolve() : heard('nearside:ready');
    // Not there yet when the agent's own script is slower than this one.
    const settle = () => window.nearside?.ready?.then((runs) => (this.#failed = !runs));
    if (window.nearside?.ready) settle();
    else addEventListener('load', settle, { once: true });
  }

  /** Calls `listener` with each decision. */
  onDecision(listener) {
    this.#listeners.push(listener);
  }

  /** All that the agent knows, or null; then `trouble` says why. */
  inspect() {
    if (!this.#running()) return null;
    try {
      return window.nearside.inspect();
    } catch ({ code, message }) {
      // Busy is over with the next look.
      if (code !== 'busy') this.#failed = true;
      if (code && !this.#errors.some((error) => error.code === code)) this.#errors.push({ code, message });
      return null;
    }
  }

  /** {title, text, errors} while there is nothing to inspect. */
  trouble() {
    const errors = this.#errors;
    if (this.#failed) {
      const text = errors.length
        ? 'The page shows its default content and works as if the agent were not there. It reported:'
        : 'The page shows its default content and works as if the agent were not there. The browser’s console says why.';
      return { title: 'The agent is not running', text, errors };
    }
    if (this.#loaded && !window.nearside?.ready) {
      return { title: 'There is no agent on this page', text: 'nearside.min.js did not load: the page shows its default content.', errors };
    }
    return { title: 'The agent is loading', text: 'It starts when the page has been read; nothing waits for it.', errors };
  }

  /** Shows a variant and keeps it. A refusal is among the errors of the next inspection. */
  show(slot, variant) {
    this.#try(() => window.nearside.show(slot, variant));
  }

  /** Answers for one purpose. */
  setConsent(purpose, answer) {
    this.#try(() => window.nearside.setConsent(purpose, answer));
  }

  /** Stands back on every page of this site, or goes on. */
  pause(paused) {
    this.#try(() => (paused ? window.nearside.pause() : window.nearside.resume()));
  }

  /** All that was learned and kept, as JSON; nothing while there is no agent. */
  export() {
    return this.#try(() => window.nearside.export());
  }

  /** Forgets the visitor; gives whether nothing of them is left on this device. */
  async forget() {
    try {
      await window.nearside.forget();
      return true;
    } catch ({ code, message }) {
      this.#errors.push({ code: code ?? 'error', message });
      return false;
    }
  }

  #running() {
    return typeof window.nearside?.inspect === 'function';
  }

  #try(call) {
    try {
      return call();
    } catch ({ code, message }) {
      this.#errors.push({ code: code ?? 'error', message });
      return undefined;
    }
  }
}

function heard(type) {
  return new Promise((resolve) => document.addEventListener(type, resolve, { once: true }));
}
