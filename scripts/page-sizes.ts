// Says how much JavaScript the first visit to a page loads, compressed as it is served, and fails where that is above
// the budget. For the build that is there.
import { readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Type } from 'typebox';
import { Value } from 'typebox/value';

const BUDGET_BYTES = 100_000;

/** The pages that an audience comes to, often on a phone. */
const PAGES = {
  '/': ['features/home/home-page.tsx', 'home'],
  '/join/:host': ['features/nights/audience-page.tsx', 'audience'],
  '/play/:code': ['features/quiz-play/play-page.tsx', 'play'],
} as const;

const Manifest = Type.Record(
  Type.String(),
  Type.Object({ file: Type.String(), imports: Type.Optional(Type.Array(Type.String())) }),
);

const build = fileURLToPath(new URL('../build/web/', import.meta.url));
const manifest = Value.Parse(Manifest, JSON.parse(await readFile(`${build}.vite/manifest.json`, 'utf8')));

/** Adds a chunk, and all that it imports from the start. */
function collect(name: string, files: Set<string>): Set<string> {
  const chunk = manifest[name];
  if (!chunk) throw new Error(`the build has no ${name}`);
  if (files.has(chunk.file)) return files;
  files.add(chunk.file);
  for (const imported of chunk.imports ?? []) collect(imported, files);
  return files;
}

async function measure(files: Iterable<string>, extension: 'br' | 'gz'): Promise<number> {
  const stats = await Promise.all([...files].map((file) => stat(`${build}${file}.${extension}`)));
  return stats.reduce((sum, { size }) => sum + size, 0);
}

/** What a visitor loads whose language is the largest. */
async function measurePage(page: string, area: string) {
  const locales = Object.keys(manifest).flatMap(
    (name) => /^locales\/\w+(?=\/common\.json$)/.exec(name) ?? [],
  );
  const visits = locales.map(async (locale) => {
    const frame = page.includes('/play-') ? [] : ['main-app.tsx'];
    const names = ['index.html', ...frame, page, `${locale}/common.json`, `${locale}/${area}.json`];
    const files = names.reduce((all, name) => collect(name, all), new Set<string>());
    return { brotli: await measure(files, 'br'), gzip: await measure(files, 'gz') };
  });
  return (await Promise.all(visits)).reduce((most, visit) => (visit.brotli > most.brotli ? visit : most));
}

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;

for (const [path, [page, area]] of Object.entries(PAGES)) {
  const { brotli, gzip } = await measurePage(page, area);
  const isOver = brotli > BUDGET_BYTES;
  console.log(
    `${path.padEnd(12)} ${kilobytes(brotli)} of JavaScript as Brotli (${kilobytes(gzip)} as gzip), ` +
      `${isOver ? 'OVER' : 'within'} the budget of ${kilobytes(BUDGET_BYTES)}`,
  );
  if (isOver) process.exitCode = 1;
}
