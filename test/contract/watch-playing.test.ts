import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { UUID } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import {
  enter,
  joinParty,
  type Membership,
  makeParty,
  type PartySocket,
  refusalOf,
  tryToJoin,
} from '../setup/parties.ts';

let app: TestApp;
let ada: Membership;
let grace: Membership;
let host: PartySocket;
let viewer: PartySocket;
beforeAll(async () => {
  app = await startTestApp({ env: { TRUST_PROXY: '1' } });
});
afterAll(() => app.close());

async function come(member: Membership): Promise<PartySocket> {
  const socket = await enter(app, member);
  onTestFinished(() => socket.close());
  return socket;
}

beforeEach(async () => {
  ada = await makeParty(app);
  grace = await joinParty(app, ada, 'Grace');
  host = await come(ada);
  viewer = await come(grace);
});

const FILM = { kind: 'url', url: 'https://media.example.org/film.mp4', title: 'A film', duration: 5_400 };

async function setMedia(media: unknown = FILM) {
  host.say('media_set', { media });
  const { payload } = await viewer.nextOf('media_set');
  await host.nextOf('media_set');
  return payload;
}

const play = async (currentTime = 10) => {
  host.say('playback_state', { playing: true, currentTime });
  return (await viewer.nextOf('playback_state')).payload;
};

describe('[X120] a medium', () => {
  it('is set by the host for all, from its beginning and paused', async () => {
    await play();
    const { media, playback } = await setMedia();
    expect(media).toEqual({ id: expect.stringMatching(UUID), ...FILM });
    expect(playback).toMatchObject({ playing: false, currentTime: 0, revision: 2, waiting: false });
    const late = await come(await joinParty(app, ada));
    expect(late.state).toMatchObject({ media, playback: { playing: false, currentTime: 0, revision: 2 } });
    const file = { kind: 'file', name: 'film.mp4', size: 5, hash: 'a'.repeat(64) };
    const next = await setMedia(file);
    expect(next.media).toEqual({ id: expect.stringMatching(UUID), ...file });
    expect(next.media.id).not.toBe(media.id);
    expect(await setMedia(null)).toMatchObject({ media: null });
    viewer.say('media_set', { media: FILM });
    expect((await viewer.nextOf('error')).payload).toMatchObject({
      error: 'forbidden',
      in_reply_to: 'media_set',
    });
    host.say('media_set', { media: { kind: 'url', url: 'javascript:alert(1)' } });
    expect((await host.nextOf('error')).payload.error).toBe('invalid_payload');
  });

  it('stays at its end, where its length is known', async () => {
    await setMedia();
    host.say('playback_state', {
      playing: true,
      currentTime: 5_399.999,
      rate: 4,
      server_time: Date.now() - 5_000,
    });
    await host.settle();
    const late = await come(await joinParty(app, ada));
    expect(late.state.playback.currentTime).toBe(5_400);
  });
});

describe('[X121] who is ready, buffers, and is how far off', () => {
  it('is told to all, and to newcomers', async () => {
    const { media } = await setMedia();
    viewer.say('ready', { ready: true, media_id: media.id });
    expect((await host.nextOf('ready')).payload).toEqual({
      user_id: grace.user_id,
      ready: true,
      media_id: media.id,
    });
    viewer.say('buffering', { buffering: true });
    expect((await host.nextOf('buffering')).payload).toEqual({ user_id: grace.user_id, buffering: true });
    viewer.say('drift', { drift_ms: -120 });
    expect((await host.nextOf('drift')).payload).toEqual({ user_id: grace.user_id, drift_ms: -120 });
    const late = await come(await joinParty(app, ada));
    expect(late.state.participants).toContainEqual({
      user_id: grace.user_id,
      username: 'Grace',
      is_host: false,
      ready: true,
      buffering: true,
      drift_ms: -120,
    });
    // Of another medium than the present one it says nothing; a new one is nobody's yet.
    const next = await setMedia();
    viewer.say('ready', { ready: true, media_id: media.id });
    await viewer.settle();
    expect(host.heard('ready')).toHaveLength(1);
    viewer.say('ready', { ready: true, media_id: next.media.id });
    await host.nextOf('ready');
    // Who comes anew has nothing loaded.
    const again = await come(grace);
    expect(again.state.participants[1]).toMatchObject({ ready: false, buffering: false, drift_ms: null });
  });
});

describe('[X122] waiting for everyone', () => {
  const wait = async () => {
    host.say('wait_for_all', { on: true });
    await viewer.nextOf('wait_for_all');
    const { media } = await setMedia();
    viewer.say('ready', { ready: true, media_id: media.id });
    await host.nextOf('ready');
    return play(10);
  };

  it('pauses all while one buffers, and goes on from there, all together', async () => {
    await wait();
    viewer.say('buffering', { buffering: true });
    for (const socket of [host, viewer]) {
      const { payload } = await socket.nextOf('playback_state');
      expect(payload).toMatchObject({ playing: false, waiting: true, revision: 3 });
      expect(payload.currentTime).toBeGreaterThanOrEqual(10);
    }
    viewer.say('buffering', { buffering: false });
    const { payload } = await host.nextOf('playback_state');
    expect(payload).toMatchObject({ playing: true, waiting: false, revision: 4 });
    // Shortly ahead, so that the news is there before it.
    expect(payload.server_time).toBeGreaterThan(Date.now() - 2_000);
  });

  it('is over when that one leaves, or the host won’t wait any more', async () => {
    await wait();
    viewer.say('buffering', { buffering: true });
    await host.next(({ payload }) => payload.waiting === true);
    await viewer.close();
    await host.next(({ type, payload }) => type === 'playback_state' && payload.playing);
    viewer = await come(grace);
    const { media } = viewer.state;
    viewer.say('ready', { ready: true, media_id: media.id });
    viewer.say('buffering', { buffering: true });
    await host.next(({ payload }) => payload.waiting === true);
    host.say('wait_for_all', { on: false });
    await host.next(({ type, payload }) => type === 'playback_state' && payload.playing);
  });

  it('isn’t done for who hasn’t the medium, nor unless the host wants it', async () => {
    await setMedia();
    await play();
    viewer.say('buffering', { buffering: true });
    await viewer.settle();
    host.say('wait_for_all', { on: true });
    await host.settle();
    expect(host.heard('playback_state')).toEqual([]);
  });
});

