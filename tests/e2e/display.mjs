// A screen for a browser that has no headless mode: Xvfb, on a display number that it finds itself.
//
// Nobody manages its windows: the focus is with the one under the pointer, which begins in the screen's middle. So the
// screen is only as large as the window that it is for.
import { spawn } from 'node:child_process';

/** Starts a screen of so many px; gives its name, for DISPLAY, and what ends it. */
export async function display(width, height) {
  // On the fourth descriptor it writes its number, once it takes clients.
  const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const kill = () => child.kill();
  process.once('exit', kill);
  const number = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)));
    child.stdio[3].once('data', (bytes) => resolve(bytes.toString().trim()));
  });
  const stop = async () => {
    process.off('exit', kill);
    kill();
    await ended;
  };
  return { name: `:${number}`, stop };
}
