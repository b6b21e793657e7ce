import { readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseSync, Visitor } from 'vite';

const WEB = resolve('src/web');

/** Where an import of one of our own sources leads, from the root of the repository. */
function resolveImport(from: string, specifier: string): string | undefined {
  if (!/\.tsx?$/.test(specifier)) return undefined;
  if (specifier.startsWith('#web/')) return relative('.', join(WEB, specifier.slice('#web/'.length)));
  return specifier.startsWith('.') ? relative('.', resolve(from, '..', specifier)) : undefined;
}

function importsOf(file: string): string[] {
  const { program } = parseSync(file, readFileSync(file, 'utf8'));
  const specifiers: string[] = [];
  new Visitor({
    ImportDeclaration({ source, importKind }) {
      if (importKind !== 'type') specifiers.push(source.value);
    },
    ExportNamedDeclaration({ source, exportKind }) {
      if (source && exportKind !== 'type') specifiers.push(source.value);
    },
    ImportExpression({ source }) {
      if (source.type === 'Literal' && typeof source.value === 'string') specifiers.push(source.value);
    },
  }).visit(program);
  return specifiers.flatMap((specifier) => resolveImport(file, specifier) ?? []);
}

/** A file and all that it brings with it, later too. Other pages that it leads to bring their own. */
export function reachFrom(file: string, reached = new Set<string>()): Set<string> {
  if (reached.has(file) || file === 'src/web/pages.ts') return reached;
  reached.add(file);
  for (const imported of importsOf(file)) reachFrom(imported, reached);
  return reached;
}

/** What the table of pages says of each: `page('/path', ['area'], () => import('./file.tsx'))`. */
export function readPages(table: string): { path: string; areas: string[]; file: string }[] {
  const entries = readFileSync(table, 'utf8').matchAll(
    /\bpage\(\s*'([^']+)',\s*\[([^\]]*)\],\s*\(\) => import\('([^']+)'\)/g,
  );
  return [...entries].map(([, path = '', areas = '', specifier = '']) => ({
    path,
    areas: [...areas.matchAll(/'(\w+)'/g)].map(([, area = '']) => area),
    file: resolveImport(table, specifier) ?? specifier,
  }));
}
