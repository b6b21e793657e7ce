import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusal, register } from '../setup/accounts.ts';
import { startAvatarApp } from '../setup/avatars.ts';
import { queryStore } from '../setup/database.ts';
import { startObjectStore, type TestObjectStore } from '../setup/object-store.ts';

let avatars: Awaited<ReturnType<typeof startAvatarApp>>;

const statusOf = async (path: string) => (await avatars.fetchAvatar(path)).status;

describe('[A6] uploads in an S3-compatible store', () => {
  let store: TestObjectStore;
  beforeAll(async () => {
    store = await startObjectStore();
    const s3 = await store.makeBucket();
    avatars = await startAvatarApp({
      S3_ENDPOINT: s3.endpoint,
      S3_BUCKET: s3.bucket,
      S3_ACCESS_KEY: s3.accessKey,
      S3_SECRET_KEY: s3.secretKey,
    });
  });
  afterAll(async () => {
    await avatars.close();
    await store.close();
  });

  it('are put, replaced, served and deleted there, and not on disk', async () => {
    const person = await register(avatars.app);
    const { path: first } = (await avatars.upload(person)).body;
    expect(await statusOf(first)).toBe(200);
    const { path: second } = (await avatars.upload(person)).body;
    expect([await statusOf(first), await statusOf(second)]).toEqual([404, 200]);
    expect(await avatars.listFiles(person)).toEqual([]);
    expect((await avatars.remove(person)).status).toBe(200);
    expect(await statusOf(second)).toBe(404);
  });

  it('are 503 while the store is away, and the profile keeps what it had', async () => {
    const person = await register(avatars.app);
    const { path, url } = (await avatars.upload(person)).body;
    await store.pause();
    try {
      for (const answer of [
        await avatars.upload(person),
        await avatars.app.get(`/storage/avatars/${path}`),
      ]) {
        expect(answer).toMatchObject(refusal(503, 'unavailable'));
        expect(answer.headers.get('retry-after')).toBe('1');
      }
      expect(await avatars.avatarUrlOf(person)).toBe(url);
      expect((await avatars.app.get('/ready')).status).toBe(200);
    } finally {
      await store.resume();
    }
    expect(await statusOf(path)).toBe(200);
    expect((await avatars.upload(person)).status).toBe(200);
  });
});

describe('[A6] where an upload fails halfway', () => {
  beforeAll(async () => {
    avatars = await startAvatarApp();
  });
  afterAll(() => avatars.close());

  /** Until it is undone, the store does this instead of changing an avatar. */
  async function spoilChanges(statement: string) {
    await queryStore(
      avatars.app.connection,
      `CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${statement}; RETURN NEW; END $$;
       CREATE TRIGGER spoil BEFORE UPDATE OF avatar_path ON profiles FOR EACH ROW EXECUTE FUNCTION spoil()`,
    );
    return () => queryStore(avatars.app.connection, 'DROP FUNCTION spoil CASCADE');
  }

  it.each([
    ['the store refuses', "RAISE EXCEPTION 'spoilt'", 500],
    ['the connection to the store breaks', 'PERFORM pg_terminate_backend(pg_backend_pid())', 503],
  ])('as %s, the old picture stays, and nothing of the new one', async (_case, statement, status) => {
    const person = await register(avatars.app);
    const { path, url } = (await avatars.upload(person)).body;
    const undo = await spoilChanges(statement);
    try {
      expect((await avatars.upload(person)).status).toBe(status);
    } finally {
      await undo();
    }
    expect(await avatars.avatarUrlOf(person)).toBe(url);
    expect(await avatars.listFiles(person)).toEqual([path]);
  });

  it('as the old file can not be deleted, the new picture is there all the same', async () => {
    const person = await register(avatars.app);
    const { path } = (await avatars.upload(person)).body;
    const [, name = ''] = path.split('/');
    await rm(join(avatars.directoryOf(person), name));
    await mkdir(join(avatars.directoryOf(person), name));
    const { status, body } = await avatars.upload(person);
    expect(status).toBe(200);
    expect(await avatars.avatarUrlOf(person)).toBe(body.url);
    expect(await statusOf(body.path)).toBe(200);
  });
});
