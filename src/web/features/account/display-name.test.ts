import { expect, it } from 'vitest';
import { suggestDisplayName } from './display-name.ts';

it.each([
  ['ada_lovelace', 'Ada Lovelace'],
  ['_DJ_9_', 'DJ 9'],
  ['ada', 'Ada'],
  ['', ''],
])('%s suggests “%s”', (username, name) => {
  expect(suggestDisplayName(username)).toBe(name);
});
