import type { Scope } from '#protocol/scopes.ts';
import { api, read } from '#web/lib/api.ts';

export const API_KEYS = ['api-keys'];

export const listKeys = () => read(api.GET('/auth/api-keys'));

export type KeyEntry = Awaited<ReturnType<typeof listKeys>>[number];

/** A key as it is told the one time that it is. */
export type MadeKey = KeyEntry & { key: string };

type KeyWish = { name: string; scopes: Scope[]; expires_at?: string };

export const makeKey = (wish: KeyWish): Promise<MadeKey> => read(api.POST('/auth/api-keys', { body: wish }));

export const revokeKey = (id: string) =>
  read(api.DELETE('/auth/api-keys/{id}', { params: { path: { id } } }));
