import type { paths } from './api-types.ts';

/** A game that can be played, as the catalogue has it. */
export type CatalogueGame =
  paths['/api/games']['get']['responses'][200]['content']['application/json'][number];
