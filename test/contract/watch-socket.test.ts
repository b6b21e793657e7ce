import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { register, UUID } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import {
  enter,
  joinParty,
  type Membership,
  makeParty,
  type PartySocket,
  refusalOf,
  socketUrl,
} from '../setup/parties.ts';
import { connectSocket } from '../setup/socket-client.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ env: { TRUST_PROXY: '1', MAX_PARTICIPANTS: '4' } });
});
afterAll(() => app.close());

let ada: Membership;
let grace: Membership;
let host: PartySocket;
let viewer: PartySocket;

async function come(member: Membership): Promise<PartySocket> {
  const socket = await enter(app, member);
  onTestFinished(() => socket.close());
  return socket;
}

beforeEach(async () => {
  ada = await makeParty(app, { username: 'Ada' });
  grace = await joinParty(app, ada, 'Grace');
});

/** What the server adds to each message. */
const envelope = (type: string, userId: string, payload: unknown) => ({
  type,
  payload,
  session_id: ada.id,
  user_id: userId,
  timestamp: expect.any(Number),
});

const errorTo = (userId: string, error: string, more: object = {}) =>
  envelope('error', userId, { error, message: expect.stringMatching(/\S/), ...more });

describe('[W5] the upgrade', () => {
  it('asks for a token, of this party, which there is', async () => {
    const other = await makeParty(app);
    const refused = async (id: string, token?: string) => {
      const { status, body } = await refusalOf(app.url, `/ws/${id}${token ? `?token=${token}` : ''}`);
      expect(body).toEqual({ error: expect.any(String), message: expect.any(String) });
      return [status, body.error];
    };
    expect(await refused(ada.id)).toEqual([401, 'Authentication failed']);
    expect(await refused(ada.id, 'bad')).toEqual([401, 'Authentication failed']);
    expect(await refused(ada.id, (await register(app)).token)).toEqual([401, 'Authentication failed']);
    expect(await refused(ada.id, other.token)).toEqual([403, 'Forbidden']);
    expect(await refused(randomUUID(), ada.token)).toEqual([404, 'Session not found']);
    expect(await refused('nope', ada.token)).toEqual([404, 'Session not found']);
  });

  it('is asked for: anything else is 426', async () => {
    for (const path of [`/ws/${ada.id}`, `/ws/${ada.id}?token=${ada.token}`, '/ws/nope']) {
      const { status, body, headers } = await app.get(path);
      expect([status, body.error]).toEqual([426, 'Upgrade required']);
      expect(headers.get('upgrade')).toBe('websocket');
    }
  });

  it('[X130] replaces an older socket of the same user, who has not left', async () => {
    host = await come(ada);
    const first = await come(grace);
    const second = await come(grace);
    expect(await first.closed).toMatchObject({ code: 4001 });
    second.say('chat', { message: 'still here' });
    await host.next(({ type, payload }) => type === 'chat' && payload.message === 'still here');
    expect(host.heard('user_left')).toEqual([]);
    expect(second.state.participants).toHaveLength(2);
  });
});

describe('[W7] a newcomer', () => {
  it('first gets the state, then everyone hears of them, they too', async () => {
    host = await come(ada);
    host.say('chat', { message: 'Welcome' });
    await host.nextOf('chat');
    const socket = await connectSocket(socketUrl(app.url, grace));
    onTestFinished(() => socket.close());
    const joined = envelope('user_joined', grace.user_id, {
      user_id: grace.user_id,
      username: 'Grace',
      is_host: false,
    });
    expect(await socket.nextOf('user_joined')).toEqual(joined);
    expect(await host.next(({ user_id }) => user_id === grace.user_id)).toEqual(joined);
    const participant = { ready: false, buffering: false, drift_ms: null };
    expect(socket.received[0]).toEqual(
      envelope('session_state', grace.user_id, {
        participants: [
          { user_id: ada.user_id, username: 'Ada', is_host: true, ...participant },
          { user_id: grace.user_id, username: 'Grace', is_host: false, ...participant },
        ],
        playback: {
          playing: false,
          currentTime: 0,
          volume: 1,
          rate: 1,
          server_time: expect.any(Number),
          waiting: false,
          revision: 0,
        },
        share: null,
        media: null,
        chat: [
          {
            id: expect.stringMatching(UUID),
            user_id: ada.user_id,
            username: 'Ada',
            message: 'Welcome',
            timestamp: expect.any(Number),
          },
        ],
        settings: { lock: false, chat_off: false, share_open: false, wait_for_all: false },
        server_time: expect.any(Number),
      }),
    );
    expect(socket.received[1]).toEqual(joined);
    expect(Math.abs(socket.received[0].payload.server_time - Date.now())).toBeLessThan(5_000);
  });

  it('misses nothing and hears nothing twice, however much is said while they come', async () => {
    host = await come(ada);
    const saying = (async () => {
      for (let index = 0; index < 60; index++) {
        host.say('chat', { message: `${index}` });
        await host.nextOf('chat');
      }
    })();
    const sockets: PartySocket[] = [];
    while (sockets.length < 8) sockets.push(await come(grace));
    await saying;
    const last = sockets.at(-1);
    await last?.settle();
    const heard = [...(last?.state.chat ?? []), ...(last?.heard('chat') ?? [])].map(({ message }) => message);
    expect(heard).toEqual(Array.from({ length: heard.length }, (_, index) => `${60 - heard.length + index}`));
    expect(heard.length).toBeGreaterThanOrEqual(50);
  });
});

