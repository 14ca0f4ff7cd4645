// The same visit through the native engine: `nearside-trainer replay FILE --json`.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './site.mjs';

const trainer = join(root, 'target/native/nearside-trainer');

/** Replays a recording (its JSON text) kept as target/e2e/NAME.json, and gives what came of it. */
export function replay(name, recording) {
  const file = join(root, 'target/e2e', `${name}.json`);
  mkdirSync(join(root, 'target/e2e'), { recursive: true });
  writeFileSync(file, recording);
  const flags = ['replay', file, '--json'];
  return JSON.parse(execFileSync(trainer, flags, { cwd: root, maxBuffer: 1 << 28 }).toString());
}
