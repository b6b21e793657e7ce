import { Type } from 'typebox';
import { Instant, Nullable, Uuid } from './common.ts';
import { SCOPES } from './scopes.ts';

// With their type said: without it, the validator compares a list's elements all with all.
const Scopes = Type.Array(Type.Enum([...SCOPES], { type: 'string' }), {
  minItems: 1,
  uniqueItems: true,
  description: '`read` reads; the others change what they name.',
});

export const ApiKeyCreation = Type.Object(
  {
    name: Type.String({ description: '1 to 50 characters, less the spaces around them.' }),
    scopes: Scopes,
    expires_at: Type.Optional(
      Nullable(Instant('In the future; without one, the key is good until revoked.')),
    ),
  },
  {
    examples: [
      { name: 'Chat bot', scopes: ['votes:write', 'read'], expires_at: '2026-12-31T23:00:00.000Z' },
      { name: 'Stream overlay', scopes: ['read'] },
    ],
  },
);

const fields = {
  id: Uuid(),
  name: Type.String(),
  scopes: Scopes,
  prefix: Type.String({ description: 'How the key begins, to tell it from others.' }),
  created_at: Instant(),
  last_used_at: Nullable(Instant('To the minute. Null: never.')),
  expires_at: Nullable(Instant('Null: never.')),
};

const example = {
  id: '5b0f9f0e-3d62-4a0c-9a52-0a4f7b2f6c11',
  name: 'Chat bot',
  scopes: ['votes:write', 'read'],
  prefix: 'soi_Qm9r',
  created_at: '2026-03-15T19:00:00.000Z',
  last_used_at: null,
  expires_at: '2026-12-31T23:00:00.000Z',
};

export const ApiKeyCreated = Type.Object(
  { ...fields, key: Type.String({ description: 'Shown this once. Send it as `Authorization: Bearer …`.' }) },
  { examples: [{ ...example, key: 'soi_Qm9rX2Yk1…' }] },
);

export const ApiKeyEntry = Type.Object(fields, {
  examples: [{ ...example, last_used_at: '2026-03-15T21:30:00.000Z' }],
});
