import { describe, expect, it } from 'vitest';
import { readChatFile } from './chat-file.ts';

const MESSAGE = { username: 'viewer1', message: 'thisgame++', timestamp: '2026-03-15T20:30:00Z' };

describe('a chat file', () => {
  it('is read as JSON: a list, or an object that has one', () => {
    expect(readChatFile(JSON.stringify([MESSAGE]))).toEqual([MESSAGE]);
    for (const name of ['chatData', 'messages', 'chat_logs'])
      expect(readChatFile(JSON.stringify({ [name]: [MESSAGE] }))).toEqual([MESSAGE]);
    expect(readChatFile('\uFEFF[]')).toEqual([]);
    expect(readChatFile('{"other":[]}')).toBeUndefined();
  });

  it('is read as CSV, columns in any order, with quotes, commas and line ends', () => {
    const csv = 'timestamp,Username,message\r\n2026-03-15T20:30:00Z,viewer1,"well, ""thisgame++""\nyes"\r\n';
    expect(readChatFile(csv)).toEqual([{ ...MESSAGE, message: 'well, "thisgame++"\nyes' }]);
  });

  it('is read as lines of text', () => {
    const lines = [
      '2026-03-15T20:30:00Z viewer1: thisgame++',
      '[2026-03-15T20:30:00Z] <viewer1> thisgame++',
      '[2026-03-15 20:30:00Z] viewer1: thisgame++',
      'somebody joined',
    ];
    expect(readChatFile(lines.join('\n'))).toEqual([MESSAGE, MESSAGE, MESSAGE]);
  });

  it('keeps colons in messages', () => {
    expect(readChatFile('2026-03-15T20:30:00Z viewer1: see: thisgame--')).toEqual([
      { ...MESSAGE, message: 'see: thisgame--' },
    ]);
  });

  it('is nothing, where it is something else', () => {
    for (const text of ['', 'hello', '<html></html>', '{"a":', 'a,b\n1,2'])
      expect(readChatFile(text)).toBeUndefined();
  });
});
