// Stand-ins for the consent managers, each with its documented interface and order of events and no other behaviour.
//
// Each can load late, ask, be answered, be answered again, talk nonsense and throw; `grants` are the answers expected.

/** A page without a browser: events on window and document, and no manager yet. */
export class Page {
  #set = new Set();

  constructor() {
    const window = new EventTarget();
    for (const name of ['addEventListener', 'removeEventListener', 'dispatchEvent']) this.put(name, window[name].bind(window));
    this.put('document', new EventTarget());
  }

  put(name, value) {
    this.#set.add(name);
    Object.defineProperty(globalThis, name, { configurable: true, writable: true, value });
  }

  /** What throws as soon as it is looked at. */
  trap(name) {
    this.#set.add(name);
    const get = () => {
      throw new Error(`${name} is broken`);
    };
    Object.defineProperty(globalThis, name, { configurable: true, get });
  }

  clear() {
    for (const name of this.#set) delete globalThis[name];
  }
}

const answers = (personalize, store, learn, measure) => ({ personalize, store, learn, measure });
const all = (answer) => answers(answer, answer, answer, answer);
const [yes, no] = ['granted', 'denied'];
const raise = () => {
  throw new Error('the manager is broken');
};

/** CMP API v2: a stub that queues, then the manager; an event at once for each new listener. */
export class Tcf {
  static manager = 'tcf';
  static expected = { accept: all(yes), partial: answers(yes, yes, no, no), withdraw: all(no) };
  data = { cmpStatus: 'loaded', eventStatus: 'cmpuishown', gdprApplies: true, purpose: { consents: {} }, publisher: { consents: {} } };
  listeners = new Map();
  #next = 1;

  constructor(page) {
    this.page = page;
  }

  stub() {
    const queue = [];
    this.page.put('__tcfapi', (...call) => (call.length > 0 ? void queue.push(call) : queue));
  }

