// The panel: header, the two sentences that say what this is, and the tabs.
//
// A drawer beside the page where there is room, a sheet at the bottom of a phone. Not a modal: the page stays usable,
// Escape closes from anywhere, focus comes in on opening and goes back on closing.

import { dock } from './dock.js';
import { el, put, set } from './element.js';
import { icon, mark } from './icons.js';
import { handle } from './sheet.js';
import { Tabs } from './tabs.js';
import { trouble } from './trouble.js';
import { modelState } from './words.js';

export class Panel {
  #tabs;
  #overlay;
  #trouble = trouble();
  #status = el('span', { class: 'status' });
  #toggle;
  #before = null;
  #dock;
  #opened;
  #closed;

  /** `views` are {id, label, view: {node, update(inspection)}}; `opened` and `closed` are told. */
  constructor({ views, overlay, opened, closed }) {
    this.#tabs = new Tabs(views);
    this.#overlay = overlay;
    this.#opened = opened;
    this.#closed = closed;
    this.#toggle = el(
      'button',
      { type: 'button', class: 'tool', role: 'switch', 'aria-checked': 'false', on: { click: () => this.#outline(!overlay.isOn) } },
      icon('outline'),
      el('span', {}, 'Outline regions'),
    );
    this.node = el(
      'section',
      { class: 'panel', id: 'panel', role: 'dialog', 'aria-labelledby': 'title', 'aria-describedby': 'intro', hidden: true },
      el(
        'div',
        { class: 'head' },
        mark(),
        el('div', { class: 'names' }, el('h2', { class: 'title', id: 'title' }, 'Inspector'), this.#status),
        this.#toggle,
        el('button', { type: 'button', class: 'tool close', 'aria-label': 'Close the inspector', on: { click: () => this.close() } }, icon('close')),
      ),
      el(
        'div',
        { class: 'body' },
        el(
          'p',
          { class: 'intro', id: 'intro' },
          'This page watches how you read it: here in your browser, and nowhere else. Below is everything it noticed, ' +
            'what its model makes of it, and why each part of the page shows what it shows.',
        ),
        this.#tabs.list,
        this.#trouble.node,
        ...this.#tabs.panels,
      ),
    );
    this.node.prepend(handle(this.node));
    this.#dock = dock(this.node);
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.isOpen && !event.defaultPrevented) this.close();
    });
  }

  get isOpen() {
    return !this.node.hidden;
  }

  open() {
    if (this.isOpen) return;
    const shadow = this.node.getRootNode();
    this.#before = shadow.activeElement ?? document.activeElement;
    this.node.hidden = false;
    this.#dock.take();
    this.#opened();
    this.#tabs.focus();
    this.#tell();
  }

  close() {
    if (!this.isOpen) return;
    this.#outline(false);
    this.node.hidden = true;
    this.#dock.give();
    this.#closed();
    this.#tell();
    // The page's body cannot hold the focus; leaving it where it is comes to the same.
    this.#before?.focus?.({ preventScroll: true });
  }

  /** Shows an inspection; null says why there is none, in `agent`'s words. */
  update(inspection, agent) {
    this.#trouble.update(inspection ? null : agent.trouble());
    this.#tabs.enable(inspection !== null);
    const [tone, words] = inspection ? modelState(inspection.models) : ['idle', 'Nothing to inspect'];
    set(this.#status, 'data-tone', tone);
    put(this.#status, words);
    if (!inspection) return;
    this.#tabs.update(inspection);
    this.#overlay.update(inspection);
  }

  #outline(on) {
    this.#overlay.turn(on);
    set(this.#toggle, 'aria-checked', String(on));
  }

  #tell() {
    this.node.dispatchEvent(new Event('toggled'));
  }
}
