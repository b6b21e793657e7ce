// The peer of the vote path: what one would write with Express and SQLite, a transaction a vote. It does what the
// contract asks of a live vote, and has less around it: no security headers, CORS, metrics, webhooks or sockets.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import express, { type NextFunction, type Request, type Response } from 'express';
import { Type } from 'typebox';
import { INSTANCE_ACCOUNT_ID, readBearerToken } from '#server/platform/auth.ts';
import { systemClock as clock } from '#server/platform/clock.ts';
import { createTokens } from '#server/platform/tokens.ts';
import { answer, answerParent } from './child.ts';
import { answerUsage } from './usage.ts';

const [dataDir = ''] = process.argv.slice(2);
const WINDOW_MS = 1_000;
const GAMES = ['Quiplash 3', 'Fibbage 4', 'Drawful 2', 'Tee K.O.', 'Trivia Murder Party 2'];

const db = new DatabaseSync(join(dataDir, 'votes.sqlite'));
db.exec(`
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE nights (id INTEGER PRIMARY KEY, host_id TEXT NOT NULL, is_active INTEGER NOT NULL);
  CREATE TABLE games (id INTEGER PRIMARY KEY, title TEXT NOT NULL, pack_name TEXT NOT NULL,
    upvotes INTEGER NOT NULL DEFAULT 0, downvotes INTEGER NOT NULL DEFAULT 0);
  CREATE TABLE night_games (id INTEGER PRIMARY KEY, night_id INTEGER NOT NULL, game_id INTEGER NOT NULL,
    played_at_ms INTEGER NOT NULL);
  CREATE INDEX night_games_timeline_idx ON night_games (night_id, played_at_ms, id);
  CREATE TABLE live_votes (id INTEGER PRIMARY KEY, night_id INTEGER NOT NULL, game_id INTEGER NOT NULL,
    username TEXT NOT NULL, vote INTEGER NOT NULL, voted_at_ms INTEGER NOT NULL, created_at TEXT NOT NULL);
  CREATE UNIQUE INDEX live_votes_voter_key ON live_votes (username, night_id, voted_at_ms);
  CREATE INDEX live_votes_newest_idx ON live_votes (voted_at_ms, id);
  CREATE INDEX live_votes_night_idx ON live_votes (night_id, voted_at_ms, id);
  CREATE INDEX live_votes_game_idx ON live_votes (game_id, voted_at_ms, id);
`);
db.prepare('INSERT INTO nights (host_id, is_active) VALUES (?, 1)').run(INSTANCE_ACCOUNT_ID);
GAMES.forEach((title, index) => {
  db.prepare(`INSERT INTO games (title, pack_name) VALUES (?, 'Party Pack')`).run(title);
  db.prepare('INSERT INTO night_games (night_id, game_id, played_at_ms) VALUES (1, ?, ?)').run(
    index + 1,
    clock.now() + index,
  );
});

const findNight = db.prepare('SELECT id FROM nights WHERE host_id = ? AND is_active = 1');
const countGames = db.prepare('SELECT count(*) AS count FROM night_games WHERE night_id = ?');
const findGame = db.prepare(`
  SELECT g.id, g.title FROM night_games ng JOIN games g ON g.id = ng.game_id
  WHERE ng.night_id = ? AND ng.played_at_ms <= ? ORDER BY ng.played_at_ms DESC, ng.id DESC LIMIT 1`);
const findDuplicate = db.prepare(`
  SELECT voted_at_ms FROM live_votes
  WHERE username = ? AND night_id = ? AND voted_at_ms > ? AND voted_at_ms < ? LIMIT 1`);
const insertVote = db.prepare(`
  INSERT INTO live_votes (night_id, game_id, username, vote, voted_at_ms, created_at)
  VALUES (?, ?, ?, ?, ?, ?)`);
const updateTotals = db.prepare(`
  UPDATE games SET upvotes = upvotes + ?, downvotes = downvotes + ? WHERE id = ?
  RETURNING upvotes, downvotes`);

type Refusal = { status: number; error: string };
const refuse = (status: number, error: string): Refusal => ({ status, error });

