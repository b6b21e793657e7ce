import { describe, expect, it } from 'vitest';
import { closeShare, mayStopShare, mayTakeShare } from './share.ts';

const here =
  (...userIds: string[]) =>
  (userId: string) =>
    userIds.includes(userId);
const host = { userId: 'host', hostId: 'host', isOpen: false };
const viewer = { userId: 'viewer', hostId: 'host', isOpen: false };

describe('[W8] the share', () => {
  it('is the host’s to take, whoever holds it', () => {
    expect(mayTakeShare(null, host, here())).toBe(true);
    expect(mayTakeShare({ userId: 'viewer' }, host, here('viewer'))).toBe(true);
  });

  it('is others’ where the host lets them, and nobody who is here holds it', () => {
    expect(mayTakeShare(null, viewer, here())).toBe(false);
    const asked = { ...viewer, isOpen: true };
    expect(mayTakeShare(null, asked, here('host'))).toBe(true);
    expect(mayTakeShare({ userId: 'host' }, asked, here('host'))).toBe(false);
    expect(mayTakeShare({ userId: 'other' }, asked, here('host'))).toBe(true);
    expect(mayTakeShare({ userId: 'viewer' }, asked, here('host', 'viewer'))).toBe(true);
  });

  it('is given back by who holds it, or taken back by the host', () => {
    expect(mayStopShare({ userId: 'viewer' }, viewer)).toBe(true);
    expect(mayStopShare({ userId: 'viewer' }, host)).toBe(true);
    expect(mayStopShare({ userId: 'other' }, viewer)).toBe(false);
    expect(mayStopShare(null, viewer)).toBe(false);
  });

  it('stays the host’s when others may no longer share', () => {
    expect(closeShare({ userId: 'host' }, 'host')).toEqual({ userId: 'host' });
    expect(closeShare({ userId: 'viewer' }, 'host')).toBeNull();
    expect(closeShare(null, 'host')).toBeNull();
  });
});
