import { expect, it } from 'vitest';
import { type Connection, type EncodedMessage, encodeMessage } from '#server/realtime/connection.ts';
import { createGate } from './gate.ts';

function connect() {
  const sent: string[] = [];
  const connection: Connection<number> = {
    id: 'one',
    address: '192.0.2.1',
    state: 5,
    isOpen: () => true,
    send: (message) => sent.push(message.type),
    sendEncoded: ({ message }: EncodedMessage) => sent.push(message.type),
    authenticated: () => {},
    close: () => {},
  };
  return { sent, connection };
}

it('[W7] holds what is published until it is opened, then lets it through in order, but for what is known', () => {
  const { sent, connection } = connect();
  const gate = createGate(connection);
  for (const type of ['a', 'known', 'b']) gate.connection.sendEncoded(encodeMessage({ type }));
  expect(sent).toEqual([]);
  connection.send({ type: 'state' });
  gate.open(({ message }) => message.type === 'known');
  gate.connection.sendEncoded(encodeMessage({ type: 'known' }));
  gate.connection.sendEncoded(encodeMessage({ type: 'c' }));
  expect(sent).toEqual(['state', 'a', 'b', 'known', 'c']);
  expect(gate.connection).toMatchObject({ id: 'one', state: 5 });
});
