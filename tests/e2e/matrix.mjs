// A reporter for Node's test runner: one line of JSON for each test, with the engine in which it ran.
//
// {"file", "engine", "name", "outcome", "why"}: `engine` is null for a test that runs in none in particular, `outcome` is
// passed, lacks or failed, `why` what the engine lacks. `cargo xtask test` makes a table of them.
import { basename } from 'node:path';
import { suiteOf } from './engines.mjs';

export default async function* matrix(events) {
  let suite;
  for await (const { type, data } of events) {
    // The runner tells of one file after the other, and of a suite's beginning before its tests.
    if (type === 'test:start' && data.nesting === 0) suite = suiteOf(data.name) ?? alone(data);
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const skipped = data.skip !== undefined;
    // A suite that is skipped tells of no tests.
    if (data.details.type === 'suite' && !skipped) continue;
    const outcome = skipped ? 'lacks' : type === 'test:pass' ? 'passed' : 'failed';
    yield `${JSON.stringify({ ...suite, name: data.name, outcome, why: skipped ? String(data.skip) : null })}\n`;
  }
}

const alone = ({ file }) => ({ file: basename(file ?? '', '.test.mjs'), engine: null });
