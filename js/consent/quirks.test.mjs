// What one manager does and no other, case by case: what it said → the answers.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { ConsentMode, CookieConsent, CookieYes, Gpp, Klaro, OneTrust, Page, Tcf } from './managers.mjs';

const consent = await import('../../dist/npm/consent.js');

const ALL = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const every = (answer) => ({ personalize: answer, store: answer, learn: answer, measure: answer });
const publisher = (...purposes) => ({ publisher: { consents: Object.fromEntries(ALL.map((id) => [id, purposes.includes(id)])) } });
const tcf = (purposes, more, status = 'tcloaded') => (manager) => manager.say(status, purposes, more);

/** [manager, what, steps, answers]; the adapter is connected after the first step. */
const CASES = [
  [Tcf, 'a visitor who answered on an earlier page', [tcf(ALL)], every('granted')],
  [Tcf, 'the page is asked about apart from its partners', [tcf(ALL, publisher(1))], { ...every('denied'), store: 'granted' }],
  [Tcf, 'what the page was not named for is no', [tcf(ALL, { publisher: { consents: { 1: true } } })], { ...every('denied'), store: 'granted' }],
  [Tcf, 'learning takes a profile and measuring', [tcf([5, 8])], { ...every('denied'), learn: 'granted' }],
  [Tcf, 'measuring takes 8, 9 and 10', [tcf([8, 9])], every('denied')],
  [Tcf, 'personalizing takes 5 and 6', [tcf([6])], every('denied')],
  [Tcf, 'the GDPR does not apply', [tcf([], { gdprApplies: false })], {}],
  [Tcf, 'nobody knows whether it applies', [tcf(ALL, { gdprApplies: undefined })], every('denied')],
  [Tcf, 'the manager is in error', [tcf([], { cmpStatus: 'error' })], {}],
  [Tcf, 'the box is opened again', [tcf(ALL), tcf([], {}, 'cmpuishown')], every('granted')],
  [Tcf, 'legitimate interests only', [tcf([], { purpose: { consents: {}, legitimateInterests: { 8: true, 9: true, 10: true } } })], every('denied')],
  [Gpp, 'an opt-out by the older section', [(m) => m.load(), ({ listeners, pingData }) => {
    const parsedSections = { uspv1: { Version: 1, OptOutSale: 'Y' } };
    for (const callback of listeners.values()) callback({ pingData: { ...pingData, signalStatus: 'ready', parsedSections } }, true);
  }], { measure: 'denied' }],
  [Gpp, 'sharing', [(m) => m.say('ready', { SharingOptOut: 1 })], { measure: 'denied' }],
  [Gpp, 'an opt-out in a state', [(m) => m.say('ready', {}), ({ listeners }) => {
    const pingData = { signalStatus: 'ready', parsedSections: { usca: [{ SaleOptOut: 1 }], tcfeuv2: { SaleOptOut: 1 } } };
    for (const callback of listeners.values()) callback({ pingData }, true);
  }], { measure: 'denied' }],
  [Gpp, "another part of the world's section", [(m) => m.load(), ({ listeners }) => {
    const pingData = { signalStatus: 'ready', parsedSections: { tcfca: { SaleOptOut: 1 } } };
    for (const callback of listeners.values()) callback({ pingData }, true);
  }], {}],
  [ConsentMode, 'updates in order', [(m) => m.say('update', 'granted', 'denied'), (m) => m.say('update', 'denied', 'granted')], {
    ...every('denied'), measure: 'granted' }],
  [ConsentMode, 'only one type', [(m) => m.gtag('consent', 'update', { analytics_storage: 'granted' })], { measure: 'granted' }],
  [ConsentMode, 'an answer, then a default', [(m) => m.accept(), (m) => m.say('default', 'denied', 'denied')], every('granted')],
  [ConsentMode, 'the oldest entries are dropped', [
    (m) => m.accept(),
    (m) => (globalThis.dataLayer.splice(0), m.withdraw()),
    (m) => (m.accept(), globalThis.dataLayer.shift()),
  ], every('granted')],
  [ConsentMode, 'another layer takes its place', [(m) => m.accept(), (m) => (m.load(), m.withdraw())], every('denied')],
  [Klaro, 'switches that are not saved', [(m) => m.accept(), (m) => {
    m.consents.report = false;
    m.notify('consents', m.consents);
  }], every('granted')],
  [Klaro, 'a reset', [(m) => m.accept(), (m) => {
    Object.assign(m, { confirmed: false, consents: { choose: true, keep: false, report: true } });
    m.notify('applyConsents', 3);
    m.notify('consents', m.consents);
  }], every('denied')],
  [Klaro, 'a service that is not configured', [(m) => (delete m.consents.keep, m.say('choose', 'report'))], { personalize: 'granted', measure: 'granted' }],
  [CookieConsent, 'defaults of an opt-out', [() => {}], {}],
  [OneTrust, 'the older browser script, without its functions', [(m) => (m.page.put('OneTrust', { geolocationResponse: {} }), m.fire('OTConsentApplied'))], {}],
  [OneTrust, 'groups before the box is closed', [(m) => m.fire('OneTrustGroupsUpdated')], {}],
  [CookieYes, 'a category in neither list', [(m) => m.fire('cookieyes_consent_update', { accepted: ['functional'], rejected: [] })], {
    personalize: 'granted', store: 'granted', learn: 'granted' }, 'connected first'],
  [CookieYes, 'the banner of a later page', [
    (m) => m.fire('cookieyes_banner_load', { isUserActionCompleted: true, categories: { functional: false, analytics: true } }),
  ], { ...every('denied'), measure: 'granted' }, 'connected first'],
];

