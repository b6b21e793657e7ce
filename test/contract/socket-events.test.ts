import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { createTestClock, INSTANT, iso, listCatalogue, openNight, playGame, vote } from '../setup/nights.ts';
import { connectSocket, type SocketClient } from '../setup/socket-client.ts';

type Game = { id: number; title: string; pack_name: string; min_players: number; max_players: number };

const clock = createTestClock();
let app: TestApp;
let game: Game;
let night: number;
beforeAll(async () => {
  app = await startTestApp({ clock });
  const [first] = await listCatalogue(app);
  game = (await app.get(`/api/games/${first?.id}`)).body;
});
afterAll(() => app.close());
beforeEach(async () => {
  night = await openNight(app);
});

async function connect(): Promise<SocketClient> {
  const client = await connectSocket(`${app.url}/api/sessions/live`);
  onTestFinished(() => client.close());
  return client;
}

async function authenticate(): Promise<SocketClient> {
  const client = await connect();
  await client.ask({ type: 'auth', token: app.token }, 'auth_success');
  return client;
}

async function subscribe(...nights: number[]): Promise<SocketClient> {
  const client = await authenticate();
  for (const sessionId of nights) await client.ask({ type: 'subscribe', sessionId }, 'subscribed');
  return client;
}

/** The types of the events that a client has had, when all that was sent has come. */
async function heardBy(client: SocketClient): Promise<string[]> {
  await client.catchUp();
  return client.received.map(({ type }) => type).filter((type) => type.includes('.'));
}

describe('[N18] session.started', () => {
  it('goes to every authenticated client, and to no other', async () => {
    const [subscribed, authenticated, stranger] = await Promise.all([
      subscribe(night),
      authenticate(),
      connect(),
    ]);
    await app.send('POST', `/api/sessions/${night}/close`);
    const { body } = await app.send('POST', '/api/sessions', { notes: 'the next' });
    for (const client of [subscribed, authenticated])
      expect(await client.nextOf('session.started')).toEqual({
        type: 'session.started',
        timestamp: iso(clock.now()),
        data: {
          session: { id: body.id, is_active: 1, created_at: body.created_at, notes: 'the next' },
        },
      });
    expect(await heardBy(authenticated)).toEqual(['session.started']);
    expect(await heardBy(stranger)).toEqual([]);
  });

  it('has null for no notes', async () => {
    await app.send('POST', `/api/sessions/${night}/close`);
    const client = await authenticate();
    await app.send('POST', '/api/sessions');
    expect((await client.nextOf('session.started')).data.session.notes).toBeNull();
  });

  it('isn’t told of a night that wasn’t opened', async () => {
    const client = await authenticate();
    expect((await app.send('POST', '/api/sessions')).status).toBe(400);
    expect(await heardBy(client)).toEqual([]);
  });
});

