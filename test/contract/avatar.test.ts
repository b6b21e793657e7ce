import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusal, register } from '../setup/accounts.ts';
import type { TestApp } from '../setup/app.ts';
import { startAvatarApp } from '../setup/avatars.ts';

const IMMUTABLE = 'public, max-age=31536000, immutable';

let avatars: Awaited<ReturnType<typeof startAvatarApp>>;
let app: TestApp;
beforeAll(async () => {
  avatars = await startAvatarApp();
  ({ app } = avatars);
});
afterAll(() => avatars.close());

describe('[A6] DELETE /profile/avatar', () => {
  it('removes the picture, and its file', async () => {
    const person = await register(app);
    const { path } = (await avatars.upload(person)).body;
    const { status, body } = await avatars.remove(person);
    expect({ status, body }).toEqual({ status: 200, body: { message: 'Avatar deleted successfully' } });
    expect(await avatars.avatarUrlOf(person)).toBeNull();
    expect(await avatars.listFiles(person)).toEqual([]);
    expect((await avatars.fetchAvatar(path)).status).toBe(404);
  });

  it('is 404 without one', async () => {
    const person = await register(app);
    expect(await avatars.remove(person)).toMatchObject(refusal(404, 'not_found'));
    await avatars.upload(person);
    const statuses = await Promise.all([
      avatars.remove(person),
      avatars.remove(person),
      avatars.remove(person),
    ]);
    expect(statuses.map(({ status }) => status).sort()).toEqual([200, 404, 404]);
  });

  it('leaves those of others alone', async () => {
    const [one, other] = [await register(app), await register(app)];
    await avatars.upload(one);
    const { path } = (await avatars.upload(other)).body;
    await avatars.remove(one);
    expect((await avatars.fetchAvatar(path)).status).toBe(200);
  });
});

describe('[A6] [X74] GET /storage/avatars', () => {
  it('is open to all, and may be kept for ever', async () => {
    const { path } = (await avatars.upload(await register(app))).body;
    const { headers } = await avatars.fetchAvatar(path);
    expect(headers.get('cache-control')).toBe(IMMUTABLE);
    expect(headers.get('etag')).toMatch(/^"[^"]+"$/);
    expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('answers HEAD with the same, less the picture', async () => {
    const { path } = (await avatars.upload(await register(app))).body;
    const whole = await avatars.fetchAvatar(path);
    const head = await avatars.fetchAvatar(path, { method: 'HEAD' });
    expect(head.status).toBe(200);
    expect(await head.text()).toBe('');
    for (const name of ['content-type', 'content-length', 'etag', 'cache-control'])
      expect(head.headers.get(name)).toBe(whole.headers.get(name));
    expect(Number(head.headers.get('content-length'))).toBe((await whole.arrayBuffer()).byteLength);
  });

  it('answers 304 for what the client has', async () => {
    const { path } = (await avatars.upload(await register(app))).body;
    const etag = (await avatars.fetchAvatar(path)).headers.get('etag') ?? '';
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const { status, headers, body } = await avatars.fetchAvatar(path, {
        headers: { 'if-none-match': known },
      });
      expect([status, body, headers.get('etag'), headers.get('cache-control')]).toEqual([
        304,
        null,
        etag,
        IMMUTABLE,
      ]);
    }
    for (const other of ['"other"', etag.slice(1, -1), ''])
      expect((await avatars.fetchAvatar(path, { headers: { 'if-none-match': other } })).status).toBe(200);
  });

  it('is 404 for everything else', async () => {
    const person = await register(app);
    const { path } = (await avatars.upload(person)).body;
    const [, name = ''] = path.split('/');
    for (const other of [
      `${person.id}/${'0'.repeat(32)}.webp`,
      `${crypto.randomUUID()}/${name}`,
      `${person.id.toUpperCase()}/${name}`,
      `${person.id}/${name.toUpperCase()}`,
      `${person.id}/${name}.webp`,
      `${person.id}/`,
      person.id,
      `${person.id}/..%2f${person.id}%2f${name}`,
      `..%2f..%2fkeys/admin-key`,
      `${person.id}/%00${name}`,
      `${person.id}/${name}%0a`,
    ]) {
      const answer = await app.get(`/storage/avatars/${other}`);
      expect(answer, other).toMatchObject(refusal(404, 'not_found'));
      expect(answer.headers.get('cache-control')).not.toBe(IMMUTABLE);
    }
  });
});
