import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { startBrowser } from './browser.ts';
import { muxWebm } from './webm.ts';

const ENCODER = fileURLToPath(new URL('watch-film-encode.js', import.meta.url));
const SHAPE = { width: 160, height: 90, fps: 25, keyEvery: 2 };

const Pieces = Type.Array(
  Type.Object({
    track: Type.Enum(['video', 'audio']),
    at: Type.Integer(),
    isKey: Type.Boolean(),
    data: Type.String(),
  }),
);

/** A film of so many seconds: at each the colour is another, and a tone is heard. */
export async function makeFilm(seconds: number): Promise<Buffer> {
  await using browser = await startBrowser();
  await using place = await serveFilm(Buffer.from('<title>film</title>'), 'text/html');
  const page = await browser.newPage();
  // Encoders are for secure pages only, such as one of this machine.
  await page.goto(place.url);
  await page.addScriptTag({ path: ENCODER });
  const pieces: unknown = await page.evaluate(`encodeFilm(${JSON.stringify({ ...SHAPE, seconds })})`);
  return muxWebm(Value.Parse(Pieces, pieces), { ...SHAPE, seconds });
}

export type FilmServer = Awaited<ReturnType<typeof serveFilm>>;

/** Serves a film at every path, in the parts that players ask for. */
export async function serveFilm(film: Buffer, type = 'video/webm') {
  /** By what browsers call themselves: the share of the film after which nothing comes, until it is given free. */
  const holds = new Map<string, { after: number; free: PromiseWithResolvers<void> }>();
  const server = createServer((request, response) => void answer(request, response));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { range, 'user-agent': agent = '' } = request.headers;
    const [, from = '0', to] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [];
    const first = Number(from);
    const end = to ? Math.min(Number(to) + 1, film.length) : film.length;
    response.writeHead(range ? 206 : 200, {
      'content-type': type,
      'accept-ranges': 'bytes',
      'cache-control': 'no-store',
      'content-length': end - first,
      ...(range && { 'content-range': `bytes ${first}-${end - 1}/${film.length}` }),
    });
    const hold = holds.get(agent);
    const middle = hold ? Math.max(first, Math.min(end, Math.floor(hold.after * film.length))) : end;
    response.write(film.subarray(first, middle));
    await hold?.free.promise;
    response.end(film.subarray(middle, end));
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The film has no port');
  return {
    url: `http://127.0.0.1:${address.port}/film.webm`,
    /** Who calls itself so gets no more than this share of the film. Returns what gives the rest. */
    hold(agent: string, after: number): () => void {
      const free = Promise.withResolvers<void>();
      holds.set(agent, { after, free });
      return () => {
        holds.delete(agent);
        free.resolve();
      };
    },
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
    [Symbol.asyncDispose](): Promise<void> {
      return this.close();
    },
  };
}
