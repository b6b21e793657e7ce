// The server, started anew at each change, and Vite's development server before it, for the pages. One ends with the
// other. Arguments are Vite's, such as `--host` for phones.
import { spawn } from 'node:child_process';
import { loadDotEnv } from '#server/platform/config.ts';

const watched = ['src/server', 'src/protocol', 'migrations'].map((path) => `--watch-path=${path}`);

loadDotEnv();
// Links lead to the pages, which Vite serves.
const env = { ...process.env, PUBLIC_URL: process.env.PUBLIC_URL || 'http://localhost:5173' };
const processes = [
  [...watched, '--watch-preserve-output', 'src/server/main.ts'],
  ['node_modules/vite/bin/vite.js', ...process.argv.slice(2)],
].map((args) => spawn(process.execPath, args, { env, stdio: 'inherit' }));

let isEnding = false;
function end(): void {
  isEnding = true;
  for (const child of processes) child.kill('SIGTERM');
}
process.on('SIGINT', end);
process.on('SIGTERM', end);
for (const child of processes)
  child.once('exit', (code) => {
    if (!isEnding) process.exitCode = code ?? 1;
    end();
  });
