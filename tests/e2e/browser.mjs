// Browsers through WebDriver, one opener for each engine, all with the same options:
//
// `width` × `height` is the viewport in CSS px; `mobile` emulates a phone as far as the engine can; `dark` is the colour
// scheme; `profile` the folder of a browser that is opened again later; without `scripts` pages run none.
export { chromium, chromium as open } from './chromium.mjs';
export { firefox } from './firefox.mjs';
export { webkit } from './webkit.mjs';
