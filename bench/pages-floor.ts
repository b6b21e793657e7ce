// A process with the same HTTP server and the same documents, less all scripts: what no page of ours can be faster than.
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Type } from 'typebox';
import { loadConfig } from '#server/platform/config.ts';
import { createHttpServer } from '#server/platform/http.ts';
import { createLogger } from '#server/platform/logger.ts';
import { createMetricsRegistry } from '#server/platform/metrics.ts';
import { addWebPages } from '#server/platform/web-pages.ts';
import { answer, answerParent } from './child.ts';
import { BARE_TEXT } from './pages-load.ts';

const BUILD = fileURLToPath(new URL('../build/web', import.meta.url));
const SCRIPTS = /<script.*?<\/script>|<link rel="modulepreload".*?>/gs;
const ROOT = '<div id="root">';

const [directory = ''] = process.argv.slice(2);

await mkdir(directory, { recursive: true });
await cp(join(BUILD, 'assets'), join(directory, 'assets'), { recursive: true });
await cp(join(BUILD, 'favicon.svg'), join(directory, 'favicon.svg'));
const document = await readFile(join(BUILD, 'index.html'), 'utf8');
const bare = document.replaceAll(SCRIPTS, '').replace(ROOT, `${ROOT}<h1>${BARE_TEXT}</h1>`);
if (bare.includes('.js') || !bare.includes('.css') || !bare.includes(BARE_TEXT))
  throw new Error(`the build's document is other than expected:\n${bare}`);
await writeFile(join(directory, 'index.html'), bare);

const config = loadConfig({ DATA_DIR: directory, LOG_LEVEL: 'warn', PORT: '0' });
const server = await createHttpServer({
  ...config,
  logger: createLogger(config.logLevel),
  registry: createMetricsRegistry(),
  shouldUpgrade: () => false,
});
await addWebPages(server, directory);
const url = await server.listen({ port: 0, host: '127.0.0.1' });

answerParent([answer('where', Type.Object({}), () => ({ url }))], () => server.close());
