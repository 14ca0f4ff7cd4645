// The page under test: a box that each test fills, events, and a host that remembers what the agent said.

export function fixture(html) {
  document.querySelector("#fixture")?.remove();
  const box = document.createElement("div");
  box.id = "fixture";
  box.innerHTML = html;
  document.body.append(box);
  return box;
}

export function find(selector) {
  return document.querySelector(`#fixture ${selector}`);
}

const KINDS = { pointer: PointerEvent, mouse: MouseEvent, click: MouseEvent, key: KeyboardEvent, focus: FocusEvent };

export function dispatch(target, type, init) {
  const kind = Object.keys(KINDS).find((prefix) => type.startsWith(prefix));
  const make = KINDS[kind] ?? Event;
  target.dispatchEvent(new make(type, { bubbles: true, cancelable: true, ...JSON.parse(init || "{}") }));
}

export function host() {
  return {
    messages: [],
    kept: new Map(),
    controller: new AbortController(),
    emit(kind, detail) {
      this.messages.push([kind, JSON.parse(detail)]);
      this.listener?.(kind);
    },
  };
}

/** "kind:what" of each message so far. */
export function told(host) {
  return host.messages.map(([kind, detail]) => `${kind}:${detail.code ?? `${detail.slot}=${detail.variant}`}`);
}

export function onTold(host, listener) {
  host.listener = listener;
}

export function nextFrame() {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}

const storage = Object.getOwnPropertyDescriptor(window, "localStorage");

export function blockStorage() {
  const get = () => {
    throw new DOMException("blocked", "SecurityError");
  };
  Object.defineProperty(window, "localStorage", { configurable: true, get });
}

export function unblockStorage() {
  Object.defineProperty(window, "localStorage", storage);
}

/** A model that finds one thing: every region is looked at with `estimate`. */
export function model(schema, width, estimate) {
  return {
    schema: () => schema,
    inputs: () => new Uint32Array([0]),
    typical: () => new Float32Array(width),
    score: (rows, count) => new Float32Array(count * 2).fill(estimate),
    info: () => ({ name: "even" }),
  };
}

export function brokenModel(schema, width) {
  return {
    ...model(schema, width, 0),
    score() {
      throw new Error("out of order");
    },
  };
}
