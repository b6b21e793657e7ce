import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { createDiskStorage } from './storage-disk.ts';
import { createS3Storage } from './storage-s3.ts';

export type StoredFile = { bytes: Uint8Array; contentType: string };

/**
 * Where uploads are kept. A key is a path of lower-case segments, such as `avatars/<account>/<name>.webp`; any other
 * throws, since keys are made by the server. Where the place can't be reached, or refuses, all of them reject with
 * the `unavailable` error.
 */
export type Storage = {
  /** Keeps the file durably before it resolves, whole or not at all, in the place of an older one. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  get(key: string): Promise<StoredFile | undefined>;
  /** Removes the file; where there is none, that is done already. */
  delete(key: string): Promise<void>;
  /** Gives up what is under way. */
  close(): Promise<void>;
};

/** The S3-compatible store of the settings, or else the disk. */
export const createStorage = ({
  config,
  logger,
}: {
  config: Pick<Config, 'dataDir' | 's3'>;
  logger: Logger;
}) =>
  config.s3
    ? createS3Storage({ ...config.s3, logger })
    : createDiskStorage({ directory: join(config.dataDir, 'uploads') });
