// A page without a framework that writes its own slot with every frame.
import { variant } from './slot.js';

const slot = document.createElement('section');
slot.dataset.nearsideSlot = 'hero';
document.querySelector('#app').append(slot);
let count = 0;
requestAnimationFrame(function next() {
  slot.innerHTML = `<p id="default">default ${(count += 1)}</p>${variant('template')}`;
  requestAnimationFrame(next);
});
