import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { CatalogueImported, ImportRefused } from '#protocol/catalogue.ts';
import { NightError } from '#protocol/common.ts';
import type { Access } from '#server/platform/access.ts';
import { invalid } from '#server/platform/errors.ts';
import type { HttpServer } from '#server/platform/http.ts';
import { requireAdministrator } from './catalogue-routes.ts';
import type { CatalogueService } from './catalogue-service.ts';

const tags = ['catalogue'];
const MEDIA_TYPE = 'text/csv';
const MAX_FILE_BYTES = 5 * 1024 * 1024;

const Csv = Type.String({
  examples: [
    'pack_name,title,min_players,max_players,length_minutes,has_audience,family_friendly,game_type,secondary_type,' +
      'enabled,favor_bias\nJackbox Party Pack 7,Quiplash 3,3,8,15,1,1,Writing,Voting,1,0\n',
  ],
});
const csvContent = { content: { [MEDIA_TYPE]: { schema: Csv } } };

const errors = { 401: NightError, 403: NightError };

/** The catalogue as a file: what the export gives, the import takes. */
export function addCatalogueCsvRoutes(
  server: HttpServer,
  { access, service }: { access: Access; service: CatalogueService },
): void {
  server.get(
    '/api/games/export/csv',
    {
      schema: {
        tags,
        summary: 'Export the catalogue as CSV',
        description:
          'Administrators only. For the import of this or another server: cells that a spreadsheet would take for a ' +
          'formula are written as they are.',
        response: { 200: { description: 'The file.', ...csvContent }, ...errors },
      },
      onRequest: requireAdministrator(access, 'read'),
    },
    async (_request, reply) =>
      reply
        .type(`${MEDIA_TYPE}; charset=utf-8`)
        .header('content-disposition', 'attachment; filename="games.csv"')
        .send(await service.exportCsv()),
  );

  // In a scope of its own: here a body is CSV and nothing else, elsewhere it never is.
  server.register(async (instance) => {
    const scope = instance.withTypeProvider<TypeBoxTypeProvider>();
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      MEDIA_TYPE,
      { parseAs: 'buffer', bodyLimit: MAX_FILE_BYTES },
      (_request, body: Buffer, done) => {
        const text = decodeUtf8(body);
        if (text === undefined) done(invalid('The file is not UTF-8 text'));
        else done(null, text);
      },
    );

    scope.post(
      '/api/games/import/csv',
      {
        schema: {
          tags,
          summary: 'Import games from CSV',
          description:
            'Administrators only. A row changes the game of its pack_name and title, or adds one. Of the columns of ' +
            'the export, the first four are required; what has no column stays as it is. With any fault, all of ' +
            'them are listed, and nothing is imported.',
          body: csvContent,
          response: {
            200: CatalogueImported,
            400: ImportRefused,
            ...errors,
          },
        },
        onRequest: requireAdministrator(access),
      },
      async ({ body }) => {
        // A request without a body comes without a content type too.
        const imported = await service.importCsv(typeof body === 'string' ? body : '');
        return { message: `${imported.total} games imported`, ...imported };
      },
    );
  });
}

/** @returns undefined for bytes that aren't UTF-8; a byte order mark is left out */
function decodeUtf8(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // The only thing that decoding can fail of.
    return undefined;
  }
}
