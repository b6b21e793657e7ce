import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { callNode } from '../setup/call-node.ts';
import { createTestDatabase, type TestDatabase } from '../setup/database.ts';
import { type NodeProcess, startNode, toDatabaseUrl } from '../setup/node-process.ts';
import { joinParty, type Membership, makeParty } from '../setup/parties.ts';
import { createPartyGoer, type PartyGoer } from '../setup/party-goers.ts';
import { startRedis, type TestRedis } from '../setup/redis.ts';

const SOON = { timeout: 10_000 };

let dataDir: string;
let database: TestDatabase;
let redis: TestRedis;
let one: NodeProcess;
let other: NodeProcess;
let ada: Membership;
let host: PartyGoer;
let viewer: PartyGoer;
const goers: PartyGoer[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'soiree-watch-'));
  database = await createTestDatabase();
  redis = await startRedis();
  const env = {
    DATA_DIR: dataDir,
    DATABASE_URL: toDatabaseUrl(database.connection),
    REDIS_URL: redis.url,
    TRUST_PROXY: '1',
  };
  [one, other] = await Promise.all([startNode(env), startNode(env)]);
});

afterAll(async () => {
  await Promise.all([one?.stop(), other?.stop()]);
  await redis?.stop();
  await database?.drop();
  await rm(dataDir, { recursive: true, force: true });
});

const server = (node: NodeProcess) => ({ url: node.url, ...callNode(node.url) });

const isIn = (goer: PartyGoer) => vi.waitFor(() => expect(goer.isIn()).toBe(true), { timeout: 5_000 });

async function go(member: Membership, ...nodes: NodeProcess[]): Promise<PartyGoer> {
  const goer = createPartyGoer(
    nodes.map(({ url }) => url),
    member,
  );
  goers.push(goer);
  await isIn(goer);
  return goer;
}

const hasHeard = (goer: PartyGoer, type: string, payload: object, timeout = 5_000) =>
  vi.waitFor(() => expect(goer.payloads(type)).toContainEqual(expect.objectContaining(payload)), { timeout });

beforeEach(async () => {
  ada = await makeParty(server(one));
  host = await go(ada, one);
  viewer = await go(await joinParty(server(other), ada, 'Grace'), other);
  await hasHeard(host, 'user_joined', { username: 'Grace' });
});
afterEach(() => {
  for (const goer of goers.splice(0)) goer.close();
});

describe('a party on two nodes', () => {
  it('[W7] [W8] [W9] [W10] is one party', async () => {
    const hostId = host.member.user_id;
    const viewerId = viewer.member.user_id;
    expect(viewer.state().participants.map(({ user_id }: { user_id: string }) => user_id)).toEqual([
      hostId,
      viewerId,
    ]);
    viewer.say('chat', { message: 'from the other' });
    await hasHeard(host, 'chat', { message: 'from the other', username: 'Grace' });
    host.say('chat', { message: 'from the one' });
    await hasHeard(viewer, 'chat', { message: 'from the one' });
    host.say('webrtc_offer', { type: 'offer', sdp: 'v=0 offer' }, { target_id: viewerId });
    await hasHeard(viewer, 'webrtc_offer', { sdp: 'v=0 offer' });
    viewer.say('webrtc_answer', { type: 'answer', sdp: 'v=0 answer' });
    await hasHeard(host, 'webrtc_answer', { sdp: 'v=0 answer' });
    host.say('playback_state', { playing: true, currentTime: 7 });
    await hasHeard(viewer, 'playback_state', { currentTime: 7 });
    const { body } = await callNode(one.url).call('GET', `/api/sessions/${ada.id}`, undefined, {
      token: ada.token,
    });
    expect(body.participants).toEqual([hostId, viewerId]);
    viewer.close();
    await hasHeard(host, 'user_left', { user_id: viewerId });
  });

  it('[W8] signals reach who has only just come to the other node', async () => {
    for (let round = 0; round < 10; round++) {
      const member = viewer.member;
      viewer.close();
      viewer = await go(member, other);
      host.say('ice_candidate', { candidate: `round ${round}` }, { target_id: member.user_id });
      await hasHeard(viewer, 'ice_candidate', { candidate: `round ${round}` });
    }
  });

  it('[W5] replaces a socket on the other node', async () => {
    const again = await go(viewer.member, one);
    await vi.waitFor(() => expect(viewer.codes).toEqual([4001]), SOON);
    viewer.close();
    again.say('chat', { message: 'on the one now' });
    await hasHeard(host, 'chat', { message: 'on the one now' });
    expect(host.payloads('user_left')).toEqual([]);
  });

  it('[X125] kicks from the other node', async () => {
    host.say('kick', { user_id: viewer.member.user_id });
    await vi.waitFor(() => expect(viewer.codes).toContain(4012), SOON);
    viewer.close();
    await hasHeard(host, 'user_left', { username: 'Grace' });
  });

  it('[W4] fills up once, whichever node is asked', async () => {
    const joins = Array.from({ length: 12 }, (_, index) =>
      joinParty(server(index % 2 ? one : other), ada).then(
        () => 'in',
        () => 'full',
      ),
    );
    const outcomes = await Promise.all(joins);
    expect(outcomes.filter((outcome) => outcome === 'in')).toHaveLength(8);
  });
});

