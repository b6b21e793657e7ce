import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const BUILD = fileURLToPath(new URL('../scripts/build-web.ts', import.meta.url));

/** As `npm start` does it. */
export async function buildPages(): Promise<void> {
  const [status] = await once(spawn(process.execPath, [BUILD], { stdio: ['ignore', 2, 2] }), 'exit');
  if (status !== 0) throw new Error('the pages could not be built');
}
