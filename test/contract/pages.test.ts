import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../setup/app.ts';

const INDEX = readFileSync('build/web/index.html', 'utf8');
const ASSETS = readdirSync('build/web/assets').filter((name) => !/\.(br|gz)$/.test(name));

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

type Raw = { status: number | undefined; headers: NodeJS.Dict<string | string[]>; body: Buffer };

/** As it travels: fetch would take the compression off, and clean the path up. */
const ask = (path: string, { method = 'GET', headers = {} } = {}): Promise<Raw> =>
  new Promise((resolve, reject) => {
    const sending = request(app.url, { method, path, headers }, (response) => {
      response
        .toArray()
        .then(
          (chunks) =>
            resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }),
          reject,
        );
    });
    sending.on('error', reject);
    sending.end();
  });

describe('a page', () => {
  it.each([
    '/',
    '/?from=link',
    '/join/ada',
    '/join/ada/',
    '/join/%E3%81%82%E3%81%84',
    '/play',
    '/play/AB12',
    '/host',
    '/host/',
    '/host/nights/7?tab=chat',
    '/watch',
    '/watch/7b1c',
    '/calendar',
    '/calendar/friday',
    '/account',
    '/account/sign-in',
    '/admin',
    '/admin/accounts',
    '/overlay/votes?host=ada',
  ])('is at %s', async (path) => {
    const { status, headers, body } = await ask(path);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['cache-control']).toBe('no-cache');
    expect(headers.vary).toMatch(/accept-encoding/i);
    expect(body.toString()).toBe(INDEX);
  });

  it('is loaded again only where it has changed', async () => {
    for (const headers of [{}, { 'accept-encoding': 'br' }]) {
      const { etag = '' } = (await ask('/', { headers })).headers;
      expect(etag).toMatch(/\S/);
      const again = await ask('/join/ada', { headers: { ...headers, 'if-none-match': String(etag) } });
      expect(again.status).toBe(304);
      expect(again.headers).toMatchObject({ etag, 'cache-control': 'no-cache' });
      expect(again.body).toHaveLength(0);
      const other = await ask('/', { headers: { ...headers, 'if-none-match': '"of another version"' } });
      expect(other.status).toBe(200);
    }
  });

  it('answers HEAD as GET, without the body', async () => {
    const { headers } = await ask('/host');
    const head = await ask('/host', { method: 'HEAD' });
    expect(head.status).toBe(200);
    expect(head.body).toHaveLength(0);
    for (const name of ['content-type', 'content-length', 'cache-control', 'etag', 'vary'])
      expect([name, head.headers[name]]).toEqual([name, headers[name]]);
  });

  it('lets scripts, styles and sockets of this origin in, and no other', async () => {
    const { headers } = await ask('/overlay/votes');
    const policy = String(headers['content-security-policy']);
    for (const rule of [
      "script-src 'self'",
      "style-src 'self'",
      "connect-src 'self'",
      "frame-ancestors 'none'",
    ])
      expect(policy.split(';')).toContain(rule);
    expect(INDEX).not.toMatch(/<style|<script(?![^>]* src=)|\son\w+=|\sstyle=|(src|href)="(https?:)?\/\//);
  });

  it('loads what its entry imports at once', () => {
    const entry = /<script type="module"[^>]* src="\/assets\/([^"]+)"/.exec(INDEX)?.[1] ?? '';
    const preloaded = [...INDEX.matchAll(/rel="modulepreload"[^>]* href="\/assets\/([^"]+)"/g)];
    const { '.': _, ...chunks } = JSON.parse(readFileSync('build/web/.vite/manifest.json', 'utf8'));
    expect(chunks['index.html'].file).toBe(`assets/${entry}`);
    const needed = new Set<string>(['index.html']);
    for (const name of needed) for (const imported of chunks[name].imports ?? []) needed.add(imported);
    const files = new Set([...needed].map((name) => chunks[name].file));
    // It may itself be imported by what it imports.
    expect(new Set([`assets/${entry}`, ...preloaded.map(([, name]) => `assets/${name}`)])).toEqual(files);
  });
});

