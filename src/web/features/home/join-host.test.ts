import { describe, expect, it } from 'vitest';
import { readHost } from './join-host.ts';

describe('the host somebody means', () => {
  it.each([
    ['a name', 'ada_99', 'ada_99'],
    ['a name with spaces around it', '  Ada\n', 'Ada'],
    ['a name with an @', '@ada', 'ada'],
    ['a name in full-width letters', '＠ａｄａ＿９９', 'ada_99'],
    ['a join link', 'https://soiree.example.org/join/ada', 'ada'],
    ['a join link with more to it', ' http://localhost:8080/join/Ada/?from=chat#now ', 'Ada'],
    ['a join link without its scheme', 'soiree.example.org/join/ada', 'ada'],
    ["a join link's path", 'join/ada', 'ada'],
    ['a join link inside a sentence', 'Come to https://soiree.example.org/join/ada tonight', 'ada'],
    ["the overlay's link", 'https://soiree.example.org/overlay/votes?theme=dark&host=ada', 'ada'],
  ])('is read from %s', (_what, text, host) => {
    expect(readHost(text)).toBe(host);
  });

  it.each([
    '',
    '  ',
    'ad',
    'a'.repeat(21),
    'Ada Lovelace',
    'https://soiree.example.org/',
    '../admin',
    'エイダ',
  ])('is nobody in “%s”', (text) => {
    expect(readHost(text)).toBeUndefined();
  });
});
