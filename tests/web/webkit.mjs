// The browser tests in WebKit, which wasm-pack has no driver for: cargo's runner for the test binary.
//
//   CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER='node tests/web/webkit.mjs' cargo test --target wasm32-unknown-unknown --test web
//
// wasm-bindgen's own runner, told to open no browser, serves the tests as a page. WebKit opens it; what the page says at
// its end is printed, and decides the exit code.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { webkit } from '../e2e/webkit.mjs';

/** How long all of the tests may take, in ms. */
const LIMIT = 300_000;

/** Serves the tests; gives their address and what ends it. */
async function serve(command) {
  // Port 0 is any that is free.
  const env = { ...process.env, NO_HEADLESS: '1', WASM_BINDGEN_TEST_ADDRESS: '127.0.0.1:0' };
  const child = spawn('wasm-bindgen-test-runner', command, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const address = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the runner ended with ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = line.match(/http:\/\/[\d.:]+/);
      if (found) resolve(found[0]);
    });
  });
  return { address, stop: () => child.kill() };
}

const server = await serve(process.argv.slice(2));
const browser = await webkit();
try {
  await browser.driver.get(server.address);
  // What is said so far must not push the tests' own elements out of view.
  await browser.run("document.querySelector('#output').style.cssText = 'position: fixed; inset: auto 0 0 auto; inline-size: 1px; block-size: 1px; overflow: hidden'");
  const text = "return document.querySelector('#output').textContent";
  const ended = async () => /^test result: /m.test(await browser.run(text));
  await browser.driver.wait(ended, LIMIT, 'the tests do not end', 100).catch((error) => console.error(error.message));
  const output = await browser.run(text);
  console.log(output);
  process.exitCode = /^test result: ok/m.test(output) ? 0 : 1;
} finally {
  await browser.close();
  server.stop();
}
