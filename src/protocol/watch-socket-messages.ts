import { type Static, Type } from 'typebox';
import { Nullable, Uuid } from './common.ts';
import { watchClientMessages } from './watch-socket.ts';
import {
  ChatMessage,
  DriftMs,
  EpochMs,
  EXAMPLE_HOST,
  EXAMPLE_VIEWER,
  exampleChat,
  exampleMedia,
  examplePlayback,
  Media,
  PlaybackState,
  REACTIONS,
  SessionState,
} from './watch-state.ts';

/** What the server sends in a watch party. */

const EXAMPLE_PARTY = '550e8400-e29b-41d4-a716-446655440000';
const EXAMPLE_TIME = 1_706_872_215_000;

/** The code in an `error` frame. */
export const WATCH_ERRORS = [
  'invalid_payload',
  'unknown_type',
  'forbidden',
  'not_found',
  'chat_off',
  'rate_limited',
  'server_error',
  'unavailable',
] as const;
export type WatchErrorCode = (typeof WATCH_ERRORS)[number];

function message<Name extends string, Payload extends Type.TSchema>(
  type: Name,
  payload: Payload,
  example: Static<Payload>,
  description?: string,
) {
  return Type.Object(
    {
      type: Type.Literal(type),
      payload,
      session_id: Uuid(),
      user_id: Uuid('Of whom it tells: the sender, where somebody sent it.'),
      timestamp: EpochMs(),
    },
    {
      examples: [
        {
          type,
          payload: example,
          session_id: EXAMPLE_PARTY,
          user_id: EXAMPLE_HOST,
          timestamp: EXAMPLE_TIME,
        },
      ],
      ...(description ? { description } : {}),
    },
  );
}

const user = { user_id: Uuid() };
const viewer = { user_id: EXAMPLE_VIEWER };
const OfUser = Type.Object(user);
const Named = Type.Object({ ...user, username: Type.String(), is_host: Type.Boolean() });

const toggle = <Name extends string>(type: Name) =>
  message(type, Type.Object({ on: Type.Boolean() }), { on: true }, 'The host has switched it.');

const { webrtc_offer, webrtc_answer, ice_candidate } = watchClientMessages;

const exampleSdp = 'v=0\r\no=- 1234567890 2 IN IP4 127.0.0.1\r\n';

export const watchServerMessages = {
  session_state: message(
    'session_state',
    SessionState,
    {
      participants: [
        {
          user_id: EXAMPLE_HOST,
          username: 'Ada',
          is_host: true,
          ready: true,
          buffering: false,
          drift_ms: null,
        },
      ],
      playback: examplePlayback,
      share: null,
      media: exampleMedia,
      chat: [exampleChat],
      settings: { lock: false, chat_off: false, share_open: false, wait_for_all: false },
      server_time: EXAMPLE_TIME,
    },
    'To a newcomer, before anything else; and the answer to `state_get`.',
  ),
  user_joined: message('user_joined', Named, { ...viewer, username: 'Grace', is_host: false }),
  user_left: message('user_left', Named, { ...viewer, username: 'Grace', is_host: false }),
  chat: message('chat', ChatMessage, exampleChat),
  webrtc_offer: message('webrtc_offer', webrtc_offer.properties.payload, {
    type: 'offer',
    sdp: exampleSdp,
  }),
  webrtc_answer: message('webrtc_answer', webrtc_answer.properties.payload, {
    type: 'answer',
    sdp: exampleSdp,
  }),
  ice_candidate: message('ice_candidate', ice_candidate.properties.payload, {
    candidate: 'candidate:1 1 UDP 2130706431 192.168.1.100 54321 typ host',
    sdpMid: '0',
    sdpMLineIndex: 0,
  }),
  playback_state: message(
    'playback_state',
    PlaybackState,
    examplePlayback,
    'To all but the host who commanded it; to all where playback waits for somebody, or goes on.',
  ),
  share_start: message('share_start', OfUser, viewer, 'Who holds the share now.'),
  share_stop: message('share_stop', OfUser, viewer, 'Who held the share.'),
  offer_request: message(
    'offer_request',
    OfUser,
    viewer,
    'To whoever holds the share: the user needs a new offer.',
  ),
  media_set: message(
    'media_set',
    Type.Object({ media: Nullable(Media), playback: PlaybackState }),
    {
      media: exampleMedia,
      playback: { ...examplePlayback, playing: false, currentTime: 0, revision: 8 },
    },
    'Nobody is ready, nor buffers, until they say so.',
  ),
  ready: message('ready', Type.Object({ ...user, ready: Type.Boolean(), media_id: Uuid() }), {
    ...viewer,
    ready: true,
    media_id: exampleMedia.id,
  }),
  buffering: message('buffering', Type.Object({ ...user, buffering: Type.Boolean() }), {
    ...viewer,
    buffering: true,
  }),
  drift: message('drift', Type.Object({ ...user, drift_ms: DriftMs }), { ...viewer, drift_ms: -120 }),
  sync_pong: message(
    'sync_pong',
    Type.Object({ id: Type.Integer({ minimum: 0 }), server_time: EpochMs() }),
    { id: 12, server_time: EXAMPLE_TIME },
    'To who asked.',
  ),
  reaction: message('reaction', Type.Object({ ...user, emoji: Type.Enum([...REACTIONS]) }), {
    ...viewer,
    emoji: '🎉',
  }),
  typing: message('typing', Type.Object({ ...user, typing: Type.Boolean() }), { ...viewer, typing: true }),
  lock: toggle('lock'),
  chat_off: toggle('chat_off'),
  share_open: toggle('share_open'),
  wait_for_all: toggle('wait_for_all'),
  kick: message('kick', OfUser, viewer, 'Who was put out; `user_left` follows.'),
  gap: message('gap', Type.Object({}), {}, 'Messages may have been lost: send `state_get`.'),
  error: message(
    'error',
    Type.Object({
      error: Type.Enum([...WATCH_ERRORS]),
      message: Type.String(),
      in_reply_to: Type.Optional(Type.String({ description: 'The type of the message that was refused.' })),
    }),
    { error: 'forbidden', message: 'Only the host controls playback', in_reply_to: 'playback_state' },
  ),
};

export type WatchServerType = keyof typeof watchServerMessages;
export type WatchServerMessage<Name extends WatchServerType = WatchServerType> = Static<
  (typeof watchServerMessages)[Name]
>;
