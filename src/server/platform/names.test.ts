import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitName, nameKey, readName } from './names.ts';

describe('a name', () => {
  it.each([
    ['  Ada  ', 'Ada'],
    ['\u3000Ada\u00a0', 'Ada'],
    ['👩‍👩‍👧‍👦', '👩‍👩‍👧‍👦'],
    ['(\u200fאב)', '(\u200fאב)'],
    ['é'.repeat(50), 'é'.repeat(50)],
    ['क्षि', 'क्षि'],
  ])('%j is read as %j', (text, name) => {
    expect(readName('name', text)).toBe(name);
  });

  it.each([
    ['', 'empty'],
    ['\u3164', 'a filler'],
    ['\uffa0\u115f', 'half fillers'],
    ['\u2800', 'braille without dots'],
    ['\u{e0041}', 'a tag'],
    ['\u200d\ufe0f', 'joiners'],
    ['a\u202eb', 'turned around'],
    ['a\u2029b', 'two paragraphs'],
    ['x'.repeat(51), 'too long'],
    ['a\ud800', 'half a character'],
  ])('%j is none: %s', (text) => {
    expect(() => readName('name', text)).toThrow('name must');
  });

  it('may be longer where it says so', () => {
    expect(readName('title', 'x'.repeat(100), 100)).toHaveLength(100);
    expect(() => readName('title', 'x'.repeat(101), 100)).toThrow('title must have 1 to 100 characters');
  });
});

describe('a name made of any text', () => {
  it.each([
    ['  Games\r\nand more\u202e ', 50, 'Games  and more'],
    ['x'.repeat(60), 50, 'x'.repeat(50)],
    ['👩🎲 games', 2, '👩🎲'],
    ['a b', 2, 'a'],
    ['a\ud800', 50, 'a\ufffd'],
    ['\u200d\n', 50, undefined],
    ['', 50, undefined],
  ])('of %j in %i characters it is %j', (text, maxCharacters, name) => {
    expect(fitName(text, maxCharacters)).toBe(name);
  });

  it('is one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        const name = fitName(text, 50);
        if (name !== undefined) expect(readName('name', name)).toBe(name);
      }),
    );
  });
});

describe('the key of a name', () => {
  it.each([
    ['ADA', 'ada'],
    ['ÅDA', 'åda'],
    ['A\u030ada', 'Åda'],
    ['Ａｄａ', 'Ada'],
    ['A\u200bd\u2060a', 'Ada'],
    ['Ada  Lovelace', 'Ada\u3000Lovelace'],
    ['ﬁn', 'FIN'],
    ['ΣΑΣ', 'σας'],
  ])('is that of one that looks alike: %j, %j', (one, other) => {
    expect(nameKey(one)).toBe(nameKey(other));
  });

  it.each([
    ['Ada', 'Adá'],
    ['Ada1', 'Ada2'],
    ['👨‍🚀', '👩‍🚀'],
  ])('is not that of another: %j, %j', (one, other) => {
    expect(nameKey(one)).not.toBe(nameKey(other));
  });

  it('of any name is something, short enough for an index, and its own key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (text) => {
        let name: string;
        try {
          name = readName('name', text);
        } catch {
          return;
        }
        const key = nameKey(name);
        expect(key).not.toBe('');
        expect(nameKey(key)).toBe(key);
        expect(Buffer.byteLength(nameKey('\ufdfa'.repeat(50)))).toBeLessThan(2_600);
      }),
    );
  });
});
