// A React page with one slot, in StrictMode. `?fight=key` makes the slot's element anew with every frame, `?fight=html`
// writes its content.
import { StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { flushSync } from 'react-dom';
import { RULE, variant } from './slot.js';

const fight = new URLSearchParams(location.search).get('fight');
const template = { __html: variant('') };

function Slot({ count }) {
  if (fight === 'html') {
    return <section data-nearside-slot="hero" dangerouslySetInnerHTML={{ __html: `<p id="default">default ${count}</p>${variant('template')}` }} />;
  }
  return (
    <section key={fight ? count : 'same'} data-nearside-slot="hero" data-count={count}>
      {count % 2 ? <em>odd</em> : null}
      <p id="default">default {count}</p>
      {['a', 'b', 'c'].slice(count % 3).map((name) => (
        <i key={name}>{name}</i>
      ))}
      <template data-nearside-variant="proof" data-nearside-when={RULE} dangerouslySetInnerHTML={template} />
      {count > 1 ? `and ${count}` : ''}
    </section>
  );
}

function App() {
  const [count, setCount] = useState(0);
  const [there, setThere] = useState(true);
  useEffect(() => {
    if (!fight) return;
    let frame = requestAnimationFrame(function next() {
      flushSync(() => setCount((count) => count + 1));
      frame = requestAnimationFrame(next);
    });
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    <>
      <button id="next" onClick={() => setCount(count + 1)}>next</button>
      <button id="toggle" onClick={() => setThere(!there)}>toggle</button>
      {there && <Slot count={count} />}
    </>
  );
}

createRoot(document.querySelector('#app')).render(<StrictMode><App /></StrictMode>);