describe('the quirks of', () => {
  let page, answers;
  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
    mock.method(console, 'warn', () => {});
    page = new Page();
    answers = {};
  });
  afterEach(() => {
    page.clear();
    mock.timers.reset();
    mock.restoreAll();
  });
  const client = { setConsent: (purpose, answer) => void (answers[purpose] = answer) };

  for (const [Manager, what, [first, ...rest], expected, early] of CASES) {
    it(`${Manager.manager}: ${what}`, () => {
      const manager = new Manager(page);
      manager.load();
      const connect = () => consent.connect(client, consent[Manager.manager](...(Manager.settings ?? [])));
      let end = early && connect();
      first(manager);
      end ||= connect();
      for (const step of rest) {
        step(manager);
        mock.timers.tick(1_000);
      }
      assert.deepEqual(answers, expected);
      end();
    });
  }

  it("tcf: a stub's queue that runs late, and one that runs after the end", () => {
    for (const ended of [false, true]) {
      const manager = new Tcf(page);
      manager.stub();
      const end = consent.connect(client, consent.tcf());
      mock.timers.tick(10_000);
      if (ended) end();
      Object.assign(manager.data, { eventStatus: 'tcloaded', purpose: { consents: { 1: true } } });
      manager.load();
      assert.deepEqual([answers.store, manager.listeners.size], ended ? [undefined, 0] : ['granted', 1]);
      end();
      assert.equal(manager.listeners.size, 0);
      answers = {};
    }
  });

  it('klaro: it throws until it has its configuration', () => {
    const manager = new Klaro(page);
    let configured = false;
    page.put('klaro', {
      getManager() {
        if (!configured) throw new Error('no configuration');
        return manager;
      },
    });
    const end = consent.connect(client, consent.klaro(Klaro.services));
    mock.timers.tick(1_000);
    configured = true;
    manager.accept();
    mock.timers.tick(5_000);
    assert.deepEqual(answers, every('granted'));
    end();
  });

  it('consentMode: nobody looks after the end', () => {
    let looks = 0;
    const end = consent.connect(client, consent.consentMode());
    Object.defineProperty(globalThis, 'dataLayer', { configurable: true, get: () => void looks++ });
    mock.timers.tick(1_000);
    const before = looks;
    end();
    mock.timers.tick(10_000);
    delete globalThis.dataLayer;
    assert.deepEqual([before > 0, looks], [true, before]);
  });
});