describe('[X123] the clock', () => {
  it('is told at once, even while something else is under way', async () => {
    viewer.say('chat', { message: 'takes a commit' });
    viewer.say('sync_ping', { id: 7 });
    const before = Date.now();
    const { payload } = await viewer.nextOf('sync_pong');
    expect(payload).toEqual({ id: 7, server_time: expect.any(Number) });
    expect(Math.abs(payload.server_time - before)).toBeLessThan(2_000);
    await viewer.nextOf('chat');
    const order = viewer.received.map(({ type }) => type);
    expect(order.indexOf('sync_pong')).toBeLessThan(order.indexOf('chat'));
    expect(host.heard('sync_pong')).toEqual([]);
  });
});

describe('[X124] reactions and typing', () => {
  it('are told to all, and not kept', async () => {
    viewer.say('reaction', { emoji: '🎉' });
    viewer.say('typing', { typing: true });
    for (const socket of [host, viewer]) {
      expect((await socket.nextOf('reaction')).payload).toEqual({ user_id: grace.user_id, emoji: '🎉' });
      expect((await socket.nextOf('typing')).payload).toEqual({ user_id: grace.user_id, typing: true });
    }
    viewer.say('reaction', { emoji: '<b>' });
    expect((await viewer.nextOf('error')).payload.error).toBe('invalid_payload');
  });
});

describe('[X125] host tools', () => {
  it('are the host’s alone', async () => {
    for (const type of ['lock', 'chat_off', 'share_open', 'wait_for_all']) {
      viewer.say(type, { on: true });
      expect((await viewer.nextOf('error')).payload).toMatchObject({ error: 'forbidden', in_reply_to: type });
    }
    viewer.say('kick', { user_id: ada.user_id });
    expect((await viewer.nextOf('error')).payload).toMatchObject({ error: 'forbidden', in_reply_to: 'kick' });
    await viewer.settle();
    expect(host.state.settings).toEqual({
      lock: false,
      chat_off: false,
      share_open: false,
      wait_for_all: false,
    });
  });

  it('a lock keeps new ones out, and lets those come back who were here', async () => {
    host.say('lock', { on: true });
    expect((await viewer.nextOf('lock')).payload).toEqual({ on: true });
    const refused = await tryToJoin(app, ada);
    expect([refused.status, refused.body]).toEqual([
      403,
      { error: 'Session locked', message: expect.any(String) },
    ]);
    expect((await tryToJoin(app, ada, { password: 'wrong' })).status).toBe(401);
    const back = await come(grace);
    expect(back.state.settings).toMatchObject({ lock: true });
    host.say('lock', { on: false });
    await host.settle();
    expect((await tryToJoin(app, ada)).status).toBe(200);
  });

  it('chat off leaves the host the word', async () => {
    host.say('chat_off', { on: true });
    await viewer.nextOf('chat_off');
    viewer.say('chat', { message: 'but' });
    expect((await viewer.nextOf('error')).payload).toMatchObject({ error: 'chat_off', in_reply_to: 'chat' });
    host.say('chat', { message: 'Silence, please' });
    await viewer.nextOf('chat');
    host.say('chat_off', { on: false });
    await host.settle();
    viewer.say('chat', { message: 'Thanks' });
    expect(
      (await host.next(({ user_id, type }) => type === 'chat' && user_id === grace.user_id)).payload.message,
    ).toBe('Thanks');
  });

  it('a kick puts out for good: 4012, and the token is no good any more', async () => {
    host.say('share_open', { on: true });
    await host.settle();
    viewer.say('share_start');
    await viewer.settle();
    host.say('kick', { user_id: grace.user_id });
    expect(await viewer.closed).toMatchObject({ code: 4012 });
    await host.nextOf('user_left');
    await host.settle();
    const told = host.received.map(({ type }) => type).slice(-4);
    expect(told).toEqual(['kick', 'share_stop', 'user_left', 'session_state']);
    expect(host.heard('user_left')).toHaveLength(1);
    expect(await refusalOf(app.url, `/ws/${ada.id}?token=${grace.token}`)).toMatchObject({ status: 403 });
    const ask = async (method: string, path = '') =>
      (await app.call(method, `/api/sessions/${ada.id}${path}`, undefined, { token: grace.token })).status;
    expect([await ask('GET'), await ask('POST', '/token')]).toEqual([403, 403]);
    for (const user_id of [grace.user_id, 'nobody', ada.user_id]) host.say('kick', { user_id });
    await host.settle();
    expect(host.heard('error').map(({ error }) => error)).toEqual(['not_found', 'not_found', 'forbidden']);
  });
});

it('[X126] state_get is answered with the state after all that was sent before it', async () => {
  host.say('playback_state', { playing: false, currentTime: 33 });
  host.say('chat', { message: 'hello' });
  host.say('state_get');
  const { payload } = await host.nextOf('session_state');
  expect(payload).toMatchObject({ playback: { currentTime: 33 }, chat: [{ message: 'hello' }] });
});
