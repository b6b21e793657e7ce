import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Person, register } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { createTestClock, iso, listCatalogue } from '../setup/nights.ts';

const clock = createTestClock();
let app: TestApp;
let anna: Person;
let catalogue: { id: number; title: string; pack_name: string }[];
const nights: number[] = [];

type Played = { game: number; up?: number; down?: number; players?: number; isSkipped?: boolean };

/** A whole night of Anna's. */
async function host(...played: Played[]): Promise<number> {
  const send = async (method: string, path: string, body?: unknown) => {
    const answer = await app.call(method, path, body, { token: anna.token });
    expect(answer.status, answer.text).toBeLessThan(300);
    return answer.body;
  };
  clock.advance(60_000);
  const { id } = await send('POST', '/api/sessions', {});
  for (const { game, up = 0, down = 0, players, isSkipped } of played) {
    clock.advance(1_000);
    const gameId = catalogue[game]?.id;
    const path = `/api/sessions/${id}/games`;
    const { id: played } = await send('POST', path, { game_id: gameId });
    for (let voter = 0; voter < up + down; voter++)
      await send('POST', '/api/votes/live', {
        username: `viewer${game}-${voter}`,
        vote: voter < up ? 'up' : 'down',
        timestamp: iso(clock.now()),
      });
    if (players !== undefined)
      await send('PATCH', `${path}/${played}/player-count`, { player_count: players });
    if (isSkipped) await send('PATCH', `${path}/${played}/status`, { status: 'skipped' });
  }
  await send('POST', `/api/sessions/${id}/close`);
  return id;
}

beforeAll(async () => {
  app = await startTestApp({ clock });
  catalogue = await listCatalogue(app);
  anna = await register(app, { username: 'Anna_B' });
  nights.push(await host({ game: 0, up: 2, down: 1, players: 4 }, { game: 1, up: 1, players: 6 }));
  nights.push(await host());
  nights.push(await host({ game: 1, up: 1 }, { game: 2, up: 1, down: 1 }, { game: 0, isSkipped: true }));
});
afterAll(() => app.close());

describe('[X76] the figures of nights', () => {
  it('are their games without the skipped, their largest group and their live votes, the newest first', async () => {
    const { status, body } = await app.get('/api/nights/figures?host=anna_b');
    expect(status).toBe(200);
    const none = { most_players: null, upvotes: 0, downvotes: 0 };
    expect(body).toEqual([
      { ...none, session_id: nights[2], created_at: expect.any(String), games: 2, upvotes: 2, downvotes: 1 },
      { ...none, session_id: nights[1], created_at: expect.any(String), games: 0 },
      {
        session_id: nights[0],
        created_at: expect.any(String),
        games: 2,
        most_players: 6,
        upvotes: 3,
        downvotes: 1,
      },
    ]);
  });

  it('come page by page, as the nights do', async () => {
    const ids = async (query: string) =>
      (await app.get(`/api/nights/figures?host=anna_b&${query}`)).body.map(
        (night: { session_id: number }) => night.session_id,
      );
    expect(await ids('limit=2')).toEqual([nights[2], nights[1]]);
    expect(await ids(`limit=2&before=${nights[1]}`)).toEqual([nights[0]]);
    expect(await ids('active=true')).toEqual([]);
    expect((await app.get('/api/nights/figures?host=nobody')).body).toEqual([]);
    expect((await app.get('/api/nights/figures?limit=many')).status).toBe(400);
  });
});

describe('[X76] what is loved', () => {
  it('is summed over all nights of a host, the best balance first', async () => {
    const game = (index: number) => ({
      game_id: catalogue[index]?.id,
      title: catalogue[index]?.title,
      pack_name: catalogue[index]?.pack_name,
    });
    const { body } = await app.get('/api/nights/loved?host=ANNA_b');
    expect(body).toEqual([
      { ...game(1), upvotes: 2, downvotes: 0, nights: 2 },
      { ...game(0), upvotes: 2, downvotes: 1, nights: 1 },
    ]);
    expect((await app.get('/api/nights/loved')).body).toEqual(body);
  });

  it('is nothing for a host who isn’t there', async () => {
    expect(await app.get('/api/nights/loved?host=nobody')).toMatchObject({ status: 200, body: [] });
  });
});
