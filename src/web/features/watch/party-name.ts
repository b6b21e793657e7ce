import { createStored } from '#web/lib/stored.ts';

/** What somebody without an account called themselves last time. */
const stored = createStored<string>('soiree.partyName', (value) =>
  typeof value === 'string' ? value : undefined,
);

export const readPartyName = (): string => stored.get() ?? '';

/** @returns what goes with the request: without a name the server finds one */
export function keepPartyName(text: string): { username?: string } {
  const username = text.trim();
  stored.set(username || undefined);
  return username ? { username } : {};
}
