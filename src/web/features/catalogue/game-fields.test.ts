import { describe, expect, it } from 'vitest';
import { listNames, readGameForm } from './game-fields.ts';

function fill(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

const REQUIRED = { title: ' Quiplash 3 ', pack_name: 'Pack 7', min_players: '3', max_players: '8' };

describe('the form of a game', () => {
  it('says all that can be said', () => {
    const form = fill({
      ...REQUIRED,
      length_minutes: '15',
      family_friendly: '0',
      game_type: 'Writing',
      secondary_type: 'Voting',
      has_audience: 'on',
    });
    expect(readGameForm(form)).toEqual({
      title: 'Quiplash 3',
      pack_name: 'Pack 7',
      min_players: 3,
      max_players: 8,
      length_minutes: 15,
      family_friendly: false,
      game_type: 'Writing',
      secondary_type: 'Voting',
      has_audience: true,
    });
  });

  it('says of what is left empty that it is unknown', () => {
    const form = fill({ ...REQUIRED, length_minutes: '', family_friendly: '', game_type: ' ' });
    expect(readGameForm(form)).toMatchObject({
      length_minutes: null,
      family_friendly: null,
      game_type: null,
      secondary_type: null,
      has_audience: false,
    });
  });

  it('offers the names that there are, each once', () => {
    const names = listNames([
      { pack_name: 'B', game_type: 'Trivia', secondary_type: null },
      { pack_name: 'A', game_type: null, secondary_type: 'Trivia' },
      { pack_name: 'B', game_type: 'Drawing', secondary_type: 'Bluffing' },
    ]);
    expect(names).toEqual({ packs: ['A', 'B'], types: ['Bluffing', 'Drawing', 'Trivia'] });
  });
});
