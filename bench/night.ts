import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { VoteReceived } from '#protocol/night-events.ts';

const GAMES_PLAYED = 5;

const Created = Type.Object({ id: Type.Integer() });
const Catalogue = Type.Array(Created);

export type Where = { url: string; token: string };

/** Sends JSON as the host; anything but the expected form is an error. */
export async function call<S extends Type.TSchema>(
  { url, token }: Where,
  path: string,
  schema: S,
  body?: string,
): Promise<Static<S>> {
  const response = await fetch(url + path, {
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body }),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${JSON.stringify(answer)}`);
  Value.Assert(schema, answer);
  return answer;
}

/** A night under way, with a few games played, of which the last is voted on. */
export async function openNight(where: Where): Promise<number> {
  const { id } = await call(where, '/api/sessions', Created, '{}');
  const games = await call(where, '/api/games', Catalogue);
  for (const { id: game_id } of games.slice(0, GAMES_PLAYED))
    await call(where, `/api/sessions/${id}/games`, Created, JSON.stringify({ game_id }));
  return id;
}

/** Asks a server to send events to all who follow a night: so many to a turn of its event loop. */
export const Publish = Type.Object({
  nightId: Type.Integer(),
  events: Type.Integer(),
  burst: Type.Integer({ minimum: 1 }),
});

/** What subscribers get of a vote. */
export const makeVoteEvent = (nightId: number, n: number): Static<typeof VoteReceived> => ({
  type: 'vote.received',
  timestamp: '2026-03-15T20:30:00.250Z',
  data: {
    sessionId: nightId,
    game: { id: 42, title: 'Quiplash 3', pack_name: 'Jackbox Party Pack 7' },
    vote: { username: `viewer${n}`, type: 'up', timestamp: '2026-03-15T20:30:00Z' },
    totals: { upvotes: 1_000 + n, downvotes: 200, popularity_score: 800 + n },
  },
});
