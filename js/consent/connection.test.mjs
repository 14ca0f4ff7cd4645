// Between an adapter and a client: whoever throws, nobody else hears of it, and the end is the end.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, it, mock } from 'node:test';
import { Page } from './managers.mjs';

const { connect } = await import('../../dist/npm/consent.js');

let page;
beforeEach(() => {
  page = new Page();
  mock.method(console, 'warn', () => {});
});
afterEach(() => {
  page.clear();
  mock.restoreAll();
});

it("a function of the page's own is an adapter", () => {
  const said = [];
  let set;
  let ended = 0;
  const end = connect({ setConsent: (...answer) => said.push(answer) }, (given) => {
    set = given;
    return () => ended++;
  });
  set('store', 'granted');
  set('store', 'denied');
  end();
  set('store', 'granted');
  assert.deepEqual([said, ended], [[['store', 'granted'], ['store', 'denied']], 1]);
});

it('answers wait in the queue of a script tag that has not loaded, and go straight to it when it has', () => {
  const nearside = { q: [] };
  let set;
  connect(nearside, (given) => ((set = given), () => {}));
  set('measure', 'denied');
  assert.deepEqual(nearside.q, [['setConsent', 'measure', 'denied']]);
  nearside.setConsent = mock.fn();
  set('measure', 'granted');
  assert.deepEqual(nearside.setConsent.mock.calls[0].arguments, ['measure', 'granted']);
  assert.equal(nearside.q.length, 1);
});

it('nothing is thrown at the page, and it is told once', () => {
  const fail = () => {
    throw new Error('out of order');
  };
  const told = [];
  document.addEventListener('nearside:error', ({ detail }) => told.push(detail.code));
  for (const _ of [1, 2]) connect({ setConsent() {} }, fail)();
  assert.deepEqual(told, ['consent-unavailable']);
  connect({ setConsent: fail }, (set) => (set('store', 'granted'), () => {}))();
  assert.equal(told.length, 2);
  connect({ setConsent() {} }, () => fail)();
  connect({ setConsent() {} }, () => undefined)();
  assert.equal(told.length, 2);
});

it('an agent that has ended is told nothing more, and nobody is told of that', () => {
  for (const code of ['destroyed', 'panic']) {
    let set;
    const setConsent = mock.fn(() => {
      throw Object.assign(new Error('the agent has ended'), { code });
    });
    connect({ setConsent }, (given) => ((set = given), () => {}));
    for (const _ of [1, 2]) set('store', 'granted');
    assert.deepEqual([setConsent.mock.callCount(), console.warn.mock.callCount()], [1, 0], code);
  }
});
