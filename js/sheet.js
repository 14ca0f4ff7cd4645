// Rules for one slot in a style sheet that has no element: policies that refuse inline styles let it pass, and no page's
// rendering removes it.

/**
 * @param {(() => void)[]} log how to take it off
 * @param {Element} slot in whose document or shadow root it is to be
 * @param {string[]} rules selector, property and value of each
 */
export function adopt(log, slot, rules) {
  const [root, sheet] = [slot.getRootNode(), new CSSStyleSheet()];
  for (let at = 0; at < rules.length; at += 3) {
    const [selector, property, value] = rules.slice(at, at + 3);
    const place = sheet.insertRule(`${selector} {}`, sheet.cssRules.length);
    // What the page writes on the elements themselves must not win.
    sheet.cssRules[place].style.setProperty(property, value, "important");
  }
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  log.push(() => {
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter((other) => other !== sheet);
  });
}
