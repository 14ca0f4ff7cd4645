// Takes what a sanitizer leaves into the page, twice: as nodes, as the agent does, and parsed anew from its own text.
window.hits = [];
let at = 'nothing yet';
window.hit = () => hits.push(at);

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

/** What comes of `html`: what was left and named, and whatever of it must not be there. */
window.take = async (html, left, { anew = true } = {}) => {
  at = html;
  const slot = document.querySelector('#slot');
  const { nodes, dropped } = makeSafe(html, false);
  slot.replaceChildren(...nodes);
  const wrong = [...slot.querySelectorAll(left)].map(({ outerHTML }) => outerHTML);
  for (const element of slot.querySelectorAll('*')) {
    wrong.push(...element.getAttributeNames().filter((name) => name.startsWith('on')));
  }
  const text = slot.innerHTML;
  await frame();
  if (anew) {
    slot.innerHTML = text;
    if (slot.innerHTML !== text) wrong.push(`parsed anew it is ${slot.innerHTML}`);
    await frame();
  }
  if ('hostileName' in window || typeof document.cookie !== 'string') wrong.push('a name was taken');
  slot.replaceChildren();
  return { html, text, dropped, wrong };
};
