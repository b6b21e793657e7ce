import { Type } from 'typebox';
import { NightError } from '#protocol/common.ts';
import {
  Webhook,
  WebhookChanges,
  WebhookCreation,
  WebhookDeleted,
  WebhookList,
  type WebhookLog,
  WebhookLogs,
  WebhookTested,
} from '#protocol/webhooks.ts';
import type { Access } from '#server/platform/access.ts';
import { invalid } from '#server/platform/errors.ts';
import type { HttpServer } from '#server/platform/http.ts';
import type { DeliveryRow, WebhookRow } from './webhooks-repository.ts';
import type { WebhookService } from './webhooks-service.ts';
import { isWrong, parseId, refuseWith } from './wire.ts';

type Dependencies = { access: Access; webhooks: WebhookService };

const WebhookParams = Type.Object({ id: Type.String({ description: 'The webhook.', examples: ['3'] }) });

const pageFields = (most: number, fallback: number) => ({
  limit: Type.Optional(
    Type.String({ description: `1 to ${most}, ${fallback} by default.`, examples: [String(fallback)] }),
  ),
});
const MAX_LIMIT = 100;
const DEFAULT_LOG_LIMIT = 50;

const refused = { 400: NightError, 401: NightError, 403: NightError } as const;

const onBadWebhook = refuseWith(
  [
    ({ keyword, instancePath }) => keyword === 'required' || instancePath === '',
    'name, url, secret and events are required',
  ],
  [isWrong('name'), 'name must be a text of 1 to 100 characters'],
  [isWrong('url'), 'url must be a text of 1 to 2000 characters'],
  [isWrong('secret'), 'secret must be a text of 1 to 200 characters'],
  [
    ({ instancePath }) => instancePath.startsWith('/events'),
    'events must be a list of one or more event names, each once',
  ],
  [isWrong('enabled'), 'enabled must be true or false'],
);

const DELIVERIES =
  'Each event is posted as `{type, timestamp, data}`, at least once and in up to five tries: the second 2 s after ' +
  'the first, the last 10 minutes after it. A 2xx is success; redirects are not followed. `X-Webhook-Event` names the ' +
  'event, `X-Webhook-Id` the delivery, the same at each try. `X-Webhook-Signature` is `sha256=` and the hex ' +
  'HMAC-SHA256, keyed with the secret, of `<X-Webhook-Timestamp>.<body>`; the timestamp is the instant of the try.';

