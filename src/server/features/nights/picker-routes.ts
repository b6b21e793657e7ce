import { Pick, PickRequest } from '#protocol/catalogue.ts';
import { NightError } from '#protocol/common.ts';
import type { HttpServer } from '#server/platform/http.ts';
import { toBoolean, toGame } from './catalogue-wire.ts';
import type { PickerService } from './picker-service.ts';

export function addPickerRoutes(server: HttpServer, { service }: { service: PickerService }): void {
  server.post(
    '/api/pick',
    {
      schema: {
        tags: ['catalogue'],
        summary: 'Pick a game at random',
        description:
          'Among the enabled games that match, favoured ones more often. With sessionId never one of the last two ' +
          'played on that night; with excludePlayed too, none that was played on it.',
        security: [],
        body: PickRequest,
        response: { 200: Pick, 400: NightError, 404: NightError },
      },
    },
    async ({ body }) => {
      const { game, ...counts } = await service.pick({
        filters: {
          playerCount: body.playerCount ?? undefined,
          drawing: body.drawing ?? undefined,
          length: body.length ?? undefined,
          familyFriendly: toBoolean(body.familyFriendly),
        },
        nightId: body.sessionId ?? undefined,
        excludePlayed: toBoolean(body.excludePlayed) ?? false,
      });
      return { game: toGame(game), ...counts };
    },
  );
}
