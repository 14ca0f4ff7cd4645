// What axe-core finds on the page that is open.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './site.mjs';

const AXE = readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');

/** Brings axe to the page. */
export const bring = (browser) => browser.run(AXE);

/** What it finds on the whole page, shadow roots included: "rule: where (why)". */
export async function violations(browser) {
  const found = await browser.run('return axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations)');
  return found.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.flat().join(' ')} (${failureSummary})`));
}
