import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import {
  EnabledChange,
  FavorChange,
  Game,
  GameChange,
  GameDeleted,
  GameQuery,
  NewGame,
  Pack,
  PackSummary,
} from '#protocol/catalogue.ts';
import { NightError } from '#protocol/common.ts';
import type { Scope } from '#protocol/scopes.ts';
import type { Access } from '#server/platform/access.ts';
import { AppError, invalid } from '#server/platform/errors.ts';
import type { HttpServer } from '#server/platform/http.ts';
import type { CatalogueService } from './catalogue-service.ts';
import { applyChange, toBoolean, toGame, toNewGame, toPackSummary } from './catalogue-wire.ts';
import { parseId } from './wire.ts';

const tags = ['catalogue'];

const GameParams = Type.Object({ id: Type.String({ description: 'A positive integer.' }) });
const PackParams = Type.Object({ name: Type.String() });

const ADMINISTRATORS_ONLY = 'The catalogue belongs to the instance: administrators only.';

/** Hooks for routes of the catalogue's keepers: no token 401, a bad one or one of no administrator 403. */
export const requireAdministrator = (access: Access, scope: Scope = 'nights:write') => [
  access.requireCaller(scope),
  async (request: FastifyRequest) => {
    if (!access.callerOf(request).isAdmin) throw new AppError('forbidden', 'Administrator access required');
  },
];

/** Yes or no as a query string spells it. */
const parseFlag = (text: string | undefined) =>
  text === undefined ? undefined : text === 'true' || text === '1';

type Dependencies = { access: Access; service: CatalogueService };

export function addCatalogueRoutes(server: HttpServer, { access, service }: Dependencies): void {
  addPublicRoutes(server, service);
  addGameRoutes(server, { access, service });
  addPackRoutes(server, { access, service });
}

function addPublicRoutes(server: HttpServer, service: CatalogueService): void {
  server.get(
    '/api/games',
    {
      schema: {
        tags,
        summary: 'List the games of the catalogue',
        description: 'Ordered by pack_name and title. All filters given must match.',
        security: [],
        querystring: GameQuery,
        response: { 200: Type.Array(Game), 400: NightError },
      },
    },
    async ({ query }) => {
      if (query.pack?.includes('\0')) throw invalid('pack must not contain a NUL character');
      const games = await service.list({
        ...query,
        enabled: parseFlag(query.enabled),
        familyFriendly: parseFlag(query.familyFriendly),
      });
      return games.map(toGame);
    },
  );

  server.get(
    '/api/games/packs',
    { schema: { tags, summary: 'List the packs', security: [], response: { 200: Type.Array(Pack) } } },
    async () =>
      (await service.listPacks()).map(toPackSummary).map(({ name, favor_bias }) => ({ name, favor_bias })),
  );

  server.get(
    '/api/games/meta/packs',
    {
      schema: {
        tags,
        summary: 'List the packs with the number of their games and of how often these were played',
        security: [],
        response: { 200: Type.Array(PackSummary) },
      },
    },
    async () => (await service.listPacks()).map(toPackSummary),
  );

  server.get(
    '/api/games/:id',
    {
      schema: {
        tags,
        summary: 'One game',
        security: [],
        params: GameParams,
        response: { 200: Game, 404: NightError },
      },
    },
    async ({ params }) => toGame(await service.get(parseId(params.id))),
  );
}

function addGameRoutes(server: HttpServer, { access, service }: Dependencies): void {
  const onRequest = requireAdministrator(access);
  const errors = { 400: NightError, 401: NightError, 403: NightError, 404: NightError };
  const common = { tags, description: ADMINISTRATORS_ONLY, params: GameParams };

  server.post(
    '/api/games',
    {
      schema: {
        tags,
        summary: 'Add a game',
        description: `${ADMINISTRATORS_ONLY} A pack exists by its games.`,
        body: NewGame,
        response: { 201: Game, 400: NightError, 401: NightError, 403: NightError, 409: NightError },
      },
      onRequest,
    },
    async ({ body }, reply) => reply.code(201).send(toGame(await service.create(toNewGame(body)))),
  );

  server.put(
    '/api/games/:id',
    {
      schema: {
        ...common,
        summary: 'Change a game',
        body: GameChange,
        response: { 200: Game, ...errors, 409: NightError },
      },
      onRequest,
    },
    async ({ params, body }) =>
      toGame(await service.change(parseId(params.id), (game) => applyChange(game, body))),
  );

  server.delete(
    '/api/games/:id',
    {
      schema: {
        ...common,
        summary: 'Remove a game',
        description: `${ADMINISTRATORS_ONLY} The nights on which the game was played keep it.`,
        response: { 200: GameDeleted, 401: NightError, 403: NightError, 404: NightError },
      },
      onRequest,
    },
    async ({ params }) => {
      await service.remove(parseId(params.id));
      return { message: 'Game deleted successfully' };
    },
  );

  server.patch(
    '/api/games/:id/toggle',
    {
      schema: {
        ...common,
        summary: 'Enable a disabled game, disable an enabled one',
        response: { 200: Game, ...errors },
      },
      onRequest,
    },
    async ({ params }) => toGame(await service.toggle(parseId(params.id))),
  );

  server.patch(
    '/api/games/:id/favor',
    {
      schema: {
        ...common,
        summary: 'Favour or disfavour a game',
        body: FavorChange,
        response: { 200: Game, ...errors },
      },
      onRequest,
    },
    async ({ params, body }) => toGame(await service.favor(parseId(params.id), body.favor_bias)),
  );
}

function addPackRoutes(server: HttpServer, { access, service }: Dependencies): void {
  const onRequest = requireAdministrator(access);
  const response = {
    200: PackSummary,
    400: NightError,
    401: NightError,
    403: NightError,
    404: NightError,
  };
  const common = { tags, description: ADMINISTRATORS_ONLY, params: PackParams, response };

  server.patch(
    '/api/games/packs/:name/toggle',
    {
      schema: { ...common, summary: 'Enable or disable all games of a pack', body: EnabledChange },
      onRequest,
    },
    async ({ params, body }) =>
      toPackSummary(await service.enablePack(params.name, toBoolean(body.enabled) ?? false)),
  );

  server.patch(
    '/api/games/packs/:name/favor',
    {
      schema: {
        ...common,
        summary: 'Favour or disfavour a pack, which weighs on all its games',
        body: FavorChange,
      },
      onRequest,
    },
    async ({ params, body }) => toPackSummary(await service.favorPack(params.name, body.favor_bias)),
  );
}
