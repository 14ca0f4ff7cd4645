// What every manager's adapter does alike: silence, a late or missing manager, nonsense and errors leave each answer as it
// is, and a yes that is taken back is a no.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { MANAGERS, Page } from './managers.mjs';

const consent = await import('../../dist/npm/consent.js');

for (const Manager of MANAGERS) {
  describe(`the adapter of ${Manager.manager}`, () => {
    const { accept, partial, withdraw } = Manager.expected;
    let page, manager, answers, calls, end;
    beforeEach(() => {
      mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
      mock.method(console, 'warn', () => {});
      page = new Page();
      manager = new Manager(page);
      answers = {};
      calls = 0;
    });
    afterEach(() => {
      end?.();
      end = undefined;
      page.clear();
      mock.timers.reset();
      mock.restoreAll();
    });
    const adapter = () => consent[Manager.manager](...(Manager.settings ?? []));
    const setConsent = (purpose, answer) => {
      calls++;
      answers[purpose] = answer;
    };
    const connect = () => (end = consent.connect({ setConsent }, adapter()));
    const heard = () => (manager.listeners ?? manager.watchers)?.size ?? 0;
    /** Only that a manager is missing may be told of a page that has none. */
    const isTold = () => console.warn.mock.calls.every(({ arguments: [line] }) => line.includes('there is no'));
    /** Does it, and lets those who look now and then look. */
    const after = (step, ...more) => {
      manager[step](...more);
      mock.timers.tick(2_000);
      return answers;
    };

    it('says nothing before the visitor has', () => {
      manager.load();
      connect();
      assert.deepEqual(after('ask'), {});
    });

    it('says what the visitor says, and a withdrawal is a denial', () => {
      manager.load();
      connect();
      after('ask');
      assert.deepEqual(after('accept'), accept);
      const once = calls;
      mock.timers.tick(2_000);
      assert.equal(calls, once, 'it was said again');
      assert.deepEqual(after('withdraw'), { ...accept, ...withdraw });
    });

    it('says which purposes were allowed', () => {
      manager.load();
      connect();
      assert.deepEqual(after('partial'), partial);
    });

    it('knows what was answered before it came', () => {
      manager.load();
      connect();
      manager.withdraw();
      end();
      answers = {};
      connect();
      mock.timers.tick(2_000);
      assert.deepEqual(answers, withdraw);
    });

    it('waits for a manager that is late', () => {
      connect();
      mock.timers.tick(5_000);
      assert.deepEqual([answers, isTold()], [{}, true]);
      after('load');
      assert.deepEqual(after('withdraw'), withdraw);
    });

    it('leaves the answers to a page without it', () => {
      connect();
      mock.timers.tick(120_000);
      assert.deepEqual([answers, isTold()], [{}, true]);
    });

    it('makes nothing of nonsense, and hears what is said after it', () => {
      manager.load();
      connect();
      assert.deepEqual(after('garbage'), {});
      assert.deepEqual(after('withdraw'), withdraw);
    });

    for (const late of [false, true]) {
      it(`throws nothing into the page when the manager throws${late ? ', late' : ''}`, () => {
        if (late) connect();
        manager.break();
        if (!late) connect();
        mock.timers.tick(120_000);
        assert.deepEqual(answers, {});
        assert.ok(console.warn.mock.callCount() <= 1, 'it is told once');
      });
    }

    it('ends', () => {
      manager.load();
      connect();
      after('ask');
      end();
      assert.equal(heard(), 0, 'a listener is left');
      assert.deepEqual(after('accept'), {});
    });

    it('ends before the manager comes', () => {
      connect();
      end();
      after('load');
      assert.equal(heard(), 0, 'it subscribed after the end');
      assert.deepEqual(after('accept'), {});
    });
  });
}