  load() {
    const queue = globalThis.__tcfapi?.() ?? [];
    this.page.put('__tcfapi', (command, version, callback, id) => {
      if (command === 'removeEventListener') return callback(this.listeners.delete(id));
      if (command !== 'addEventListener' || version !== 2) return callback(null, false);
      this.listeners.set(this.#next, callback);
      callback({ ...this.data, listenerId: this.#next++ }, true);
    });
    for (const call of queue) globalThis.__tcfapi(...call);
  }

  say(eventStatus, purposes, more = {}) {
    const consents = Object.fromEntries(purposes.map((purpose) => [purpose, true]));
    Object.assign(this.data, { eventStatus, purpose: { consents } }, more);
    for (const [listenerId, callback] of this.listeners) callback({ ...this.data, listenerId }, true);
  }

  ask = () => this.say('cmpuishown', [1, 5, 6, 8, 9, 10]);
  accept = () => this.say('useractioncomplete', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  partial = () => this.say('useractioncomplete', [1, 5, 6, 9]);
  withdraw = () => this.say('useractioncomplete', []);
  garbage() {
    for (const callback of this.listeners.values()) {
      const hollow = { eventStatus: 'tcloaded', gdprApplies: true };
      for (const nonsense of [[null, true], ['tcloaded', true], [{ eventStatus: 7 }, true], [hollow, true], []]) callback(...nonsense);
      callback({ ...this.data, eventStatus: 'tcloaded' }, false);
    }
  }
  break = () => this.page.put('__tcfapi', raise);
}

/** CMP API 1.1, sections of the United States. */
export class Gpp {
  static manager = 'gpp';
  static expected = { accept: {}, partial: { measure: no }, withdraw: { personalize: no, learn: no, measure: no } };
  listeners = new Map();
  pingData = { signalStatus: 'not ready', parsedSections: {} };
  #next = 1;

  constructor(page) {
    this.page = page;
  }

  load() {
    this.page.put('__gpp', (command, callback, id) => {
      if (command === 'removeEventListener') return callback({ eventName: 'listenerRemoved', data: this.listeners.delete(id) }, true);
      this.listeners.set(this.#next, callback);
      callback({ eventName: 'listenerRegistered', listenerId: this.#next++, data: true, pingData: this.pingData }, true);
    });
  }

  say(signalStatus, usnat) {
    this.pingData = { signalStatus, parsedSections: { usnat } };
    for (const [listenerId, callback] of this.listeners) {
      callback({ eventName: 'signalStatus', listenerId, data: signalStatus, pingData: this.pingData }, true);
    }
  }

  ask = () => this.say('not ready', { SaleOptOut: 1 });
  accept = () => this.say('ready', { SaleOptOut: 2, SharingOptOut: 2, TargetedAdvertisingOptOut: 2 });
  partial = () => this.say('ready', [{ SaleOptOut: 2, TargetedAdvertisingOptOut: 2 }, { Gpc: true }]);
  withdraw = () => this.say('ready', { SaleOptOut: 1, SharingOptOut: 1, TargetedAdvertisingOptOut: 1 });
  garbage() {
    for (const usnat of [null, 'x', [null], 1]) this.say('ready', usnat);
    for (const callback of this.listeners.values()) callback(null, true);
  }
  break = () => this.page.put('__gpp', raise);
}

/** gtag's commands in the data layer. */
export class ConsentMode {
  static manager = 'consentMode';
  static expected = { accept: all(yes), partial: answers(yes, yes, yes, no), withdraw: all(no) };
  constructor(page) {
    this.page = page;
  }

  load() {
    this.page.put('dataLayer', []);
    this.gtag('js', new Date(0));
  }

  gtag() {
    globalThis.dataLayer?.push(arguments);
  }

  say(action, personalization, analytics) {
    this.gtag('consent', action, { ad_storage: no, personalization_storage: personalization, analytics_storage: analytics });
  }

  ask() {
    this.say('default', no, no);
    this.say('default', yes, yes);
  }
  accept = () => this.say('update', yes, yes);
  partial = () => this.say('update', yes, no);
  withdraw = () => this.say('update', no, no);
  garbage() {
    this.gtag();
    this.gtag('consent', 'update');
    this.gtag('consent', 'update', null);
    this.gtag('consent', 'update', { personalization_storage: 'constructor', analytics_storage: 1 });
    globalThis.dataLayer?.push(undefined, null, 'consent', ['consent', 'update', { analytics_storage: no }], { event: 'x' });
  }
  break = () => this.page.trap('dataLayer');
}

/** 0.7: switches are told of before they are saved. */
export class Klaro {
  static manager = 'klaro';
  static services = { personalize: ['choose'], store: ['keep'], learn: ['choose', 'keep'], measure: ['report'] };
  static settings = [Klaro.services];
  static expected = { accept: all(yes), partial: answers(yes, no, no, no), withdraw: all(no) };
  confirmed = false;
  consents = { choose: true, keep: false, report: true };
  watchers = new Set();

  constructor(page) {
    this.page = page;
  }

  load() {
    this.page.put('klaro', { getManager: () => this });
  }

  watch = (watcher) => void this.watchers.add(watcher);
  unwatch = (watcher) => void this.watchers.delete(watcher);
  notify = (name, data) => this.watchers.forEach((watcher) => watcher.update(this, name, data));

  say(...allowed) {
    for (const service of Object.keys(this.consents)) {
      this.consents[service] = allowed.includes(service);
      this.notify('consents', this.consents);
    }
    this.confirmed = true;
    this.notify('saveConsents', { consents: this.consents });
    this.notify('applyConsents', 1);
  }

  ask = () => this.notify('consents', this.consents);
  accept = () => this.say('choose', 'keep', 'report');
  partial = () => this.say('choose');
  withdraw = () => this.say();
  garbage() {
    for (const watcher of this.watchers) {
      for (const nonsense of [[], [null, 'saveConsents'], [{ confirmed: true }, 'saveConsents'], [{ consents: 1 }, 'x']]) watcher.update(...nonsense);
    }
  }
  break = () => this.page.put('klaro', { getManager: () => ({ watch: raise }) });
}

/** v3.2.1 with opt-out: before an answer the default categories count as accepted. */
export class CookieConsent {
  static manager = 'cookieconsent';
  static expected = { accept: all(yes), partial: answers(no, no, no, yes), withdraw: all(no) };
  categories = ['necessary', 'functionality', 'analytics'];
  valid = false;

  constructor(page) {
    this.page = page;
  }

  load() {
    this.page.put('CookieConsent', {
      validConsent: () => this.valid,
      getUserPreferences: () => ({ acceptedCategories: this.categories }),
    });
    if (this.valid) this.fire('cc:onConsent');
  }

  fire = (name) => globalThis.dispatchEvent(new CustomEvent(name, { detail: { cookie: { categories: this.categories } } }));

  say(...categories) {
    this.categories = ['necessary', ...categories];
    const name = this.valid ? 'cc:onChange' : 'cc:onConsent';
    this.valid = true;
    this.fire(name);
  }

  ask() {}
  accept = () => this.say('functionality', 'analytics');
  partial = () => this.say('analytics');
  withdraw = () => this.say();
  garbage() {
    for (const detail of [null, {}, { cookie: 1 }, { cookie: { categories: 7 } }]) {
      globalThis.dispatchEvent(new CustomEvent('cc:onConsent', { detail }));
    }
  }
  break = () => this.page.put('CookieConsent', { validConsent: raise });
}

/** The groups' event comes with each load, answered or not. */
export class OneTrust {
  static manager = 'oneTrust';
  static expected = { accept: all(yes), partial: answers(no, no, no, yes), withdraw: all(no) };
  groups = ['C0001', 'C0002', 'C0003'];
  closed = false;

  constructor(page) {
    this.page = page;
  }

  load() {
    this.page.put('OneTrust', { IsAlertBoxClosed: () => this.closed });
    this.fire('OneTrustGroupsUpdated');
  }

  fire(name) {
    this.page.put('OnetrustActiveGroups', `,${this.groups.join(',')},`);
    globalThis.dispatchEvent(new CustomEvent(name, { detail: this.groups }));
  }

  say(...groups) {
    this.groups = ['C0001', ...groups];
    this.fire('OneTrustGroupsUpdated');
    this.closed = true;
    this.fire('OTConsentApplied');
  }

  ask = () => this.fire('OneTrustGroupsUpdated');
  accept = () => this.say('C0002', 'C0003');
  partial = () => this.say('C0002');
  withdraw = () => this.say();
  garbage() {
    for (const value of [undefined, 7, ['C0002']]) {
      this.page.put('OnetrustActiveGroups', value);
      globalThis.dispatchEvent(new CustomEvent('OneTrustGroupsUpdated', {}));
    }
  }
  break() {
    this.page.put('OnetrustActiveGroups', ',C0001,');
    this.page.put('OneTrust', { IsAlertBoxClosed: raise });
  }
}

/** Its events are document's. */
export class CookieYes {
  static manager = 'cookieYes';
  static expected = { accept: all(yes), partial: answers(yes, yes, yes, no), withdraw: all(no) };
  state = { activeLaw: 'ccpa', isUserActionCompleted: false, categories: { necessary: true, functional: true, analytics: true } };

  constructor(page) {
    this.page = page;
  }

  load() {
    this.page.put('getCkyConsent', () => this.state);
    this.fire('cookieyes_banner_load', this.state);
  }

  fire = (name, detail) => globalThis.document.dispatchEvent(new CustomEvent(name, { detail }));

  say(...categories) {
    const named = ['necessary', 'functional', 'analytics'];
    const accepted = ['necessary', ...categories];
    this.state = { isUserActionCompleted: true, categories: Object.fromEntries(named.map((name) => [name, accepted.includes(name)])) };
    this.fire('cookieyes_consent_update', { accepted, rejected: named.filter((name) => !accepted.includes(name)) });
  }

  ask = () => this.fire('cookieyes_banner_load', this.state);
  accept = () => this.say('functional', 'analytics');
  partial = () => this.say('functional');
  withdraw = () => this.say();
  garbage() {
    for (const detail of [null, {}, { accepted: 1, rejected: [] }, { accepted: [], rejected: [] }, { isUserActionCompleted: true }]) {
      for (const name of ['cookieyes_consent_update', 'cookieyes_banner_load']) this.fire(name, detail);
    }
  }
  break = () => this.page.put('getCkyConsent', raise);
}

export const MANAGERS = [Tcf, Gpp, ConsentMode, Klaro, CookieConsent, OneTrust, CookieYes];
