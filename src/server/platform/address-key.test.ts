import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressKey } from './address-key.ts';

describe('an IPv6 address counts as its network', () => {
  it.each([
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:db8:0:0:1::', '2001:db8:0:0::/64'],
    ['1::', '1:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['64:ff9b::192.0.2.1', '64:ff9b:0:0::/64'],
  ])('%s as %s', (address, key) => expect(addressKey(address)).toBe(key));

  const group = fc.oneof(fc.constant(0), fc.nat(0xffff));
  const eight = fc
    .tuple(group, group, group, group, group, group, group, group)
    .filter((groups) => !isMapped(groups));
  const style = fc.record({
    isPadded: fc.boolean(),
    isUpper: fc.boolean(),
    isDotted: fc.boolean(),
    /** Which run of zeros to leave out, if there is one. */
    run: fc.option(fc.nat(3), { nil: undefined }),
    zone: fc.constantFrom('', '%eth0', '%1'),
  });

  it('however it is written', () => {
    fc.assert(
      fc.property(eight, style, (groups, how) => {
        const network = groups.slice(0, 4).map((value) => value.toString(16));
        expect(addressKey(spell(groups, how))).toBe(`${network.join(':')}::/64`);
      }),
      { numRuns: 2_000 },
    );
  });

  it('whoever’s of its 2^64 addresses it is', () => {
    fc.assert(
      fc.property(eight, eight, style, (groups, others, how) => {
        const neighbour = [...groups.slice(0, 4), ...others.slice(4)];
        fc.pre(!isMapped(neighbour));
        expect(addressKey(spell(neighbour, how))).toBe(addressKey(spell(groups, how)));
      }),
    );
  });

  it('of which no two have one key', () => {
    fc.assert(
      fc.property(eight, eight, style, (one, other, how) => {
        fc.pre(one.slice(0, 4).join() !== other.slice(0, 4).join());
        expect(addressKey(spell(one, how))).not.toBe(addressKey(spell(other, how)));
      }),
    );
  });
});

describe('an IPv4 address counts as itself', () => {
  it.each([
    '192.0.2.1',
    '::ffff:192.0.2.1',
    '::FFFF:192.0.2.1',
    '::ffff:c000:201',
    '0:0:0:0:0:ffff:192.0.2.1',
    '0000:0000:0000:0000:0000:FFFF:C000:0201',
    '::ffff:192.0.2.1%eth0',
  ])('written as %s', (address) => expect(addressKey(address)).toBe('192.0.2.1'));

  it('and as no other', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(addressKey(address)).toBe(address);
        expect(addressKey(`::ffff:${address}`)).toBe(address);
      }),
    );
  });
});

describe('what is no address counts as what it is', () => {
  it.each([
    '',
    'unknown',
    '300.1.1.1',
    '192.0.2.1:4711',
    '::ffff:300.1.1.1',
    '[2001:db8::1]',
    '[2001:db8::1]:80',
    '2001:db8:::1',
    '2001:db8::1%',
    '%eth0',
    '1:2:3:4:5:6:7:8:9',
    '/tmp/socket',
  ])('%j', (text) => expect(addressKey(text)).toBe(text));

  it('and nothing fails', () => {
    fc.assert(fc.property(fc.string(), (text) => void addressKey(text)));
    const pieces = fc.constantFrom('::', ':', '%', '.', 'ffff', '0', '1', '255');
    fc.assert(fc.property(fc.array(pieces), (parts) => void addressKey(parts.join(''))));
  });
});

const isMapped = (groups: readonly number[]) =>
  groups.slice(0, 5).every((value) => value === 0) && groups[5] === 0xffff;

type Style = {
  isPadded: boolean;
  isUpper: boolean;
  isDotted: boolean;
  run?: number | undefined;
  zone: string;
};

/** One of the many ways to write the eight groups of an address. */
function spell(groups: readonly number[], { isPadded, isUpper, isDotted, run, zone }: Style): string {
  const texts = groups.map((value) => value.toString(16).padStart(isPadded ? 4 : 1, '0'));
  const tail = groups.slice(6).flatMap((value) => [value >> 8, value & 0xff]);
  const parts = isDotted ? [...texts.slice(0, 6), tail.join('.')] : texts;
  const zeros = findZeroRuns(groups.slice(0, isDotted ? 6 : 8)).at(run ?? Number.POSITIVE_INFINITY);
  const text = zeros
    ? `${parts.slice(0, zeros.start).join(':')}::${parts.slice(zeros.end).join(':')}`
    : parts.join(':');
  return (isUpper ? text.toUpperCase() : text) + zone;
}

function findZeroRuns(groups: readonly number[]): { start: number; end: number }[] {
  const runs: { start: number; end: number }[] = [];
  groups.forEach((value, index) => {
    const last = runs.at(-1);
    if (value !== 0) return;
    if (last?.end === index) last.end++;
    else runs.push({ start: index, end: index + 1 });
  });
  return runs;
}
