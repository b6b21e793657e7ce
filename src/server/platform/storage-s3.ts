import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { unavailable } from './errors.ts';
import type { Storage } from './storage.ts';
import { contentTypeOf } from './storage-key.ts';

type Options = NonNullable<Config['s3']> & {
  logger: Logger;
  /** For one operation, all of its attempts together. */
  deadlineMs?: number;
};

const MAX_ATTEMPTS = 3;
const CONNECT_TIMEOUT_MS = 2_000;
const ANSWER_TIMEOUT_MS = 5_000;
const DEADLINE_MS = 12_000;

/**
 * Files in a bucket of an S3-compatible store. Whether the bucket can be used is tried at once, in the background,
 * and a reason why not is logged; the server does without until it can.
 */
export function createS3Storage({ bucket, logger, deadlineMs = DEADLINE_MS, ...settings }: Options): Storage {
  const closing = new AbortController();
  const connecting = connect(settings);

  async function attempt<T>(work: Work<T>): Promise<T> {
    const abortSignal = AbortSignal.any([closing.signal, AbortSignal.timeout(deadlineMs)]);
    try {
      return await work(await connecting, { abortSignal });
    } catch (error) {
      throw explain(error);
    }
  }

  const run = <T>(work: Work<T>): Promise<T> =>
    attempt(work).catch((cause: unknown) => {
      throw unavailable('Files cannot be stored or read now, try again soon', cause);
    });

  const find = async ({ client, sdk }: Store, key: string, options: SendOptions) => {
    try {
      const { Body } = await client.send(new sdk.GetObjectCommand({ Bucket: bucket, Key: key }), options);
      return (await Body?.transformToByteArray()) ?? new Uint8Array();
    } catch (error) {
      if (error instanceof sdk.NoSuchKey) return undefined;
      throw error;
    }
  };

  // Looking for a file that isn't there asks for the same rights as any use.
  const checked = attempt((store, options) => find(store, 'check/none.webp', options)).catch(
    (error: unknown) => {
      if (!closing.signal.aborted) logger.error({ err: error }, 'the store for uploads cannot be used');
    },
  );

  return {
    async put(key, bytes) {
      const about = { Bucket: bucket, Key: key, ContentType: contentTypeOf(key) };
      await run(({ client, sdk }, options) =>
        client.send(new sdk.PutObjectCommand({ ...about, Body: bytes }), options),
      );
    },

    async get(key) {
      const contentType = contentTypeOf(key);
      const bytes = await run((store, options) => find(store, key, options));
      return bytes && { bytes, contentType };
    },

    async delete(key) {
      contentTypeOf(key);
      await run(({ client, sdk }, options) =>
        client.send(new sdk.DeleteObjectCommand({ Bucket: bucket, Key: key }), options),
      );
    },

    async close() {
      closing.abort();
      await checked;
      (await connecting).client.destroy();
    },
  };
}

type Store = Awaited<ReturnType<typeof connect>>;
type SendOptions = { abortSignal: AbortSignal };
type Work<T> = (store: Store, options: SendOptions) => Promise<T>;

async function connect(settings: Pick<Options, 'endpoint' | 'region' | 'accessKey' | 'secretKey'>) {
  // Loading it takes a good part of a start, and most servers keep their uploads on disk.
  const sdk = await import('@aws-sdk/client-s3');
  const client = new sdk.S3Client({
    endpoint: settings.endpoint,
    region: settings.region,
    credentials: { accessKeyId: settings.accessKey, secretAccessKey: settings.secretKey },
    // Names of buckets below the store's own have no address in most networks.
    forcePathStyle: true,
    // Many compatible stores don't know the newer checksums; each request is signed with one of its body anyway.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: MAX_ATTEMPTS,
    retryMode: 'standard',
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: ANSWER_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
  });
  return { client, sdk };
}

/** Reasons that name the setting to mend. */
const REASONS = new Map([
  ['NoSuchBucket', 'S3_BUCKET is not there'],
  ['InvalidAccessKeyId', 'S3_ACCESS_KEY is not known there'],
  ['SignatureDoesNotMatch', 'S3_SECRET_KEY is not the one of S3_ACCESS_KEY'],
  ['AccessDenied', 'S3_ACCESS_KEY may not do this in S3_BUCKET'],
  ['AuthorizationHeaderMalformed', 'S3_REGION is not the region of that store'],
  ['PermanentRedirect', 'S3_BUCKET is in another region than S3_REGION'],
]);
/** An error of our own words: the library's carries what was signed, and with which key. */
function explain(error: unknown): Error {
  if (!(error instanceof Error)) return new Error('The store gave no reason');
  const { name } = error;
  const status = statusOf(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : name;
  const reason =
    status === undefined
      ? `S3_ENDPOINT cannot be reached (${code})`
      : `S3_ENDPOINT answered ${status} (${name})`;
  return new Error(REASONS.get(name) ?? reason);
}

/** Of the store's answer, where there was one. */
function statusOf(error: Error): number | undefined {
  const metadata: unknown = '$metadata' in error ? error.$metadata : undefined;
  const status: unknown =
    typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
      ? metadata.httpStatusCode
      : undefined;
  return typeof status === 'number' ? status : undefined;
}
