// Elements: made with properties, changed only where they differ.
//
// tag, properties, children -> node. Never parses HTML and never sets a style attribute, so that it works under
// `require-trusted-types-for 'script'` and `style-src 'self'`. A write that would change nothing is not made:
// screen readers, selections and scroll positions are left in peace.

const SVG = "http://www.w3.org/2000/svg";

type Value = string | number | boolean | null | undefined;
type Listeners = { [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void };
/** Attributes, but `on`: listeners by the type of event. */
type Properties = { [name: string]: Value | Listeners } & { on?: Listeners };
type Child = Node | string | null;

/** An HTML element. */
export function el<K extends keyof HTMLElementTagNameMap>(tag: K, properties: Properties = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  return fill(document.createElement(tag), properties, children);
}

/** An SVG element, as `el` makes HTML ones. */
export function svg<K extends keyof SVGElementTagNameMap>(tag: K, properties: Properties = {}, ...children: Child[]): SVGElementTagNameMap[K] {
  return fill(document.createElementNS(SVG, tag), properties, children);
}

/** Makes `value` the node's text. */
export function put(node: Node, value: string): void {
  if (node.textContent !== value) node.textContent = value;
}

/** Makes `value` the node's attribute; null and false remove it, true leaves it empty. */
export function set(node: Element, name: string, value: Value): void {
  if (value === null || value === undefined || value === false) node.removeAttribute(name);
  else if (node.getAttribute(name) !== String(value === true ? "" : value)) node.setAttribute(name, value === true ? "" : String(value));
}

/** Makes `value` the node's style property: such a write is no inline style to a policy. */
export function style(node: HTMLElement | SVGElement, name: string, value: string): void {
  if (node.style.getPropertyValue(name) !== value) node.style.setProperty(name, value);
}

function fill<E extends Element>(node: E, { on = {}, ...attributes }: Properties, children: Child[]): E {
  for (const [name, value] of Object.entries(attributes)) set(node, name, value as Value);
  for (const [type, listener] of Object.entries(on)) node.addEventListener(type, listener as EventListener);
  node.append(...children.filter((child) => child !== null));
  return node;
}
