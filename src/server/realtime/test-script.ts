import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';

/**
 * Runs a module as a process of its own, which must print once when it is done, and then end by itself: what is
 * left open, a timer or a socket, keeps it alive. `lingeredMs` is the time from the one to the other.
 */
export async function runScript(script: string) {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  let printedAt = Number.NaN;
  child.stdout.on('data', (data) => {
    output += data;
    printedAt = performance.now();
  });
  const [code] = await once(child, 'close');
  return { code, output, lingeredMs: performance.now() - printedAt };
}
