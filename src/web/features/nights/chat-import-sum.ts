import type { paths } from '#web/lib/api-types.ts';

export type Imported =
  paths['/api/sessions/{id}/chat-import']['post']['responses'][200]['content']['application/json'];

/** As many matched votes as one answer tells of. */
const MAX_MATCHES = 100;

/** What two portions of one file came to, as if they had been sent together. */
export function addImported(one: Imported, other: Imported): Imported {
  const votesByGame = { ...one.votesByGame };
  for (const [id, { title, upvotes, downvotes }] of Object.entries(other.votesByGame)) {
    const before = votesByGame[id];
    votesByGame[id] = {
      title,
      upvotes: upvotes + (before?.upvotes ?? 0),
      downvotes: downvotes + (before?.downvotes ?? 0),
    };
  }
  const voteMatches = [...one.debug.voteMatches, ...other.debug.voteMatches].slice(0, MAX_MATCHES);
  return {
    message: other.message,
    messagesImported: one.messagesImported + other.messagesImported,
    duplicatesSkipped: one.duplicatesSkipped + other.duplicatesSkipped,
    invalidSkipped: one.invalidSkipped + other.invalidSkipped,
    votesProcessed: one.votesProcessed + other.votesProcessed,
    votesByGame,
    debug: { ...other.debug, voteMatches },
  };
}
