import { createHash } from 'node:crypto';
import { parseInstant } from './instants.ts';

export type ChatMessage = {
  username: string;
  message: string;
  sentAtMs: number;
  vote: 1 | -1 | null;
  /** SHA-256 of `username:message:timestamp`, all as sent: the same message is imported once. */
  hash: Buffer;
};

const UP = /thisgame\+\+/i;
const DOWN = /thisgame--/i;

/** `thisgame++` or `thisgame--` anywhere in a message; both mean up. */
export function readVote(message: string): 1 | -1 | null {
  if (UP.test(message)) return 1;
  return DOWN.test(message) ? -1 : null;
}

/** A message of a chat log, or undefined where the element isn't one, or can't be stored as text. */
export function readChatMessage(element: unknown): ChatMessage | undefined {
  if (typeof element !== 'object' || element === null) return undefined;
  if (!('username' in element && 'message' in element && 'timestamp' in element)) return undefined;
  const { username, message, timestamp } = element;
  if (typeof username !== 'string' || typeof message !== 'string' || typeof timestamp !== 'string')
    return undefined;
  if (username.includes('\0') || message.includes('\0')) return undefined;
  const sentAtMs = parseInstant(timestamp);
  if (sentAtMs === undefined) return undefined;
  const hash = createHash('sha256').update(`${username}:${message}:${timestamp}`).digest();
  return { username, message, sentAtMs, vote: readVote(message), hash };
}