describe('[N18] to subscribers of the night', () => {
  it('session.ended', async () => {
    await playGame(app, night, game.id);
    const client = await subscribe(night);
    await app.send('POST', `/api/sessions/${night}/close`);
    expect(await client.nextOf('session.ended')).toEqual({
      type: 'session.ended',
      timestamp: iso(clock.now()),
      data: { session: { id: night, is_active: 0, games_played: 1 } },
    });
  });

  it.each([
    [{}, { manually_added: false, room_code: null }],
    [
      { manually_added: true, room_code: 'AB12' },
      { manually_added: true, room_code: 'AB12' },
    ],
  ])('game.added, for %j', async (extras, told) => {
    const { id, title, pack_name, min_players, max_players } = game;
    await playGame(app, night, id);
    const client = await subscribe(night);
    await playGame(app, night, id, extras);
    expect(await client.nextOf('game.added')).toEqual({
      type: 'game.added',
      timestamp: iso(clock.now()),
      data: {
        session: { id: night, is_active: true, games_played: 2 },
        game: { id, title, pack_name, min_players, max_players, ...told },
      },
    });
  });

  it('vote.received, with the timestamp as sent [N8] and totals that have the vote [N6]', async () => {
    const { id, title, pack_name } = game;
    await playGame(app, night, id);
    const client = await subscribe(night);
    const timestamp = iso(clock.now()).replace('.000Z', '+00:00');
    const { body } = await app.send('POST', '/api/votes/live', {
      username: 'viewer',
      vote: 'down',
      timestamp,
    });
    const { upvotes, downvotes, popularity_score } = body.game;
    expect(await client.nextOf('vote.received')).toEqual({
      type: 'vote.received',
      timestamp: iso(clock.now()),
      data: {
        sessionId: night,
        game: { id, title, pack_name },
        vote: { username: 'viewer', type: 'down', timestamp },
        totals: { upvotes, downvotes, popularity_score },
      },
    });
  });

  it('player-count.updated, with the id of the session game', async () => {
    const sessionGame = await playGame(app, night, game.id);
    const client = await subscribe(night);
    await app.send('PATCH', `/api/sessions/${night}/games/${sessionGame}/player-count`, {
      player_count: '6',
    });
    expect(await client.nextOf('player-count.updated')).toEqual({
      type: 'player-count.updated',
      timestamp: iso(clock.now()),
      data: { sessionId: night, gameId: sessionGame, playerCount: 6, status: 'completed' },
    });
  });

  it('nothing of what was refused', async () => {
    const sessionGame = await playGame(app, night, game.id);
    await vote(app, 'viewer', 'up', clock.now());
    const client = await subscribe(night);
    await vote(app, 'viewer', 'up', clock.now());
    await vote(app, 'viewer', 'sideways', clock.now());
    await app.send('POST', `/api/sessions/${night}/games`, { game_id: 2_147_483_647 });
    await app.send('PATCH', `/api/sessions/${night}/games/${sessionGame}/player-count`, { player_count: -1 });
    expect(await heardBy(client)).toEqual([]);
  });

  it('and to nobody else: not of another night, not unsubscribed, not merely authenticated', async () => {
    const other = night;
    night = await openNight(app);
    const clients = await Promise.all([
      subscribe(night),
      subscribe(other),
      authenticate(),
      subscribe(other, night),
    ]);
    const [following, elsewhere, idle, left] = clients;
    await left?.ask({ type: 'unsubscribe', sessionId: night }, 'unsubscribed');
    const sessionGame = await playGame(app, night, game.id);
    await vote(app, 'viewer', 'up', clock.now());
    await app.send('PATCH', `/api/sessions/${night}/games/${sessionGame}/player-count`, { player_count: 3 });
    await app.send('POST', `/api/sessions/${night}/close`);
    if (!following) throw new Error('not connected');
    expect(await heardBy(following)).toEqual([
      'game.added',
      'vote.received',
      'player-count.updated',
      'session-game.updated',
      'session-game.updated',
      'session.ended',
    ]);
    for (const client of [elsewhere, idle, left]) expect(client && (await heardBy(client))).toEqual([]);
  });

  it('once, however often they subscribed', async () => {
    const client = await subscribe(night, night, night);
    await playGame(app, night, game.id);
    expect(await heardBy(client)).toEqual(['game.added']);
  });

  it('[C5] at the moment of the event', async () => {
    const client = await subscribe(night);
    await playGame(app, night, game.id);
    expect((await client.nextOf('game.added')).timestamp).toMatch(INSTANT);
  });
});

describe('[N7] an event comes after the commit', () => {
  it('so that whoever hears of a vote, game or end can read it', async () => {
    const client = await subscribe(night);
    const adding = playGame(app, night, game.id);
    await client.nextOf('game.added');
    expect((await app.get(`/api/sessions/${night}/games`)).body).toHaveLength(1);
    await adding;
    for (let i = 0; i < 10; i++) {
      const voting = vote(app, `viewer ${i}`, 'up', clock.now());
      const { data } = await client.nextOf('vote.received');
      const { body } = await app.get(`/api/votes?session_id=${night}`);
      expect(body.votes[0].username).toBe(data.vote.username);
      expect((await app.get(`/api/games/${game.id}`)).body.upvotes).toBe(data.totals.upvotes);
      await voting;
    }
    const closing = app.send('POST', `/api/sessions/${night}/close`);
    await client.nextOf('session.ended');
    expect((await app.get(`/api/sessions/${night}`)).body.is_active).toBe(0);
    await closing;
  });
});
