// Firefox: WebDriver's second protocol, BiDi, tells of requests and of the console as they come, and sets the viewport.
import { mkdirSync } from 'node:fs';
import { Builder } from 'selenium-webdriver';
import gecko from 'selenium-webdriver/firefox.js';
import { Browser, capability, first } from './driver.mjs';

/** What the tests ask for and Firefox's WebDriver has not. */
export const lacks = {
  finger: "Firefox's WebDriver has a finger, but its drag scrolls nothing",
  freezing: "Firefox's WebDriver can't freeze a tab",
  holding: "Firefox's WebDriver can't hold back a file that its cache has",
  painting: "Firefox doesn't time the painting of elements",
  shifts: "Firefox doesn't measure layout shifts",
};

/** Opens Firefox; the options are those of browser.mjs. */
export async function firefox({ width = 1280, height = 900, mobile = false, dark = false, profile, scripts = true } = {}) {
  const { args, prefs } = capability('moz:firefoxOptions');
  const options = new gecko.Options().addArguments(...args);
  if (profile) {
    mkdirSync(profile, { recursive: true });
    options.addArguments('-profile', profile);
  }
  const set = {
    ...prefs,
    'javascript.enabled': scripts,
    // 0 is dark and 1 is light.
    'layout.css.prefers-color-scheme.content-override': dark ? 0 : 1,
    // A wheel's turn that ends where it should, however busy the machine is.
    'general.smoothScroll': false,
    // Scrollbars that take no room, as in the other engines.
    'ui.useOverlayScrollbars': 1,
  };
  for (const [name, value] of Object.entries(set)) options.setPreference(name, value);
  const binary = process.env.FIREFOX ?? first(['/usr/bin/firefox-esr', '/usr/bin/firefox']);
  if (binary) options.setBinary(binary);
  options.enableBidi();
  const driver = await new Builder().forBrowser('firefox').setFirefoxOptions(options).build();
  const browser = new Firefox(driver, await driver.getBidi());
  await browser.listen();
  await browser.resize(width, height, mobile ? 2 : 1);
  return browser.prepare();
}

class Firefox extends Browser {
  #bidi;

  constructor(driver, bidi) {
    super(driver);
    this.#bidi = bidi;
  }

  async listen() {
    this.#bidi.on('network.beforeRequestSent', ({ request }) => this.asked(request.url));
    this.#bidi.on('log.entryAdded', ({ level, text }) => this.said(`${level}: ${text}`));
    for (const event of ['network.beforeRequestSent', 'log.entryAdded']) await this.#bidi.subscribe(event);
  }

  /** Sets the viewport, in CSS px, and how many px of the screen make one of them. */
  async resize(width, height, devicePixelRatio) {
    const context = await this.driver.getWindowHandle();
    await this.#order('browsingContext.setViewport', { context, viewport: { width, height }, devicePixelRatio });
  }

  /** Events come before the answer to what was asked after them. */
  async collect() {
    await this.#order('session.status', {});
  }

  async #order(method, params) {
    const answer = await this.#bidi.send({ method, params });
    if (answer.type === 'error') throw new Error(`${method}: ${answer.message}`);
  }
}
