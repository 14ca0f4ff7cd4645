// One test for every engine: `inEach(name, suite)` registers the suite once for each.
//
//   inEach('a page that adapts', ({ engine, open, it }) => {
//     it('by finger', { needs: ['finger'] }, async () => …);
//   });
//
// What a test needs and an engine has not is a skipped test that says so; nothing is left out in silence. ENGINES=webkit
// in the environment, or several with commas between them, runs those alone.
import { basename } from 'node:path';
import { describe, it } from 'node:test';
import * as blink from './chromium.mjs';
import * as gecko from './firefox.mjs';
import * as webcore from './webkit.mjs';

const ENGINES = {
  chromium: { open: blink.chromium, lacks: blink.lacks },
  firefox: { open: gecko.firefox, lacks: gecko.lacks },
  webkit: { open: webcore.webkit, lacks: webcore.lacks, absent: webcore.absent },
};
const chosen = process.env.ENGINES?.split(',') ?? Object.keys(ENGINES);

/** The file and the engine of a suite by its full name, if it is one of `inEach`. */
export const suiteOf = (suite) => suite.match(/^(?<file>[^:]+): .* in (?<engine>chromium|firefox|webkit)$/)?.groups;

/**
 * Registers `suite` for each engine. It is given `engine`, the name; `open`, which opens a browser; `has`, whether the engine
 * has something; and `it`, node:test's, which takes `{ needs: [what, …] }` before the body.
 */
export function inEach(name, suite) {
  // Node's runner gives each file a process of its own, and says of a test where it was registered: here.
  const file = basename(process.argv[1], '.test.mjs');
  for (const engine of chosen) {
    const { open, lacks, absent } = ENGINES[engine];
    const has = (need) => !(need in lacks);
    const itIfAble = (title, ...rest) => {
      const [{ needs }, body] = rest.length > 1 ? rest : [{ needs: [] }, rest[0]];
      const reasons = needs.filter((need) => !has(need)).map((need) => lacks[need]);
      it(title, { skip: reasons.length > 0 && reasons.join('; ') }, body);
    };
    describe(`${file}: ${name} in ${engine}`, { skip: absent }, () => suite({ engine, open, has, it: itIfAble }));
  }
}
