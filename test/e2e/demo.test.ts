import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { reach } from '../setup/accounts.ts';
import { findFreePort } from '../setup/ports.ts';
import { connectQuiz } from '../setup/quiz.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** The demo as it really runs, without what the pages need. */
async function startDemo() {
  const port = await findFreePort();
  const child = spawn(process.execPath, ['scripts/demo.ts'], {
    // As where a real server is set up: none of that is the demo's.
    env: { PATH: process.env.PATH, PORT: String(port), DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const collect = (chunk: Buffer) => {
    output += chunk;
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const exited = once(child, 'exit');
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await exited;
  });
  return {
    port,
    /** What stands there, once it was printed. */
    find: (pattern: RegExp): Promise<string> =>
      vi.waitFor(
        () => {
          if (child.exitCode !== null) throw new Error(`the demo ended: ${output}`);
          const [, found] = pattern.exec(output) ?? [];
          if (found === undefined) throw new Error(`not printed yet: ${output}`);
          return found;
        },
        { timeout: 60_000, interval: 20 },
      ),
    async end(signal: NodeJS.Signals): Promise<number | null> {
      child.kill(signal);
      await exited;
      return child.exitCode;
    },
  };
}

describe('npm run demo', () => {
  it('has past nights and one that goes on, for whoever signs in as it says, and leaves nothing', async () => {
    const demo = await startDemo();
    const url = await demo.find(/To host +(http\S+)\/host\n/);
    expect(url).toBe(`http://localhost:${demo.port}`);
    const email = await demo.find(/Sign in as .*, (\S+@\S+)\n/);
    const password = await demo.find(/Password +(.+)\n/);
    const directory = await demo.find(/Nothing is kept \((\S+) goes/);
    expect(existsSync(directory)).toBe(true);

    const app = reach(`http://127.0.0.1:${demo.port}`);
    const { status, body } = await app.call('POST', '/auth/login', { email, password });
    expect(status).toBe(200);
    const token = body.session.access_token;
    const profile = (await app.call('GET', '/profile', undefined, { token })).body;
    expect(profile).toMatchObject({ username: 'robin', avatarUrl: expect.stringContaining('/storage/') });

    const host = `host=${profile.username}`;
    const past = (await app.call('GET', `/api/sessions?${host}&active=false`)).body;
    expect(past.length).toBeGreaterThanOrEqual(3);
    for (const night of past) {
      expect(Date.parse(night.closed_at)).toBeLessThan(Date.now());
      expect(night.games_played).toBeGreaterThan(2);
      expect(
        (await app.call('GET', `/api/votes?session_id=${night.id}`)).body.pagination.total,
      ).toBeGreaterThan(50);
    }

    const [tonight] = (await app.call('GET', `/api/sessions?${host}&active=true`)).body;
    const countVotes = async () =>
      (await app.call('GET', `/api/votes?session_id=${tonight.id}`)).body.pagination.total;
    const before = await countVotes();
    expect(before).toBeGreaterThan(50);
    // People vote independently: now and then nobody does for a while.
    await vi.waitFor(async () => expect(await countVotes()).toBeGreaterThan(before), { timeout: 120_000 });
    expect((await app.call('GET', `/api/sessions/${tonight.id}/games`)).body.at(-1)).toMatchObject({
      status: 'playing',
      room_code: expect.stringMatching(/^[A-Z]{4}$/),
    });

    // A quiz was played before, and everybody waits for the next one to begin.
    const room = await demo.find(/To lead +\S+\/host\/quiz\/(\S+)\n/);
    const { flows: games } = (await app.call('GET', '/game-flows', undefined, { token })).body;
    expect(games.map(({ id, phase }: { id: string; phase: string }) => [id === room, phase])).toEqual([
      [true, 'lobby'],
      [false, 'finished'],
    ]);
    const leader = await connectQuiz(`http://127.0.0.1:${demo.port}`, { token });
    onTestFinished(leader.close);
    await leader.ask('game:flow:start', { roomId: room });
    await vi.waitFor(
      async () => expect((await leader.next('game:answer:stats:update')).answered).toBeGreaterThan(0),
      { timeout: 60_000 },
    );

    const weeks = new URLSearchParams({
      from: new Date().toISOString(),
      to: new Date(Date.now() + 42 * DAY_MS).toISOString(),
    });
    const planned = (await app.call('GET', `/occurrences?${weeks}`, undefined, { token })).body.data;
    const names = planned.map(({ name }: { name: string }) => name);
    expect(names.filter((name: string) => name === 'Game night').length).toBeGreaterThan(4);
    expect(names).toEqual(expect.arrayContaining(['Quiz of the month', 'Film Sunday', 'Drawing round']));

    expect(await demo.end('SIGINT')).toBe(0);
    expect(existsSync(directory)).toBe(false);
  }, 240_000);

  it('can be ended while it begins', async () => {
    const demo = await startDemo();
    await demo.find(/(Preparing)/);
    expect(await demo.end('SIGTERM')).toBe(0);
  }, 60_000);
});
