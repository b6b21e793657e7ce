import { type Static, Type } from 'typebox';
import { Instant, Uuid } from './common.ts';

/** Watch parties by REST. */

export const NAME_LENGTH = { min: 3, max: 50 } as const;
export const USERNAME_LENGTH = { min: 1, max: 30 } as const;
export const PASSWORD_MIN_LENGTH = 6;
/** bcrypt looks at no more. */
export const PASSWORD_MAX_BYTES = 72;

const EXAMPLE_PARTY = '550e8400-e29b-41d4-a716-446655440000';
const EXAMPLE_USER = '4f3c2f0e-9a55-4c1b-8d0e-2f6f0c3f9b11';
const EXAMPLE_TOKEN = 'eyJhbGciOiJIUzI1NiJ9…';

/** One line: something to see, no control characters, nor those that turn the direction of text. */
const line = ({ min, max }: { min: number; max: number }) => {
  const inner = '[^\\p{Cc}\\p{Cs}\\u202a-\\u202e\\u2066-\\u2069]';
  const end = `(?!\\s)${inner}`;
  const rest = `${inner}{${Math.max(0, min - 2)},${max - 2}}${end}`;
  return Type.String({
    // The spaces around it are more characters, but not without end.
    maxLength: 4 * max,
    pattern: `^\\s*${end}${min > 1 ? rest : `(?:${rest})?`}\\s*$`,
    description: `${min} to ${max} characters, less the spaces around them.`,
  });
};

/** Like all text without NUL; and halves of surrogate pairs would all be hashed as the same character. */
const password = (minLength: number) =>
  Type.String({
    minLength,
    maxLength: PASSWORD_MAX_BYTES,
    pattern: '^[^\\0\\p{Cs}]*$',
    description: `At most ${PASSWORD_MAX_BYTES} bytes of UTF-8; not trimmed.`,
  });

const Username = line(USERNAME_LENGTH);

export const CreateParty = Type.Object(
  { name: line(NAME_LENGTH), password: password(PASSWORD_MIN_LENGTH), username: Type.Optional(Username) },
  { examples: [{ name: 'Movie Night', password: 'secure123', username: 'Ada' }] },
);
export type CreateParty = Static<typeof CreateParty>;

export const JoinParty = Type.Object(
  {
    session_id: Type.String({ minLength: 1, description: 'One that is no UUID is unknown.' }),
    password: password(1),
    username: Type.Optional(Username),
  },
  { examples: [{ session_id: EXAMPLE_PARTY, password: 'secure123', username: 'Grace' }] },
);
export type JoinParty = Static<typeof JoinParty>;

export const IceServer = Type.Object(
  {
    urls: Type.Union([Type.String(), Type.Array(Type.String())]),
    username: Type.Optional(Type.String()),
    credential: Type.Optional(Type.String()),
  },
  { description: 'As `RTCPeerConnection` takes it.' },
);
export type IceServer = Static<typeof IceServer>;

const iceServers = Type.Array(IceServer);
const exampleIceServers: IceServer[] = [
  { urls: 'stun:stun.example.org:3478' },
  {
    urls: 'turn:turn.example.org:3478',
    username: `1770049800:${EXAMPLE_USER}`,
    credential: '7mBsYJtEOAyOjyBVZzMs5ThqYdg=',
  },
];

const token = {
  token: Type.String({ description: 'Good for an hour, and for this party only.' }),
  token_expires_at: Instant(),
};
const exampleToken = { token: EXAMPLE_TOKEN, token_expires_at: '2026-02-02T11:30:00.000Z' };

const membership = {
  id: Uuid(),
  name: Type.String(),
  ...token,
  user_id: Uuid(),
  username: Type.String(),
  is_host: Type.Boolean(),
  expires_at: Instant('When the party ends.'),
  ice_servers: iceServers,
};
const exampleMembership = {
  id: EXAMPLE_PARTY,
  name: 'Movie Night',
  ...exampleToken,
  user_id: EXAMPLE_USER,
  expires_at: '2026-02-03T10:30:00.000Z',
  ice_servers: exampleIceServers,
};

export const PartyCreated = Type.Object(
  { ...membership, share_url: Type.String({ description: 'The page where others join.' }) },
  {
    examples: [
      {
        ...exampleMembership,
        username: 'Ada',
        is_host: true,
        share_url: `https://party.example.org/join/${EXAMPLE_PARTY}`,
      },
    ],
  },
);
export type PartyCreated = Static<typeof PartyCreated>;

export const PartyJoined = Type.Object(membership, {
  examples: [{ ...exampleMembership, username: 'Grace', is_host: false }],
});
export type PartyJoined = Static<typeof PartyJoined>;

export const PartyDetails = Type.Object(
  {
    id: Uuid(),
    name: Type.String(),
    host_id: Uuid(),
    participants: Type.Array(Uuid(), { description: 'The users who are connected.' }),
    max_participants: Type.Integer({ minimum: 1 }),
    created_at: Instant(),
    expires_at: Instant(),
  },
  {
    examples: [
      {
        id: EXAMPLE_PARTY,
        name: 'Movie Night',
        host_id: EXAMPLE_USER,
        participants: [EXAMPLE_USER],
        max_participants: 10,
        created_at: '2026-02-02T10:30:00.000Z',
        expires_at: '2026-02-03T10:30:00.000Z',
      },
    ],
  },
);
export type PartyDetails = Static<typeof PartyDetails>;

/** A token in place of one that will end; TURN credentials end as well, so they come along. */
export const PartyToken = Type.Object(
  { ...token, ice_servers: iceServers },
  { examples: [{ ...exampleToken, ice_servers: exampleIceServers }] },
);
export type PartyToken = Static<typeof PartyToken>;

export const WatchError = Type.Object(
  {
    error: Type.String({ description: 'The kind of error.' }),
    message: Type.String(),
    details: Type.Optional(
      Type.Record(Type.String(), Type.String(), { description: 'What is wrong, by field.' }),
    ),
  },
  {
    description: 'What was wrong, as a kind and in words.',
    examples: [
      {
        error: 'Validation failed',
        message: 'Name must be between 3 and 50 characters',
        details: { name: 'Name must be between 3 and 50 characters' },
      },
    ],
  },
);
