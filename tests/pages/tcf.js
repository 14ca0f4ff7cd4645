// A consent manager of the IAB's framework, as its stub leaves a page: calls wait in a queue until `cmp.load()`, and
// `cmp.say(eventStatus, purposes)` is what its box does. `?throws` breaks it.
{
  const queue = [];
  const listeners = new Map();
  const data = { cmpStatus: 'loaded', gdprApplies: true, purpose: { consents: {} }, publisher: { consents: {} } };
  const tell = (listenerId) => listeners.get(listenerId)({ ...data, listenerId }, true);
  window.__tcfapi = (...call) => void queue.push(call);
  if (location.search === '?throws') {
    window.__tcfapi = () => {
      throw new Error('the manager is broken');
    };
  }
  window.cmp = {
    load() {
      let next = 1;
      window.__tcfapi = (command, version, callback, id) => {
        if (command === 'removeEventListener') return callback(listeners.delete(id));
        listeners.set(next, callback);
        tell(next++);
      };
      for (const call of queue.splice(0)) window.__tcfapi(...call);
      return listeners.size;
    },
    say(eventStatus, purposes) {
      const consents = Object.fromEntries(purposes.map((purpose) => [purpose, true]));
      Object.assign(data, { eventStatus, purpose: { consents } });
      for (const id of listeners.keys()) tell(id);
    },
  };
}
