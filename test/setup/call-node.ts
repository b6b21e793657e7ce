import type { Answer } from './app.ts';

type Call = { token?: string | undefined; headers?: Record<string, string> };

/** Requests to a server in a process of its own, as a test's app makes them to its own. */
export const callNode = (url: string) => ({
  async call(method: string, path: string, body?: unknown, { token, headers }: Call = {}): Promise<Answer> {
    const response = await fetch(url + path, {
      method,
      headers: {
        ...headers,
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('application/json') && text !== '';
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson ? JSON.parse(text) : undefined,
    };
  },
});
