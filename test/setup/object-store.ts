import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from '@20minutes/s3rver';

export type TestObjectStore = Awaited<ReturnType<typeof startObjectStore>>;

/** An S3-compatible store of the test's own, on the loopback interface. */
export async function startObjectStore() {
  const directory = await mkdtemp(join(tmpdir(), 'soiree-object-store-'));

  async function start(port: number) {
    const server = new S3rver({ address: '127.0.0.1', port, directory, silent: true, vhostBuckets: false });
    return { server, port: (await server.run()).port };
  }

  let { server, port } = await start(0);
  return {
    /** Makes an empty bucket, and gives the settings for it. The keys are those that this store has built in. */
    async makeBucket() {
      const bucket = `uploads-${randomBytes(6).toString('hex')}`;
      // This store's buckets are its directories.
      await mkdir(join(directory, bucket));
      const endpoint = `http://127.0.0.1:${port}`;
      return { endpoint, region: 'us-east-1', bucket, accessKey: 'S3RVER', secretKey: 'S3RVER' };
    },

    /** Until it resumes, connections are refused. */
    pause: () => server.close(),

    /** On the same port, with all that it had. */
    async resume(): Promise<void> {
      ({ server, port } = await start(port));
    },

    /** To be called while it isn't paused. */
    async close(): Promise<void> {
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
