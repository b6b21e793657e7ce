// Builds the web app into build/web where it is missing or older than its sources, and compresses its files, once for
// all who will load them. With `--force` it builds in any case.
import { createHash } from 'node:crypto';
import { globSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const root = fileURLToPath(new URL('..', import.meta.url));
const output = `${root}build/web`;
const STAMP = '.stamp';

const SOURCES = [
  'src/web/**/*',
  'src/protocol/**/*',
  'vite.config.ts',
  'package-lock.json',
  'scripts/build-web.ts',
];

/** What the build depends on, as one hash. */
async function hashSources(): Promise<string> {
  const files = SOURCES.flatMap((pattern) => globSync(pattern, { cwd: root, withFileTypes: true }))
    .filter((file) => file.isFile() && !file.name.endsWith('.test.ts'))
    .map((file) => `${file.parentPath}/${file.name}`)
    .toSorted();
  const hash = createHash('sha256');
  const contents = await Promise.all(files.map((file) => readFile(file)));
  for (const [index, content] of contents.entries())
    hash.update(`${files[index]?.slice(root.length)} ${content.length}\n`).update(content);
  return hash.digest('hex');
}

/** Beside each file its forms for browsers that take Brotli, over TLS, and gzip, as all do. */
async function compressFiles(directory: string): Promise<void> {
  const files = globSync('**/*.{js,css,svg,html}', { cwd: directory });
  const best = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  await Promise.all(
    files.map(async (name) => {
      const file = `${directory}/${name}`;
      const bytes = await readFile(file);
      await writeFile(`${file}.br`, await promisify(brotliCompress)(bytes, best));
      await writeFile(`${file}.gz`, await promisify(gzip)(bytes, { level: 9 }));
    }),
  );
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined);

/** A server that runs meanwhile has all of the old files or all of the new ones; so has a build beside this one. */
async function putInPlace(directory: string): Promise<void> {
  const old = `${directory}.old`;
  for (;;) {
    try {
      await rename(directory, output);
      return;
    } catch (error) {
      if (codeOf(error) !== 'ENOTEMPTY' && codeOf(error) !== 'EEXIST') throw error;
    }
    await rename(output, old).catch((error) => {
      if (codeOf(error) !== 'ENOENT') throw error;
    });
    await rm(old, { recursive: true, force: true });
  }
}

async function buildPages(stamp: string): Promise<void> {
  // Whatever the environment says: with another mode React would come with all of its warnings.
  process.env.NODE_ENV = 'production';
  const { build } = await import('vite');
  const outDir = `${output}.${process.pid}`;
  try {
    await build({
      root: `${root}src/web`,
      configFile: `${root}vite.config.ts`,
      logLevel: 'warn',
      build: { outDir },
    });
    await compressFiles(outDir);
    await writeFile(`${outDir}/${STAMP}`, stamp);
    await putInPlace(outDir);
  } finally {
    await rm(outDir, { recursive: true, force: true });
  }
}

const wanted = await hashSources();
const present = await readFile(`${output}/${STAMP}`, 'utf8').catch(() => '');
if (present !== wanted || process.argv.includes('--force')) {
  const start = performance.now();
  console.error('Building the pages …');
  try {
    await buildPages(wanted);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.error('The pages could not be built; see the lines above.');
    process.exit(1);
  }
  console.error(`Built the pages in ${((performance.now() - start) / 1000).toFixed(1)} s.`);
}
