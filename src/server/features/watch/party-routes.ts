import type { FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import {
  CreateParty,
  JoinParty,
  PartyCreated,
  PartyDetails,
  PartyJoined,
  PartyToken,
  WatchError,
} from '#protocol/watch.ts';
import type { Access } from '#server/platform/access.ts';
import { addressKey } from '#server/platform/address-key.ts';
import { readBearerToken } from '#server/platform/auth.ts';
import { AppError } from '#server/platform/errors.ts';
import type { HttpServer } from '#server/platform/http.ts';
import type { RateLimiter, RateLimits, Standing } from '#server/platform/rate-limit.ts';
import type { PartyCreation } from './party-creation.ts';
import { readCreateParty, readJoinParty } from './party-fields.ts';
import type { PartyMember, PartyService } from './party-service.ts';
import { toCreated, toJoined, toToken } from './party-wire.ts';
import { invalidFields } from './refusals.ts';

type Dependencies = {
  access: Access;
  parties: PartyService;
  createParty: PartyCreation;
  rateLimits: RateLimits;
  publicUrl: string;
};

/** Of a party's id, in a path: digits are a night's. */
export const PARTY_ID = '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$';
const PartyParams = Type.Object({ id: Type.String() });
/** Whatever else is wrong with a body, the party that it names is the one whose limit counts. */
const Named = Type.Object({ session_id: Type.String() });
/** What is longer is no party, so the limits needn't remember all of it. */
const ID_LENGTH = 36;

export function addPartyRoutes(
  server: HttpServer,
  { access, parties, createParty, rateLimits, publicUrl }: Dependencies,
): void {
  const joins = rateLimits.limiter({ name: 'watch-join', points: 10, seconds: 60 });

  async function consume(limiter: RateLimiter, key: string, words: string): Promise<Standing['headers']> {
    const { isAllowed, headers } = await limiter.consume(key);
    if (!isAllowed) throw new AppError('rate_limited', words, { headers });
    return headers;
  }

  const known = new WeakMap<FastifyRequest, PartyMember>();

  /** An `onRequest` hook: nothing of a body is read for a stranger. */
  async function requireMember(
    request: FastifyRequest<{ Params: Static<typeof PartyParams> }>,
  ): Promise<void> {
    const token = readBearerToken(request.headers.authorization);
    known.set(request, await parties.requireMember(request.params.id, token));
  }

  function memberOf(request: FastifyRequest): PartyMember {
    const member = known.get(request);
    if (!member) throw new Error(`${request.routeOptions.url} is not behind its hook`);
    return member;
  }

  server.post(
    '/api/sessions/create',
    {
      onRequest: async (request) => {
        await access.lookForCaller(request);
      },
      // What is wrong with a body is told in the contract's own words.
      validatorCompiler: () => () => true,
      schema: {
        tags: ['watch'],
        summary: 'Make a watch party, and be its host',
        description:
          'Takes no token; made with that of an account, the party belongs to it. Five an hour from one address. A ' +
          'party lasts 24 hours.',
        security: [],
        body: CreateParty,
        response: { 200: PartyCreated, 400: WatchError, 401: WatchError, 429: WatchError },
      },
    },
    async (request, reply) => {
      const read = readCreateParty(request.body);
      if ('faults' in read) throw invalidFields(read.faults);
      const address = addressKey(request.ip);
      const accountId = access.callerIfKnown(request)?.accountId ?? null;
      const { membership, headers } = await createParty(read.fields, { accountId, address });
      reply.headers(headers);
      return toCreated(membership, publicUrl);
    },
  );

  server.post(
    '/api/sessions/join',
    {
      validatorCompiler: () => () => true,
      schema: {
        tags: ['watch'],
        summary: 'Join a watch party',
        description: 'Ten tries a minute for a party from one address.',
        security: [],
        body: JoinParty,
        response: {
          200: PartyJoined,
          400: WatchError,
          401: WatchError,
          403: WatchError,
          404: WatchError,
          429: WatchError,
        },
      },
    },
    async (request, reply) => {
      const address = addressKey(request.ip);
      if (Value.Check(Named, request.body)) {
        const partyId = request.body.session_id.slice(0, ID_LENGTH).toLowerCase();
        const standing = await consume(joins, `${partyId} ${address}`, 'Maximum 10 join attempts per minute');
        reply.headers(standing);
      }
      const read = readJoinParty(request.body);
      if ('faults' in read) throw invalidFields(read.faults);
      return toJoined(await parties.join(read.fields, address));
    },
  );

  server.get(
    `/api/sessions/:id(${PARTY_ID})`,
    {
      onRequest: requireMember,
      schema: {
        tags: ['watch'],
        summary: 'a watch party, by its UUID and a token for it',
        params: PartyParams,
        response: { 200: PartyDetails, 401: WatchError, 403: WatchError, 404: WatchError },
      },
    },
    async (request) => {
      const { party } = memberOf(request);
      return {
        id: party.id,
        name: party.name,
        host_id: party.hostId,
        participants: await parties.listConnected(party),
        max_participants: parties.maxParticipants,
        created_at: party.createdAt.toISOString(),
        expires_at: party.expiresAt.toISOString(),
      };
    },
  );

  server.post(
    `/api/sessions/:id(${PARTY_ID})/token`,
    {
      onRequest: requireMember,
      schema: {
        tags: ['watch'],
        summary: 'Another token in place of one that will end, so that a party can outlast the hour',
        params: PartyParams,
        response: { 200: PartyToken, 401: WatchError, 403: WatchError, 404: WatchError },
      },
    },
    async (request) => toToken(await parties.renew(memberOf(request))),
  );

  server.get(
    '/ws/:sessionId',
    {
      schema: {
        // There is nothing without an upgrade; the socket is in the other document.
        hide: true,
      },
    },
    async () => {
      throw new AppError('upgrade_required', 'This address is for a WebSocket', {
        headers: { upgrade: 'websocket', connection: 'Upgrade' },
      });
    },
  );
}
