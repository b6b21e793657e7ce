/** What is stored, by its extension: the same file has the same type wherever it lies. */
const CONTENT_TYPES = new Map([['webp', 'image/webp']]);

/** Lower case only, as some file systems don't tell cases apart. */
const KEY = /^(?:[a-z0-9_-]{1,100}\/){1,8}[a-z0-9_-]{1,100}\.([a-z0-9]{1,8})$/;

/**
 * The content type of the file under a key.
 * @throws {Error} where it isn't a key: nothing that could lead out of the place where files are kept is one
 */
export function contentTypeOf(key: string): string {
  const contentType = CONTENT_TYPES.get(KEY.exec(key)?.[1] ?? '');
  if (contentType === undefined) throw new Error('That is no key of a stored file');
  return contentType;
}
