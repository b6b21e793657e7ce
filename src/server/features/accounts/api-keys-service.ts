import type { Scope } from '#protocol/scopes.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/database.ts';
import { AppError, invalid, notFound } from '#server/platform/errors.ts';
import { readName } from '#server/platform/names.ts';
import type { AccessChanges } from './access-changes.ts';
import {
  API_KEY_PREFIX,
  type ApiKey,
  deleteKey,
  insertKey,
  listKeys,
  lockKeyCount,
} from './api-keys-repository.ts';
import { recordAudit, type SecurityEvent } from './audit-repository.ts';
import { hashToken, makeSecretToken } from './secret-tokens.ts';

type Dependencies = { database: Database; changes: AccessChanges; clock: Clock };

type Given = { name: string; scopes: readonly Scope[]; expiresAt: string | null };

const MAX_KEYS = 50;
const SHOWN_CHARACTERS = 8;
/** Years have four digits, in the store and on the wire, whatever the zone. */
const LAST_END_MS = Date.UTC(9999, 0);

export type ApiKeys = ReturnType<typeof createApiKeys>;

/** The keys by which an account lets its programs in. Only a key's hash is kept. */
export function createApiKeys({ database, changes, clock }: Dependencies) {
  const audit = (event: SecurityEvent, accountId: string, address: string) => ({
    atMs: clock.now(),
    event,
    actorId: accountId,
    accountId,
    address,
  });

  return {
    list: (accountId: string): Promise<ApiKey[]> => listKeys(database.db, accountId),

    /**
     * @returns the key as it is listed, and the key itself, which nobody can read again
     * @throws 409 for an account that has as many as it may
     */
    async create(accountId: string, given: Given, address: string): Promise<{ entry: ApiKey; key: string }> {
      const name = readName('name', given.name);
      const expiresAt = readEnd(given.expiresAt, clock.now());
      const key = makeSecretToken(API_KEY_PREFIX);
      const entry = await database.transaction(async (tx) => {
        if ((await lockKeyCount(tx, accountId)) >= MAX_KEYS)
          throw new AppError('conflict', `An account has at most ${MAX_KEYS} API keys`);
        const made = await insertKey(tx, {
          accountId,
          name,
          scopes: given.scopes,
          hash: hashToken(key),
          prefix: key.slice(0, SHOWN_CHARACTERS),
          createdAt: new Date(clock.now()),
          expiresAt,
        });
        const details = { keyId: made.id, name, scopes: given.scopes };
        await recordAudit(tx, { ...audit('api_key.created', accountId, address), details });
        return made;
      });
      return { entry, key };
    },

    /** @throws 404 for a key that is none of theirs */
    async revoke(accountId: string, id: string, address: string): Promise<void> {
      const keyId = await database.transaction(async (tx) => {
        const key = await deleteKey(tx, accountId, id);
        if (!key) throw notFound('API key not found');
        await changes.note(tx, [key.id]);
        const details = { keyId: key.id, name: key.name };
        await recordAudit(tx, { ...audit('api_key.revoked', accountId, address), details });
        return key.id;
      });
      await changes.tell([keyId]);
    },
  };
}

function readEnd(text: string | null, nowMs: number): Date | null {
  if (text === null) return null;
  const end = new Date(text);
  // Not an instant either: a leap second, which the form allows.
  if (!(end.getTime() > nowMs && end.getTime() < LAST_END_MS))
    throw invalid('expires_at must be an instant in the future, before the year 9999');
  return end;
}
