// A recording's signals as real input: WebDriver pointer, wheel, touch and key actions.
//
// Every device gets one action a tick; a tick lasts as long as its longest action, so a pause on one device is
// how time passes for all. Moves keep their recorded durations.

const KEYS = { tab: '\uE004', arrow: '\uE015', activate: '\uE007', escape: '\uE00C' };

/** Signals of `recording` that are input: [at, kind, ...fields], in order of time. */
export function inputOf(recording) {
  const kinds = new Set(['move', 'press', 'click', 'scroll', 'key']);
  return recording.events.filter(([, kind]) => kinds.has(kind));
}

/**
 * The WebDriver actions that play `events` (as from `inputOf`), beginning `lead` ms before the first.
 * `pointer` is 'mouse' or 'touch'; scrolling is by wheel, or by swipes of the finger.
 */
export function actions(events, { pointer = 'mouse', width = 1280, height = 900, lead = 100 } = {}) {
  const ticks = pointer === 'touch' ? swipes(events, width, height, lead) : strokes(events, width, height, lead);
  const device = (id, kind, extra = {}) => ({ id, type: kind, actions: ticks.map((tick) => tick[id] ?? pause()), ...extra });
  return [
    device('pointer', 'pointer', { parameters: { pointerType: pointer } }),
    ...(pointer === 'mouse' ? [device('wheel', 'wheel')] : []),
    device('key', 'key'),
  ];
}

const pause = (duration = 0) => ({ type: 'pause', duration });
const within = (value, limit) => Math.round(Math.min(Math.max(value, 1), limit - 2));

function strokes(events, width, height, lead) {
  const ticks = [];
  let [before, top] = [events[0]?.[0] - lead, 0];
  let at = { x: within(width / 2, width), y: within(height / 2, height) };
  for (const [t, kind, ...fields] of events) {
    const duration = Math.max(0, Math.round(t - before));
    before = t;
    if (kind === 'move') {
      at = { x: within(fields[0], width), y: within(fields[1], height) };
      ticks.push({ pointer: { type: 'pointerMove', duration, ...at } });
    } else if (kind === 'scroll') {
      const deltaY = Math.round(fields[1] - top);
      top += deltaY;
      ticks.push({ wheel: { type: 'scroll', duration, deltaX: 0, deltaY, ...at } });
    } else if (kind === 'click') {
      ticks.push({ pointer: pause(duration) }, ...click());
    } else if (kind === 'key') {
      ticks.push({ pointer: pause(duration) }, ...press(fields[0]));
    }
  }
  return ticks;
}

const click = () => [{ pointer: { type: 'pointerDown', button: 0 } }, { pointer: { type: 'pointerUp', button: 0 } }];

function press(name) {
  const value = KEYS[name];
  return value ? [{ key: { type: 'keyDown', value } }, { key: { type: 'keyUp', value } }] : [];
}

/** Scrolling as a finger does it: down, drag, up; a long way takes several swipes. */
function swipes(events, width, height, lead) {
  const ticks = [];
  const x = Math.round(width / 2);
  const reach = Math.round(height * 0.6);
  let [before, top] = [events[0]?.[0] - lead, 0];
  for (const [t, kind, ...fields] of events) {
    const duration = Math.max(0, Math.round(t - before));
    before = t;
    if (kind === 'scroll') {
      let left = Math.round(fields[1] - top);
      top = fields[1];
      const parts = Math.max(1, Math.ceil(Math.abs(left) / reach));
      for (let part = 0; part < parts; part += 1) {
        const by = Math.sign(left) * Math.min(Math.abs(left), reach);
        left -= by;
        const from = by > 0 ? Math.round(height * 0.8) : Math.round(height * 0.2);
        ticks.push(
          { pointer: { type: 'pointerMove', duration: 0, x, y: from } },
          { pointer: { type: 'pointerDown', button: 0 } },
          { pointer: { type: 'pointerMove', duration: Math.max(120, duration / parts), x, y: from - by } },
          // A finger that rests before it lifts does not fling.
          { pointer: pause(60) },
          { pointer: { type: 'pointerUp', button: 0 } },
        );
      }
    } else if (kind === 'click') {
      const [px, py] = [within(fields[0], width), within(fields[1], height)];
      ticks.push({ pointer: pause(duration) }, { pointer: { type: 'pointerMove', duration: 0, x: px, y: py } }, ...click());
    } else {
      ticks.push({ pointer: pause(duration) });
    }
  }
  return ticks;
}
