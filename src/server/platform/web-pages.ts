import { access } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import { Type } from 'typebox';
import { notFound, unavailable } from './errors.ts';
import type { HttpServer } from './http.ts';

const BUILD = fileURLToPath(new URL('../../../build/web', import.meta.url));

/** Every address that is a page's. All others are the API's, and answer as they do without any pages. */
const PAGES = [
  '/',
  '/join/*',
  '/play',
  '/play/*',
  '/host',
  '/host/*',
  '/watch',
  '/watch/*',
  '/calendar',
  '/calendar/*',
  '/account',
  '/account/*',
  '/admin',
  '/admin/*',
  '/overlay/*',
] as const;

const AssetParams = Type.Object({ file: Type.String() });
/** Of a file, never of a path to one. */
const FILE_NAME = /^[\w-][\w.-]*$/;

/**
 * Serves the web app that `npm run build` made in `directory`: one document for every page, and its files, compressed
 * beforehand. Nothing is read before it is asked for, so that a build made later is there at once; without one the
 * API is served all the same.
 */
export async function addWebPages(server: HttpServer, directory = BUILD): Promise<void> {
  await server.register(fastifyStatic, {
    serve: false,
    root: directory,
    suppressWarning: true,
    preCompressed: true,
  });

  for (const url of PAGES)
    server.get(url, { schema: { hide: true } }, async (_request, reply) => {
      if (!(await isBuilt(directory)))
        throw unavailable('The pages are not built yet; on the server: npm run build');
      // Asked for anew at each visit, so that a new version is there at the next one.
      return reply.header('cache-control', 'no-cache').sendFile('index.html', { cacheControl: false });
    });

  server.get('/assets/:file', { schema: { hide: true, params: AssetParams } }, (request, reply) => {
    const { file } = request.params;
    if (!FILE_NAME.test(file)) throw notFound('Not found');
    // Its name changes with what is in it.
    return reply.sendFile(`assets/${file}`, { immutable: true, maxAge: '365d' });
  });

  server.get('/favicon.svg', { schema: { hide: true } }, (_request, reply) =>
    reply.sendFile('favicon.svg', { maxAge: '1d' }),
  );
}

const isBuilt = (directory: string): Promise<boolean> =>
  access(`${directory}/index.html`).then(
    () => true,
    () => false,
  );