/** All of it is one transaction, on disk when this returns. */
function recordVote(hostId: string, username: string, vote: 'up' | 'down', atMs: number) {
  const night = findNight.get(hostId);
  if (!night) return refuse(404, 'No active session found');
  const nightId = Number(night.id);
  const gamesPlayed = Number(countGames.get(nightId)?.count);
  if (gamesPlayed === 0) return refuse(404, 'No games have been played in the active session yet');
  const game = findGame.get(nightId, atMs);
  if (!game) return refuse(404, 'Vote timestamp does not match any game in the active session');
  if (findDuplicate.get(username, nightId, atMs - WINDOW_MS, atMs + WINDOW_MS))
    return refuse(409, 'Duplicate vote detected (within 1 second of previous vote)');
  const [up, down] = vote === 'up' ? [1, 0] : [0, 1];
  const gameId = Number(game.id);
  insertVote.run(nightId, gameId, username, up - down, atMs, new Date(clock.now()).toISOString());
  const totals = updateTotals.get(up, down, gameId);
  return {
    nightId,
    gamesPlayed,
    game,
    upvotes: Number(totals?.upvotes),
    downvotes: Number(totals?.downvotes),
  };
}

function inTransaction<T>(work: () => T): T {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
}

// The same tokens, checked by the same code, and like ours remembered: only what is measured differs.
const tokens = createTokens({ jwtSecret: randomBytes(32).toString('base64url'), clock });
const hosts = new Map<string, string>();

async function findHost(token: string): Promise<string | undefined> {
  const known = hosts.get(token);
  if (known) return known;
  const claims = await tokens.verify('admin', token);
  if (claims) hosts.set(token, claims.sub);
  return claims?.sub;
}

async function requireCaller(request: Request, response: Response, next: NextFunction): Promise<void> {
  const token = readBearerToken(request.headers.authorization);
  const hostId = token ? await findHost(token) : undefined;
  if (hostId) {
    response.locals.accountId = hostId;
    next();
  } else if (token) response.status(403).json({ error: 'Invalid or expired token' });
  else response.status(401).json({ error: 'Access token required' });
}

const app = express();
app.disable('x-powered-by');
app.disable('etag');
app.use(express.json());
app.post('/api/votes/live', requireCaller, (request, response) => {
  const { username, vote, timestamp }: Record<string, unknown> = request.body ?? {};
  if (typeof username !== 'string' || !vote || typeof timestamp !== 'string')
    return response.status(400).json({ error: 'Missing required fields: username, vote, timestamp' });
  if (vote !== 'up' && vote !== 'down')
    return response.status(400).json({ error: 'vote must be either "up" or "down"' });
  const atMs = Date.parse(timestamp);
  if (Number.isNaN(atMs)) return response.status(400).json({ error: 'Invalid timestamp format' });
  const result = inTransaction(() => recordVote(response.locals.accountId, username, vote, atMs));
  if ('error' in result) return response.status(result.status).json({ error: result.error });
  const { nightId, gamesPlayed, game, upvotes, downvotes } = result;
  return response.json({
    success: true,
    message: 'Vote recorded successfully',
    session: { id: nightId, games_played: gamesPlayed },
    game: { id: game.id, title: game.title, upvotes, downvotes, popularity_score: upvotes - downvotes },
    vote: { username, type: vote, timestamp },
  });
});

const server = app.listen(0, '127.0.0.1');
await once(server, 'listening');
const address = server.address();
if (typeof address !== 'object' || !address) throw new Error('no port');
const url = `http://127.0.0.1:${address.port}`;
const { token } = await tokens.issue('admin', { sub: INSTANCE_ACCOUNT_ID, seconds: 3_600 });

answerParent(
  [
    answer('where', Type.Object({}), () => ({ url, token })),
    answer('count', Type.Object({}), () =>
      Number(db.prepare('SELECT count(*) AS n FROM live_votes').get()?.n),
    ),
    answerUsage,
  ],
  () => {
    server.closeAllConnections();
    db.close();
  },
);
