import type { Answer, TestApp } from './app.ts';

/** The moment at which tests with a clock of their own begin. */
export const EVENING = Date.parse('2026-03-15T19:00:00.000Z');

/** The instance's own account, as the host of its nights. */
export const INSTANCE_HOST = { username: 'soiree', display_name: 'soiree', avatar_url: null };

/** How instants look on the wire. */
export const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

export const iso = (ms: number) => new Date(ms).toISOString();

/** A clock that stands still until the test moves it. */
export function createTestClock(startMs = EVENING) {
  let ms = startMs;
  return {
    now: () => ms,
    advance(byMs: number): void {
      ms += byMs;
    },
  };
}

/** The host's new night; the one that was still open is closed first. */
export async function openNight(app: TestApp, notes = 'a night'): Promise<number> {
  const { body: active } = await app.get('/api/sessions/active?host=soiree');
  if (active.id !== undefined) expectStatus(await app.send('POST', `/api/sessions/${active.id}/close`), 200);
  return expectStatus(await app.send('POST', '/api/sessions', { notes }), 201).body.id;
}

type Extras = { manually_added?: boolean; room_code?: string };

/** Plays a game of the catalogue on the night: the id of the session game. */
export async function playGame(app: TestApp, nightId: number, gameId: number, extras: Extras = {}) {
  const added = await app.send('POST', `/api/sessions/${nightId}/games`, { game_id: gameId, ...extras });
  const id: number = expectStatus(added, 201).body.id;
  return id;
}

/** The first games of the shipped catalogue. */
export async function listCatalogue(
  app: TestApp,
): Promise<{ id: number; title: string; pack_name: string }[]> {
  return expectStatus(await app.get('/api/games'), 200).body;
}

export const vote = (app: TestApp, username: string, type: string, atMs: number) =>
  app.send('POST', '/api/votes/live', { username, vote: type, timestamp: iso(atMs) });

/** A step on the way to what a test is about must not fail unseen. */
function expectStatus(answer: Answer, status: number): Answer {
  if (answer.status === status) return answer;
  throw new Error(`expected ${status}, got ${answer.status}: ${answer.text}`);
}
