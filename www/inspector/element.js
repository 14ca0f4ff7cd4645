// Elements: made with properties, changed only where they differ.
//
// tag, properties, children -> node. Never parses HTML and never sets a style attribute, so that it works under
// `require-trusted-types-for 'script'` and `style-src 'self'`. A write that would change nothing is not made:
// screen readers, selections and scroll positions are left in peace.

const SVG = 'http://www.w3.org/2000/svg';

/** An HTML element. Properties are attributes, but `on`: {type: listener}. Children are nodes or strings. */
export function el(tag, properties = {}, ...children) {
  return fill(document.createElement(tag), properties, children);
}

/** An SVG element, as `el` makes HTML ones. */
export function svg(tag, properties = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), properties, children);
}

/** Makes `value` the node's text. */
export function put(node, value) {
  if (node.textContent !== value) node.textContent = value;
}

/** Makes `value` the node's attribute; null and false remove it, true leaves it empty. */
export function set(node, name, value) {
  if (value === null || value === undefined || value === false) node.removeAttribute(name);
  else if (node.getAttribute(name) !== String(value === true ? '' : value)) node.setAttribute(name, value === true ? '' : value);
}

function fill(node, { on = {}, ...attributes }, children) {
  for (const [name, value] of Object.entries(attributes)) set(node, name, value);
  for (const [type, listener] of Object.entries(on)) node.addEventListener(type, listener);
  node.append(...children.filter((child) => child !== null));
  return node;
}
