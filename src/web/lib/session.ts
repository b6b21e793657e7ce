import { useSyncExternalStore } from 'react';
import { createStored } from './stored.ts';

/** What signing in gave: the pair of tokens, and when the first of them ends. */
export type Session = { accessToken: string; refreshToken: string; expiresAtMs: number };

type WireSession = { access_token: string; refresh_token: string; expires_at: number };

/** A token that ends so soon is renewed before it is used. */
const EARLY_MS = 30_000;

function isSession(value: unknown): value is Session {
  return (
    typeof value === 'object' &&
    value !== null &&
    'accessToken' in value &&
    typeof value.accessToken === 'string' &&
    'refreshToken' in value &&
    typeof value.refreshToken === 'string' &&
    'expiresAtMs' in value &&
    typeof value.expiresAtMs === 'number'
  );
}

const stored = createStored<Session>('soiree.session', (value) => (isSession(value) ? value : undefined));

export function openSession(wire: WireSession): void {
  stored.set({
    accessToken: wire.access_token,
    refreshToken: wire.refresh_token,
    expiresAtMs: wire.expires_at * 1000,
  });
}

export const closeSession = (): void => stored.set(undefined);

/** Of whoever is signed in here, the account; changes with every tab. */
export const useAccountId = (): string | undefined => useSyncExternalStore(stored.subscribe, readAccountId);

/** Told when somebody else is signed in than before, or nobody, in whichever tab that happened. Returns the disposer. */
export function onAccountChange(listener: () => void): () => void {
  let last = readAccountId();
  return stored.subscribe(() => {
    const present = readAccountId();
    if (present === last) return;
    last = present;
    listener();
  });
}

function readAccountId(): string | undefined {
  const session = stored.get();
  return session && accountOf(session.accessToken);
}

/** The token's subject: of what its middle part carries as base64url, the one thing that the pages look at. */
function accountOf(accessToken: string): string | undefined {
  try {
    const [, claims = ''] = accessToken.split('.');
    const { sub }: { sub?: unknown } = JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/')));
    return typeof sub === 'string' ? sub : undefined;
  } catch {
    return undefined;
  }
}

/**
 * An access token that is good, renewed where needed, or undefined where nobody is signed in.
 * @param refused a token that the server refused: it is renewed whatever its time
 */
export async function readAccessToken(refused?: string): Promise<string | undefined> {
  const session = stored.get();
  if (!session) return undefined;
  if (isGood(session, refused)) return session.accessToken;
  return withLock(async () => {
    // Another tab may have renewed it while this one waited: a refresh token is good only once.
    const present = stored.get();
    if (!present) return undefined;
    return isGood(present, refused) ? present.accessToken : renew(present);
  });
}

const isGood = ({ accessToken, expiresAtMs }: Session, refused: string | undefined): boolean =>
  accessToken !== refused && expiresAtMs - Date.now() > EARLY_MS;

/** One tab at a time; browsers without locks have the server's patience with two at once. */
const withLock = <T>(work: () => Promise<T>): Promise<T> =>
  'locks' in navigator ? navigator.locks.request('soiree.refresh', work) : work();

async function renew({ refreshToken, accessToken, expiresAtMs }: Session): Promise<string | undefined> {
  try {
    const response = await fetch('/auth/refresh', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ refresh_token: refreshToken }),
    });
    if (response.ok) {
      const { session }: { session: WireSession } = await response.json();
      openSession(session);
      return session.access_token;
    }
    if (response.status === 401) closeSession();
  } catch {
    // Offline: nobody is signed out for that.
  }
  return expiresAtMs > Date.now() ? accessToken : undefined;
}
