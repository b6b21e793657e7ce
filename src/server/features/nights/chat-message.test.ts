import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readChatMessage, readVote } from './chat-message.ts';

describe('[N9] chat messages', () => {
  it.each([
    ['thisgame++', 1],
    ['I love ThisGame++ so much', 1],
    ['thisgame--', -1],
    ['THISGAME--!', -1],
    ['thisgame-- no wait thisgame++', 1],
    ['thisgame++ no wait thisgame--', 1],
    ['thisgame', null],
    ['this game++', null],
    ['thisgame+ +', null],
    ['', null],
  ])('%j votes %s', (message, vote) => expect(readVote(message)).toBe(vote));

  it('is told apart by the hash of its fields as sent', () => {
    const timestamp = '2026-03-15T20:30:00+00:00';
    expect(readChatMessage({ username: 'a', message: 'b:c', timestamp, badges: [] })).toEqual({
      username: 'a',
      message: 'b:c',
      sentAtMs: Date.parse('2026-03-15T20:30:00Z'),
      vote: null,
      hash: createHash('sha256').update(`a:b:c:${timestamp}`).digest(),
    });
  });

  it.each([
    null,
    7,
    'thisgame++',
    [],
    {},
    { username: 'a', message: 'b' },
    { username: 'a', message: 7, timestamp: '2026-03-15T20:30:00Z' },
    { username: null, message: 'b', timestamp: '2026-03-15T20:30:00Z' },
    { username: 'a', message: 'b', timestamp: 1_742_068_800_000 },
    { username: 'a', message: 'b', timestamp: 'last night' },
    { username: 'a', message: 'b\0', timestamp: '2026-03-15T20:30:00Z' },
  ])('%j is none', (element) => expect(readChatMessage(element)).toBeUndefined());
});