describe('a file of the pages', () => {
  it.each([
    ['br', 'br, gzip', brotliDecompressSync],
    ['gzip', 'gzip, deflate', gunzipSync],
    [undefined, 'identity', (bytes: Buffer) => bytes],
  ] as const)('comes as %s to who accepts %s, for good', async (encoding, accepted, decode) => {
    for (const name of ASSETS.filter((name) => /\.(js|css)$/.test(name))) {
      const { status, headers, body } = await ask(`/assets/${name}`, {
        headers: { 'accept-encoding': accepted },
      });
      expect(status).toBe(200);
      expect(headers['content-encoding']).toBe(encoding);
      expect(headers['content-type']).toMatch(
        name.endsWith('.js') ? /^application\/javascript/ : /^text\/css/,
      );
      expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
      expect(headers.vary).toMatch(/accept-encoding/i);
      expect(decode(body)).toEqual(readFileSync(`build/web/assets/${name}`));
    }
  });

  it('has a name that changes with its content', () => {
    expect(ASSETS.length).toBeGreaterThan(0);
    for (const name of ASSETS) expect(name).toMatch(/-[\w-]{8}\.\w+$/);
  });

  it('answers HEAD and conditions', async () => {
    const path = `/assets/${ASSETS.find((name) => name.endsWith('.js'))}`;
    const { headers, body } = await ask(path);
    const head = await ask(path, { method: 'HEAD' });
    expect(head).toMatchObject({ status: 200, headers: { 'content-length': String(body.length) } });
    expect(head.body).toHaveLength(0);
    expect((await ask(path, { headers: { 'if-none-match': String(headers.etag) } })).status).toBe(304);
  });

  it('is the icon, kept for a day', async () => {
    const { status, headers } = await ask('/favicon.svg');
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'image/svg+xml',
      'cache-control': 'public, max-age=86400',
    });
  });
});

describe('[C4] what is no page stays the API’s', () => {
  const general = { error: 'not_found', message: 'Not found', requestId: expect.any(String) };

  it.each([
    ['GET', '/nothing'],
    ['GET', '/index.html'],
    ['GET', '/join'],
    ['GET', '/overlay'],
    ['GET', '/hosts'],
    ['GET', '/assets'],
    ['GET', '/assets/'],
    ['GET', '/assets/nothing.js'],
    ['GET', '/.vite/manifest.json'],
    ['GET', '/.stamp'],
    ['POST', '/'],
    ['PUT', '/host'],
    ['DELETE', '/join/ada'],
  ])('%s %s is 404', async (method, path) => {
    const { status, headers, body } = await ask(path, { method });
    expect(status).toBe(404);
    expect(headers['content-type']).toMatch(/^application\/json/);
    expect(headers['cache-control']).toBe('no-store');
    expect(JSON.parse(body.toString())).toEqual(general);
  });

  it.each([
    '/assets/../index.html',
    '/assets/..%2findex.html',
    '/assets/%2e%2e/index.html',
    '/assets/%2e%2e%2f.vite/manifest.json',
    '/assets/../../../package.json',
    '/assets/..%5c..%5cpackage.json',
    '/assets//etc/passwd',
    '/assets/%00',
    '/assets/%zz',
  ])('nothing beside the files is reached by %s', async (path) => {
    const { status, headers } = await ask(path);
    expect([400, 403, 404]).toContain(status);
    expect(headers['content-type']).toMatch(/^application\/json/);
  });

  it('the OpenAPI document has the API alone', async () => {
    const { body } = await app.get('/openapi.json');
    for (const path of Object.keys(body.paths))
      expect(path).not.toMatch(/^\/(\{|$|\*|host|join|assets|favicon)/);
  });
});
