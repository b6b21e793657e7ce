import type { Person } from './accounts.ts';
import type { Answer, TestApp } from './app.ts';

type Reachable = Pick<TestApp, 'call'>;
type Extras = { manually_added?: boolean; room_code?: string };

export type Evening = Awaited<ReturnType<typeof startEvening>>;

/** Somebody's night, and what they do to it from elsewhere than a page. */
export async function startEvening(app: Reachable, host: Pick<Person, 'token'>, notes = 'Friday games') {
  const send = async (method: string, path: string, body?: unknown): Promise<Answer['body']> => {
    const answer = await app.call(method, path, body, { token: host.token });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.body;
  };
  const catalogue: { id: number; title: string }[] = await send('GET', '/api/games');
  const night: { id: number } = await send('POST', '/api/sessions', { notes });
  const base = `/api/sessions/${night.id}`;
  return {
    id: night.id,
    /** Gives the id of the session game. */
    async play(title: string, extras: Extras = {}): Promise<number> {
      const game = catalogue.find((one) => one.title === title);
      if (!game) throw new Error(`the catalogue has no ${title}`);
      return (await send('POST', `${base}/games`, { game_id: game.id, ...extras })).id;
    },
    vote: (username: string, vote: 'up' | 'down'): Promise<unknown> =>
      send('POST', '/api/votes/live', { username, vote, timestamp: new Date().toISOString() }),
    setStatus: (game: number, status: string): Promise<unknown> =>
      send('PATCH', `${base}/games/${game}/status`, { status }),
    setPlayers: (game: number, count: number): Promise<unknown> =>
      send('PATCH', `${base}/games/${game}/player-count`, { player_count: count }),
    setRoom: (game: number, code: string): Promise<unknown> =>
      send('PATCH', `${base}/games/${game}/room-code`, { room_code: code }),
    close: (): Promise<unknown> => send('POST', `${base}/close`, {}),
  };
}
