// The inspector from outside: opened by its keys, read and pressed through its shadow root.
import { Key } from 'selenium-webdriver';

/** Opens every script that looks inside. */
export const ROOT = "const root = document.querySelector('nearside-inspector')?.shadowRoot;";

export class Inspector {
  constructor(browser) {
    this.browser = browser;
  }

  /** Types keys, to whatever has the focus. */
  press(...keys) {
    return this.browser.driver.actions().sendKeys(...keys).perform();
  }

  /** Ctrl+Alt+Shift+Enter. */
  chord() {
    const held = [Key.CONTROL, Key.ALT, Key.SHIFT];
    const actions = this.browser.driver.actions();
    for (const key of held) actions.keyDown(key);
    actions.sendKeys(Key.ENTER);
    for (const key of held) actions.keyUp(key);
    return actions.perform();
  }

  /** Opens it by its keys, and waits until it has looked. */
  async open() {
    await this.chord();
    await this.until('it has looked', "return root?.querySelector('.status').textContent.length > 0");
  }

  /** Runs `body`, which finds the shadow root as `root`. */
  run(body, ...values) {
    return this.browser.run(ROOT + body, ...values);
  }

  until(what, body, ...values) {
    return this.browser.until(what, ROOT + body, ...values);
  }

  isOpen() {
    return this.browser.run("return document.querySelector('nearside-inspector') !== null");
  }

  tab(id) {
    return this.run("root.getElementById('tab-' + arguments[0]).click()", id);
  }

  /** The text of the view that is seen. */
  view() {
    return this.run("return root.querySelector('[role=tabpanel]:not([hidden])').innerText");
  }

  /** The text of what has the focus in it. */
  focused() {
    return this.run('return root.activeElement?.textContent');
  }
}
