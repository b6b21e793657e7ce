import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { register } from '../setup/accounts.ts';
import { GAME_FIELDS, provideCatalogue } from '../setup/catalogue.ts';

const catalogue = provideCatalogue();
const { newPack, listGames, addGame } = catalogue;
let store: pg.Client;

beforeAll(async () => {
  store = new pg.Client(catalogue.app().connection);
  await store.connect();
});
afterAll(() => store?.end());

describe('what changes the catalogue', () => {
  it('[C9] asks for an administrator', async () => {
    await register(catalogue.app());
    const { token } = await register(catalogue.app());
    expect(await catalogue.app().call('POST', '/api/games', GAME_FIELDS, { token })).toMatchObject({
      status: 403,
      body: { error: 'Administrator access required' },
    });
  });

  it.each([
    ['POST', '/api/games'],
    ['PUT', '/api/games/1'],
    ['DELETE', '/api/games/1'],
    ['PATCH', '/api/games/1/toggle'],
    ['PATCH', '/api/games/1/favor'],
    ['PATCH', '/api/games/packs/Standalone/toggle'],
    ['PATCH', '/api/games/packs/Standalone/favor'],
    ['GET', '/api/games/export/csv'],
    ['POST', '/api/games/import/csv'],
  ])('[N1] %s %s asks for a token', async (method, path) => {
    expect(await catalogue.app().call(method, path)).toMatchObject({
      status: 401,
      body: { error: 'Access token required' },
    });
    expect(await catalogue.app().call(method, path, undefined, { token: 'not-a-token' })).toMatchObject({
      status: 403,
      body: { error: 'Invalid or expired token' },
    });
  });
});

describe('POST /api/games', () => {
  it('[N19] adds a game, with defaults for what it does not say', async () => {
    const pack = newPack();
    const { status, body: game } = await catalogue.app().send('POST', '/api/games', {
      pack_name: ` ${pack} `,
      title: 'Four 🎲 walls\n',
      min_players: 1,
      max_players: 1,
      game_type: ' ',
    });
    expect(status).toBe(201);
    expect(Object.keys(game)).toEqual(GAME_FIELDS);
    expect(game).toMatchObject({
      pack_name: pack,
      title: 'Four 🎲 walls',
      min_players: 1,
      max_players: 1,
      length_minutes: null,
      has_audience: 0,
      family_friendly: null,
      game_type: null,
      secondary_type: null,
      enabled: 1,
      favor_bias: 0,
    });
    expect(await catalogue.app().get(`/api/games/${game.id}`)).toMatchObject({ status: 200, body: game });
  });

  it('[N19] takes yes and no as 1 and 0 or true and false', async () => {
    const numbers = await addGame({ has_audience: 1, family_friendly: 0, enabled: 0, favor_bias: -1 });
    expect(numbers).toMatchObject({ has_audience: 1, family_friendly: 0, enabled: 0, favor_bias: -1 });
    const booleans = await addGame({ has_audience: true, family_friendly: false, enabled: false });
    expect(booleans).toMatchObject({ has_audience: 1, family_friendly: 0, enabled: 0 });
  });

  it.each(['pack_name', 'title', 'min_players', 'max_players'])(
    '[N19] refuses a game without %s',
    async (field) => {
      const body = {
        pack_name: newPack(),
        title: 'A game',
        min_players: 2,
        max_players: 8,
        [field]: undefined,
      };
      const answer = await catalogue.app().send('POST', '/api/games', body);
      expect(answer.status).toBe(400);
      expect(answer.body).toEqual({ error: expect.stringContaining(field) });
    },
  );

  it.each([
    { pack_name: '' },
    { title: ' \n' },
    { title: 'a\0b' },
    { title: 'x'.repeat(201) },
    { title: 7 },
    { game_type: 'a\0b' },
    { min_players: 0 },
    { min_players: 9, max_players: 8 },
    { min_players: '2' },
    { max_players: 1.5 },
    { max_players: 99_999_999_999 },
    { length_minutes: 0 },
    { length_minutes: 'long' },
    { has_audience: 2 },
    { has_audience: null },
    { family_friendly: 'yes' },
    { enabled: null },
    { favor_bias: 2 },
    { favor_bias: 0.5 },
  ])('[N19] refuses a game with %j', async (fields) => {
    const body = { pack_name: newPack(), title: 'A game', min_players: 2, max_players: 8, ...fields };
    const answer = await catalogue.app().send('POST', '/api/games', body);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({ error: expect.any(String) });
  });

  it('[N19] gives one 201 and else 409 for the same game many times at once', async () => {
    const body = { pack_name: newPack(), title: 'Twice', min_players: 2, max_players: 8 };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => catalogue.app().send('POST', '/api/games', body)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(7).fill(409)]);
    const refused = answers.find(({ status }) => status === 409);
    expect(refused?.body).toEqual({ error: 'The pack already has a game with this title' });
  });
});

