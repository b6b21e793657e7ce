import { once } from 'node:events';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer, type Server } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOutbound, type Outbound } from '#server/platform/outbound.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../setup/webhook-receiver.ts';

const LIMITS = { timeoutMs: 5_000, maxBodyBytes: 64 * 1024 };

let peer: WebhookReceiver;
beforeAll(async () => {
  peer = await startWebhookReceiver();
});
afterAll(() => peer.close());

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return address.port;
}

describe('requests to peers that behave badly', () => {
  let outbound: Outbound;
  beforeAll(() => {
    outbound = createOutbound({ allowPrivateAddresses: true });
  });
  afterAll(() => outbound.close());

  const post = (path: string, timeoutMs = LIMITS.timeoutMs) =>
    outbound.request({ ...LIMITS, timeoutMs, url: peer.url(path), method: 'POST', body: '{}' });

  it('gives the status and the body of an answer', async () => {
    peer.answer('/json', (response) => {
      response.end('{"a":1}');
    });
    const answer = await post('/json');
    expect(answer).toEqual({ status: 200, body: Buffer.from('{"a":1}'), isComplete: true });
  });

  it('[N21] does not follow a redirect', async () => {
    expect((await post('/redirect')).status).toBe(302);
    expect(peer.requestsTo('/redirected')).toHaveLength(0);
  });

  it('stops waiting at the deadline', async () => {
    await expect(post('/hang', 50)).rejects.toMatchObject({ code: 'timed_out' });
  });

  it('keeps the status of an answer whose body stalls', async () => {
    expect(await post('/stall', 100)).toMatchObject({ status: 200, isComplete: false });
  });

  it('reads no more than the limit of a huge answer', async () => {
    const { status, body, isComplete } = await post('/huge');
    expect({ status, isComplete }).toEqual({ status: 200, isComplete: false });
    expect(body.length).toBeLessThanOrEqual(LIMITS.maxBodyBytes);
  });

  it('tells what went wrong, and not with whom', async () => {
    const nameless = createOutbound({
      allowPrivateAddresses: true,
      resolve: () => Promise.reject(Object.assign(new Error('queryA ENOTFOUND'), { code: 'ENOTFOUND' })),
    });
    const failures = await Promise.allSettled([
      post('/malformed'),
      post('/reset'),
      outbound.request({ ...LIMITS, url: 'http://127.0.0.1:1/?token=hush' }),
      nameless.request({ ...LIMITS, url: 'http://peer.test/?token=hush' }),
    ]);
    await nameless.close();
    expect(failures.map((failure) => failure.status === 'rejected' && failure.reason.message)).toEqual([
      'The answer is not valid HTTP',
      'The connection was closed without an answer',
      'The connection was refused',
      'The host name has no address',
    ]);
  });

  it('gives up when its caller does, and when it is closed', async () => {
    const caller = new AbortController();
    const given = outbound.request({ ...LIMITS, url: peer.url('/hang'), signal: caller.signal });
    caller.abort();
    await expect(given).rejects.toMatchObject({ code: 'aborted' });

    const closing = createOutbound({ allowPrivateAddresses: true });
    const pending = closing.request({ ...LIMITS, url: peer.url('/hang') });
    const refused = expect(pending).rejects.toMatchObject({ code: 'aborted' });
    await closing.close();
    await refused;
  });

  it('uses its connections again', async () => {
    const before = peer.connections();
    for (let i = 0; i < 20; i++) await post('/ok');
    expect(peer.connections() - before).toBeLessThan(5);
  });
});

