import type { Tokens } from '#server/platform/tokens.ts';

const SECONDS = 60 * 60;

/** Whom a token stands for, and in which party alone. */
export type PartyPass = { partyId: string; userId: string };

export type PartyTokens = ReturnType<typeof createPartyTokens>;

/** The watch tokens: good for an hour, and for one party. */
export function createPartyTokens(tokens: Tokens) {
  return {
    async issue({ partyId, userId, username, isHost }: PartyPass & { username: string; isHost: boolean }) {
      const claims = { sub: userId, party: partyId, username, is_host: isHost, seconds: SECONDS };
      const { token, exp } = await tokens.issue('watch', claims);
      return { token, expiresAt: new Date(exp * 1000) };
    },

    async verify(token: string): Promise<PartyPass | undefined> {
      const claims = await tokens.verify('watch', token);
      if (!claims || typeof claims.party !== 'string') return undefined;
      return { partyId: claims.party, userId: claims.sub };
    },
  };
}
