import { type Static, Type } from 'typebox';
import { Instant, Nullable, Uuid } from './common.ts';

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
    expiresAt: Nullable(Instant('Null: an API key without an end.')),
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

const Email = Type.String({ format: 'email', maxLength: 254, description: 'Compared without case.' });
/** Like all text without NUL; and halves of surrogate pairs would all be hashed as the same character. */
const Password = Type.String({ minLength: 8, maxLength: 128, pattern: '^[^\\0\\p{Cs}]*$' });
export const Username = Type.String({
  pattern: '^[A-Za-z0-9_]{3,20}$',
  description: '3 to 20 letters, digits and _; unique without regard to case.',
});
export const DisplayName = Type.String({ description: '1 to 50 characters, less the spaces around them.' });

const session = {
  access_token: 'eyJhbGciOiJIUzI1NiJ9…',
  refresh_token: 'v6H3…',
  token_type: 'bearer',
  expires_in: 3600,
  expires_at: 1773604800,
};

export const Session = Type.Object(
  {
    access_token: Type.String({ description: 'Good for an hour; send it as `Authorization: Bearer …`.' }),
    refresh_token: Type.String({ description: 'Good for one refresh.' }),
    token_type: Type.Literal('bearer'),
    expires_in: Type.Integer({ description: 'Seconds.' }),
    expires_at: Type.Integer({ description: 'Epoch seconds.' }),
  },
  { examples: [session] },
);
export type Session = Static<typeof Session>;

const user = {
  id: '4f3c2f0e-9a55-4c1b-8d0e-2f6f0c3f9b11',
  email: 'ada@example.org',
  email_confirmed_at: '2026-03-15T19:00:00.000Z',
};

const User = Type.Object({
  id: Uuid(),
  email: Type.String(),
  email_confirmed_at: Instant('The moment of the registration: nothing is sent to the address.'),
});

export const Registration = Type.Object(
  { email: Email, password: Password, username: Username, displayName: DisplayName },
  {
    examples: [
      {
        email: 'ada@example.org',
        password: 'a long enough password',
        username: 'ada',
        displayName: 'Ada Lovelace',
      },
    ],
  },
);

/** A password of any length, so that a wrong one is wrong and not malformed; bounded, as it is worked on. */
export const Login = Type.Object(
  { email: Email, password: Type.String({ minLength: 1, maxLength: 1_024 }) },
  { examples: [{ email: 'ada@example.org', password: 'a long enough password' }] },
);

export const SignedIn = Type.Object({ user: User, session: Session }, { examples: [{ user, session }] });

export const Refresh = Type.Object(
  { refresh_token: Type.String({ minLength: 1, maxLength: 1_024 }) },
  { examples: [{ refresh_token: 'v6H3…' }] },
);

export const Refreshed = Type.Object({ session: Session }, { examples: [{ session }] });

export const PasswordChange = Type.Object(
  { current_password: Type.String({ minLength: 1, maxLength: 1_024 }), new_password: Password },
  { examples: [{ current_password: 'a long enough password', new_password: 'a still longer password' }] },
);

export const PasswordReset = Type.Object(
  { token: Type.String({ minLength: 1, maxLength: 1_024 }), password: Password },
  { examples: [{ token: 'p1Xw…', password: 'a still longer password' }] },
);

/** What was done, in words. */
export const Done = (message: string) => Type.Object({ message: Type.String() }, { examples: [{ message }] });

export const LoginEntry = Type.Object(
  {
    id: Uuid(),
    is_current: Type.Boolean({ description: 'The one that this token belongs to.' }),
    user_agent: Nullable(Type.String()),
    address: Type.String(),
    created_at: Instant(),
    last_used_at: Instant(),
    expires_at: Instant('It ends then, unless it is used before.'),
  },
  {
    examples: [
      {
        id: '7a1d8a36-0b57-4b0b-9a43-3b8d7a1c5e02',
        is_current: true,
        user_agent: 'Mozilla/5.0 …',
        address: '203.0.113.7',
        created_at: '2026-03-15T19:00:00.000Z',
        last_used_at: '2026-03-15T21:30:00.000Z',
        expires_at: '2026-05-14T21:30:00.000Z',
      },
    ],
  },
);

export const IdParams = Type.Object({ id: Uuid() });
