// A browser that WebDriver drives, whatever its engine.
//
// What every engine answers alike is here; an engine's own file says how it is opened, and where its log of requests and
// of the console comes from, in `collect`. The viewport, the dark scheme and such are arranged before the first page.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'selenium-webdriver/lib/command.js';
import { root } from './site.mjs';

/** How long a script in the page and the loading of one may take, in ms. */
const TIMEOUTS = { script: 120_000, pageLoad: 60_000 };

/** The first of the paths that exists. */
export const first = (paths) => paths.find((path) => existsSync(path));

/** What webdriver.json says of a browser. */
export const capability = (name) => JSON.parse(readFileSync(join(root, 'webdriver.json'), 'utf8'))[name];

/** A browser and what its logs said so far. */
export class Browser {
  #asked = [];
  #said = [];

  constructor(driver) {
    this.driver = driver;
  }

  /** Sets what every session is given. */
  async prepare() {
    await this.driver.manage().setTimeouts(TIMEOUTS);
    return this;
  }

  /** Brings the logs up to date: calls `asked` and `said` for each entry since the last time. */
  async collect() {}

  /** A request was made. A data: URL asks nobody. */
  asked(url) {
    if (!url.startsWith('data:')) this.#asked.push(url);
  }

  /** A line came up on the console. */
  said(line) {
    this.#said.push(line);
  }

  /** URLs that the browser asked for since the last call. */
  async requests() {
    await this.collect();
    return this.#asked.splice(0);
  }

  /** Lines on the browser's console since the last call, its own security reports included. */
  async console() {
    await this.collect();
    return this.#said.splice(0);
  }

  run(body, ...values) {
    return this.driver.executeScript(body, ...values);
  }

  /** Waits until `body` returns something true in the page, and gives it. */
  until(what, body, ...values) {
    return this.driver.wait(() => this.run(body, ...values), 30_000, `waited in vain until ${what}`, 50);
  }

  /** Sends raw WebDriver input. */
  perform(actions) {
    return this.driver.execute(new Command('actions').setParameter('actions', actions));
  }

  close() {
    return this.driver.quit();
  }

  /** Ends the browser as a crash or a flat battery does, whatever it is doing. */
  async kill() {
    const capabilities = await this.driver.getCapabilities();
    process.kill(capabilities.get('goog:processID') ?? capabilities.get('moz:processID'), 'SIGKILL');
    // Its driver is still there, and has nobody left to ask.
    await this.driver.quit().catch(() => {});
  }
}
