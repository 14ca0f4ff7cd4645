// What opens the inspector: the page's own buttons, else a floating one, and Alt+Shift+N.
//
// clicks and keys -> panel.open() or close(). Buttons that the page adds later work too. Each says whether the panel
// is open.

import { el, set } from './element.js';
import { mark } from './icons.js';

const BUTTONS = '[data-inspector-open]';

/** Gives the floating button, and `start`, to be called once it can be shown. */
export function openers(panel) {
  const toggle = () => (panel.isOpen ? panel.close() : panel.open());
  const button = el(
    'button',
    { type: 'button', class: 'launch', hidden: true, 'aria-keyshortcuts': 'Alt+Shift+N', on: { click: toggle } },
    mark(),
    el('span', {}, 'See what it sees'),
  );
  let isReady = false;

  const keep = () => {
    const own = document.querySelectorAll(BUTTONS);
    for (const one of [...own, button]) {
      set(one, 'aria-expanded', String(panel.isOpen));
      set(one, 'aria-haspopup', 'dialog');
    }
    set(button, 'hidden', !isReady || own.length > 0 || panel.isOpen);
  };
  panel.node.addEventListener('toggled', keep);
  document.addEventListener('click', (event) => {
    if (event.target instanceof Element && event.target.closest(BUTTONS)) toggle();
  });
  document.addEventListener('keydown', (event) => {
    // By place, not by letter: with Alt and Shift held, many layouts type something else there.
    if (event.altKey && event.shiftKey && !event.ctrlKey && !event.metaKey && event.code === 'KeyN') {
      event.preventDefault();
      if (isReady) toggle();
    }
  });

  const start = () => {
    isReady = true;
    keep();
  };
  return { button, start };
}
