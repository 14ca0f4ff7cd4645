// WebKit, as WebKitGTK's MiniBrowser: it has no headless mode, so it draws on a screen of its own, and keeps no logs, so
// its requests pass a wire that does.
import { Capabilities, WebDriver } from 'selenium-webdriver';
import { Executor, HttpClient } from 'selenium-webdriver/http/index.js';
import { findFreePort } from 'selenium-webdriver/net/portprober.js';
import { DriverService } from 'selenium-webdriver/remote/index.js';
import { display } from './display.mjs';
import { Browser, capability, first } from './driver.mjs';
import { SAID, wire } from './wire.mjs';

const OPTIONS = 'webkitgtk:browserOptions';

/** What the tests ask for and WebKit's WebDriver has not. */
export const lacks = {
  finger: "WebKit's WebDriver makes a mouse of every finger",
  freezing: "WebKit's WebDriver can't freeze a tab",
  holding: "WebKit's WebDriver can't hold back a file that its cache has",
  painting: "WebKit doesn't time the painting of elements",
  phone: "WebKit's window can't be made as narrow as a phone",
  profile: "WebKit's MiniBrowser keeps nothing from one start to the next when it is driven",
  setHTML: 'WebKit has no sanitizer of its own',
  shifts: "WebKit doesn't measure layout shifts",
  scriptless: "WebKit's WebDriver can't open a page without scripts",
};

/** Room for the window's own bar, in px. */
const BAR = 60;

const program = process.env.WEBKITDRIVER ?? first(['/usr/bin/WebKitWebDriver']);

/** Why it can't be opened at all, if it can't: there is no such browser outside Linux. */
export const absent = program ? false : 'WebKitWebDriver is not installed';

/** Opens WebKit; the options are those of browser.mjs. */
export async function webkit({ width = 1280, height = 900, dark = false } = {}) {
  const screen = await display(width, height + BAR);
  const browser = new WebKit(screen);
  try {
    await browser.start({ dark });
    await browser.resize(width, height);
    return await browser.prepare();
  } catch (error) {
    await browser.close();
    throw error;
  }
}

class WebKit extends Browser {
  #screen;
  #wire;
  #service;
  /** Where each wheel stands, by its name: the sum of what it was turned, and where the pointer was. */
  #wheels = new Map();

  constructor(screen) {
    super();
    this.#screen = screen;
  }

  async start({ dark }) {
    this.#wire = await wire((url) => this.asked(url));
    const port = await findFreePort();
    // Its sandbox needs rights that containers and CI have not.
    const env = { ...process.env, DISPLAY: this.#screen.name, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' };
    this.#service = new DriverService(program, { loopback: true, port, args: [`--port=${port}`], env });
    const { args } = capability(OPTIONS);
    const wanted = new Capabilities({
      [OPTIONS]: { args: dark ? [...args, '--dark-mode'] : args },
      proxy: { proxyType: 'manual', httpProxy: this.#wire.address, sslProxy: this.#wire.address },
    });
    const client = new HttpClient(await this.#service.start());
    this.driver = await WebDriver.createSession(new Executor(client), wanted);
  }

  /** Sets the viewport, in CSS px: the window is larger by its bar, and refuses to be narrower than that is. */
  async resize(width, height) {
    const inner = await this.run('return [innerWidth, innerHeight]');
    const frame = this.driver.manage().window();
    const outer = await frame.getRect();
    await frame.setRect({ width: width + outer.width - inner[0], height: height + outer.height - inner[1] });
    await this.until(`the window is ${width} × ${height}`, 'return innerWidth === arguments[0] && innerHeight === arguments[1]', width, height);
  }

  /** Of the console, what the page that is open has said. */
  async collect() {
    const said = await this.run(`return window.${SAID}?.splice(0) ?? []`);
    for (const line of said) this.said(line);
  }

  /** Its WebDriver takes a wheel's delta for the place to which it turns, and a pause for the way back to 0. */
  perform(actions) {
    return super.perform(actions.map((device) => (device.type === 'wheel' ? this.#placed(device) : device)));
  }

  #placed({ id, type, actions }) {
    let at = this.#wheels.get(id) ?? { deltaX: 0, deltaY: 0, x: 0, y: 0 };
    const places = actions.map((action) => {
      const { deltaX = 0, deltaY = 0, x = at.x, y = at.y, duration } = action;
      at = { deltaX: at.deltaX + deltaX, deltaY: at.deltaY + deltaY, x, y };
      return { type: 'scroll', duration, ...at };
    });
    this.#wheels.set(id, at);
    return { id, type, actions: places };
  }

  async close() {
    await this.driver?.quit().catch(() => {});
    await this.#service?.kill();
    await this.#wire?.stop();
    await this.#screen.stop();
  }
}
