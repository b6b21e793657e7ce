// Runs before `npm start`, `npm test` and the like, by whatever Node runs npm (20 or newer), hence plain
// JavaScript without dependencies: installs the locked packages when they are missing or out of date.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = `${root}node_modules/.installed-lock`;
const wanted = createHash('sha256')
  .update(readFileSync(`${root}package-lock.json`))
  .digest('hex');
const present = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';

if (present !== wanted) {
  console.error('Installing packages …');
  const { status } = spawnSync(
    'npm',
    ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32',
      // npm passes its own settings down by the environment; a production setting must not leave the tools out.
      env: { ...process.env, npm_config_production: undefined },
    },
  );
  if (status !== 0) {
    console.error('npm ci failed; see the lines above. It needs to reach the npm registry once.');
    process.exit(status ?? 1);
  }
  const pinned = spawnSync(`${root}node_modules/.bin/node`, ['--version'], {
    shell: process.platform === 'win32',
  });
  if (pinned.status !== 0) {
    console.error(`The Node that came with the packages does not run here:\n${pinned.stderr}`);
    console.error('On a minimal Debian or Ubuntu: apt-get install libatomic1');
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}
