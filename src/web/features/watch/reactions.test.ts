import { expect, it } from 'vitest';
import { REACTIONS } from '#protocol/watch-state.ts';
import { EMOJIS } from './reactions.ts';

it('the page offers all reactions that there are', () => {
  expect(EMOJIS).toEqual(REACTIONS);
});
