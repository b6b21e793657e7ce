import { type Static, Type } from 'typebox';
import { Instant, Nullable } from './common.ts';
import { NIGHT_EVENT_NAMES } from './night-events.ts';

/** A text with something in it, and without the one character that the store can't keep. */
const Text = (maxLength: number, description: string) =>
  Type.String({ minLength: 1, maxLength, pattern: '^[^\\u0000]+$', description });

const writableFields = {
  name: Text(100, 'For people, to tell webhooks apart.'),
  url: Text(2_000, 'Where deliveries are posted to: http or https, without credentials.'),
  secret: Text(200, 'The key of the signature. It is never given back.'),
  // With their type said: without it, the validator compares a list's elements all with all.
  events: Type.Array(Type.Enum([...NIGHT_EVENT_NAMES], { type: 'string' }), {
    minItems: 1,
    uniqueItems: true,
    description: 'The names of the events to deliver.',
  }),
};

const Enabled = Type.Boolean({
  description: 'While false, new events are not delivered, and those that wait go on waiting.',
});

export const WebhookCreation = Type.Object(
  { ...writableFields, enabled: Type.Optional(Enabled) },
  {
    examples: [
      {
        name: 'Stream overlay',
        url: 'https://overlay.example.org/hooks/soiree',
        secret: 'a long random text',
        events: ['game.added', 'session.ended'],
      },
    ],
  },
);
export type WebhookCreation = Static<typeof WebhookCreation>;

/** What isn't sent stays as it is. */
export const WebhookChanges = Type.Partial(Type.Object({ ...writableFields, enabled: Enabled }), {
  examples: [{ enabled: false }],
});
export type WebhookChanges = Static<typeof WebhookChanges>;

const webhookExample = {
  id: 3,
  host_id: '00000000-0000-4000-8000-000000000001',
  name: 'Stream overlay',
  url: 'https://overlay.example.org/hooks/soiree',
  events: ['game.added', 'session.ended'],
  enabled: true,
  created_at: '2026-03-15T19:00:00.000Z',
};

export const Webhook = Type.Object(
  {
    id: Type.Integer(),
    host_id: Type.String({ format: 'uuid', description: 'The account whose nights it tells of.' }),
    name: Type.String(),
    url: Type.String(),
    events: Type.Array(Type.String()),
    enabled: Type.Boolean(),
    created_at: Instant(),
  },
  { examples: [webhookExample] },
);
export type Webhook = Static<typeof Webhook>;

export const WebhookList = Type.Array(Webhook, { examples: [[webhookExample]] });

export const WebhookDeleted = Type.Object(
  { message: Type.String(), webhookId: Type.Integer() },
  { examples: [{ message: 'Webhook deleted successfully', webhookId: 3 }] },
);

/** The name of the event that a test delivery carries; it can't be subscribed to. */
export const WEBHOOK_TEST_EVENT = 'webhook.test';

const tryFields = {
  delivery_id: Type.String({ format: 'uuid', description: 'What `X-Webhook-Id` said.' }),
  response_status: Nullable(Type.Integer({ description: 'Of the last answer; null where none came.' })),
  error: Nullable(Type.String({ description: 'Why the last try failed.' })),
};

export const WebhookTested = Type.Object(
  {
    success: Type.Boolean({ description: 'The answer was a 2xx.' }),
    ...tryFields,
    duration_ms: Type.Integer(),
  },
  {
    examples: [
      {
        success: false,
        delivery_id: 'f3b1c2d4-7d1a-4c55-9a35-0e6c3f1b2a90',
        response_status: 500,
        error: 'Answered 500',
        duration_ms: 41,
      },
    ],
  },
);
export type WebhookTested = Static<typeof WebhookTested>;

export const WebhookDeliveryState = Type.Enum(['pending', 'delivered', 'dead'], {
  description: 'Waiting for its next try, answered by a 2xx, or given up.',
});
export type WebhookDeliveryState = Static<typeof WebhookDeliveryState>;

export const WebhookLog = Type.Object({
  id: Type.Integer(),
  webhook_id: Type.Integer(),
  event: Type.String(),
  state: WebhookDeliveryState,
  attempts: Type.Integer({ description: 'Tries that came to an end.' }),
  ...tryFields,
  created_at: Instant(),
  attempted_at: Nullable(Instant('When the last try came to an end.')),
  next_attempt_at: Nullable(
    Instant(
      'When the next try is due; while one is under way, when another is made should it be lost. ' +
        'Null for what is delivered or dead.',
    ),
  ),
});
export type WebhookLog = Static<typeof WebhookLog>;

export const WebhookLogs = Type.Array(WebhookLog, {
  examples: [
    [
      {
        id: 91,
        delivery_id: 'f3b1c2d4-7d1a-4c55-9a35-0e6c3f1b2a90',
        webhook_id: 3,
        event: 'game.added',
        state: 'pending',
        attempts: 1,
        response_status: 503,
        error: 'Answered 503',
        created_at: '2026-03-15T19:15:00.000Z',
        attempted_at: '2026-03-15T19:15:00.120Z',
        next_attempt_at: '2026-03-15T19:15:02.120Z',
      },
    ],
  ],
});
