// Chromium: its logs of network and console come with WebDriver, and its own protocol does what WebDriver can't.
import { Builder, logging } from 'selenium-webdriver';
import chrome from 'selenium-webdriver/chrome.js';
import { Browser, capability, first } from './driver.mjs';

/** Chromium is given all that the tests ask for. */
export const lacks = {};

/** Opens Chromium; the options are those of browser.mjs. */
export async function chromium({ width = 1280, height = 900, mobile = false, dark = false, profile, scripts = true } = {}) {
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
  const browser = new Chromium(driver);
  if (!mobile) {
    await browser.cdp('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
  }
  const features = [{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }];
  await browser.cdp('Emulation.setEmulatedMedia', { features });
  if (!scripts) await browser.cdp('Emulation.setScriptExecutionDisabled', { value: true });
  return browser.prepare();
}

class Chromium extends Browser {
  /** Chromium's own protocol. */
  cdp(method, parameters) {
    return this.driver.sendDevToolsCommand(method, parameters);
  }

  /** Has the open tab stand still, or go on. */
  freeze(isFrozen) {
    return this.cdp('Page.setWebLifecycleState', { state: isFrozen ? 'frozen' : 'active' });
  }

  /** Leaves requests whose URL holds `part` without an answer, also those for which it has one itself. */
  hold(part) {
    return this.cdp('Fetch.enable', { patterns: [{ urlPattern: `*${part}*` }] });
  }

  /** Lets them go. */
  release() {
    return this.cdp('Fetch.disable', {});
  }

  async collect() {
    const logs = this.driver.manage().logs();
    for (const entry of await logs.get(logging.Type.PERFORMANCE)) {
      const { method, params } = JSON.parse(entry.message).message;
      if (method === 'Network.requestWillBeSent') this.asked(params.request.url);
    }
    for (const entry of await logs.get(logging.Type.BROWSER)) this.said(`${entry.level.name}: ${entry.message}`);
  }
}
