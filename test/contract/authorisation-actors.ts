import type { Scope } from '#protocol/scopes.ts';

/** Those whom no system knows. */
const STRANGERS = ['nobody', 'badToken', 'expiredToken', 'watchToken'] as const;

/** Who comes: with which token, of whom. The owner is a host who isn't an administrator. */
export const ACTORS = [
  ...STRANGERS,
  'other',
  'owner',
  'ownersKeyWithoutScope',
  'ownersKey',
  'admin',
  'adminsKeyWithoutScope',
  'adminsKey',
  'adminKeyToken',
] as const;

export type Actor = (typeof ACTORS)[number];
export const isStranger = (actor: Actor): boolean => STRANGERS.some((stranger) => stranger === actor);

/** Let in, or refused with this status. */
export type Verdict = 'ok' | 401 | 403 | 404;

/** What many routes share: whom they let in, and how they refuse the others. */
export type Profile = {
  verdicts: Record<Actor, Verdict>;
  /** Any of these lets an API key in; where there are none, they play no part. */
  scopes: readonly Scope[];
};

const anyone = {
  nobody: 'ok',
  badToken: 'ok',
  expiredToken: 'ok',
  watchToken: 'ok',
  other: 'ok',
  owner: 'ok',
  ownersKeyWithoutScope: 'ok',
  ownersKey: 'ok',
  admin: 'ok',
  adminsKeyWithoutScope: 'ok',
  adminsKey: 'ok',
  adminKeyToken: 'ok',
} as const satisfies Record<Actor, Verdict>;

const nightsStrangers = { nobody: 401, badToken: 403, expiredToken: 403, watchToken: 403 } as const;
const generalStrangers = { nobody: 401, badToken: 401, expiredToken: 401, watchToken: 401 } as const;
const keysWithoutScope = { ownersKeyWithoutScope: 403, adminsKeyWithoutScope: 403 } as const;
const keys = { ...keysWithoutScope, ownersKey: 403, adminsKey: 403 } as const;

const profile = (verdicts: Record<Actor, Verdict>, ...scopes: Scope[]): Profile => ({ verdicts, scopes });

/** Asks for no token, and doesn't mind a bad one. */
export const open = profile(anyone);

/** Nights: any good token will do. */
export const nightsKnown = profile({ ...anyone, ...nightsStrangers });

/** Nights: each acts on what is their own. */
export const nightsAnyHost = (...scopes: Scope[]) =>
  profile({ ...anyone, ...nightsStrangers, ...keysWithoutScope }, ...scopes);

/** Nights: something of the owner's; administrators may too. */
export const nightsOwn = (scope: Scope) =>
  profile({ ...anyone, ...nightsStrangers, ...keysWithoutScope, other: 403 }, scope);

/** Nights: what belongs to the instance. */
export const nightsAdmin = (scope: Scope) =>
  profile(
    { ...anyone, ...nightsStrangers, ...keysWithoutScope, other: 403, owner: 403, ownersKey: 403 },
    scope,
  );

/** Accounts: each acts on their own account, signed in as themselves. */
export const accountItself = profile({ ...anyone, ...generalStrangers, ...keys, adminKeyToken: 403 });

/** Accounts: the same, by API key too. */
export const accountOrKey = (scope: Scope) =>
  profile({ ...anyone, ...generalStrangers, ...keysWithoutScope, adminKeyToken: 403 }, scope);

/** Accounts: something of the owner's, which isn't there for anybody else, whatever they may otherwise. */
export const accountOwn = profile({ ...accountItself.verdicts, other: 404, admin: 404 });

/** Accounts: administrators themselves, never by API key. */
export const administration = profile({ ...anyone, ...generalStrangers, ...keys, other: 403, owner: 403 });

/** Quizzes: a game of the owner's, of which others know; administrators may too. */
export const quizGame = (scope: Scope) =>
  profile({ ...anyone, ...generalStrangers, ...keysWithoutScope, other: 403 }, scope);

/** Quizzes and devices: each acts on what they may; an API key with the scope too. */
export const known = (scope: Scope) =>
  profile({ ...anyone, ...generalStrangers, ...keysWithoutScope }, scope);

/** Something of the owner's, which isn't there for other accounts; administrators may too. */
export const hidden = (scope: Scope) =>
  profile({ ...anyone, ...generalStrangers, ...keysWithoutScope, other: 404 }, scope);

/** The same, for those who are signed in themselves. */
export const hiddenItself = profile({ ...accountItself.verdicts, other: 404 });

/** Watch parties: an account's token is welcome, and a bad one isn't. */
export const partyMaker = profile({ ...anyone, ...generalStrangers, nobody: 'ok' });

/** Watch parties: only their own tokens are any good there, and nobody's of these is one. */
export const partyMember = profile({
  ...generalStrangers,
  other: 401,
  owner: 401,
  ownersKeyWithoutScope: 401,
  ownersKey: 401,
  admin: 401,
  adminsKeyWithoutScope: 401,
  adminsKey: 401,
  adminKeyToken: 401,
});
