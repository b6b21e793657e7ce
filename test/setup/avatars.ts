import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeImage } from '#server/platform/test-images.ts';
import type { Person } from './accounts.ts';
import { startTestApp } from './app.ts';

export const PUBLIC_URL = 'https://soiree.example/base';

type SignedIn = Pick<Person, 'id' | 'token'>;
type Part = { field?: string; bytes?: Uint8Array; name?: string; type?: string };

/** An app that keeps its uploads in a directory of its own, and the ways to a profile's picture. */
export async function startAvatarApp(env: Record<string, string> = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'soiree-avatars-'));
  const app = await startTestApp({ env: { PUBLIC_URL, DATA_DIR: dataDir, ...env } });
  const photo = await makeImage('jpeg', 800, 600);

  /** A form with one file for each, the photo unless it says otherwise. */
  function formOf(...parts: Part[]): FormData {
    const form = new FormData();
    for (const { field = 'avatar', bytes = photo, name = 'portrait.jpg', type = 'image/jpeg' } of parts)
      form.append(field, new Blob([new Uint8Array(bytes)], { type }), name);
    return form;
  }

  const send = ({ token }: Pick<SignedIn, 'token'>, body: unknown, headers: Record<string, string> = {}) =>
    app.call('POST', '/profile/avatar', body, { token, headers });

  return {
    app,
    photo,
    formOf,
    send,
    upload: (person: SignedIn, part: Part = {}) => send(person, formOf(part)),
    remove: ({ token }: SignedIn) => app.call('DELETE', '/profile/avatar', undefined, { token }),
    fetchAvatar: (path: string, init: RequestInit = {}) => fetch(`${app.url}/storage/avatars/${path}`, init),
    avatarUrlOf: async ({ token }: SignedIn): Promise<string | null> =>
      (await app.get('/profile', { token })).body.avatarUrl,

    /** The directory of somebody's files, which is there from the first upload on. */
    directoryOf: ({ id }: SignedIn) => join(dataDir, 'uploads/avatars', id),

    /** The paths of somebody's files, as they lie on disk. */
    async listFiles({ id }: SignedIn): Promise<string[]> {
      const all = await readdir(join(dataDir, 'uploads/avatars'), { recursive: true }).catch(() => []);
      return all.filter((path) => path.startsWith(`${id}/`));
    },

    async close(): Promise<void> {
      await app.close();
      await rm(dataDir, { recursive: true });
    },
  };
}
