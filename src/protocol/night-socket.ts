import { type Static, Type } from 'typebox';
import { Nullable } from './common.ts';

const SocketNightId = Type.Union([Type.Integer({ minimum: 1 }), Type.String({ pattern: '^[0-9]{1,10}$' })]);

/** What clients send on the nights' socket, by `type`. */
export const NightClientMessages = {
  auth: Type.Object(
    { type: Type.Literal('auth'), token: Type.String({ maxLength: 4_096 }) },
    { examples: [{ type: 'auth', token: 'eyJhbGciOiJIUzI1NiJ9…' }] },
  ),
  subscribe: Type.Object(
    { type: Type.Literal('subscribe'), sessionId: SocketNightId },
    { examples: [{ type: 'subscribe', sessionId: 5 }] },
  ),
  unsubscribe: Type.Object(
    { type: Type.Literal('unsubscribe'), sessionId: SocketNightId },
    { examples: [{ type: 'unsubscribe', sessionId: 5 }] },
  ),
  ping: Type.Object({ type: Type.Literal('ping') }, { examples: [{ type: 'ping' }] }),
};

/** What the server answers on the nights' socket; the events are in `NightEvent`. */
export const NightServerMessages = {
  auth_success: Type.Object(
    { type: Type.Literal('auth_success'), message: Type.String() },
    { examples: [{ type: 'auth_success', message: 'Authenticated successfully' }] },
  ),
  auth_error: Type.Object(
    { type: Type.Literal('auth_error'), message: Type.String() },
    { examples: [{ type: 'auth_error', message: 'Invalid or expired token' }] },
  ),
  subscribed: Type.Object(
    { type: Type.Literal('subscribed'), sessionId: Type.Integer() },
    { examples: [{ type: 'subscribed', sessionId: 5 }] },
  ),
  unsubscribed: Type.Object(
    { type: Type.Literal('unsubscribed'), sessionId: Type.Integer() },
    { examples: [{ type: 'unsubscribed', sessionId: 5 }] },
  ),
  error: Type.Object(
    { type: Type.Literal('error'), message: Type.String() },
    { examples: [{ type: 'error', message: 'Not authenticated' }] },
  ),
  pong: Type.Object({ type: Type.Literal('pong') }, { examples: [{ type: 'pong' }] }),
  /** Events may have been lost on the way from another node: load the night again. */
  gap: Type.Object(
    { type: Type.Literal('gap'), sessionId: Nullable(Type.Integer()) },
    {
      description: 'Events may have been lost: load the night again; `null` means the list of nights.',
      examples: [{ type: 'gap', sessionId: 5 }],
    },
  ),
};

/** What listeners send on the public socket. */
export const PublicNightClientMessages = { ping: NightClientMessages.ping };

/** What the server answers on the public socket. */
export const PublicNightServerMessages = {
  following: Type.Object(
    { type: Type.Literal('following') },
    {
      description: 'From here on nothing is missed: load the present state now.',
      examples: [{ type: 'following' }],
    },
  ),
  error: NightServerMessages.error,
  pong: NightServerMessages.pong,
  gap: NightServerMessages.gap,
};

export type NightServerMessage = Static<(typeof NightServerMessages)[keyof typeof NightServerMessages]>;
export type PublicNightServerMessage = Static<
  (typeof PublicNightServerMessages)[keyof typeof PublicNightServerMessages]
>;