describe('[N21] requests to private addresses', () => {
  /** Counts what a peer gets to see, down to the byte. */
  async function withSilentPeer(
    test: (port: number, seen: { bytes: number; connections: number }) => Promise<void>,
  ) {
    const seen = { bytes: 0, connections: 0 };
    const server = createTcpServer((socket) => {
      seen.connections++;
      socket.on('data', (data) => {
        seen.bytes += data.length;
      });
      socket.on('error', () => {});
    });
    const port = await listen(server);
    try {
      await test(port, seen);
    } finally {
      server.close();
    }
  }

  it.each(['127.0.0.1', '2130706433', '0x7f.1', 'localhost', '[::ffff:127.0.0.1]', '[::1]'])(
    'refuses %s before connecting',
    async (host) => {
      await withSilentPeer(async (port, seen) => {
        const outbound = createOutbound({ allowPrivateAddresses: false });
        for (const protocol of ['http', 'https'])
          await expect(
            outbound.request({ ...LIMITS, url: `${protocol}://${host}:${port}/` }),
          ).rejects.toMatchObject({ code: 'address_refused' });
        await outbound.close();
        expect(seen.connections).toBe(0);
      });
    },
  );

  it('refuses a name that leads to private addresses alone', async () => {
    await withSilentPeer(async (port, seen) => {
      const outbound = createOutbound({
        allowPrivateAddresses: false,
        resolve: async () => [
          { address: '127.0.0.1', family: 4 },
          { address: '::ffff:127.0.0.1', family: 6 },
          { address: '169.254.169.254', family: 4 },
        ],
      });
      await expect(outbound.request({ ...LIMITS, url: `http://peer.test:${port}/` })).rejects.toMatchObject({
        code: 'address_refused',
      });
      await outbound.close();
      expect(seen.connections).toBe(0);
    });
  });

  it.each(['http', 'https'])(
    'refuses over %s, before a byte is sent, a name that was public when it was checked',
    async (protocol) => {
      await withSilentPeer(async (port, seen) => {
        let looks = 0;
        const outbound = createOutbound({
          allowPrivateAddresses: false,
          // Public to whoever looks first, loopback to whoever looks again: the check before connecting passes,
          // and the socket goes elsewhere.
          resolve: async () => [
            {
              get address() {
                return looks++ === 0 ? '93.184.215.14' : '127.0.0.1';
              },
              family: 4,
            },
          ],
        });
        await expect(
          outbound.request({ ...LIMITS, url: `${protocol}://peer.test:${port}/` }),
        ).rejects.toMatchObject({ code: 'address_refused' });
        await outbound.close();
        expect(looks).toBeGreaterThan(1);
        expect(seen.bytes).toBe(0);
      });
    },
  );

  it('looks a name up once for each connection, so that there is nothing to rebind in between', async () => {
    let looks = 0;
    const outbound = createOutbound({
      allowPrivateAddresses: true,
      resolve: async () => {
        looks++;
        return [{ address: '127.0.0.1', family: 4 }];
      },
    });
    const before = peer.connections();
    for (let i = 0; i < 3; i++)
      await outbound.request({ ...LIMITS, url: `http://peer.test:${peer.port}/ok` });
    await outbound.close();
    expect(looks).toBe(peer.connections() - before);
  });
});

describe('requests over TLS', () => {
  it('verifies the certificate for the name in the URL', async () => {
    const trusted = getCACertificates('default');
    setDefaultCACertificates([...trusted, CERTIFICATE]);
    const server = createHttpsServer({ key: PRIVATE_KEY, cert: CERTIFICATE }, (_request, response) => {
      response.end('hello');
    });
    const outbound = createOutbound({
      allowPrivateAddresses: true,
      resolve: async () => [{ address: '127.0.0.1', family: 4 }],
    });
    try {
      const port = await listen(server);
      const get = (name: string) => outbound.request({ ...LIMITS, url: `https://${name}:${port}/` });
      expect((await get('peer.test')).body.toString()).toBe('hello');
      await expect(get('other.test')).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    } finally {
      setDefaultCACertificates(trusted);
      await outbound.close();
      server.closeAllConnections();
      server.close();
    }
  });
});

/** Made for this test alone: self-signed for peer.test, good until 2124. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBYTCCAQegAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlwZWVyLnRl
c3QwIBcNMjQwMTAxMDAwMDAwWhgPMjEyNDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
CXBlZXIudGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABBBP/hVXmBFtnahg
MhIXgqJp8Ne/LDF9Uc90sreoF6xMkgiTikJSjapRKwgEZ0wvGFPWihhzY29t7BQM
Lbsi4eijSDBGMBQGA1UdEQQNMAuCCXBlZXIudGVzdDAPBgNVHRMBAf8EBTADAQH/
MB0GA1UdDgQWBBTp/7wBn1zTqiPEqFIxKK+A45AdgDAKBggqhkjOPQQDAgNIADBF
AiBwjr4gVM3wS8kH1QGcxQcRJZePt0Dlf/EGuunPGO3+igIhAPYypq3Qhix3Nbmp
HwGYTa4Hd/rN4SBcGxrOeas9V2Fu
-----END CERTIFICATE-----
`;
const PRIVATE_KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg7myURsil9iq9AhqQ
QIJHRl/KcrxWNhrPBxa65bgkhwShRANCAAQQT/4VV5gRbZ2oYDISF4KiafDXvywx
fVHPdLK3qBesTJIIk4pCUo2qUSsIBGdMLxhT1ooYc2NvbewUDC27IuHo
-----END PRIVATE KEY-----
`;
