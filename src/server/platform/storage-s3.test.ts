import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { inspect } from 'node:util';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { startObjectStore, type TestObjectStore } from '#test/setup/object-store.ts';
import { AppError } from './errors.ts';
import { createStorage } from './storage.ts';
import { describeStorageContract } from './storage-contract.ts';
import { createS3Storage } from './storage-s3.ts';

const KEY = 'avatars/a/4f2a.webp';
const bytes = new TextEncoder().encode('a picture');
const SECRET_KEY = 'not-the-secret-key-of-that-store';

let store: TestObjectStore;
beforeAll(async () => {
  store = await startObjectStore();
});
afterAll(() => store.close());

type Settings = Awaited<ReturnType<TestObjectStore['makeBucket']>> & { deadlineMs?: number };

/** With all that it logs, as much of an error as there is. */
function start(settings: Settings) {
  const lines: string[] = [];
  const storage = createS3Storage({
    ...settings,
    logger: pino({}, { write: (line) => void lines.push(line) }),
  });
  onTestFinished(() => storage.close());
  return { storage, lines };
}

/** What it rejects with: its code, and the words that go into the log. */
async function refusalOf(attempt: Promise<unknown>): Promise<string> {
  const error: unknown = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError) || !(error.cause instanceof Error))
    throw new Error('no AppError', { cause: error });
  expect(error).toMatchObject({ code: 'unavailable', status: 503, headers: { 'retry-after': '1' } });
  expect(error.message).toBe('Files cannot be stored or read now, try again soon');
  expect(error.cause.cause).toBeUndefined();
  return error.cause.message;
}

/** A store that answers as the listener does, whatever it is asked. */
async function startFakeStore(listener: RequestListener): Promise<Settings> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The store has no port');
  return { ...(await store.makeBucket()), endpoint: `http://127.0.0.1:${address.port}` };
}

describeStorageContract('S3', async () => start(await store.makeBucket()).storage);

describe('an S3-compatible store', () => {
  it('[K] takes the uploads where it is set', async () => {
    const s3 = await store.makeBucket();
    const storage = createStorage({ config: { dataDir: '/nowhere', s3 }, logger: pino({ level: 'silent' }) });
    await storage.put(KEY, bytes);
    expect((await start(s3).storage.get(KEY))?.bytes).toEqual(bytes);
    await storage.close();
  });

  it('gets the content type with each file, in a request of one piece', async () => {
    const heads: { type: string | undefined; encoding: string | undefined; length: string | undefined }[] =
      [];
    const settings = await startFakeStore((request, response) => {
      const { headers } = request;
      if (request.method === 'PUT')
        heads.push({
          type: headers['content-type'],
          encoding: headers['content-encoding'],
          length: headers['content-length'],
        });
      request.resume().on('end', () => response.end());
    });
    await start(settings).storage.put(KEY, bytes);
    expect(heads).toEqual([{ type: 'image/webp', encoding: undefined, length: String(bytes.length) }]);
  });

  it('says nothing where all is well', async () => {
    const { storage, lines } = start(await store.makeBucket());
    await storage.put(KEY, bytes);
    await storage.close();
    expect(lines).toEqual([]);
  });
});

describe('settings that the store refuses are named at start, in the log, and answered with 503', () => {
  it.each<[string, Partial<Settings>, string]>([
    ['a bucket that is not there', { bucket: 'elsewhere' }, 'S3_BUCKET is not there'],
    ['an unknown access key', { accessKey: 'NOBODY' }, 'S3_ACCESS_KEY is not known there'],
    ['a wrong secret key', { secretKey: SECRET_KEY }, 'S3_SECRET_KEY is not the one of S3_ACCESS_KEY'],
  ])('%s', async (_case, wrong, reason) => {
    const { storage, lines } = start({ ...(await store.makeBucket()), ...wrong });
    await vi.waitFor(() => expect(lines).toHaveLength(1));
    expect(lines[0]).toContain(reason);
    expect(lines[0]).toContain('the store for uploads cannot be used');
    expect(await refusalOf(storage.put(KEY, bytes))).toBe(reason);
    expect(await refusalOf(storage.get(KEY))).toBe(reason);
    expect(lines).toHaveLength(1);
  });

  it('and never told', async () => {
    const settings = { ...(await store.makeBucket()), secretKey: SECRET_KEY, accessKey: 'S3RVER' };
    const { storage, lines } = start(settings);
    const errors = await Promise.allSettled([storage.put(KEY, bytes), storage.get(KEY), storage.delete(KEY)]);
    await vi.waitFor(() => expect(lines).toHaveLength(1));
    const told = [...lines, ...errors.map((outcome) => inspect(outcome, { depth: null }))].join('\n');
    expect(told.match(/status: 'rejected'/g)).toHaveLength(3);
    expect(told).not.toContain(SECRET_KEY);
    expect(told).not.toMatch(/S3RVER|StringToSign|AWS4/);
  });
});

describe('a store that is away', () => {
  it('is 503 until it is back', async () => {
    const { storage } = start(await store.makeBucket());
    await storage.put(KEY, bytes);
    await store.pause();
    try {
      const reason = /S3_ENDPOINT cannot be reached \(ECONN/;
      expect(await refusalOf(storage.get(KEY))).toMatch(reason);
      expect(await refusalOf(storage.put(KEY, bytes))).toMatch(reason);
      expect(await refusalOf(storage.delete(KEY))).toMatch(reason);
    } finally {
      await store.resume();
    }
    expect((await storage.get(KEY))?.bytes).toEqual(bytes);
    await storage.put(KEY, bytes);
  });

  it('at start is only logged; it may come later', async () => {
    const settings = await store.makeBucket();
    await store.pause();
    const { storage, lines } = start(settings);
    try {
      await vi.waitFor(() => expect(lines.join()).toMatch(/S3_ENDPOINT cannot be reached/));
    } finally {
      await store.resume();
    }
    await storage.put(KEY, bytes);
    expect((await storage.get(KEY))?.bytes).toEqual(bytes);
  });

  it('is tried again a few times, not for ever', async () => {
    const requests = vi.fn();
    const settings = await startFakeStore((request, response) => {
      if (request.method === 'PUT') requests();
      request.resume().on('end', () => response.writeHead(503).end());
    });
    expect(await refusalOf(start(settings).storage.put(KEY, bytes))).toMatch(/S3_ENDPOINT answered 503/);
    expect(requests).toHaveBeenCalledTimes(3);
  });

  it.each<[string, RequestListener]>([
    ['never answers', () => {}],
    [
      'stops in the middle of an answer',
      (_request, response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('half');
      },
    ],
  ])('and so is one that %s', async (_case, listener) => {
    const settings = await startFakeStore(listener);
    const { storage } = start({ ...settings, deadlineMs: 200 });
    expect(await refusalOf(storage.get(KEY))).toMatch(/S3_ENDPOINT cannot be reached/);
  });

  it('and one that breaks off', async () => {
    const settings = await startFakeStore((_request, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('half', () => response.destroy());
    });
    await refusalOf(start(settings).storage.get(KEY));
  });

  it('does not hold up the end', async () => {
    const settings = await startFakeStore(() => {});
    const { storage, lines } = start(settings);
    const refusal = refusalOf(storage.get(KEY));
    await storage.close();
    await refusal;
    expect(lines).toEqual([]);
  });
});
