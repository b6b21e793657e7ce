import { spawnSync } from 'node:child_process';

const runs = (command: string, args: string[]) =>
  spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
const isOnPath = (command: string) => runs('sh', ['-c', `command -v ${command}`]);

/**
 * Installs a Debian package where none of the commands it stands for is there.
 * @throws with the one thing to do where this user can't install packages
 */
export function ensureInstalled(packageName: string, commands: readonly string[]): void {
  if (commands.some(isOnPath)) return;
  const isRoot = process.getuid?.() === 0;
  const asRoot = (...args: string[]) =>
    isRoot ? runs('apt-get', args) : runs('sudo', ['--non-interactive', 'apt-get', ...args]);
  if (isOnPath('apt-get') && (isRoot || isOnPath('sudo'))) {
    process.stderr.write(`Installing ${packageName} for the tests …\n`);
    asRoot('update', '--quiet');
    asRoot('install', '--yes', '--quiet', '--no-install-recommends', packageName);
  }
  if (!commands.some(isOnPath))
    throw new Error(
      `The tests need ${commands.join(' or ')}: install the package ${packageName} and try again.`,
    );
}
