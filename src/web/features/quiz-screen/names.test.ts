import { describe, expect, it } from 'vitest';
import { fitNames } from './names.ts';

const people = (count: number, name = (at: number) => `Player ${at}`) =>
  Array.from({ length: count }, (_, at) => ({
    playerId: `${at}`,
    displayName: name(at),
    connected: true,
  }));

describe('names in the lobby', () => {
  it('are large while they are few, and smaller the more there are', () => {
    const sizes = [3, 30, 60, 100, 200].map((count) => fitNames(people(count)).size);
    expect(sizes[0]).toBe(2.2);
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
  });

  it('are all there up to hundreds, and then the newest', () => {
    expect(fitNames(people(150)).shown).toHaveLength(150);
    const { shown } = fitNames(people(2_000));
    expect(shown.length).toBeGreaterThan(120);
    expect(shown.at(-1)?.displayName).toBe('Player 1999');
  });

  it('are all there by the hundred where they are short', () => {
    expect(fitNames(people(280, () => 'Yuki')).shown).toHaveLength(280);
  });

  it('stay where they are for the next who come', () => {
    const first = (count: number) => fitNames(people(count, () => 'Somebody')).shown[0]?.playerId;
    expect(new Set(Array.from({ length: 30 }, (_, at) => first(1_010 + at))).size).toBeLessThanOrEqual(2);
  });

  it('take more room where letters are wide', () => {
    const wide = fitNames(people(400, () => '長い名前の参加者')).shown.length;
    expect(wide).toBeLessThan(fitNames(people(400, () => 'Somebody')).shown.length);
  });
});
