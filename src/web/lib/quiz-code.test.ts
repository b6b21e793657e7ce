import { describe, expect, it } from 'vitest';
import { readQuizCode } from './quiz-code.ts';

describe('the code somebody means', () => {
  it.each([
    ['six digits', '123456'],
    ['digits in groups', ' 123 456 '],
    ['digits with a hyphen', '123-456'],
    ['full-width digits', '１２３４５６'],
    ['a link', 'https://soiree.example.org/play/123456'],
    ['a link without its scheme', 'soiree.example.org/play/123456?from=chat'],
    ["a link's path", 'play/123456'],
  ])('is read from %s', (_what, text) => {
    expect(readQuizCode(text)).toBe('123456');
  });

  it.each(['', '12345', '1234567', '012345', '12345a', 'ada_99', 'https://soiree.example.org/join/123456'])(
    'is none in “%s”',
    (text) => {
      expect(readQuizCode(text)).toBeUndefined();
    },
  );
});
