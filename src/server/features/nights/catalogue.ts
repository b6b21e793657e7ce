import type { Access } from '#server/platform/access.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/database.ts';
import type { HttpServer } from '#server/platform/http.ts';
import { addCatalogueCsvRoutes } from './catalogue-csv-routes.ts';
import { addCatalogueRoutes } from './catalogue-routes.ts';
import { createCatalogueService } from './catalogue-service.ts';
import { addPickerRoutes } from './picker-routes.ts';
import { createPickerService } from './picker-service.ts';
import { addStatsRoutes } from './stats-routes.ts';

type Dependencies = {
  database: Database;
  clock: Clock;
  /** For the picker: gives numbers from 0 up to, and without, 1. */
  random?: () => number;
};

/** The games that can be played, the picker that chooses among them, and how they fared. */
export function createCatalogue({ database, clock, random = Math.random }: Dependencies) {
  const service = createCatalogueService({ database, clock });
  const picker = createPickerService({ database, random });

  return {
    loadShipped: service.loadShipped,

    addRoutes(server: HttpServer, access: Access): void {
      addCatalogueRoutes(server, { access, service });
      addCatalogueCsvRoutes(server, { access, service });
      addPickerRoutes(server, { service: picker });
      addStatsRoutes(server, { database });
    },
  };
}
