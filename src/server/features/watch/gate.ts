import type { Connection, EncodedMessage } from '#server/realtime/connection.ts';

/**
 * Holds what is published to a connection until it has been told the present state: so that it hears all that comes
 * after that state, and nothing before it.
 */
export function createGate<State>(connection: Connection<State>) {
  let held: EncodedMessage[] | undefined = [];

  return {
    /** To be subscribed in the connection's place, and taken out of its channels when it has closed. */
    connection: {
      ...connection,
      sendEncoded(message: EncodedMessage): void {
        if (held) held.push(message);
        else connection.sendEncoded(message);
      },
    },

    /** Lets through what was held, but for what the state already had. */
    open(isKnown: (message: EncodedMessage) => boolean): void {
      const messages = held ?? [];
      held = undefined;
      for (const message of messages) if (!isKnown(message)) connection.sendEncoded(message);
    },
  };
}
