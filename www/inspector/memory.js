// Memory: what was learned on this device, as a file; and the visitor's say over it.
//
// clicks -> agent.export, pause, forget. Forgetting asks once more, and says when it is done.

import { el, put, set } from './element.js';

export function memory(agent) {
  const said = el('p', { class: 'note', role: 'status' });
  const pause = button('Pause', () => agent.pause(pause.getAttribute('aria-pressed') !== 'true'));
  const forget = button('Forget me', async () => {
    if (!confirm('Erase all that nearside learned and keeps on this device?')) return;
    const isDone = await agent.forget();
    put(said, isDone ? 'Erased. A new visitor begins here.' : 'That did not work: clear this site’s data in your browser.');
  });
  const node = el('div', {}, el('div', { class: 'choices' }, button('Export', () => save(agent.export())), pause, forget), said);
  const update = (isPaused) => set(pause, 'aria-pressed', String(isPaused));
  return { node, update };
}

function button(label, click) {
  return el('button', { type: 'button', class: 'choose', on: { click } }, label);
}

/** Hands the visitor the file, without asking any server. */
function save(json) {
  if (!json) return;
  const file = URL.createObjectURL(new Blob([json], { type: 'application/json' }));
  el('a', { href: file, download: 'nearside.json' }).click();
  setTimeout(() => URL.revokeObjectURL(file));
}
