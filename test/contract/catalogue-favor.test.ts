import { describe, expect, it } from 'vitest';
import { provideCatalogue } from '../setup/catalogue.ts';

const catalogue = provideCatalogue();
const { newPack, listGames, addGame } = catalogue;

describe('toggle and favor', () => {
  it('[N19] toggles a game', async () => {
    const game = await addGame();
    const path = `/api/games/${game.id}/toggle`;
    expect(await catalogue.app().send('PATCH', path)).toMatchObject({
      status: 200,
      body: { ...game, enabled: 0 },
    });
    expect(await catalogue.app().send('PATCH', path)).toMatchObject({
      status: 200,
      body: { ...game, enabled: 1 },
    });
  });

  it('[N19] loses no toggle of many at once', async () => {
    const game = await addGame();
    const toggle = () => catalogue.app().send('PATCH', `/api/games/${game.id}/toggle`);
    const answers = await Promise.all(Array.from({ length: 15 }, toggle));
    expect(answers.filter(({ body }) => body.enabled === 0)).toHaveLength(8);
    expect((await catalogue.app().get(`/api/games/${game.id}`)).body.enabled).toBe(0);
  });

  it('[N19] toggles a pack to what is asked', async () => {
    const pack_name = `${newPack()}: Games & "More" / 100 %?`;
    const on = await addGame({ pack_name, title: 'On' });
    const off = await addGame({ pack_name, title: 'Off', enabled: false });
    const path = `/api/games/packs/${encodeURIComponent(pack_name)}/toggle`;
    const states = async () =>
      (await listGames(`?pack=${encodeURIComponent(pack_name)}`)).map(({ enabled }) => enabled);

    expect(await catalogue.app().send('PATCH', path, { enabled: 0 })).toMatchObject({
      status: 200,
      body: { name: pack_name, total_count: 2, enabled_count: 0, favor_bias: 0 },
    });
    expect(await states()).toEqual([0, 0]);
    expect(await catalogue.app().send('PATCH', path, { enabled: true })).toMatchObject({
      body: { enabled_count: 2 },
    });
    expect(await states()).toEqual([1, 1]);
    for (const body of [{}, { enabled: 'yes' }, { enabled: null }]) {
      expect(await catalogue.app().send('PATCH', path, body)).toMatchObject({ status: 400 });
    }
    expect([on.enabled, off.enabled]).toEqual([1, 0]);
  });

  it('[N19] favors a game', async () => {
    const game = await addGame();
    for (const favor_bias of [1, -1, 0]) {
      expect(
        await catalogue.app().send('PATCH', `/api/games/${game.id}/favor`, { favor_bias }),
      ).toMatchObject({
        status: 200,
        body: { ...game, favor_bias },
      });
    }
  });

  it('[N19] favors a pack', async () => {
    const { pack_name: name } = await addGame();
    for (const favor_bias of [1, -1, 0, 1]) {
      expect(
        await catalogue.app().send('PATCH', `/api/games/packs/${name}/favor`, { favor_bias }),
      ).toMatchObject({
        status: 200,
        body: { name, favor_bias },
      });
    }
    expect((await catalogue.app().get('/api/games/packs')).body).toContainEqual({ name, favor_bias: 1 });
  });

  it('[N19] refuses another bias, an unknown game and an unknown pack', async () => {
    const { id, pack_name } = await addGame();
    for (const favor_bias of [2, -2, 0.5, '1', null, undefined]) {
      for (const path of [`/api/games/${id}/favor`, `/api/games/packs/${pack_name}/favor`]) {
        expect(await catalogue.app().send('PATCH', path, { favor_bias })).toMatchObject({ status: 400 });
      }
    }
    for (const name of ['No%20such%20pack', '%00']) {
      for (const [action, body] of [
        ['favor', { favor_bias: 1 }],
        ['toggle', { enabled: true }],
      ] as const) {
        expect(await catalogue.app().send('PATCH', `/api/games/packs/${name}/${action}`, body)).toMatchObject(
          {
            status: 404,
            body: { error: 'Pack not found' },
          },
        );
      }
    }
    expect(await catalogue.app().send('PATCH', '/api/games/x/favor', { favor_bias: 1 })).toMatchObject({
      status: 404,
      body: { error: 'Game not found' },
    });
  });
});