describe('when a node is killed', () => {
  it('everyone is back within 5 s at the other, with the state as it was', { timeout: 120_000 }, async () => {
    const [second, third] = [
      await joinParty(server(one), ada, 'Alan'),
      await joinParty(server(one), ada, 'Barbara'),
    ];
    const alan = await go(second, other, one);
    const barbara = await go(third, one);
    // The host is on the node that dies.
    host.close();
    host = await go(ada, other, one);
    const ghost = createPartyGoer([other.url], await joinParty(server(one), ada, 'Ghost'));
    goers.push(ghost);
    await isIn(ghost);
    viewer.close();
    viewer = await go(viewer.member, other, one);

    host.say('media_set', { media: { kind: 'url', url: 'https://media.example.org/film.mp4' } });
    host.say('share_open', { on: true });
    host.say('playback_state', { playing: true, currentTime: 100 });
    await hasHeard(barbara, 'playback_state', { currentTime: 100 });
    alan.say('share_start');
    await hasHeard(barbara, 'share_start', {});
    const playedSince = Date.now();
    const said: string[] = [];
    for (let index = 0; index < 10; index++) {
      viewer.say('chat', { message: `line ${index}` });
      said.push(`line ${index}`);
    }
    await hasHeard(barbara, 'chat', { message: 'line 9' });

    const before = barbara.payloads('user_joined').length;
    await other.kill();
    const killedAt = Date.now();
    await vi.waitFor(() => expect([host, alan, viewer].every((goer) => goer.isIn())).toBe(true), {
      timeout: 5_000,
      interval: 20,
    });
    const backAfterMs = Date.now() - killedAt;
    expect(backAfterMs).toBeLessThan(5_000);
    for (const goer of [host, alan, viewer]) {
      const { playback, media, share, settings, chat, server_time } = goer.state();
      expect(playback.playing).toBe(true);
      expect(playback.currentTime).toBeGreaterThan(100);
      expect(Math.abs(playback.currentTime - 100 - (server_time - playedSince) / 1000)).toBeLessThan(2);
      expect(media).toMatchObject({ url: 'https://media.example.org/film.mp4' });
      expect(share).toEqual({ user_id: alan.member.user_id });
      expect(settings).toMatchObject({ share_open: true });
      expect(chat.map(({ message }: { message: string }) => message)).toEqual(said);
    }
    // Who stayed hears of them, and of nobody who has left.
    await vi.waitFor(() => expect(barbara.payloads('user_joined').length).toBe(before + 3), SOON);
    host.say('playback_state', { playing: false, currentTime: 200 });
    await hasHeard(viewer, 'playback_state', { currentTime: 200 });
    alan.say('webrtc_offer', { sdp: 'v=0 again' }, { target_id: barbara.member.user_id });
    await hasHeard(barbara, 'webrtc_offer', { sdp: 'v=0 again' });

    // Who doesn't come back has left when the node's lease has ended; that is told once.
    await hasHeard(barbara, 'user_left', { username: 'Ghost' }, 60_000);
    const left = barbara.payloads('user_left').filter(({ username }) => username === 'Ghost');
    expect(left).toHaveLength(1);
    ghost.close();
    await other.start();
  });

  it('a party goes on at the same node when it is there again', { timeout: 60_000 }, async () => {
    host.say('chat', { message: 'before' });
    await hasHeard(viewer, 'chat', { message: 'before' });
    viewer.close();
    viewer = await go(viewer.member, one);
    await one.kill();
    await one.start();
    await Promise.all([host, viewer].map(isIn));
    expect(viewer.state().chat).toMatchObject([{ message: 'before' }]);
    host.say('chat', { message: 'after' });
    await hasHeard(viewer, 'chat', { message: 'after' });
  });
});

it('a server of its own, killed with its store, has all of the party when it is back', {
  timeout: 90_000,
}, async () => {
  const directory = await mkdtemp(join(tmpdir(), 'soiree-watch-alone-'));
  const alone = await startNode({ DATA_DIR: directory, TRUST_PROXY: '1' });
  try {
    const party = await makeParty(server(alone));
    const grace = await go(await joinParty(server(alone), party, 'Grace'), alone);
    const leader = await go(party, alone);
    leader.say('playback_state', { playing: false, currentTime: 77 });
    await hasHeard(grace, 'playback_state', { currentTime: 77 });
    grace.say('chat', { message: 'kept' });
    await hasHeard(grace, 'chat', { message: 'kept' });
    await alone.kill();
    await alone.start();
    await vi.waitFor(() => expect([leader, grace].every((goer) => goer.isIn())).toBe(true), SOON);
    expect(grace.state()).toMatchObject({ playback: { currentTime: 77 }, chat: [{ message: 'kept' }] });
    leader.say('webrtc_offer', { sdp: 'v=0' });
    await hasHeard(grace, 'webrtc_offer', { sdp: 'v=0' });
  } finally {
    for (const goer of goers.splice(0)) goer.close();
    await alone.stop();
    await rm(directory, { recursive: true, force: true });
  }
});

it('a bus that was away is a gap, after which all is as before', { timeout: 60_000 }, async () => {
  await redis.restart();
  for (const goer of [host, viewer])
    await vi.waitFor(() => expect(goer.payloads('gap').length).toBeGreaterThan(0), { timeout: 20_000 });
  host.say('state_get');
  viewer.say('chat', { message: 'after the gap' });
  await hasHeard(host, 'chat', { message: 'after the gap' });
  host.say('ice_candidate', { candidate: 'after' }, { target_id: viewer.member.user_id });
  await hasHeard(viewer, 'ice_candidate', { candidate: 'after' });
});
