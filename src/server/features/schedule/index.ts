import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { createAccess } from '#server/platform/access.ts';
import type { Auth } from '#server/platform/auth.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Config } from '#server/platform/config.ts';
import type { Database } from '#server/platform/database.ts';
import type { HttpServer } from '#server/platform/http.ts';
import type { Activities } from './activities.ts';
import { addCalendarRoutes } from './calendar-routes.ts';
import { createClaimExtension } from './claim-extension.ts';
import { createFeedService, type IsEnabled } from './feeds-service.ts';
import { createImportService } from './import-service.ts';
import { addOccurrenceRoutes } from './occurrences-routes.ts';
import { createOccurrenceService } from './occurrences-service.ts';
import { addOpeningRoutes } from './openings-routes.ts';
import { createOpeningService } from './openings-service.ts';
import { addSessionRoutes } from './sessions-routes.ts';
import { createSessionService } from './sessions-service.ts';
import { addTimelineRoutes } from './timelines-routes.ts';
import { createTimelineService, type FindAccountId, type FindProfiles } from './timelines-service.ts';

type Dependencies = {
  database: Database;
  auth: Auth;
  findAccountId: FindAccountId;
  findProfiles: FindProfiles;
  isEnabled: IsEnabled;
  /** What sessions may be for, which other features start. */
  activities: Activities;
  clock: Clock;
  logger: Logger;
  registry: Registry;
  config: Pick<Config, 'publicUrl'>;
};

/** The calendar: timelines that are shared, and the sessions on them, of which no two clash. */
export function createSchedule(deps: Dependencies) {
  const {
    database,
    auth,
    findAccountId,
    findProfiles,
    isEnabled,
    activities,
    clock,
    logger,
    registry,
    config,
  } = deps;
  const { publicUrl } = config;
  const access = createAccess(auth);
  const timelines = createTimelineService({ database, clock, findProfiles, findAccountId });
  const sessions = createSessionService({ database, activities, clock, publicUrl });
  const occurrences = createOccurrenceService({ database, sessions });
  const openings = createOpeningService({ database, activities, findProfiles });
  const feeds = createFeedService({ database, isEnabled, clock, publicUrl });
  const imports = createImportService({ database, sessions });
  const extension = createClaimExtension({ database, clock, logger, registry });

  return {
    addRoutes(server: HttpServer): void {
      addTimelineRoutes(server, { access, timelines });
      addSessionRoutes(server, { access, sessions });
      addOccurrenceRoutes(server, { access, occurrences });
      addOpeningRoutes(server, { access, openings });
      addCalendarRoutes(server, { access, feeds, imports });
    },
    start: extension.start,
    close: extension.close,
  };
}
