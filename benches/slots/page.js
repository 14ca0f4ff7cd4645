// The page: slots with a variant each, every other of them shown, a script that scrolls and changes what is no slot, and cards to rank.

const query = new URLSearchParams(location.search);
const SAMPLES = 15;

addEventListener('DOMContentLoaded', () => {
  const slot = (_, at) => `<section data-nearside-slot="slot-${at}"><h2>Slot ${at}</h2><p>A few words of the default.</p>
    <template data-nearside-variant="other" data-nearside-when='{"page.elapsed": {"${at % 2 ? '$gte' : '$lt'}": 0}}'>
    <h2>Slot ${at}</h2><p>A few words of the other.</p></template></section>`;
  document.querySelector('main').innerHTML = Array.from({ length: Number(query.get('slots')) }, slot).join('');
  if (!query.has('nearside')) return;
  const script = document.createElement('script');
  script.src = '/nearside.min.js';
  script.dataset.nearsideConfig = '{"site": "bench", "allow_automation": true, "max_swaps": 200, "max_session_swaps": 200}';
  document.head.append(script);
});

const frame = () => new Promise(requestAnimationFrame);

window.page = {
  isReady: () => !query.has('nearside') || Boolean(window.nearside?.inspect),

  /** Scrolls, changes the DOM, or both, with every frame; gives the count of frames. */
  async run(kind, frames) {
    const news = document.querySelector('#news');
    for (let at = 0; at < frames; at += 1) {
      if (kind !== 'mutate') scrollTo(0, (at * 40) % 8_000);
      if (kind !== 'scroll') {
        news.textContent = `News ${at}`;
        const item = document.createElement('b');
        item.append('item');
        news.append(item);
      }
      await frame();
    }
    return frames;
  },

  /** Ranks so many cards: by the agent and by hand, in turn; median times in ms, without and with the layout. */
  async rank(count) {
    const list = document.querySelector('#cards');
    const card = (_, at) => `<li data-score="${(at * 7919) % count}"><b>Card ${at}</b> and what it says</li>`;
    list.innerHTML = Array.from({ length: count }, card).join('');
    const cards = [...list.children];
    const variants = [{ name: 'ranked', edits: [{ action: 'set', attribute: 'order', value: 'by data-score' }] }];
    await nearside.catalogue({ version: 1, slots: [{ name: 'cards', selector: '#cards', variants }] });
    const timed = (times, act) => {
      void list.offsetHeight;
      const start = performance.now();
      act();
      const done = performance.now();
      void list.offsetHeight;
      times.push({ script: done - start, laidOut: performance.now() - start });
    };
    const [ours, theirs] = [[], []];
    for (let sample = 0; sample < SAMPLES; sample += 1) {
      timed(ours, () => nearside.show('cards', 'ranked'));
      if (list.firstElementChild.dataset.score !== String(count - 1)) throw new Error('they are not ranked');
      nearside.show('cards', 'default');
      timed(theirs, () => list.append(...cards.toSorted((one, other) => other.dataset.score - one.dataset.score)));
      list.append(...cards);
      await frame();
    }
    const median = (times) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
    const medians = (times) => ({ script: median(times.map(({ script }) => script)), laidOut: median(times.map(({ laidOut }) => laidOut)) });
    return { ours: medians(ours), theirs: medians(theirs) };
  },
};
