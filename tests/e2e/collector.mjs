// The native server, on a free port, with its own log of requests: what it was *not* asked counts most.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from './site.mjs';

const binary = join(root, 'target/native/nearside-collector');

/** Serves `site` until `stop()`; `policies` are extra `PREFIX=CSP` pairs for parts of it. */
export async function serve(site, policies = []) {
  if (!existsSync(binary)) throw new Error('there is no server: run `cargo xtask build` first');
  const log = `${site.folder}.requests.jsonl`;
  const database = `${site.folder}.db`;
  for (const file of [log, database, `${database}-wal`, `${database}-shm`]) rmSync(file, { force: true });
  const flags = ['--site', site.folder, '--database', database, '--port', '0', '--request-log', log];
  const extra = policies.flatMap((policy) => ['--csp-for', policy]);
  const child = spawn(binary, ['serve', ...flags, ...extra], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (bytes) => (said += bytes));

  const origin = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = line.match(/http:\/\/127\.0\.0\.1:\d+/);
      if (found) resolve(found[0]);
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${said}`)));
  });
  return {
    origin,
    /** What it was asked so far, in order: {method, path, status, …}. */
    requests: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').filter(Boolean).map(JSON.parse) : []),
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', resolve);
        child.kill('SIGTERM');
      }),
  };
}
