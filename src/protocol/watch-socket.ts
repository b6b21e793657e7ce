import { type Static, Type } from 'typebox';
import { Nullable, Uuid } from './common.ts';
import {
  CHAT_MAX_LENGTH,
  DriftMs,
  EXAMPLE_VIEWER,
  exampleChoice,
  exampleMedia,
  MediaChoice,
  PlaybackCommand,
  REACTIONS,
} from './watch-state.ts';

/** What clients send in a watch party. Further fields are allowed: what the server sets itself is ignored. */

export const WATCH_FRAME_BYTES = 64 * 1024;

const SDP_MAX_LENGTH = 60_000;

/** Of every frame, before its type is known. */
export const WatchEnvelope = Type.Object({ type: Type.String({ maxLength: 64 }) });

/** One that is nobody’s user id is answered with an error, hence no form of its own. */
const TargetId = Type.String({ minLength: 1, maxLength: 64, description: 'The user whom it is for.' });

function message<Name extends string, Payload extends Type.TSchema>(
  type: Name,
  payload: Payload,
  example: Static<Payload>,
  description?: string,
) {
  return Type.Object(
    { type: Type.Literal(type), payload },
    { examples: [{ type, payload: example }], ...(description ? { description } : {}) },
  );
}

function signal<Name extends string, Payload extends Type.TSchema>(
  type: Name,
  payload: Payload,
  example: Static<Payload>,
) {
  return Type.Object(
    { type: Type.Literal(type), payload, target_id: Type.Optional(TargetId) },
    {
      description:
        'Goes to `target_id`; without one, from the host to all others and from a viewer to the host. The payload is ' +
        'relayed as it is.',
      examples: [{ type, payload: example, target_id: EXAMPLE_VIEWER }],
    },
  );
}

/** A message whose type says it all. */
const bare = <Name extends string>(type: Name, description: string) =>
  Type.Object(
    { type: Type.Literal(type), payload: Type.Optional(Type.Object({})) },
    { description, examples: [{ type }] },
  );

const toggle = <Name extends string>(type: Name, description: string) =>
  message(type, Type.Object({ on: Type.Boolean() }), { on: true }, `The host’s. ${description}`);

const sdp = Type.String({ minLength: 1, maxLength: SDP_MAX_LENGTH });
const exampleSdp = 'v=0\r\no=- 1234567890 2 IN IP4 127.0.0.1\r\n';
const shortText = Type.String({ maxLength: 256 });
const connection = Type.Optional(
  Type.String({
    maxLength: 64,
    description:
      'Of which peer connection it is: any text that whoever offers has chosen anew for it, and that the answer and all ' +
      'candidates repeat. So what is late for a connection that was given up is known for it.',
  }),
);
const Offer = Type.Object({ type: Type.Optional(Type.Literal('offer')), sdp, connection });
const Answer = Type.Object({ type: Type.Optional(Type.Literal('answer')), sdp, connection });
const Candidate = Type.Object({
  connection,
  candidate: Type.String({ maxLength: 2_000, description: 'Empty: there are no more.' }),
  sdpMid: Type.Optional(Nullable(shortText)),
  sdpMLineIndex: Type.Optional(Nullable(Type.Integer({ minimum: 0, maximum: 65_535 }))),
  usernameFragment: Type.Optional(Nullable(shortText)),
});

export const watchClientMessages = {
  chat: message(
    'chat',
    Type.Object({
      message: Type.String({
        minLength: 1,
        maxLength: CHAT_MAX_LENGTH,
        pattern: '^[^\\0\\p{Cs}]*$',
        description: `Text of 1 to ${CHAT_MAX_LENGTH} characters, not all of them spaces.`,
      }),
    }),
    { message: 'Hello everyone!' },
  ),
  webrtc_offer: signal('webrtc_offer', Offer, { type: 'offer', sdp: exampleSdp }),
  webrtc_answer: signal('webrtc_answer', Answer, { type: 'answer', sdp: exampleSdp }),
  ice_candidate: signal('ice_candidate', Candidate, {
    candidate: 'candidate:1 1 UDP 2130706431 192.168.1.100 54321 typ host',
    sdpMid: '0',
    sdpMLineIndex: 0,
  }),
  playback_state: message(
    'playback_state',
    PlaybackCommand,
    { playing: true, currentTime: 125.5, volume: 0.8, rate: 1, server_time: 1_706_872_215_000 },
    'The host’s: what is to play, and from where.',
  ),
  state_get: bare('state_get', 'Answered with `session_state`, as after a `gap`.'),
  share_start: bare('share_start', 'Takes the share: who holds it may make offers.'),
  share_stop: bare('share_stop', 'Gives the share back; the host may take it from others.'),
  offer_request: bare('offer_request', 'To whoever holds the share, at first the host: please offer anew.'),
  media_set: message(
    'media_set',
    Type.Object({ media: Nullable(MediaChoice) }),
    { media: exampleChoice },
    'The host’s: what all watch, from its beginning and paused. Null: nothing.',
  ),
  ready: message(
    'ready',
    Type.Object({ ready: Type.Boolean(), media_id: Uuid() }),
    { ready: true, media_id: exampleMedia.id },
    'Whether the sender has the medium and could play it. Of another medium than the present one it is ignored.',
  ),
  buffering: message(
    'buffering',
    Type.Object({ buffering: Type.Boolean() }),
    { buffering: true },
    'Whether the sender’s player has run out of data, though it should play.',
  ),
  drift: message(
    'drift',
    Type.Object({ drift_ms: DriftMs }),
    { drift_ms: -120 },
    'How far the sender’s player is off, when that has changed.',
  ),
  sync_ping: message(
    'sync_ping',
    Type.Object({ id: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }) }),
    { id: 12 },
    'Answered at once, to tell the server’s clock.',
  ),
  reaction: message('reaction', Type.Object({ emoji: Type.Enum([...REACTIONS]) }), { emoji: '🎉' }),
  typing: message('typing', Type.Object({ typing: Type.Boolean() }), { typing: true }),
  lock: toggle('lock', 'Nobody new may join; who was here may come back.'),
  chat_off: toggle('chat_off', 'Only the host may write.'),
  share_open: toggle('share_open', 'Everybody may share their screen.'),
  wait_for_all: toggle('wait_for_all', 'Playback waits while somebody buffers.'),
  kick: message(
    'kick',
    Type.Object({ user_id: TargetId }),
    { user_id: EXAMPLE_VIEWER },
    'The host’s: the user is put out, and their token is no good any more.',
  ),
};

export type WatchClientType = keyof typeof watchClientMessages;
export type WatchClientMessage<Name extends WatchClientType = WatchClientType> = Static<
  (typeof watchClientMessages)[Name]
>;
