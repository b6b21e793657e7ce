import { STATUS_CODES } from 'node:http';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifySchema } from 'fastify';
import type { TSchema } from 'typebox';
import packageJson from '#package.json' with { type: 'json' };
import { GeneralError, NightError } from '#protocol/common.ts';
import { ScheduleError } from '#protocol/schedule-fields.ts';
import { WatchError } from '#protocol/watch.ts';
import { isOfSchedule } from './error-forms.ts';
import type { HttpServer } from './http.ts';
import { joinTwins, twinUrl } from './openapi-twins.ts';

const TAGS = [
  { name: 'nights', description: 'Game nights: sessions, the games played on them, chat and export.' },
  { name: 'votes', description: 'Live votes and their history.' },
  { name: 'catalogue', description: 'The games to choose from, and the picker.' },
  { name: 'webhooks', description: 'Deliveries of what happens on a night to other servers.' },
  { name: 'quizzes', description: 'Quizzes as they are written: questions, answers, codes, pictures.' },
  { name: 'games', description: 'Quizzes as they are played: how far a game is, and how it went.' },
  { name: 'watch', description: 'Watch parties: made and joined; the rest is on their socket.' },
  { name: 'timelines', description: 'Calendars that are shared: members, feeds, import.' },
  { name: 'schedule', description: 'Sessions in a calendar, one-time and recurring, and their occurrences.' },
  { name: 'devices', description: 'Who is and was connected, and from which devices.' },
  { name: 'accounts', description: 'Who somebody is: signing in, profiles, API keys.' },
  { name: 'administration', description: 'Accounts and the audit log, for administrators.' },
  { name: 'operations', description: 'For whoever runs the server.' },
];

/**
 * Describes every route from its schemas, as OpenAPI 3.1 at `/openapi.json` and for people at `/docs`. To be called
 * before the routes are added.
 */
export async function describeApi(server: HttpServer, publicUrl: string): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Soiree',
        version: packageJson.version,
        description:
          'One self-hosted server for a whole evening together. Routes that ask for a token take it as ' +
          '`Authorization: Bearer …`. What travels over sockets is in `/asyncapi.json`.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: publicUrl }],
      tags: TAGS,
      components: {
        securitySchemes: {
          bearer: {
            type: 'http',
            scheme: 'bearer',
            description:
              'An access token from POST /auth/login, an API key from POST /auth/api-keys, or an administrator’s token ' +
              'from POST /api/auth/login.',
          },
        },
      },
      security: [{ bearer: [] }],
    },
    transform: ({ schema, url }) => ({ schema: withCommonErrors(schema ?? {}, url), url: twinUrl(url) }),
    transformObject: (document) => ('openapiObject' in document ? joinTwins(document.openapiObject) : {}),
  });
  await server.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: true,
    theme: { title: 'Soiree API' },
    // Without the bar that would load any other document.
    uiConfig: { layout: 'BaseLayout', docExpansion: 'list', deepLinking: true, persistAuthorization: true },
  });
  server.get('/openapi.json', { schema: { hide: true } }, () => server.swagger());
}

/** What any route may answer, in the form of the system that owns its path, each status with a word on it. */
function withCommonErrors(schema: FastifySchema, url: string): FastifySchema {
  const error: TSchema = schema.tags?.includes('watch') ? WatchError : errorOf(url);
  const ofBodies = schema.body ? { 400: error, 413: error, 415: error } : {};
  // Whatever asks the store may find it away.
  const ofStore = schema.tags?.includes('operations') ? {} : { 503: error };
  const own = typeof schema.response === 'object' ? schema.response : {};
  const response = Object.entries({ ...ofBodies, 500: error, ...ofStore, ...own }).map(([status, answer]) => [
    status,
    { ...answer, description: STATUS_CODES[status] },
  ]);
  return { ...schema, response: Object.fromEntries(response) };
}

function errorOf(url: string): TSchema {
  if (isOfSchedule(url)) return ScheduleError;
  return url.startsWith('/api/') ? NightError : GeneralError;
}