export function addWebhookRoutes(server: HttpServer, { access, webhooks }: Dependencies): void {
  const mayRead = access.requireCaller('read');
  const mayWrite = access.requireCaller('nights:write');
  server.addHook('preClose', async () => webhooks.stopTests());

  server.get(
    '/api/webhooks',
    {
      onRequest: mayRead,
      schema: {
        tags: ['webhooks'],
        summary: "The caller's webhooks, in the order they were made",
        description: "An administrator sees everybody's.",
        querystring: Type.Object({
          ...pageFields(MAX_LIMIT, MAX_LIMIT),
          after: Type.Optional(
            Type.String({ description: 'The id of the last one already listed.', examples: ['3'] }),
          ),
        }),
        response: { 200: WebhookList, ...refused },
      },
    },
    async (request) => {
      const { limit, after } = request.query;
      const rows = await webhooks.list(access.callerOf(request), {
        limit: readLimit(limit, MAX_LIMIT),
        after: readCursor('after', after) ?? 0,
      });
      return rows.map(toWebhook);
    },
  );

  server.post(
    '/api/webhooks',
    {
      onRequest: mayWrite,
      schema: {
        tags: ['webhooks'],
        summary: 'Have the events of your nights delivered to a URL',
        description: `${DELIVERIES} An account has at most 50 webhooks.`,
        body: WebhookCreation,
        response: { 201: Webhook, ...refused, 409: NightError },
      },
      schemaErrorFormatter: onBadWebhook,
    },
    async (request, reply) => {
      const webhook = await webhooks.create(access.callerOf(request), request.body);
      return reply.code(201).send(toWebhook(webhook));
    },
  );

  server.get(
    '/api/webhooks/:id',
    {
      onRequest: mayRead,
      schema: {
        tags: ['webhooks'],
        summary: 'One webhook',
        params: WebhookParams,
        response: { 200: Webhook, 401: NightError, 403: NightError, 404: NightError },
      },
    },
    async (request) => toWebhook(await webhooks.get(access.callerOf(request), parseId(request.params.id))),
  );

  server.patch(
    '/api/webhooks/:id',
    {
      onRequest: mayWrite,
      schema: {
        tags: ['webhooks'],
        summary: 'Change a webhook',
        description:
          'What is not sent stays as it is. Deliveries that wait go to the new URL, with the new secret.',
        params: WebhookParams,
        body: WebhookChanges,
        response: { 200: Webhook, ...refused, 404: NightError },
      },
      schemaErrorFormatter: onBadWebhook,
    },
    async (request) => {
      const id = parseId(request.params.id);
      return toWebhook(await webhooks.change(access.callerOf(request), id, request.body));
    },
  );

  server.delete(
    '/api/webhooks/:id',
    {
      onRequest: mayWrite,
      schema: {
        tags: ['webhooks'],
        summary: 'Delete a webhook, with its log and what waits to be delivered',
        params: WebhookParams,
        response: { 200: WebhookDeleted, 401: NightError, 403: NightError, 404: NightError },
      },
    },
    async (request) => {
      const webhookId = await webhooks.remove(access.callerOf(request), parseId(request.params.id));
      return { message: 'Webhook deleted successfully', webhookId };
    },
  );

  server.post(
    '/api/webhooks/test/:id',
    {
      onRequest: mayWrite,
      schema: {
        tags: ['webhooks'],
        summary: 'Send a test delivery now, and wait for what comes of it',
        description:
          'A signed `webhook.test` with `{ webhookId }`, tried once, for at most 10 s. The answer is 200 whether it was delivered ' +
          'or not; see `success`.',
        params: WebhookParams,
        response: {
          200: WebhookTested,
          401: NightError,
          403: NightError,
          404: NightError,
          503: NightError,
        },
      },
    },
    async (request) => {
      const id = parseId(request.params.id);
      const result = await webhooks.test(access.callerOf(request), id);
      return {
        success: result.isDelivered,
        delivery_id: result.deliveryId,
        response_status: result.status,
        error: result.error,
        duration_ms: result.durationMs,
      };
    },
  );

  server.get(
    '/api/webhooks/:id/logs',
    {
      onRequest: mayRead,
      schema: {
        tags: ['webhooks'],
        summary: "A webhook's deliveries, the newest first",
        description: 'Kept for 30 days.',
        params: WebhookParams,
        querystring: Type.Object({
          ...pageFields(MAX_LIMIT, DEFAULT_LOG_LIMIT),
          before: Type.Optional(
            Type.String({ description: 'The id of the last one already listed.', examples: ['91'] }),
          ),
        }),
        response: { 200: WebhookLogs, ...refused, 404: NightError },
      },
    },
    async (request) => {
      const { limit, before } = request.query;
      const rows = await webhooks.listLogs(access.callerOf(request), parseId(request.params.id), {
        limit: readLimit(limit, DEFAULT_LOG_LIMIT),
        before: readCursor('before', before),
      });
      return rows.map(toLog);
    },
  );
}

/** A page size: what is below 1 or above the most is brought within. */
function readLimit(text: string | undefined, fallback: number): number {
  if (text === undefined || text === '') return fallback;
  if (!/^-?\d{1,15}$/.test(text)) throw invalid('limit must be an integer');
  return Math.min(MAX_LIMIT, Math.max(1, Number(text)));
}

function readCursor(name: string, text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  if (!/^\d{1,15}$/.test(text)) throw invalid(`${name} must be an id`);
  return Number(text);
}

const toWebhook = (webhook: WebhookRow): Webhook => ({
  id: webhook.id,
  host_id: webhook.hostId,
  name: webhook.name,
  url: webhook.url,
  events: webhook.events,
  enabled: webhook.enabled,
  created_at: webhook.createdAt.toISOString(),
});

const toLog = (delivery: DeliveryRow): WebhookLog => ({
  id: delivery.id,
  delivery_id: delivery.deliveryId,
  webhook_id: delivery.webhookId,
  event: delivery.event,
  state: delivery.state,
  attempts: delivery.attempts,
  response_status: delivery.responseStatus,
  error: delivery.error,
  created_at: delivery.createdAt.toISOString(),
  attempted_at: delivery.attemptedAt?.toISOString() ?? null,
  next_attempt_at: delivery.state === 'pending' ? delivery.dueAt.toISOString() : null,
});
