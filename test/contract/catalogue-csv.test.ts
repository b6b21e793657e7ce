import { describe, expect, it } from 'vitest';
import { provideCatalogue } from '../setup/catalogue.ts';

const HEADER =
  'pack_name,title,min_players,max_players,length_minutes,has_audience,family_friendly,game_type,secondary_type,' +
  'enabled,favor_bias';

const catalogue = provideCatalogue();
const { newPack, listGames, addGame } = catalogue;

const importCsv = (text: string) =>
  catalogue.app().call('POST', '/api/games/import/csv', text, {
    token: catalogue.app().token,
    headers: { 'content-type': 'text/csv' },
  });

describe('CSV export and import', () => {
  it('[N19] gives a file of all games that can be imported again', async () => {
    const pack_name = newPack();
    for (const title of ['=1+1', '+1', '-1', '@home', '"quoted", and\r\nbroken', "'apostrophe"]) {
      await addGame({ pack_name, title, enabled: false, favor_bias: 1, game_type: '=SUM(A1:A9)' });
    }
    const before = await listGames();

    const file = await catalogue.app().send('GET', '/api/games/export/csv');
    expect(file.status).toBe(200);
    expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="games.csv"');
    expect(file.text.split('\n', 1)).toEqual([HEADER]);

    await catalogue.app().send('PATCH', `/api/games/packs/${pack_name}/toggle`, { enabled: true });
    expect(await importCsv(file.text)).toMatchObject({
      status: 200,
      body: { message: expect.any(String), created: 0, updated: before.length, total: before.length },
    });
    expect(await listGames()).toEqual(before);
  });

  it('[N19] adds what is new, updates what is there, and leaves what has no column', async () => {
    const known = await addGame({ length_minutes: 30, favor_bias: 1, enabled: false, game_type: 'Word' });
    const { status, body } = await importCsv(
      '\uFEFFpack_name,title,min_players,max_players,length_minutes\r\n' +
        `${known.pack_name},${known.title},5,6,\r\n` +
        `${known.pack_name},New,1,2,10\r\n`,
    );
    expect({ status, body }).toMatchObject({ status: 200, body: { created: 1, updated: 1, total: 2 } });
    const games = await listGames(`?pack=${known.pack_name}`);
    expect(games).toMatchObject([
      { ...known, min_players: 5, max_players: 6, length_minutes: null },
      { title: 'New', min_players: 1, max_players: 2, length_minutes: 10, enabled: 1, favor_bias: 0 },
    ]);
  });

  it('[N19] lists all bad rows and keeps nothing', async () => {
    const pack = newPack();
    const before = await listGames();
    const answer = await importCsv(
      `pack_name,title,min_players,max_players\n${pack},Good,1,2\n${pack},,1,2\n${pack},Bad,3,2\n${pack},Good,1,2\n`,
    );
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({
      error: 'The file has errors, nothing was imported',
      errors: [
        { row: 3, column: 'title', message: 'must not be blank' },
        { row: 4, column: 'max_players', message: 'must not be less than min_players' },
        { row: 5, column: 'title', message: 'is the same game as in row 2' },
      ],
    });
    expect(await listGames()).toEqual(before);
  });

  it('[N19] refuses what is not a CSV file', async () => {
    const { call, token, url } = catalogue.app();
    const path = '/api/games/import/csv';
    expect(await call('POST', path, { rows: [] }, { token })).toMatchObject({
      status: 415,
      body: { error: expect.any(String) },
    });
    expect(await call('POST', path, undefined, { token })).toMatchObject({ status: 400 });
    expect(await importCsv('')).toMatchObject({ status: 400 });
    const latin1 = await fetch(url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
      body: Buffer.from('pack_name,title,min_players,max_players\nCaf\xe9,A,1,2\n', 'latin1'),
    });
    expect(latin1.status).toBe(400);
    expect(await latin1.json()).toEqual({ error: 'The file is not UTF-8 text' });
  });

  it('[N19] takes a file of up to 5 MB', async () => {
    const header = 'pack_name,title,min_players,max_players\n';
    const padding = (bytes: number) => `${header}${' '.repeat(bytes - header.length)}`;
    expect(await importCsv(padding(5 * 1024 * 1024))).toMatchObject({ status: 200, body: { total: 0 } });
    expect(await importCsv(padding(5 * 1024 * 1024 + 1))).toMatchObject({ status: 413 });
  });

  it('[N19] takes CSV nowhere else', async () => {
    const answer = await catalogue.app().call('POST', '/api/games', 'a,b', {
      token: catalogue.app().token,
      headers: { 'content-type': 'text/csv' },
    });
    expect(answer.status).toBe(415);
  });

  it('[N19] makes each game once when files come at once', async () => {
    const pack = newPack();
    const file = (titles: number[], players: number) =>
      `pack_name,title,min_players,max_players\n${titles.map((at) => `${pack},${at},1,${players}\n`).join('')}`;
    const titles = Array.from({ length: 2_500 }, (_, at) => at);
    const answers = await Promise.all([
      importCsv(file(titles, 5)),
      importCsv(file(titles.toReversed(), 6)),
      importCsv(file(titles.slice(1_000), 7)),
      catalogue.app().send('PATCH', `/api/games/packs/${pack}/toggle`, { enabled: false }),
    ]);
    expect(answers.slice(0, 3).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers.slice(0, 3).reduce((sum, { body }) => sum + body.created, 0)).toBe(titles.length);
    expect(await listGames(`?pack=${pack}`)).toHaveLength(titles.length);
  });
});
