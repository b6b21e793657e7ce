import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { CloseCode } from '#protocol/close-codes.ts';

const HubMessageSchema = Type.Object({ type: Type.String() });

/** What travels to clients: an object that JSON can carry, with its kind in `type`. */
export type HubMessage = { readonly type: string; readonly [key: string]: unknown };

/** A message and its JSON text, of which the one that isn't at hand is made when first asked for, and only once. */
export type EncodedMessage = { readonly text: string; readonly message: HubMessage };

/**
 * The port between features and transports: one client, whatever carries it. Feature code holds connections and
 * publishes to channels; it never sees a socket library.
 */
export type Connection<State = unknown> = {
  readonly id: string;
  /** The client's network address, as far as the proxy settings let it be known. */
  readonly address: string;
  /** What the feature keeps for this connection, as it gave it on admission. */
  readonly state: State;
  /** False once closing has begun. */
  isOpen(): boolean;
  /** Never throws: what can't be sent any more is dropped. */
  send(message: HubMessage): void;
  /** As `send`, for a message that goes to many: each transport encodes it once. */
  sendEncoded(message: EncodedMessage): void;
  /**
   * The feature knows who this is: from now on the limits for authenticated clients apply. The first account given
   * is whose connection it is from then on.
   */
  authenticated(accountId?: string): void;
  close(code: CloseCode, reason: string): void;
};

export function encodeMessage(message: HubMessage): EncodedMessage {
  return { message, text: JSON.stringify(message) };
}

/**
 * The text of a message that another node encoded; it is parsed only if someone asks for `message`.
 * @throws {SyntaxError} from `message`, if the text isn't a message
 */
export function decodeMessage(text: string): EncodedMessage {
  let message: HubMessage | undefined;
  return {
    text,
    get message() {
      message ??= parseMessage(text);
      return message;
    },
  };
}

function parseMessage(text: string): HubMessage {
  const parsed: unknown = JSON.parse(text);
  if (!Value.Check(HubMessageSchema, parsed)) throw new SyntaxError('Not a hub message');
  return parsed;
}

/**
 * A transport's encoding, made once a message however many connections get it. The hub hands one message to all
 * its recipients before the next, so the last one is all there is to remember.
 */
export function encodeOnce<Encoding>(encode: (message: EncodedMessage) => Encoding) {
  let last: { message: EncodedMessage; encoding: Encoding } | undefined;
  return (message: EncodedMessage): Encoding => {
    if (last?.message !== message) last = { message, encoding: encode(message) };
    return last.encoding;
  };
}
