import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { type FakeEcast, startFakeEcast } from '../setup/fake-ecast.ts';
import { listCatalogue, openNight, playGame } from '../setup/nights.ts';
import { connectSocket, type SocketClient } from '../setup/socket-client.ts';

/** Within this time a join or leave reaches subscribers. */
const TOLD_MS = 15_000;

let ecast: FakeEcast;
let app: TestApp;
let gameId: number;
let night: number;

beforeAll(async () => {
  ecast = await startFakeEcast();
  app = await startTestApp({ env: { JACKBOX_API: ecast.url } });
  const [first] = await listCatalogue(app);
  if (!first) throw new Error('the catalogue is empty');
  gameId = first.id;
  night = await openNight(app);
});
afterAll(async () => {
  await app.close();
  await ecast.close();
});

async function readGame(id: number) {
  const { body } = await app.get(`/api/sessions/${night}/games`);
  const [found] = body.filter((game: { id: number }) => game.id === id);
  return { status: found.player_count_check_status, count: found.player_count };
}

const waitForGame = (id: number, expected: { status: string; count: number | null }) =>
  vi.waitFor(async () => expect(await readGame(id)).toEqual(expected), {
    timeout: 2 * TOLD_MS,
    interval: 100,
  });

/** Plays a game in a room, whose monitor starts with it. */
async function playInRoom(roomCode: string, players: readonly string[]): Promise<number> {
  ecast.open(roomCode, players);
  return playGame(app, night, gameId, { room_code: roomCode });
}

const change = (id: number, method: string, path: string, body?: unknown) =>
  app.send(method, `/api/sessions/${night}/games/${id}${path}`, body);

