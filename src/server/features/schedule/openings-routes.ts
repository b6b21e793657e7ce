import { OpeningAnswer, OpenSession } from '#protocol/activities.ts';
import { ScheduleError } from '#protocol/schedule-fields.ts';
import type { Access } from '#server/platform/access.ts';
import { addressKey } from '#server/platform/address-key.ts';
import type { HttpServer } from '#server/platform/http.ts';
import { readInstant } from './instants.ts';
import type { OpeningService } from './openings-service.ts';
import { common, readId, refusedChange, SessionParams, single } from './wire.ts';

type Dependencies = { access: Access; openings: OpeningService };

export function addOpeningRoutes(server: HttpServer, { access, openings }: Dependencies): void {
  server.post(
    '/sessions/:id/open',
    {
      ...common,
      onRequest: access.requireCaller('schedule:write'),
      schema: {
        tags: ['schedule'],
        summary: 'Start what a session is for, or find it where it was started',
        description:
          'For owners and editors; whoever is first hosts it. Each occurrence has its own, and the same one for as ' +
          'long as that is there: afterwards a new one is started. Of a night it is the host’s open one, where there ' +
          'is any. An API key needs `nights:write` for a night and `quiz:write` for a quiz. Without an activity: 409.',
        params: SessionParams,
        body: OpenSession,
        response: { 200: OpeningAnswer, ...refusedChange, 429: ScheduleError, 503: ScheduleError },
      },
    },
    async (request) => {
      const id = readId(request.params.id, 'Session not found');
      const { originalStart } = request.body;
      const opening = await openings.open(access.callerOf(request), id, {
        originalStartMs:
          originalStart === undefined ? undefined : readInstant('originalStart', originalStart),
        address: addressKey(request.ip),
      });
      return single(opening);
    },
  );
}
