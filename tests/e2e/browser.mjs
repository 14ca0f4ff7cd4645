// Browsers through WebDriver: Chromium with its own logs of network and console, and Firefox.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Builder, logging } from 'selenium-webdriver';
import chrome from 'selenium-webdriver/chrome.js';
import gecko from 'selenium-webdriver/firefox.js';
import { Command } from 'selenium-webdriver/lib/command.js';
import { root } from './site.mjs';

const first = (paths) => paths.find((path) => existsSync(path));
const capability = (name) => JSON.parse(readFileSync(join(root, 'webdriver.json'), 'utf8'))[name];
const TIMEOUTS = { script: 120_000, pageLoad: 60_000 };

/**
 * Opens a browser. `width` × `height` is the viewport in CSS px; `mobile` emulates a phone with touch;
 * `dark` the colour scheme; `profile` is the folder of a browser that is opened again later.
 */
export async function open({ width = 1280, height = 900, mobile = false, dark = false, profile } = {}) {
  const options = new chrome.Options();
  if (profile) options.addArguments(`--user-data-dir=${profile}`);
  options.addArguments(...capability('goog:chromeOptions').args, '--hide-scrollbars');
  const binary = process.env.CHROMIUM ?? first(['/usr/bin/chromium', '/usr/bin/google-chrome']);
  if (binary) options.setChromeBinaryPath(binary);
  if (mobile) options.setMobileEmulation({ deviceMetrics: { width, height, pixelRatio: 2, touch: true, mobile: true } });
  const logs = new logging.Preferences();
  logs.setLevel(logging.Type.BROWSER, logging.Level.ALL);
  logs.setLevel(logging.Type.PERFORMANCE, logging.Level.ALL);
  options.setLoggingPrefs(logs);
  const driverPath = process.env.CHROMEDRIVER ?? first(['/usr/bin/chromedriver']);
  const service = new chrome.ServiceBuilder(driverPath);
  const driver = await new Builder().forBrowser('chrome').setChromeOptions(options).setChromeService(service).build();
  const cdp = (method, parameters) => driver.sendDevToolsCommand(method, parameters);
  if (!mobile) {
    await cdp('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
  }
  const features = [{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }];
  await cdp('Emulation.setEmulatedMedia', { features });
  await driver.manage().setTimeouts(TIMEOUTS);
  return new Browser(driver, cdp);
}

/** Opens Firefox, which keeps no logs for us and takes no orders but WebDriver's. */
export async function firefox() {
  const { args } = capability('moz:firefoxOptions');
  const options = new gecko.Options().addArguments(...args);
  const binary = process.env.FIREFOX ?? first(['/usr/bin/firefox-esr', '/usr/bin/firefox']);
  if (binary) options.setBinary(binary);
  const driver = await new Builder().forBrowser('firefox').setFirefoxOptions(options).build();
  await driver.manage().setTimeouts(TIMEOUTS);
  return new Browser(driver);
}

/** A browser and what its logs said so far. */
export class Browser {
  #network = [];
  #console = [];

  constructor(driver, cdp) {
    this.driver = driver;
    this.cdp = cdp;
  }

  async #read() {
    for (const entry of await this.driver.manage().logs().get(logging.Type.PERFORMANCE)) {
      const { method, params } = JSON.parse(entry.message).message;
      if (method === 'Network.requestWillBeSent') this.#network.push(params.request.url);
    }
    for (const entry of await this.driver.manage().logs().get(logging.Type.BROWSER)) {
      this.#console.push(`${entry.level.name}: ${entry.message}`);
    }
  }

  /** URLs that the browser asked for since the last call. */
  async requests() {
    await this.#read();
    return this.#network.splice(0);
  }

  /** Lines on the browser's console since the last call, its own security reports included. */
  async console() {
    await this.#read();
    return this.#console.splice(0);
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

  /** Ends the browser as a crash or a flat battery does, whatever it is doing. Chromium only. */
  async kill() {
    const browser = (await this.driver.getCapabilities()).get('goog:processID');
    process.kill(browser, 'SIGKILL');
    // Its driver is still there, and has nobody left to ask.
    await this.driver.quit().catch(() => {});
  }
}
