import { ApiError } from './api.ts';
import { readAccessToken } from './session.ts';

/**
 * Sends a file as one field of a form, and tells how much of it is there, which `fetch` can't.
 * @param onProgress gets a share, from 0 to 1
 * @returns the answer's body
 * @throws {ApiError}
 */
export async function upload(
  path: string,
  field: string,
  file: File,
  onProgress: (share: number) => void,
): Promise<unknown> {
  const form = new FormData();
  form.append(field, file);
  const token = await readAccessToken();
  let answer = await send(path, form, token, onProgress);
  const renewed = answer.status === 401 ? await readAccessToken(token) : undefined;
  if (renewed && renewed !== token) answer = await send(path, form, renewed, onProgress);
  if (answer.status >= 300) throw new ApiError(answer.status, answer.body);
  return answer.body;
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
