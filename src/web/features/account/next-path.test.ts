import { expect, it } from 'vitest';
import { readNextPath } from './next-path.ts';

it('leads to a path of this site', () => {
  expect(readNextPath('?next=%2Fhost%2Fnights%3Fa%3D1%23b')).toBe('/host/nights?a=1#b');
  expect(readNextPath('')).toBe('/host');
});

it('leads nowhere else', () => {
  for (const next of [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    'host',
    '',
  ])
    expect(readNextPath(`?next=${encodeURIComponent(next)}`), next).toBe('/host');
});
