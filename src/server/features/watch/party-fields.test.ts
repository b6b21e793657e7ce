import { describe, expect, it } from 'vitest';
import { readCreateParty, readJoinParty } from './party-fields.ts';

const good = { name: 'Movie Night', password: 'secure123' };
const faultsOf = (body: unknown) => {
  const read = readCreateParty(body);
  return 'faults' in read ? read.faults : {};
};

describe('[W2] a new party', () => {
  it('has a name of 3 to 50 characters, less the spaces around it', () => {
    expect(readCreateParty({ ...good, name: '  Movie Night ' })).toEqual({ fields: good });
    for (const name of [
      'abc',
      'x'.repeat(50),
      '🎬'.repeat(3),
      '🎬'.repeat(50),
      `${' '.repeat(60)}abc`,
      `abc${' '.repeat(5_000)}`,
    ])
      expect(faultsOf({ ...good, name })).toEqual({});
    for (const name of [
      '',
      'ab',
      ' ab ',
      '   ',
      'x'.repeat(51),
      '🎬'.repeat(51),
      5,
      null,
      undefined,
      'a\u0000bc',
      'a\u202ebc',
    ])
      expect(faultsOf({ ...good, name })).toEqual({ name: 'Name must be between 3 and 50 characters' });
  });

  it('has a password of at least 6 characters and at most 72 bytes, which is not trimmed', () => {
    expect(readCreateParty({ ...good, password: '      ' })).toEqual({
      fields: { ...good, password: '      ' },
    });
    expect(faultsOf({ ...good, password: '12345' })).toEqual({
      password: 'Password must be at least 6 characters',
    });
    expect(faultsOf({ ...good, password: 'é'.repeat(36) })).toEqual({});
    expect(faultsOf({ ...good, password: 'é'.repeat(37) })).toEqual({
      password: 'Password must be at most 72 bytes',
    });
    expect(faultsOf({ ...good, password: 'secure\u0000123' }).password).toContain('characters');
  });

  it('says what is wrong with every field at once', () => {
    for (const body of [undefined, null, [], 'text', {}])
      expect(Object.keys(faultsOf(body))).toEqual(['name', 'password']);
    expect(Object.keys(faultsOf({ name: 'x', password: 'x', username: 5 }))).toEqual([
      'name',
      'password',
      'username',
    ]);
  });
});

describe('[W1] the optional username', () => {
  it('has 1 to 30 characters, less the spaces around it', () => {
    expect(readCreateParty({ ...good, username: ' A ' })).toEqual({ fields: { ...good, username: 'A' } });
    expect(faultsOf({ ...good, username: 'x'.repeat(30) })).toEqual({});
    for (const username of ['', ' ', 'x'.repeat(31), 'a\nb', null])
      expect(Object.keys(faultsOf({ ...good, username }))).toEqual(['username']);
  });
});

describe('[W3] joining', () => {
  it('takes any id, which may be unknown, and any password, which may be wrong', () => {
    const fields = { session_id: 'not-a-uuid', password: 'x' };
    expect(readJoinParty({ ...fields, more: true })).toEqual({ fields });
  });

  it('needs both', () => {
    const faults = (body: unknown) => Object.keys(Reflect.get(readJoinParty(body), 'faults') ?? {});
    expect(faults({})).toEqual(['session_id', 'password']);
    expect(faults({ session_id: '', password: '' })).toEqual(['session_id', 'password']);
    expect(faults({ session_id: 'a', password: 'x'.repeat(73) })).toEqual(['password']);
  });
});
