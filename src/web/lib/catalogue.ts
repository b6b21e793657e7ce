import type { paths } from './api-types.ts';

/** A game that can be played, as the catalogue has it. */
export type CatalogueGame =
  paths['/api/games']['get']['responses'][200]['content']['application/json'][number];

/** Without accents, case and punctuation, as people type. */
export const simplify = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\p{M}\p{P}]/gu, '')
    .trim();
