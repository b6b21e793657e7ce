import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { createTestClock } from '../setup/nights.ts';
import { enter, joinParty, type Membership, makeParty, type PartySocket } from '../setup/parties.ts';

/** What a test reads of a message it asserts itself, so it is left as loose as JSON.parse gives it. */
type Parsed = ReturnType<typeof JSON.parse>;

const VIEWERS = 3;

const clock = createTestClock(Date.now());
let app: TestApp;
let host: Membership;
let viewers: Membership[];
beforeAll(async () => {
  app = await startTestApp({ clock, env: { TRUST_PROXY: '1' } });
  host = await makeParty(app);
  viewers = await Promise.all(
    Array.from({ length: VIEWERS }, (_, index) => joinParty(app, host, `viewer ${index}`)),
  );
});
afterAll(() => app.close());

/** As a page keeps what it was told: the state, changed by each message since. */
function follow(received: readonly Parsed[]): Parsed {
  const [first, ...rest] = received;
  const state = structuredClone(first.payload);
  const participant = (userId: string) =>
    state.participants.find(({ user_id }: Parsed) => user_id === userId) ?? {};
  for (const { type, payload, user_id } of rest) {
    if (type === 'chat') state.chat = [...state.chat, payload].slice(-50);
    else if (type === 'user_joined') {
      state.participants = state.participants.filter((one: Parsed) => one.user_id !== user_id);
      state.participants.push({ ...payload, ready: false, buffering: false, drift_ms: null });
    } else if (type === 'user_left')
      state.participants = state.participants.filter((one: Parsed) => one.user_id !== user_id);
    else if (type === 'ready') participant(user_id).ready = payload.ready;
    else if (type === 'buffering') participant(user_id).buffering = payload.buffering;
    else if (type === 'drift') participant(user_id).drift_ms = payload.drift_ms;
    else if (type in state.settings) state.settings[type] = payload.on;
    else if (type === 'share_start') state.share = payload;
    else if (type === 'share_stop') state.share = null;
    else if (type === 'playback_state') state.playback = payload;
    else if (type === 'media_set') {
      Object.assign(state, payload);
      for (const one of state.participants)
        Object.assign(one, { ready: false, buffering: false, drift_ms: null });
    }
  }
  return comparable(state);
}

/** Without what the time of asking makes different. */
function comparable({ server_time: _, playback, participants, ...state }: Parsed): Parsed {
  const { revision, playing, waiting, rate, volume } = playback;
  const sorted = participants.toSorted((a: Parsed, b: Parsed) => a.user_id.localeCompare(b.user_id));
  return { ...state, participants: sorted, playback: { revision, playing, waiting, rate, volume } };
}

type Deed = { who: number; do: (socket: PartySocket) => unknown };

const boolean = fc.boolean();
const deeds = fc.oneof(
  ...['lock', 'chat_off', 'share_open', 'wait_for_all'].map((type) =>
    boolean.map((on) => (socket: PartySocket) => socket.say(type, { on })),
  ),
  boolean.map((buffering) => (socket: PartySocket) => socket.say('buffering', { buffering })),
  boolean.map((ready) => (socket: PartySocket) => {
    const media = socket.received.findLast(({ payload }) => payload?.media)?.payload.media;
    if (media) socket.say('ready', { ready, media_id: media.id });
  }),
  fc
    .integer({ min: -500, max: 500 })
    .map((drift_ms) => (socket: PartySocket) => socket.say('drift', { drift_ms })),
  fc.constantFrom('share_start', 'share_stop').map((type) => (socket: PartySocket) => socket.say(type)),
  fc
    .string({ minLength: 1, maxLength: 5 })
    .map((message) => (socket: PartySocket) => socket.say('chat', { message })),
  fc
    .record({
      playing: boolean,
      currentTime: fc.integer({ min: 0, max: 1_000 }),
      rate: fc.constantFrom(0.5, 1, 2),
    })
    .map((command) => (socket: PartySocket) => socket.say('playback_state', command)),
  fc
    .constantFrom({ kind: 'url', url: 'https://media.example.org/a.mp4' }, null)
    .map((media) => (socket: PartySocket) => socket.say('media_set', { media })),
);
const scripts: fc.Arbitrary<Deed[]> = fc.array(
  fc.record({
    who: fc.nat({ max: VIEWERS }),
    do: fc.oneof(
      { weight: 9, arbitrary: deeds },
      { weight: 1, arbitrary: fc.constant((socket: PartySocket) => socket.socket.terminate()) },
    ),
  }),
  { minLength: 20, maxLength: 80 },
);

it('[W7] whoever follows what is told has the state that the server has, whatever all do at once', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(scripts, async (script) => {
      const sockets = await Promise.all([host, ...viewers].map((member) => enter(app, member)));
      const witness = sockets.at(-1);
      if (!witness) throw new Error('nobody');
      // The witness only looks; others act all at once, and may vanish.
      for (const { who, do: act } of script) {
        const socket = sockets[who];
        if (socket && socket !== witness && socket.socket.readyState === socket.socket.OPEN) act(socket);
      }
      for (const socket of sockets)
        if (socket.socket.readyState === socket.socket.OPEN) await socket.settle();
      for (const socket of sockets) if (socket !== witness) await socket.close();
      await vi.waitFor(
        async () => {
          const { body } = await app.get(`/api/sessions/${host.id}`, { token: host.token });
          expect(body.participants).toEqual([witness.member.user_id]);
        },
        { timeout: 10_000 },
      );
      await witness.settle();
      const states = witness.received.filter(({ type }) => type === 'session_state');
      const end = witness.received.indexOf(states.at(-1));
      const told = witness.received
        .slice(0, end)
        .filter((message) => message === states[0] || message.type !== 'session_state');
      expect(follow(told)).toEqual(comparable(states.at(-1).payload));
      await witness.close();
      // The next ones are in another minute.
      clock.advance(60_000);
    }),
    { numRuns: 15, endOnFailure: true },
  );
});
