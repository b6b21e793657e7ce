import { createHmac } from 'node:crypto';
import type { IceServer } from '#protocol/watch.ts';

type Turn = { url: string; secret: string };

/**
 * A token is renewed every hour and brings new credentials, so these outlast by far what needs them; and they don't
 * keep a relay open to whoever got hold of them yesterday.
 */
export const TURN_CREDENTIAL_S = 6 * 60 * 60;

type Given = { iceServers: readonly IceServer[]; turn: Turn | undefined; userId: string; now: number };

/** For one user, as `RTCPeerConnection` takes them; `now` in epoch milliseconds. */
export function listIceServers({ iceServers, turn, userId, now }: Given): IceServer[] {
  if (!turn) return [...iceServers];
  const credentials = createTurnCredentials(turn.secret, userId, now);
  return [...iceServers, ...listTransports(turn.url).map((urls) => ({ urls, ...credentials }))];
}

/**
 * The REST convention of TURN servers (draft-uberti-behave-turn-rest-00, coturn's `use-auth-secret`): the name says
 * until when it is good, and the password is signed with what both servers know.
 */
function createTurnCredentials(secret: string, userId: string, now: number) {
  const username = `${Math.floor(now / 1000) + TURN_CREDENTIAL_S}:${userId}`;
  return { username, credential: createHmac('sha1', secret).update(username).digest('base64') };
}

/** Browsers ask a `turn:` server by UDP alone; where a network lets none through, TCP may get there. */
const listTransports = (url: string): string[] =>
  /^turn:[^?]*$/.test(url) ? [url, `${url}?transport=tcp`] : [url];
