// A Vue page with one slot. `?fight=key` makes the slot's element anew with every frame, `?fight=html` writes its content.
import { createApp, defineComponent, h, nextTick, ref } from 'vue';
import { RULE, variant } from './slot.js';

const fight = new URLSearchParams(location.search).get('fight');

const Slot = defineComponent({
  props: { count: { type: Number, required: true } },
  setup: (props) => () => {
    const { count } = props;
    if (fight === 'html') {
      return h('section', { 'data-nearside-slot': 'hero', innerHTML: `<p id="default">default ${count}</p>${variant('template')}` });
    }
    return h('section', { key: fight ? count : 'same', 'data-nearside-slot': 'hero', 'data-count': count }, [
      count % 2 ? h('em', 'odd') : null,
      h('p', { id: 'default' }, `default ${count}`),
      ...['a', 'b', 'c'].slice(count % 3).map((name) => h('i', { key: name }, name)),
      h('template', { 'data-nearside-variant': 'proof', 'data-nearside-when': RULE, innerHTML: variant('') }),
      count > 1 ? `and ${count}` : '',
    ]);
  },
});

const App = defineComponent({
  setup() {
    const [count, there] = [ref(0), ref(true)];
    if (fight) {
      requestAnimationFrame(async function next() {
        count.value += 1;
        await nextTick();
        requestAnimationFrame(next);
      });
    }
    return () => [
      h('button', { id: 'next', onClick: () => (count.value += 1) }, 'next'),
      h('button', { id: 'toggle', onClick: () => (there.value = !there.value) }, 'toggle'),
      there.value ? h(Slot, { count: count.value }) : null,
    ];
  },
});

createApp(App).mount('#app');
