import { api, read } from '#web/lib/api.ts';
import type { paths } from '#web/lib/api-types.ts';

type Routes = {
  list: paths['/api/webhooks']['get']['responses'][200]['content']['application/json'];
  make: paths['/api/webhooks']['post']['requestBody']['content']['application/json'];
  change: paths['/api/webhooks/{id}']['patch']['requestBody']['content']['application/json'];
  log: paths['/api/webhooks/{id}/logs']['get']['responses'][200]['content']['application/json'];
  test: paths['/api/webhooks/test/{id}']['post']['responses'][200]['content']['application/json'];
};

export type Webhook = Routes['list'][number];
export type NewWebhook = Routes['make'];
type WebhookChanges = Routes['change'];
export type Delivery = Routes['log'][number];
export type Tested = Routes['test'];

export const WEBHOOKS = ['webhooks'] as const;
export const WEBHOOKS_AT_A_TIME = 100;
export const DELIVERIES_AT_A_TIME = 20;

export const logKey = (id: number) => ['webhook-log', id] as const;

const at = (id: number) => ({ path: { id: String(id) } });

/** @param after the last one already listed, 0 for none */
export const listWebhooks = (after: number): Promise<Webhook[]> =>
  read(
    api.GET('/api/webhooks', {
      params: { query: { limit: String(WEBHOOKS_AT_A_TIME), after: String(after) } },
    }),
  );

export const makeWebhook = (body: NewWebhook) => read(api.POST('/api/webhooks', { body }));

export const changeWebhook = (id: number, body: WebhookChanges) =>
  read(api.PATCH('/api/webhooks/{id}', { params: at(id), body }));

export const deleteWebhook = (id: number) => read(api.DELETE('/api/webhooks/{id}', { params: at(id) }));

/** Answers when the test is over, after 10 seconds at most. */
export const testWebhook = (id: number): Promise<Tested> =>
  read(api.POST('/api/webhooks/test/{id}', { params: at(id) }));

/** @param before the last one already listed, 0 for none */
export const listDeliveries = (id: number, before: number): Promise<Delivery[]> =>
  read(
    api.GET('/api/webhooks/{id}/logs', {
      params: {
        ...at(id),
        query: { limit: String(DELIVERIES_AT_A_TIME), ...(before > 0 && { before: String(before) }) },
      },
    }),
  );
