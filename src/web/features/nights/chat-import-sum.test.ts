import { expect, it } from 'vitest';
import { addImported, type Imported } from './chat-import-sum.ts';

const match = (username: string) => ({
  username,
  timestamp: '2026-03-15T20:30:00.000Z',
  vote: 'up' as const,
  matched_game: 'Quiplash 3',
});

const part = (change: Partial<Imported>): Imported => ({
  message: 'Chat log imported and processed successfully',
  messagesImported: 0,
  duplicatesSkipped: 0,
  invalidSkipped: 0,
  votesProcessed: 0,
  votesByGame: {},
  debug: { sessionGamesTimeline: [], voteMatches: [] },
  ...change,
});

it('portions of a file add up', () => {
  const sum = addImported(
    part({
      messagesImported: 5,
      duplicatesSkipped: 1,
      votesProcessed: 3,
      votesByGame: { 42: { title: 'Quiplash 3', upvotes: 2, downvotes: 1 } },
      debug: { sessionGamesTimeline: [], voteMatches: [match('a')] },
    }),
    part({
      messagesImported: 4,
      invalidSkipped: 2,
      votesProcessed: 2,
      votesByGame: {
        42: { title: 'Quiplash 3', upvotes: 1, downvotes: 0 },
        43: { title: 'Fibbage', upvotes: 0, downvotes: 1 },
      },
      debug: { sessionGamesTimeline: [], voteMatches: [match('b')] },
    }),
  );
  expect(sum).toMatchObject({
    messagesImported: 9,
    duplicatesSkipped: 1,
    invalidSkipped: 2,
    votesProcessed: 5,
    votesByGame: {
      42: { title: 'Quiplash 3', upvotes: 3, downvotes: 1 },
      43: { title: 'Fibbage', upvotes: 0, downvotes: 1 },
    },
  });
  expect(sum.debug.voteMatches.map(({ username }) => username)).toEqual(['a', 'b']);
});

it('of the matched votes no more are kept than one answer has', () => {
  const many = part({
    debug: { sessionGamesTimeline: [], voteMatches: Array.from({ length: 80 }, () => match('a')) },
  });
  expect(addImported(many, many).debug.voteMatches).toHaveLength(100);
});
