import { type Static, Type } from 'typebox';
import { Nullable, Uuid } from './common.ts';

/** What a watch party’s messages speak of. */

export const EXAMPLE_HOST = '4f3c2f0e-9a55-4c1b-8d0e-2f6f0c3f9b11';
export const EXAMPLE_VIEWER = '9c1e6f1f-4b66-4d2c-9e1f-3a7a1d4a0c33';
const EXAMPLE_MEDIA = '1d2f7a2a-5c77-4e3d-8f2a-4b8b2e5b1d44';

export const CHAT_MAX_LENGTH = 2_000;
export const CHAT_KEPT = 50;
export const MIN_RATE = 0.25;
export const MAX_RATE = 4;
/** A hundred hours: longer than any medium, shorter than what breaks a player. */
export const MAX_POSITION_S = 360_000;
export const MAX_DRIFT_MS = 600_000;
export const REACTIONS = ['👍', '❤️', '😂', '😮', '😢', '👏', '🎉', '🔥'] as const;

export const EpochMs = (description?: string) =>
  Type.Number({
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    description: description ? `${description} Epoch milliseconds.` : 'Epoch milliseconds.',
  });

const Position = Type.Number({ minimum: 0, maximum: MAX_POSITION_S, description: 'In the medium, seconds.' });
const Volume = Type.Number({ minimum: 0, maximum: 1 });
const Rate = Type.Number({ minimum: MIN_RATE, maximum: MAX_RATE, description: '1 is as recorded.' });

/** What the host commands. */
export const PlaybackCommand = Type.Object({
  playing: Type.Boolean(),
  currentTime: Position,
  volume: Type.Optional(Volume),
  rate: Type.Optional(Rate),
  server_time: Type.Optional(
    EpochMs('When `currentTime` was so, as far as the host knows the server’s clock; without it, now.'),
  ),
});
export type PlaybackCommand = Static<typeof PlaybackCommand>;

/** What plays. From `server_time` on, while `playing`, the position grows by `rate` seconds a second. */
export const PlaybackState = Type.Object({
  playing: Type.Boolean(),
  currentTime: Position,
  volume: Volume,
  rate: Rate,
  server_time: EpochMs('When `currentTime` is so.'),
  waiting: Type.Boolean({ description: 'It would play, but waits for somebody who buffers.' }),
  revision: Type.Integer({ minimum: 0, description: 'A state with a lower one than the last is old news.' }),
});
export type PlaybackState = Static<typeof PlaybackState>;

export const examplePlayback: PlaybackState = {
  playing: true,
  currentTime: 125.5,
  volume: 0.8,
  rate: 1,
  server_time: 1_706_872_215_000,
  waiting: false,
  revision: 7,
};

const duration = Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: MAX_POSITION_S }));
const title = Type.Optional(Type.String({ minLength: 1, maxLength: 200, pattern: '^[^\\p{Cc}\\p{Cs}]*$' }));

/** A video that every viewer’s browser loads by itself. */
const UrlMedia = Type.Object({
  kind: Type.Literal('url'),
  url: Type.String({ maxLength: 2_000, pattern: '^https?://[^\\s\\p{Cc}\\p{Cs}]+$' }),
  title,
  duration,
});

/** A file that every viewer has. */
const FileMedia = Type.Object({
  kind: Type.Literal('file'),
  name: Type.String({ minLength: 1, maxLength: 255, pattern: '^[^\\p{Cc}\\p{Cs}]*$' }),
  size: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description: 'Bytes.' }),
  hash: Type.String({
    pattern: '^[0-9a-f]{64}$',
    description:
      'SHA-256 of the first MiB and the last MiB, one after the other; of all of a file of up to 2 MiB.',
  }),
  title,
  duration,
});

export const MediaChoice = Type.Union([UrlMedia, FileMedia]);
export type MediaChoice = Static<typeof MediaChoice>;

const id = Uuid('New each time that a medium is set.');
export const Media = Type.Union([
  Type.Object({ id, ...UrlMedia.properties }),
  Type.Object({ id, ...FileMedia.properties }),
]);
export type Media = Static<typeof Media>;

export const exampleChoice = {
  kind: 'url',
  url: 'https://media.example.org/film.mp4',
  title: 'A film',
} satisfies MediaChoice;
export const exampleMedia = { id: EXAMPLE_MEDIA, ...exampleChoice } satisfies Media;

export const ChatMessage = Type.Object({
  id: Type.String(),
  user_id: Uuid(),
  username: Type.String(),
  message: Type.String({ description: 'Text: HTML in it means nothing.' }),
  timestamp: EpochMs(),
});
export type ChatMessage = Static<typeof ChatMessage>;

export const exampleChat: ChatMessage = {
  id: '3f4a9c4c-7e99-4a5f-8b4c-6d0d4a7d3f66',
  user_id: EXAMPLE_HOST,
  username: 'Ada',
  message: 'Hello everyone!',
  timestamp: 1_706_872_200_000,
};

export const DriftMs = Type.Integer({
  minimum: -MAX_DRIFT_MS,
  maximum: MAX_DRIFT_MS,
  description: 'How far a viewer’s player is ahead (or, below 0, behind). Milliseconds.',
});

export const Participant = Type.Object({
  user_id: Uuid(),
  username: Type.String(),
  is_host: Type.Boolean(),
  ready: Type.Boolean({ description: 'Has the medium and could play.' }),
  buffering: Type.Boolean(),
  drift_ms: Nullable(DriftMs),
});
export type Participant = Static<typeof Participant>;

/** What the host switches; all are off at first. */
export const Settings = Type.Object({
  lock: Type.Boolean({ description: 'Nobody new may join.' }),
  chat_off: Type.Boolean({ description: 'Only the host may write.' }),
  share_open: Type.Boolean({ description: 'Everybody may share their screen.' }),
  wait_for_all: Type.Boolean({ description: 'Playback waits while somebody buffers.' }),
});
export type Settings = Static<typeof Settings>;

export const SessionState = Type.Object({
  participants: Type.Array(Participant),
  playback: PlaybackState,
  share: Nullable(Type.Object({ user_id: Uuid() })),
  media: Nullable(Media),
  chat: Type.Array(ChatMessage, { description: `The last ${CHAT_KEPT}, the oldest first.` }),
  settings: Settings,
  server_time: EpochMs(),
});
export type SessionState = Static<typeof SessionState>;