describe('a party with two', () => {
  beforeEach(async () => {
    host = await come(ada);
    viewer = await come(grace);
  });

  describe('[W6] messages', () => {
    it('say what the server knows, whatever the client wrote', async () => {
      viewer.say(
        'chat',
        { message: 'Hello', id: 'mine', user_id: ada.user_id, username: 'Ada', timestamp: 1 },
        { session_id: randomUUID(), user_id: ada.user_id, timestamp: 1 },
      );
      const told = await host.nextOf('chat');
      expect(told).toEqual(
        envelope('chat', grace.user_id, {
          id: expect.stringMatching(UUID),
          user_id: grace.user_id,
          username: 'Grace',
          message: 'Hello',
          timestamp: expect.any(Number),
        }),
      );
      for (const time of [told.timestamp, told.payload.timestamp])
        expect(Math.abs(time - Date.now())).toBeLessThan(5_000);
    });

    it.each([
      ['bad JSON', '{"type":"chat"', 'invalid_payload', undefined],
      ['no object', '5', 'invalid_payload', undefined],
      ['no type', '{"payload":{}}', 'invalid_payload', undefined],
      ['a type of no text', '{"type":5}', 'invalid_payload', undefined],
      ['an unknown type', '{"type":"dance","payload":{}}', 'unknown_type', 'dance'],
      ['a type of objects’ own', '{"type":"constructor"}', 'unknown_type', 'constructor'],
      ['a server’s type', '{"type":"user_joined","payload":{}}', 'unknown_type', 'user_joined'],
      ['no payload', '{"type":"chat"}', 'invalid_payload', 'chat'],
      ['a bad payload', '{"type":"chat","payload":{"message":5}}', 'invalid_payload', 'chat'],
      ['another bad one', '{"type":"webrtc_offer","payload":{}}', 'invalid_payload', 'webrtc_offer'],
    ])('that are %s are an error, and the connection stays', async (_, frame, error, inReplyTo) => {
      viewer.socket.send(frame);
      const more = inReplyTo === undefined ? {} : { in_reply_to: inReplyTo };
      expect(await viewer.nextOf('error')).toEqual(errorTo(grace.user_id, error, more));
      await viewer.settle();
      expect(host.heard('error')).toEqual([]);
    });

    it('that are binary are an error, and the connection stays', async () => {
      viewer.socket.send(Buffer.from('{"type":"chat","payload":{"message":"x"}}'), { binary: true });
      expect(await viewer.nextOf('error')).toEqual(errorTo(grace.user_id, 'invalid_payload'));
      await viewer.settle();
    });

    it('of 64 KiB pass, and bigger ones close with 1009', async () => {
      const frame = (bytes: number) => {
        const empty = JSON.stringify({ type: 'typing', payload: { typing: true }, more: '' });
        return empty.replace('""', `"${'x'.repeat(bytes - empty.length)}"`);
      };
      viewer.socket.send(frame(64 * 1024));
      await host.nextOf('typing');
      viewer.socket.send(frame(64 * 1024 + 1));
      expect((await viewer.closed).code).toBe(1009);
    });
  });

  describe('[W9] playback', () => {
    it('is the host’s to command, and told to everyone else', async () => {
      const third = await come(await joinParty(app, ada));
      const asked = Date.now();
      host.say('playback_state', { playing: true, currentTime: 125.5, volume: 0.8 });
      for (const socket of [viewer, third]) {
        const told = await socket.nextOf('playback_state');
        expect(told).toEqual(
          envelope('playback_state', ada.user_id, {
            playing: true,
            currentTime: 125.5,
            volume: 0.8,
            rate: 1,
            server_time: expect.any(Number),
            waiting: false,
            revision: 1,
          }),
        );
        expect(told.payload.server_time).toBeGreaterThanOrEqual(asked);
      }
      await host.settle();
      expect(host.heard('playback_state')).toEqual([]);

      viewer.say('playback_state', { playing: false, currentTime: 0 });
      const refused = errorTo(grace.user_id, 'forbidden', { in_reply_to: 'playback_state' });
      expect(await viewer.nextOf('error')).toEqual(refused);
      await third.settle();
      expect(third.heard('playback_state')).toHaveLength(1);
    });

    it('is told to late-comers as it is by then', async () => {
      host.say('playback_state', {
        playing: true,
        currentTime: 100,
        rate: 2,
        server_time: Date.now() - 3_000,
      });
      await host.settle();
      const { state } = await come(await joinParty(app, ada));
      const { playback, server_time } = state;
      expect(playback).toMatchObject({ playing: true, rate: 2, volume: 1, server_time });
      expect(playback.currentTime).toBeGreaterThanOrEqual(106);
      expect(playback.currentTime).toBeLessThan(126);

      host.say('playback_state', { playing: false, currentTime: 42.25 });
      await host.settle();
      const later = await come(grace);
      expect(later.state.playback).toMatchObject({ playing: false, currentTime: 42.25 });
    });
  });

  describe('[W10] chat', () => {
    it('is told to all, with the sender, and as text', async () => {
      const message = '<img src=x onerror=alert(1)> & "quotes" \n 🎉';
      viewer.say('chat', { message });
      const [own, others] = [await viewer.nextOf('chat'), await host.nextOf('chat')];
      expect(own).toEqual(others);
      expect(own.payload.message).toBe(message);
    });

    it('has 1 to 2,000 characters', async () => {
      viewer.say('chat', { message: '🎉'.repeat(2_000) });
      await host.nextOf('chat');
      for (const message of ['', '   ', 'x'.repeat(2_001), '🎉'.repeat(2_001), 'a\u0000b', '\ud800']) {
        viewer.say('chat', { message });
        const refused = errorTo(grace.user_id, 'invalid_payload', { in_reply_to: 'chat' });
        expect(await viewer.nextOf('error')).toEqual(refused);
      }
      await host.settle();
      expect(host.heard('chat')).toHaveLength(1);
    });

    it('is kept for late-comers: the last fifty, in order', async () => {
      for (let index = 0; index < 40; index++) {
        host.say('chat', { message: `host ${index}` });
        viewer.say('chat', { message: `viewer ${index}` });
      }
      await Promise.all([host.settle(), viewer.settle()]);
      await host.settle();
      const { state } = await come(await joinParty(app, ada));
      expect(state.chat).toHaveLength(50);
      expect(state.chat).toEqual(host.heard('chat').slice(-50));
    });
  });

  describe('[W12] leaving', () => {
    it('is told to the others', async () => {
      await viewer.close();
      expect(await host.nextOf('user_left')).toEqual(
        envelope('user_left', grace.user_id, { user_id: grace.user_id, username: 'Grace', is_host: false }),
      );
    });

    it('by the host leaves the party on, and who comes back with the token is the host', async () => {
      await host.close();
      expect(await viewer.nextOf('user_left')).toMatchObject({ payload: { is_host: true } });
      viewer.say('chat', { message: 'Where did she go?' });
      await viewer.nextOf('chat');
      const back = await come(ada);
      expect(
        await viewer.next(({ type, user_id }) => type === 'user_joined' && user_id === ada.user_id),
      ).toMatchObject({
        payload: { is_host: true },
      });
      back.say('playback_state', { playing: true, currentTime: 7 });
      expect(await viewer.nextOf('playback_state')).toMatchObject({ payload: { currentTime: 7 } });
    });
  });
});
