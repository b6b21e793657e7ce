import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mergeMetadata } from './metadata.ts';

const metadata = fc.dictionary(fc.string({ unit: 'grapheme', maxLength: 8 }), fc.jsonValue({ maxDepth: 3 }), {
  maxKeys: 6,
});

it('[X103] has of each name the last value that was set, and none that is null', () => {
  fc.assert(
    fc.property(metadata, metadata, (first, second) => {
      fc.pre(!/\\u0000|\\ud[89a-f]/i.test(JSON.stringify([first, second])));
      const merged = mergeMetadata(mergeMetadata({}, first), second);
      for (const name of new Set([...Object.keys(first), ...Object.keys(second)])) {
        const expected = Object.hasOwn(second, name) ? second[name] : first[name];
        expect(Object.hasOwn(merged, name)).toBe(expected !== null);
        if (expected !== null) expect(merged[name]).toEqual(expected);
      }
    }),
  );
});
