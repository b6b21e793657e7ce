import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IceServer } from '#protocol/watch.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { startCoturn, type TestTurn } from '../setup/coturn.ts';
import { createTestClock } from '../setup/nights.ts';
import { joinParty, makeParty, PASSWORD, tryToJoin } from '../setup/parties.ts';

const SECRET = 'a secret that both servers know';
const clock = createTestClock(Date.now());

let turn: TestTurn;
let app: TestApp;
beforeAll(async () => {
  turn = await startCoturn(SECRET);
  app = await startTestApp({
    clock,
    env: { TRUST_PROXY: '1', ICE_SERVERS: '[]', TURN_URL: turn.url, TURN_SECRET: SECRET },
  });
});
afterAll(async () => {
  await app?.close();
  await turn?.stop();
});

function credentialsOf(servers: IceServer[]) {
  const [first] = servers;
  const { username, credential } = first ?? {};
  if (username === undefined || credential === undefined) throw new Error('no credentials');
  return { username, credential };
}

describe('[W1] [X129] the TURN credentials', () => {
  it('let each user through a real coturn, by UDP and TCP', async () => {
    const party = await makeParty(app);
    const { body } = await tryToJoin(app, party, { password: PASSWORD });
    expect(body.ice_servers.map(({ urls }: IceServer) => urls)).toEqual([
      turn.url,
      `${turn.url}?transport=tcp`,
    ]);
    const credentials = credentialsOf(body.ice_servers);
    expect(credentials.username).toBe(`${Math.floor(clock.now() / 1000) + 6 * 3_600}:${body.user_id}`);
    expect(await turn.relays(credentials, 'udp')).toBe(true);
    expect(await turn.relays(credentials, 'tcp')).toBe(true);
  });

  it('end, and are another user’s for nobody', async () => {
    const party = await makeParty(app);
    const other = await joinParty(app, party);
    const renew = async () => {
      const path = `/api/sessions/${party.id}/token`;
      const { body } = await app.call('POST', path, undefined, { token: other.token });
      return credentialsOf(body.ice_servers);
    };
    const good = await renew();
    const username = good.username.replace(other.user_id, party.user_id);
    expect(await turn.relays({ ...good, username }, 'udp')).toBe(false);
    // As the server would have given them seven hours ago.
    clock.advance(-7 * 3_600_000);
    const old = await tryToJoin(app, await makeParty(app), { password: PASSWORD });
    expect(await turn.relays(credentialsOf(old.body.ice_servers), 'udp')).toBe(false);
  });
});
