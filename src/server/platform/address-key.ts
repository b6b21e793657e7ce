import { isIPv6, SocketAddress } from 'node:net';

/**
 * What a limit counts an address by. Of an IPv6 address its network (/64): whoever has one address of it has all of
 * them. An IPv4 address that is written as IPv6 is the IPv4 address.
 */
export function addressKey(address: string): string {
  if (!isIPv6(address)) return address;
  const withoutZone = address.split('%')[0] ?? address;
  // In the one normal form of RFC 5952, whatever it was written as.
  const normal = new SocketAddress({ address: withoutZone, family: 'ipv6' }).address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(normal)?.[1];
  if (mapped) return mapped;
  const [head = '', tail] = normal.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => '0');
  return `${[...before, ...zeros, ...after].slice(0, 4).join(':')}::/64`;
}
