import { describe, expect, it } from 'vitest';
import { readPartyId } from './party-id.ts';

const ID = '550e8400-e29b-41d4-a716-446655440000';

describe('the id of a watch party', () => {
  it.each([
    ID,
    ` ${ID.toUpperCase()} `,
    `https://party.example.org/join/${ID}`,
    `http://192.168.1.5:8080/watch/${ID}/`,
    `/join/${ID}?from=chat#top`,
    `party.example.org/join/${ID}`,
  ])('is read from %s', (text) => {
    expect(readPartyId(text)).toBe(ID);
  });

  it.each(['', 'ada', '123 456', ID.slice(1), `${ID}0`, `https://party.example.org/play/${ID}`])(
    'is not seen in %s',
    (text) => {
      expect(readPartyId(text)).toBeUndefined();
    },
  );
});
