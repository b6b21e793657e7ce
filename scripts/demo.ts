// A server with a lively evening in it, to look around in: `npm run demo`. Its data is made anew at each start and goes
// with it. `-- --seed=anything` makes another evening. It listens on 127.0.0.1 unless HOST is set, as everybody knows
// its password.
import { parseArgs } from 'node:util';
import { createApi } from './demo-api.ts';
import { playEvening } from './demo-evening.ts';
import { playHistory } from './demo-history.ts';
import { HOSTS, TONIGHT } from './demo-programme.ts';
import { createDemoClock, startDemoServer } from './demo-server.ts';

/** Nothing is to be left behind, so it is patient: a store that is being made can't be interrupted. */
const GRACE_MS = 30_000;

const { values: options } = parseArgs({ options: { seed: { type: 'string', default: 'soiree' } } });

const ending = new AbortController();
function end(): void {
  if (ending.signal.aborted) return;
  ending.abort();
  setTimeout(() => {
    console.error('The end took too long; something may be left in the temporary directory.');
    process.exit(1);
  }, GRACE_MS).unref();
}
process.on('SIGINT', end);
// The terminal's window was closed.
process.on('SIGHUP', end);
process.on('SIGTERM', end);

async function demonstrate(signal: AbortSignal): Promise<void> {
  console.log('Preparing an evening …');
  const clock = createDemoClock();
  await using server = await startDemoServer({ clock, env: process.env, signal });
  const api = createApi(server.apiUrl, signal);
  const tonight = await playHistory({ api, clock, seed: options.seed }, Date.now());
  clock.goOn();
  tonight.room.goOn();
  const { displayName, username, email, password } = HOSTS[TONIGHT.host];
  console.log(`
An evening is on.

  To watch     ${server.url}/join/${username}
  To host      ${server.url}/host
  To play      ${server.url}/play/${tonight.room.code}
  To lead      ${server.url}/host/quiz/${tonight.room.roomId}
  To plan      ${server.url}/calendar
  Sign in as   ${displayName}, ${email}
  Password     ${password}

Only this machine can reach it, unless HOST says otherwise: everybody knows the password.
Nothing is kept (${server.dataDir} goes with it). Ctrl-C ends it.
`);
  await playEvening(api, tonight, options.seed);
}

try {
  await demonstrate(ending.signal);
} catch (error) {
  if (!ending.signal.aborted) {
    console.error(`The demo ended: ${error instanceof Error ? error.message : error}`);
    process.exit(1);
  }
}
process.exit(0);
