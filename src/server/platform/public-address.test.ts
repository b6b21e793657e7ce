import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDnsResolver, type DnsResolver, isPrivateHost, isPublicAddress } from './public-address.ts';

describe('[N21] addresses', () => {
  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '100.100.100.200',
    '127.0.0.1',
    '127.255.255.254',
    '168.63.129.16',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.192',
    '192.168.178.1',
    '198.19.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '::7f00:1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::7f00:1',
    '100::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::1',
    '3fff::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    'example.org',
    '',
  ])('%j is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each([
    '1.1.1.1',
    '8.8.8.8',
    '100.63.255.255',
    '100.128.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '192.167.255.255',
    '223.255.255.255',
    '2606:4700:4700::1111',
    '2a00:1450:4001:80b::200e',
  ])('%j is public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    'http://127.0.0.1/',
    'http://127.0.0.1./',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://①②⑦.0.0.1/',
    'http://0/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[0:0:0:0:0:ffff:a9fe:a9fe]/',
    'http://[64:ff9b::10.0.0.1]/',
    'http://localhost/',
    'http://LOCALHOST./',
    'http://hook.localhost/',
    'https://192.168.0.10:8443/',
  ])('%s is a private host however it is written', (url) => {
    expect(isPrivateHost(new URL(url).hostname)).toBe(true);
  });

  it.each(['http://example.org/', 'http://8.8.8.8/', 'http://[2606:4700::1111]/', 'http://localhost.org/'])(
    '%s needs a look-up, or is public',
    (url) => {
      expect(isPrivateHost(new URL(url).hostname)).toBe(false);
    },
  );

  it('judges an IPv4 address alike in every form a URL may write it in', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 32 - 1), (number) => {
        const dotted = [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.');
        for (const host of [String(number), `0x${number.toString(16)}`, `0${number.toString(8)}`, dotted])
          expect(isPrivateHost(new URL(`http://${host}/`).hostname)).toBe(!isPublicAddress(dotted));
      }),
    );
  });
});

describe('looking names up', () => {
  const A = 1;
  const AAAA = 28;
  const answers: Record<string, Record<number, Buffer>> = {
    'both.test': {
      [A]: Buffer.from([192, 0, 2, 7]),
      [AAAA]: Buffer.from('20010db8000000000000000000000007', 'hex'),
    },
    'old.test': { [A]: Buffer.from([192, 0, 2, 8]) },
  };
  const server = createSocket('udp4');
  let resolver: DnsResolver;

  // One question, at most one answer (RFC 1035, 4.1); a name that isn't in the table gets none at all.
  server.on('message', (query, peer) => {
    const labels: string[] = [];
    let end = 12;
    for (let length = query[end] ?? 0; length > 0; length = query[end] ?? 0) {
      labels.push(query.toString('latin1', end + 1, end + 1 + length));
      end += length + 1;
    }
    const name = labels.join('.').toLowerCase();
    if (name === 'silent.test') return;
    const records = answers[name];
    const data = records?.[query.readUInt16BE(end + 1)];
    const header = Buffer.alloc(12);
    query.copy(header, 0, 0, 2);
    header.writeUInt16BE(records ? 0x8180 : 0x8183, 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(data ? 1 : 0, 6);
    const question = query.subarray(12, end + 5);
    const record = Buffer.alloc(data ? 12 : 0);
    if (data) {
      record.writeUInt16BE(0xc00c, 0);
      question.copy(record, 2, question.length - 4);
      record.writeUInt16BE(data.length, 10);
    }
    server.send(Buffer.concat([header, question, record, data ?? Buffer.alloc(0)]), peer.port, peer.address);
  });

  beforeAll(async () => {
    server.bind(0, '127.0.0.1');
    await once(server, 'listening');
    resolver = createDnsResolver({ servers: [`127.0.0.1:${server.address().port}`] });
  });
  afterAll(() => {
    server.close();
  });

  it('gives the addresses of both families', async () => {
    expect(await resolver.resolve('both.test')).toEqual([
      { address: '192.0.2.7', family: 4 },
      { address: '2001:db8::7', family: 6 },
    ]);
  });

  it('makes do with one family', async () => {
    expect(await resolver.resolve('old.test')).toEqual([{ address: '192.0.2.8', family: 4 }]);
  });

  it('rejects for a name without addresses', async () => {
    await expect(resolver.resolve('none.test')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });

  it('can be stopped while a name server is silent', async () => {
    const pending = expect(resolver.resolve('silent.test')).rejects.toMatchObject({ code: 'ECANCELLED' });
    resolver.cancel();
    await pending;
  });
});
