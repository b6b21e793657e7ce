import { ApiError } from '#web/lib/api.ts';
import { readAccessToken } from '#web/lib/session.ts';

/**
 * Sends a file as one field of a form, and tells how much of it is there, which `fetch` can't.
 * @param onProgress gets a share, from 0 to 1
 * @throws {ApiError}
 */
export async function upload(
  path: string,
  field: string,
  file: File,
  onProgress: (share: number) => void,
): Promise<void> {
  const form = new FormData();
  form.append(field, file);
  const token = await readAccessToken();
  const answer = await send(path, form, token, onProgress);
  if (answer.status < 300) return;
  const renewed = answer.status === 401 ? await readAccessToken(token) : undefined;
  const last = renewed && renewed !== token ? await send(path, form, renewed, onProgress) : answer;
  if (last.status >= 300) throw new ApiError(last.status, last.body);
}

function send(
  path: string,
  form: FormData,
  token: string | undefined,
  onProgress: (share: number) => void,
): Promise<{ status: number; body: unknown }> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    request.setRequestHeader('authorization', `Bearer ${token ?? ''}`);
    request.responseType = 'json';
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      if (total > 0) onProgress(loaded / total);
    });
    request.addEventListener('load', () => resolve({ status: request.status, body: request.response }));
    request.addEventListener('error', () => reject(new ApiError(0, undefined)));
    request.send(form);
  });
}
