import type { Media } from '#protocol/watch-state.ts';
import { sha256 } from './sha256.ts';

type FileMedia = Extract<Media, { kind: 'file' }>;
export type Fingerprint = Pick<FileMedia, 'size' | 'hash'>;

/** Its name may differ from device to device, these don’t: size, and a hash of its first and last MiB. */
const END_BYTES = 2 ** 20;

export async function fingerprint(file: Blob): Promise<Fingerprint> {
  const parts = file.size <= 2 * END_BYTES ? [file] : [file.slice(0, END_BYTES), file.slice(-END_BYTES)];
  return { size: file.size, hash: await sha256(new Uint8Array(await new Blob(parts).arrayBuffer())) };
}

export const isSameFile = (a: Fingerprint, b: Fingerprint): boolean => a.size === b.size && a.hash === b.hash;

const PROBE_MS = 15_000;

/** A video’s length in seconds, if it has one; rejects where the browser can’t play it. */
export function probeVideo(url: string): Promise<{ duration?: number }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ duration?: number }>();
  const video = document.createElement('video');
  const timer = setTimeout(() => reject(new Error('The video did not load in time')), PROBE_MS);
  video.preload = 'metadata';
  video.muted = true;
  video.addEventListener('loadedmetadata', () => {
    const { duration } = video;
    resolve(Number.isFinite(duration) && duration > 0 ? { duration } : {});
  });
  video.addEventListener('error', () =>
    reject(new Error(video.error?.message ?? 'The video can not be played')),
  );
  video.src = url;
  return promise.finally(() => {
    clearTimeout(timer);
    video.removeAttribute('src');
    video.load();
  });
}

/** What the host sets for all: a file of theirs, which each of the others has to have. */
export async function describeFile(file: File) {
  const url = URL.createObjectURL(file);
  try {
    const [length, print] = await Promise.all([probeVideo(url), fingerprint(file)]);
    return { kind: 'file' as const, name: file.name.slice(-255), ...print, ...length };
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** The files that this page was given: as long as it is open it needs none of them twice. */
export function createLocalFiles() {
  const files: { print: Fingerprint; url: string }[] = [];
  return {
    /** @returns where the player finds it; undefined: this file isn’t here */
    find: (wanted: Fingerprint): string | undefined =>
      files.find(({ print }) => isSameFile(print, wanted))?.url,
    keep(print: Fingerprint, file: File): void {
      if (!this.find(print)) files.push({ print, url: URL.createObjectURL(file) });
    },
    close(): void {
      for (const { url } of files.splice(0)) URL.revokeObjectURL(url);
    },
  };
}

export type LocalFiles = ReturnType<typeof createLocalFiles>;
