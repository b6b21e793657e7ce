import createClient, { type Middleware } from 'openapi-fetch';
import { ApiError } from './api-error.ts';
import type { paths } from './api-types.ts';
import { readAccessToken } from './session.ts';

export { ApiError };

/** Requests that were sent with a token, to be sent once more with a new one. */
const copies = new WeakMap<Request, Request>();

const authorised: Middleware = {
  async onRequest({ request }) {
    const token = await readAccessToken();
    if (!token) return undefined;
    request.headers.set('authorization', `Bearer ${token}`);
    copies.set(request, request.clone());
    return request;
  },

  async onResponse({ request, response }) {
    const copy = copies.get(request);
    if (!copy || !(await isTokenRefused(response))) return undefined;
    const refused = copy.headers.get('authorization')?.replace('Bearer ', '');
    const token = await readAccessToken(refused);
    if (!token || token === refused) return undefined;
    copy.headers.set('authorization', `Bearer ${token}`);
    return fetch(copy);
  },
};

/** Below `/api` a bad token is 403, like much else; and a wrong password is 401, which no other token mends. */
async function isTokenRefused(response: Response): Promise<boolean> {
  if (response.status !== 401 && response.status !== 403) return false;
  const body = await response.clone().text();
  return response.status === 401
    ? !body.includes('"invalid_credentials"')
    : body.includes('"Invalid or expired token"');
}

const client = createClient<paths>({ baseUrl: '/' });
client.use(authorised);

/** The server's routes, as its OpenAPI document has them. */
export const api = client;

type Outcome<T> = { data?: T | undefined; error?: unknown; response: Response };

/**
 * The answer's body.
 * @throws {ApiError} where the server refused, or can't be reached
 */
export async function read<T>(call: Promise<Outcome<T>>): Promise<T> {
  let outcome: Outcome<T>;
  try {
    outcome = await call;
  } catch (cause) {
    throw Object.assign(new ApiError(0, undefined), { cause });
  }
  if (!outcome.response.ok || outcome.data === undefined)
    throw new ApiError(outcome.response.status, outcome.error);
  return outcome.data;
}