describe('PUT /api/games/:id', () => {
  it('[N19] changes what is sent, and ignores what cannot be changed', async () => {
    const game = await addGame({ length_minutes: 20, family_friendly: true, game_type: 'Word' });
    const { status, body } = await catalogue.app().send('PUT', `/api/games/${game.id}`, {
      title: 'Renamed',
      length_minutes: null,
      family_friendly: null,
      play_count: 99,
      id: 1,
    });
    expect(status).toBe(200);
    expect(body).toEqual({ ...game, title: 'Renamed', length_minutes: null, family_friendly: null });
    expect(await catalogue.app().send('PUT', `/api/games/${game.id}`, {})).toMatchObject({
      status: 200,
      body,
    });
    expect(await catalogue.app().send('PUT', `/api/games/${game.id}`, game)).toMatchObject({
      status: 200,
      body: game,
    });
  });

  it('[N19] checks the players of the changed game', async () => {
    const game = await addGame({ min_players: 4, max_players: 6 });
    for (const change of [{ max_players: 3 }, { min_players: 7 }]) {
      expect(await catalogue.app().send('PUT', `/api/games/${game.id}`, change)).toMatchObject({
        status: 400,
      });
    }
    const both = { min_players: 7, max_players: 9 };
    expect(await catalogue.app().send('PUT', `/api/games/${game.id}`, both)).toMatchObject({
      status: 200,
      body: both,
    });
  });

  it('[N19] refuses the name of another game, and an unknown id', async () => {
    const pack_name = newPack();
    await addGame({ pack_name, title: 'One' });
    const other = await addGame({ pack_name, title: 'Other' });
    expect(await catalogue.app().send('PUT', `/api/games/${other.id}`, { title: 'One' })).toMatchObject({
      status: 409,
    });
    expect(await catalogue.app().send('PUT', `/api/games/${other.id}`, { title: null })).toMatchObject({
      status: 400,
    });
    expect(await catalogue.app().send('PUT', '/api/games/0', { title: 'X' })).toMatchObject({
      status: 404,
      body: { error: 'Game not found' },
    });
  });

  it('[N19] loses none of many changes at once', async () => {
    const game = await addGame();
    const changes = [
      { title: 'Changed' },
      { min_players: 3 },
      { max_players: 9 },
      { length_minutes: 5 },
      { has_audience: 1 },
      { game_type: 'Word' },
      { favor_bias: 1 },
    ];
    await Promise.all(changes.map((change) => catalogue.app().send('PUT', `/api/games/${game.id}`, change)));
    const { body } = await catalogue.app().get(`/api/games/${game.id}`);
    expect(body).toEqual(Object.assign({}, game, ...changes));
  });
});

describe('DELETE /api/games/:id', () => {
  it('[N19] takes the game out of the catalogue, not out of the nights', async () => {
    const game = await addGame();
    const { rows } = await store.query(
      `WITH night AS (
         INSERT INTO nights (host_id, is_active, created_at, closed_at)
         SELECT id, false, now(), now() FROM accounts LIMIT 1 RETURNING id
       )
       INSERT INTO night_games (night_id, game_id, status, played_at)
       SELECT id, $1, 'played', now() FROM night RETURNING night_id`,
      [game.id],
    );

    expect(await catalogue.app().send('DELETE', `/api/games/${game.id}`)).toMatchObject({
      status: 200,
      body: { message: 'Game deleted successfully' },
    });

    const answers = await Promise.all([
      catalogue.app().get(`/api/games/${game.id}`),
      catalogue.app().send('PUT', `/api/games/${game.id}`, { title: 'Back' }),
      catalogue.app().send('PATCH', `/api/games/${game.id}/toggle`),
      catalogue.app().send('PATCH', `/api/games/${game.id}/favor`, { favor_bias: 1 }),
      catalogue
        .app()
        .send('PATCH', `/api/games/packs/${encodeURIComponent(game.pack_name)}/toggle`, { enabled: true }),
      catalogue.app().send('DELETE', `/api/games/${game.id}`),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404]);
    expect((await listGames()).map(({ id }) => id)).not.toContain(game.id);
    expect((await catalogue.app().get('/api/games/packs')).text).not.toContain(game.pack_name);
    expect((await catalogue.app().send('GET', '/api/games/export/csv')).text).not.toContain(game.pack_name);

    const played = await catalogue.app().get(`/api/sessions/${rows[0].night_id}/games`);
    expect(played.body).toMatchObject([{ game_id: game.id, title: game.title, pack_name: game.pack_name }]);
  });

  it('[N19] frees the name of the game', async () => {
    const game = await addGame();
    await catalogue.app().send('DELETE', `/api/games/${game.id}`);
    const successor = await addGame({ pack_name: game.pack_name, title: game.title });
    expect(successor.id).not.toBe(game.id);
  });
});