/** Waits are real ones, so they are spent side by side. */
describe.concurrent('the room monitor', { timeout: 60_000 }, () => {
  async function subscribe(): Promise<SocketClient> {
    const client = await connectSocket(`${app.url}/api/sessions/live`);
    await client.ask({ type: 'auth', token: app.token }, 'auth_success');
    await client.ask({ type: 'subscribe', sessionId: night }, 'subscribed');
    return client;
  }

  const nextAbout = (client: SocketClient, type: string, id: number) =>
    client.next((message) => message.type === type && message.data.gameId === id, TOLD_MS);

  it('[N22][N18][X54] starts with a game that has a room code; a join or leave reaches subscribers within 15 s', async () => {
    const client = await subscribe();
    const id = await playInRoom('JOIN', ['Ann', 'Bob']);
    expect(await nextAbout(client, 'room.connected', id)).toMatchObject({
      data: { sessionId: night, gameId: id, roomCode: 'JOIN', playerCount: 2 },
    });
    expect(await nextAbout(client, 'game.status', id)).toMatchObject({
      data: { roomCode: 'JOIN', status: 'monitoring', playerCount: 2, maxPlayers: 8, isLocked: false },
    });
    const nextCount = async () => {
      const { data } = await nextAbout(client, 'player-count.updated', id);
      await client.next(
        (message) =>
          message.type === 'session-game.updated' &&
          message.data.game.id === id &&
          message.data.game.player_count === data.playerCount,
      );
      return data;
    };
    const about = { sessionId: night, gameId: id, status: 'monitoring' };
    expect(await nextCount()).toEqual({ ...about, playerCount: 2 });
    ecast.join('JOIN', 'Cy');
    expect(await nextCount()).toEqual({ ...about, playerCount: 3 });
    expect(await readGame(id)).toEqual({ status: 'monitoring', count: 3 });
    ecast.leave('JOIN', 'Ann');
    expect(await nextCount()).toEqual({ ...about, playerCount: 2 });
    await client.close();
  });

  it('[N22] ends with a status where there is no such room', async () => {
    const client = await subscribe();
    const id = await playGame(app, night, gameId, { room_code: 'NONE' });
    expect(await nextAbout(client, 'room.disconnected', id)).toMatchObject({
      data: { sessionId: night, roomCode: 'NONE', reason: 'not_found' },
    });
    expect(await readGame(id)).toEqual({ status: 'not_found', count: null });
    await client.close();
  });

  it('[N22] pauses with a status in an outage, and goes on after it', async () => {
    const id = await playInRoom('DOWN', ['Ann']);
    await waitForGame(id, { status: 'monitoring', count: 1 });
    ecast.behave('DOWN', 'status 500');
    await waitForGame(id, { status: 'unreachable', count: 1 });
    ecast.join('DOWN', 'Bob');
    ecast.behave('DOWN', undefined);
    await waitForGame(id, { status: 'monitoring', count: 2 });
  });

  it('[N22] follows a change of the room code, which starts nothing by itself', async () => {
    const id = await playGame(app, night, gameId);
    ecast.open('OLD1', ['Ann']);
    ecast.open('NEW1', ['Ann', 'Bob']);
    await change(id, 'PATCH', '/room-code', { room_code: 'OLD1' });
    expect(await readGame(id)).toEqual({ status: 'not_started', count: null });
    await change(id, 'POST', '/start-player-check');
    await waitForGame(id, { status: 'monitoring', count: 1 });
    await change(id, 'PATCH', '/room-code', { room_code: 'NEW1' });
    await waitForGame(id, { status: 'monitoring', count: 2 });
    expect(ecast.countLookups('OLD1')).toBe(1);
  });

  it('[N22][N14] is stopped and started by the host', async () => {
    const client = await subscribe();
    const id = await playInRoom('STOP', ['Ann']);
    await waitForGame(id, { status: 'monitoring', count: 1 });
    for (let time = 1; time <= 2; time++)
      expect(await change(id, 'POST', '/stop-player-check')).toMatchObject({
        status: 200,
        body: { message: 'Room monitor and player count check stopped', status: 'stopped' },
      });
    expect(await readGame(id)).toEqual({ status: 'stopped', count: 1 });
    expect((await nextAbout(client, 'room.disconnected', id)).data.reason).toBe('stopped');
    ecast.join('STOP', 'Bob');
    for (let time = 1; time <= 2; time++)
      expect(await change(id, 'POST', '/start-player-check')).toMatchObject({
        status: 200,
        body: { message: 'Room monitor started', status: 'monitoring' },
      });
    await waitForGame(id, { status: 'monitoring', count: 2 });
    expect(ecast.countLookups('STOP')).toBe(2);
    await client.close();
  });

  it('[N22] ends as completed when the host gives the count', async () => {
    const client = await subscribe();
    const id = await playInRoom('HAND', ['Ann']);
    await waitForGame(id, { status: 'monitoring', count: 1 });
    await change(id, 'PATCH', '/player-count', { player_count: 6 });
    expect(await readGame(id)).toEqual({ status: 'completed', count: 6 });
    expect((await nextAbout(client, 'room.disconnected', id)).data.reason).toBe('completed');
    await client.close();
  });

  it('[N22] ends with the game that is removed', async () => {
    const id = await playInRoom('GONE', ['Ann']);
    await waitForGame(id, { status: 'monitoring', count: 1 });
    expect((await change(id, 'DELETE', '')).status).toBe(200);
    const lookups = ecast.countLookups('GONE');
    const other = await playInRoom('ELSE', []);
    await waitForGame(other, { status: 'monitoring', count: 0 });
    await vi.waitFor(() => expect(ecast.countLookups('ELSE')).toBe(2), TOLD_MS);
    expect(ecast.countLookups('GONE')).toBe(lookups);
  });
});

describe('a night that closes', () => {
  it('[N11] stops its monitors, and no others change their status', async () => {
    const watched = await playInRoom('LAST', ['Ann']);
    const unwatched = await playGame(app, night, gameId);
    await waitForGame(watched, { status: 'monitoring', count: 1 });
    const client = await connectSocket(`${app.url}/api/sessions/live`);
    await client.ask({ type: 'auth', token: app.token }, 'auth_success');
    await client.ask({ type: 'subscribe', sessionId: night }, 'subscribed');
    expect((await app.send('POST', `/api/sessions/${night}/close`)).status).toBe(200);
    expect(await readGame(watched)).toEqual({ status: 'stopped', count: 1 });
    expect(await readGame(unwatched)).toEqual({ status: 'not_started', count: null });
    const ended = await client.next(
      ({ type, data }) => type === 'room.disconnected' && data.gameId === watched,
    );
    expect(ended.data.reason).toBe('stopped');
    await client.close();
    expect((await app.send('DELETE', `/api/sessions/${night}`)).status).toBe(200);
  });
});
