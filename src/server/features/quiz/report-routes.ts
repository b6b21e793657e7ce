import { Type } from 'typebox';
import { GeneralError, Uuid } from '#protocol/common.ts';
import { GameReport, GameReportQuery } from '#protocol/game-reports.ts';
import type { Access } from '#server/platform/access.ts';
import type { HttpServer } from '#server/platform/http.ts';
import type { Reports } from './report-service.ts';

type Dependencies = { access: Access; reports: Reports };

const tags = ['games'];
const Params = Type.Object({ game_id: Uuid('The room.') });
const errors = { 400: GeneralError, 401: GeneralError, 403: GeneralError, 404: GeneralError };
const Csv = Type.String({ examples: ['rank,name,score,correct,1. What is …\n1,Ada,100,1,100\n'] });

export function addReportRoutes(server: HttpServer, { access, reports }: Dependencies): void {
  server.get(
    '/game-flows/:game_id/report',
    {
      onRequest: access.requireCaller('read'),
      schema: {
        tags,
        summary: 'How a game went',
        description:
          'Question by question and player by player; questions that have not ended count nothing yet.',
        params: Params,
        querystring: GameReportQuery,
        response: { 200: GameReport, ...errors },
      },
    },
    (request) => reports.find(access.callerOf(request), request.params.game_id, request.query.game_number),
  );

  server.get(
    '/game-flows/:game_id/report.csv',
    {
      onRequest: access.requireCaller('read'),
      schema: {
        tags,
        summary: 'How a game went, as a table',
        description:
          'A row for each player, a column for each question. Names that a spreadsheet would take for a formula ' +
          'begin with an apostrophe.',
        params: Params,
        querystring: GameReportQuery,
        response: {
          200: { description: 'The file.', content: { 'text/csv': { schema: Csv } } },
          ...errors,
        },
      },
    },
    async (request, reply) => {
      const { game_id: id } = request.params;
      const csv = await reports.renderCsv(access.callerOf(request), id, request.query.game_number);
      return reply
        .header('content-disposition', `attachment; filename="game-${id}.csv"`)
        .type('text/csv; charset=utf-8')
        .send(csv);
    },
  );
}
