import { setTimeout } from 'node:timers/promises';
import { ADMIN_KEY } from './app.ts';

/** How long a voter waits who got no answer, or was told to come later. */
const PAUSE_MS = 50;

/** As loose as JSON.parse gives it: a test asserts it itself. */
type Parsed = ReturnType<typeof JSON.parse>;
type Recorded = { username: string; vote: 'up' | 'down' };

export type VoteLoad = {
  /** The votes that were answered 200 so far. */
  accepted: Recorded[];
  /** How often each status was answered; 0 stands for no answer at all. */
  statuses: Map<number, number>;
  /** Answers that lack what their status promises. */
  faults: string[];
  /** No more votes; resolves when the last one is settled. */
  stop: () => Promise<void>;
};

export async function signIn(url: string): Promise<string> {
  const response = await fetch(`${url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key: ADMIN_KEY }),
  });
  const { token }: Parsed = await response.json();
  return token;
}

export async function send(url: string, token: string, method: string, path: string, body?: unknown) {
  const response = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const parsed: Parsed = await response.json();
  return { status: response.status, headers: response.headers, body: parsed };
}

/** Opens a night with one game that is played from now on. */
export async function openNight(url: string, token: string): Promise<{ nightId: number; gameId: number }> {
  const { body: night } = await send(url, token, 'POST', '/api/sessions', {});
  const { body: game } = await send(url, token, 'POST', `/api/sessions/${night.id}/games`, { game_id: 1 });
  return { nightId: night.id, gameId: game.game_id };
}

/** So many voters at a time, each vote by somebody new, until it is stopped; goes on while the server is away. */
export function startVoteLoad(url: string, token: string, voters: number, prefix = 'viewer'): VoteLoad {
  const accepted: Recorded[] = [];
  const statuses = new Map<number, number>();
  const faults: string[] = [];
  let isOver = false;
  let serial = 0;

  const count = (status: number) => statuses.set(status, (statuses.get(status) ?? 0) + 1);

  async function vote(): Promise<void> {
    while (!isOver) {
      serial += 1;
      const one: Recorded = { username: `${prefix}${serial}`, vote: serial % 3 === 0 ? 'down' : 'up' };
      try {
        const body = { ...one, timestamp: new Date().toISOString() };
        const answer = await send(url, token, 'POST', '/api/votes/live', body);
        count(answer.status);
        if (answer.status === 200) accepted.push(one);
        if (answer.status === 503 && !answer.headers.get('retry-after'))
          faults.push('503 without Retry-After');
        if (answer.status !== 200) await setTimeout(PAUSE_MS);
      } catch {
        // No answer: the vote may be recorded or not, and nobody was told that it is.
        count(0);
        await setTimeout(PAUSE_MS);
      }
    }
  }

  const loops = Array.from({ length: voters }, vote);
  return {
    accepted,
    statuses,
    faults,
    async stop() {
      isOver = true;
      await Promise.all(loops);
    },
  };
}

/** Every vote of the night, by the public history. */
export async function readVotes(url: string, nightId: number): Promise<Recorded[]> {
  const votes: Recorded[] = [];
  for (let page = 1; ; page++) {
    const response = await fetch(`${url}/api/votes?session_id=${nightId}&limit=100&page=${page}`);
    const body: Parsed = await response.json();
    for (const { username, vote_type } of body.votes) votes.push({ username, vote: vote_type });
    if (page >= body.pagination.total_pages) return votes;
  }
}
