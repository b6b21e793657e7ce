import { ApiError } from '#web/lib/api.ts';
import { readAccessToken } from '#web/lib/session.ts';

/**
 * Saves what a route answers as a file. A link can't carry the token, hence this way.
 * @throws {ApiError}
 */
export async function download(path: string, fileName: string): Promise<void> {
  const token = await readAccessToken();
  const response = await fetch(path, token ? { headers: { authorization: `Bearer ${token}` } } : {});
  if (!response.ok) throw new ApiError(response.status, await response.json().catch(() => undefined));
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}
