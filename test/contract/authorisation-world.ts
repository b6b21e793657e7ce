import { SignJWT } from 'jose';
import { SCOPES, type Scope } from '#protocol/scopes.ts';
import { INSTANCE_ACCOUNT_ID } from '#server/platform/auth.ts';
import { claimsOf, register } from '../setup/accounts.ts';
import { JWT_SECRET, type TestApp } from '../setup/app.ts';
import { listCatalogue } from '../setup/nights.ts';
import type { Actor, Profile } from './authorisation-actors.ts';

/** As loose as JSON.parse gives it. */
type Parsed = ReturnType<typeof JSON.parse>;

export type Account = { id: string; username: string; token: string };

export type World = Awaited<ReturnType<typeof createWorld>>;

/** The people of the matrix on one app, and what they come with. */
export async function createWorld(app: TestApp) {
  // The first one is the administrator.
  const admin = await register(app);
  const owner = await register(app);
  const other = await register(app);
  const instance: Account = { id: INSTANCE_ACCOUNT_ID, username: 'soiree', token: app.token };
  const [game] = await listCatalogue(app);
  const forged = await forgeTokens(admin.token);
  const keys = new Map<string, Promise<string>>();

  /** A step on the way, which whoever it is may do. */
  async function act(who: Account, method: string, path: string, body?: unknown): Promise<Parsed> {
    const answer = await app.call(method, path, body, { token: who.token });
    if (answer.status < 300) return answer.body;
    throw new Error(`${method} ${path} by ${who.username}: ${answer.status} ${answer.text}`);
  }

  function keyOf(who: Account, scopes: readonly Scope[]): Promise<string> {
    const name = `${who.username}: ${scopes}`;
    const made =
      keys.get(name) ??
      act(who, 'POST', '/auth/api-keys', { name: `${scopes}`.slice(0, 50), scopes }).then(({ key }) => key);
    keys.set(name, made);
    return made;
  }

  return {
    app,
    admin,
    owner,
    other,
    /** One of the catalogue that nobody removes. */
    gameId: game?.id,
    act,

    /** The account that an actor acts for; for strangers the owner's, which they come to meddle with. */
    accountOf(actor: Actor): Account {
      switch (actor) {
        case 'other':
          return other;
        case 'admin':
        case 'adminsKey':
        case 'adminsKeyWithoutScope':
          return admin;
        case 'adminKeyToken':
          return instance;
        default:
          return owner;
      }
    },

    /**
     * What an actor sends as bearer token. A key without scope has all that don't help; one with scope has but that
     * one, or all where none is asked for.
     */
    async tokenOf(
      actor: Actor,
      { scopes }: Profile,
      scope: Scope | undefined = scopes[0],
    ): Promise<string | undefined> {
      switch (actor) {
        case 'nobody':
          return undefined;
        case 'badToken':
        case 'expiredToken':
        case 'watchToken':
          return forged[actor];
        case 'ownersKey':
        case 'adminsKey':
          return keyOf(this.accountOf(actor), scope ? [scope] : SCOPES);
        case 'ownersKeyWithoutScope':
        case 'adminsKeyWithoutScope':
          return keyOf(
            this.accountOf(actor),
            SCOPES.filter((one) => !scopes.includes(one)),
          );
        default:
          return this.accountOf(actor).token;
      }
    },
  };
}

/** As near to a good token of the administrator as can be. */
async function forgeTokens(token: string) {
  const claims = claimsOf(token);
  const sign = (changes: Parsed, secret = JWT_SECRET) =>
    new SignJWT({ ...claims, ...changes })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(secret));
  const justNow = Math.floor(Date.now() / 1000) - 1;
  const [badToken, expiredToken, watchToken] = await Promise.all([
    sign({}, 'a secret that is not the one of the server'),
    sign({ iat: justNow - 3_600, exp: justNow }),
    sign({ aud: 'soiree:watch' }),
  ]);
  return { badToken, expiredToken, watchToken };
}
