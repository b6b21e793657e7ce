import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createEcastClient, isHostOfService } from '#server/features/nights/ecast-client.ts';
import { type FakeEcast, HOSTILE_MODES, startFakeEcast } from '../setup/fake-ecast.ts';

describe('a look into a room', () => {
  let ecast: FakeEcast;
  let client: ReturnType<typeof createEcastClient>;

  beforeAll(async () => {
    ecast = await startFakeEcast();
  });
  afterAll(() => ecast.close());
  beforeEach(() => {
    client = createEcastClient({ apiUrl: ecast.url, timeLimitMs: 500 });
  });
  afterEach(async () => {
    await client.close();
    await vi.waitFor(() => expect(ecast.countSockets()).toBe(0));
  });

  it('[N22] counts the players, and neither host nor audience nor shards', async () => {
    ecast.open('ABCD', ['Ann', 'Bob', 'Cy']);
    expect(await client.look('ABCD')).toEqual({
      kind: 'seen',
      room: { playerCount: 3, maxPlayers: 8, isLocked: false, isFull: false, appTag: 'quiplash3' },
    });
    expect(ecast.countStrayRequests()).toBe(0);
  });

  it('[N22] sees an empty room', async () => {
    ecast.open('EMTY');
    expect(await client.look('EMTY')).toMatchObject({ kind: 'seen', room: { playerCount: 0 } });
  });

  it('[N22] tells a missing room from an outage', async () => {
    expect(await client.look('NONE')).toEqual({ kind: 'missing' });
  });

  it.each(['slow', 'never closing'] as const)('[N22] bears with a %s room', async (mode) => {
    ecast.open('SLOW', ['Ann']);
    ecast.behave('SLOW', mode);
    expect(await client.look('SLOW')).toMatchObject({ kind: 'seen', room: { playerCount: 1 } });
  });

  it.each(HOSTILE_MODES)('[N22] comes to nothing, in time, where it meets: %s', async (mode) => {
    ecast.open('EVIL', ['Ann']);
    ecast.behave('EVIL', mode);
    const startedAt = performance.now();
    const observation = await client.look('EVIL');
    expect(observation).toEqual({ kind: 'unreachable', problem: expect.stringMatching(/^.{10,200}$/) });
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    expect(ecast.countStrayRequests()).toBe(0);
    // Nothing lingers, not even before the client is closed.
    await vi.waitFor(() => expect(ecast.countSockets()).toBe(0));
  });

  it('[N22] comes to nothing where nobody listens', async () => {
    const gone = await startFakeEcast();
    await gone.close();
    const lonely = createEcastClient({ apiUrl: gone.url, timeLimitMs: 500 });
    expect(await lonely.look('ABCD')).toMatchObject({ kind: 'unreachable' });
    await lonely.close();
  });

  it('is cut short by close', async () => {
    ecast.open('HANG', []);
    ecast.behave('HANG', 'no welcome');
    const patient = createEcastClient({ apiUrl: ecast.url, timeLimitMs: 60_000 });
    const look = patient.look('HANG');
    await vi.waitFor(() => expect(ecast.countSockets()).toBe(1));
    await patient.close();
    expect(await look).toEqual({ kind: 'unreachable', problem: 'the server is stopping' });
  });
});

describe('the host that a look-up names', () => {
  const service = new URL('https://ecast.jackboxgames.com');

  it.each([
    'ecast.jackboxgames.com',
    'ecast-prod-use2.jackboxgames.com',
    'jackboxgames.com',
    'a.b.JackboxGames.com:8443',
  ])('[N22] %s is of the service', (host) => expect(isHostOfService(host, service)).toBe(true));

  it.each([
    '',
    'localhost',
    '127.0.0.1:5432',
    '10.0.0.7',
    '169.254.169.254',
    '[::1]:80',
    '2130706433',
    'com',
    'example.com',
    'eviljackboxgames.com',
    'jackboxgames.com.example.com',
    'jackboxgames.com@10.0.0.7',
    'user:password@ecast.jackboxgames.com',
    'ecast.jackboxgames.com/../admin',
    'ecast.jackboxgames.com?x',
    'ecast.jackboxgames.com#x',
    'ecast.jackboxgames.com\\@10.0.0.7',
    'ecast.jackboxgames.com:99999',
    'ecast.jackboxgames.com:80:80',
    'ecast.jackboxgames.com\r\nhost: x',
    'ecast.jackboxgames.com\n',
    ' ecast.jackboxgames.com',
    '%65cast.jackboxgames.com',
  ])('[N22] %j is not', (host) => expect(isHostOfService(host, service)).toBe(false));

  it('may have any port, and another name of the loopback, where the service is local', () => {
    for (const api of ['http://127.0.0.1:4000', 'http://localhost:4000', 'http://[::1]:4000']) {
      for (const host of ['127.0.0.1:9', 'localhost', '[::1]:9'])
        expect(isHostOfService(host, new URL(api)), `${host} of ${api}`).toBe(true);
      expect(isHostOfService('10.0.0.7', new URL(api))).toBe(false);
    }
    expect(isHostOfService('ecast:1', new URL('http://ecast:4000'))).toBe(true);
    expect(isHostOfService('store', new URL('http://ecast:4000'))).toBe(false);
    expect(isHostOfService('10.0.0.8', new URL('http://10.0.0.7'))).toBe(false);
  });
});
