// Runs before `npm start`, `npm test` and the like, by whatever Node runs npm (20 or newer), hence plain
// JavaScript without dependencies: installs the locked packages when they are missing or out of date.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Packages by their place, as npm writes them into lock files. */
const readPackages = (file) => JSON.parse(readFileSync(`${root}${file}`, 'utf8')).packages;

/** Whether every package of the lock file is there, in its version; npm keeps a list of those that are. */
function isInstalled() {
  const list = 'node_modules/.package-lock.json';
  if (!existsSync(root + list)) return false;
  const present = readPackages(list);
  return Object.entries(readPackages('package-lock.json')).every(
    ([place, { version, integrity, optional, devOptional }]) =>
      // The first is this package itself; optional ones may be for other systems.
      place === '' ||
      (present[place]
        ? present[place].version === version && present[place].integrity === integrity
        : optional || devOptional),
  );
}

if (!isInstalled()) {
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
}
