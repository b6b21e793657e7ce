import { CHAT_MAX_LENGTH } from '#protocol/watch-state.ts';

export type ChatRefusal = 'chat_off' | 'blank' | 'too_long' | 'not_text';

type ChatRights = { isHost: boolean; isChatOff: boolean };

/** Whether it may be said; undefined: yes. The text stays as it was written, and HTML in it is text. */
export function refuseChat(text: string, { isHost, isChatOff }: ChatRights): ChatRefusal | undefined {
  if (isChatOff && !isHost) return 'chat_off';
  // What the store can't keep.
  if (text.includes('\0') || !text.isWellFormed()) return 'not_text';
  if (text.trim() === '') return 'blank';
  return isLongerThan(text, CHAT_MAX_LENGTH) ? 'too_long' : undefined;
}

/** In characters (code points), of which each is one or two units. */
const isLongerThan = (text: string, max: number) =>
  text.length > 2 * max || (text.length > max && [...text].length > max);
