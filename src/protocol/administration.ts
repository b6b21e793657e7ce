import { type Static, Type } from 'typebox';
import { Instant, Nullable, Uuid } from './common.ts';

const ADA = '4f3c2f0e-9a55-4c1b-8d0e-2f6f0c3f9b11';
const GRACE = '7a1d8a36-0b57-4b0b-9a43-3b8d7a1c5e02';

const PageSize = (description: string) =>
  Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description, examples: [20] }));

export const AccountQuery = Type.Object({
  search: Type.Optional(
    Type.String({
      maxLength: 254,
      description: 'Part of the email, username or display name, in any case.',
      examples: ['ada'],
    }),
  ),
  page: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 1_000_000, description: '1 by default.', examples: [1] }),
  ),
  limit: PageSize('1 to 100, 20 by default.'),
});

const account = {
  id: ADA,
  email: 'ada@example.org',
  username: 'ada',
  display_name: 'Ada Lovelace',
  avatar_url: null,
  is_admin: false,
  disabled_at: null,
  created_at: '2026-03-15T19:00:00.000Z',
  last_active: '2026-03-15T21:30:00.000Z',
};

/** What administrators see of an account. */
export const AccountEntry = Type.Object(
  {
    id: Uuid(),
    email: Type.String(),
    username: Type.String(),
    display_name: Type.String(),
    avatar_url: Nullable(Type.String({ format: 'uri' })),
    is_admin: Type.Boolean(),
    disabled_at: Nullable(Instant('Null: it is enabled.')),
    created_at: Instant(),
    last_active: Nullable(Instant('To the minute. Null: never.')),
  },
  { examples: [account] },
);
export type AccountEntry = Static<typeof AccountEntry>;

const pagination = { page: 1, limit: 20, total: 1, totalPages: 1 };

export const AccountList = Type.Object(
  {
    accounts: Type.Array(AccountEntry),
    pagination: Type.Object({
      page: Type.Integer(),
      limit: Type.Integer(),
      total: Type.Integer(),
      totalPages: Type.Integer(),
    }),
  },
  { examples: [{ accounts: [account], pagination }] },
);

export const AccountChanges = Type.Object(
  { is_admin: Type.Optional(Type.Boolean()), disabled: Type.Optional(Type.Boolean()) },
  { examples: [{ is_admin: true }, { disabled: true }] },
);

export const PasswordResetLink = Type.Object(
  {
    url: Type.String({ description: 'To be handed to whoever the account belongs to.' }),
    token: Type.String({ description: 'What the link carries, for POST /auth/password-reset.' }),
    expires_at: Instant(),
  },
  {
    examples: [
      {
        url: 'https://soiree.example.org/account/reset#p1XwJ0q…',
        token: 'p1XwJ0q…',
        expires_at: '2026-03-16T19:00:00.000Z',
      },
    ],
  },
);

export const AuditQuery = Type.Object({
  account: Type.Optional(Uuid('Only what concerns this account.')),
  before: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: Number.MAX_SAFE_INTEGER,
      description: 'The id of the last one already listed.',
      examples: [91],
    }),
  ),
  limit: PageSize('1 to 100, 50 by default.'),
});

export const AuditRecord = Type.Object(
  {
    id: Type.Integer(),
    at: Instant(),
    event: Type.String({ description: 'What happened; more kinds may come.' }),
    actor_id: Nullable(Type.String({ description: 'The account that did it. Null: nobody who was known.' })),
    account_id: Nullable(Type.String({ description: 'The account that it concerns.' })),
    address: Nullable(Type.String()),
    details: Type.Record(Type.String(), Type.Unknown(), { description: 'More on it; depends on the event.' }),
  },
  {
    examples: [
      {
        id: 92,
        at: '2026-03-15T21:30:00.000Z',
        event: 'api_key.created',
        actor_id: GRACE,
        account_id: GRACE,
        address: '203.0.113.7',
        details: { keyId: '5b0f9f0e-3d62-4a0c-9a52-0a4f7b2f6c11', name: 'Chat bot', scopes: ['votes:write'] },
      },
    ],
  },
);
