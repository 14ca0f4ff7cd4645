// Addresses of the page that the agent and its loader understand.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const entry = fileURLToPath(new URL('address.ts', import.meta.url));
const { outputFiles } = await build({ entryPoints: [entry], bundle: true, write: false, format: 'esm' });
const { previewAddress, recordingAddress } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);

it('they keep what else is in an address', () => {
  const here = 'https://a.test/p?x=1&nearside-inspect&nearside-show=hero%3Aoffer&nearside-show=next%3Afood#top';
  assert.equal(previewAddress(here, 'hero', 'proof'), 'https://a.test/p?x=1&nearside-show=next%3Afood&nearside-show=hero%3Aproof#top');
  assert.equal(recordingAddress('https://a.test/p?x=1#top'), 'https://a.test/p?x=1&nearside-inspect=#top');
});
