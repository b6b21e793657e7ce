import type { TSchema } from 'typebox';
import packageJson from '#package.json' with { type: 'json' };
import type { HttpServer } from './http.ts';

/** What travels on one socket path, by message name. */
export type SocketDescription = {
  /** Its key in the document. */
  name: string;
  path: string;
  description: string;
  clientMessages: Record<string, TSchema>;
  serverMessages: Record<string, TSchema>;
};

/** The sockets as AsyncAPI 3, at `/asyncapi.json`. */
export function addAsyncApi(
  server: HttpServer,
  publicUrl: string,
  sockets: readonly SocketDescription[],
): void {
  const document = describeSockets(publicUrl, sockets);
  server.get('/asyncapi.json', { schema: { hide: true } }, () => document);
}

/** Of a message, the document's key, which has no colons. */
const keyOf = (side: string, message: string) => `${side}.${message.replaceAll(':', '.')}`;

function describeSockets(publicUrl: string, sockets: readonly SocketDescription[]) {
  const { host, protocol } = new URL(publicUrl);
  const channels: Record<string, unknown> = {};
  const operations: Record<string, unknown> = {};
  const messages: Record<string, unknown> = {};
  for (const { name, path, description, clientMessages, serverMessages } of sockets) {
    const channel = { $ref: `#/channels/${name}` };
    const refer = (side: string, message: string) => ({
      $ref: `#/channels/${name}/messages/${keyOf(side, message)}`,
    });
    const own: Record<string, unknown> = {};
    for (const [side, bySide] of [
      ['client', clientMessages],
      ['server', serverMessages],
    ] as const) {
      for (const [message, payload] of Object.entries(bySide)) {
        const key = `${name}.${keyOf(side, message)}`;
        messages[key] = { name: message, payload };
        own[keyOf(side, message)] = { $ref: `#/components/messages/${key}` };
      }
    }
    channels[name] = { address: path, description, messages: own };
    // In the view of the server, which is the application that the document describes.
    operations[`${name}.receive`] = {
      action: 'receive',
      channel,
      messages: Object.keys(clientMessages).map((message) => refer('client', message)),
    };
    operations[`${name}.send`] = {
      action: 'send',
      channel,
      messages: Object.keys(serverMessages).map((message) => refer('server', message)),
    };
  }
  return {
    asyncapi: '3.0.0',
    info: { title: 'Soiree sockets', version: packageJson.version, license: { name: 'MIT' } },
    servers: { soiree: { host, protocol: protocol === 'https:' ? 'wss' : 'ws' } },
    channels,
    operations,
    components: { messages },
  };
}
