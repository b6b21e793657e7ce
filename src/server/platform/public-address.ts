import type { LookupAddress } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

/** The IPv4 ranges that no public host has (IANA's special-purpose registry, RFC 6890), and one more. */
const SPECIAL_IPV4: readonly [network: string, prefix: number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  // Azure answers a virtual machine's questions about itself here: public by number, not by nature.
  ['168.63.129.16', 32],
];

/**
 * Within the global unicast range: protocol assignments (Teredo among them), documentation, and 6to4, which
 * carries an IPv4 address. Mapped, NAT64, unique-local, link-local and multicast addresses lie outside of it.
 */
const SPECIAL_IPV6: readonly [network: string, prefix: number][] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const special = new BlockList();
for (const [network, prefix] of SPECIAL_IPV4) special.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of SPECIAL_IPV6) special.addSubnet(network, prefix, 'ipv6');

const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');

/** True for an address that hosts of the public internet have; false for any other, and for what is no address. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !special.check(address, 'ipv4');
    case 6:
      return globalUnicast.check(address, 'ipv6') && !special.check(address, 'ipv6');
    default:
      return false;
  }
}

/**
 * True for a host that needs no look-up to be known as not public: an address by number, or a name of this very
 * machine (RFC 6761).
 * @param hostname as `URL` gives it, which turns every way to write an IPv4 address into four decimal numbers
 */
export function isPrivateHost(hostname: string): boolean {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(host) !== 0) return !isPublicAddress(host);
  return /^(.*\.)?localhost\.?$/i.test(host);
}

/** All addresses of a host; rejects where there is none. */
export type Resolve = (hostname: string) => Promise<LookupAddress[]>;

export type DnsResolver = {
  resolve: Resolve;
  /** What is being looked up fails. */
  cancel: () => void;
};

/**
 * Asks the name servers themselves. The system's own look-up would hold one of the process's few worker threads
 * for as long as a name server takes, and four slow names would stop file access and password hashing.
 * @param options.servers addresses, with ports where they aren't 53; by default those of the system
 */
export function createDnsResolver(options: { servers?: string[] } = {}): DnsResolver {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  if (options.servers) resolver.setServers(options.servers);
  return {
    async resolve(hostname) {
      const [v4, v6] = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
      if (v4.status === 'rejected' && v6.status === 'rejected') throw v4.reason;
      const list = (result: PromiseSettledResult<string[]>, family: 4 | 6) =>
        result.status === 'fulfilled' ? result.value.map((address) => ({ address, family })) : [];
      return [...list(v4, 4), ...list(v6, 6)];
    },
    cancel: () => resolver.cancel(),
  };
}
