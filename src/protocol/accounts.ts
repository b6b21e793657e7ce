import { Type } from 'typebox';
import { Instant } from './common.ts';

export const AdminLogin = Type.Object(
  { key: Type.String({ minLength: 1 }) },
  { examples: [{ key: 'the key printed at the first start' }] },
);

export const AdminToken = Type.Object(
  {
    token: Type.String({ description: 'Send it as `Authorization: Bearer …`.' }),
    message: Type.String(),
    expiresIn: Type.String(),
  },
  { examples: [{ token: 'eyJhbGciOiJIUzI1NiJ9…', message: 'Authentication successful', expiresIn: '24h' }] },
);

export const TokenVerified = Type.Object(
  {
    valid: Type.Literal(true),
    user: Type.Object({ id: Type.String(), role: Type.Enum(['admin', 'account']) }),
    expiresAt: Instant(),
  },
  {
    examples: [
      {
        valid: true,
        user: { id: '00000000-0000-4000-8000-000000000001', role: 'admin' },
        expiresAt: '2026-03-16T19:00:00.000Z',
      },
    ],
  },
);
