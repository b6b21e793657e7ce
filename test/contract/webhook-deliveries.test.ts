import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { INSTANT, openNight } from '../setup/nights.ts';
import { answerStatus, startWebhookReceiver, type WebhookReceiver } from '../setup/webhook-receiver.ts';
import { clearWebhooks, expectSigned, SECRET } from '../setup/webhooks.ts';

let app: TestApp;
let receiver: WebhookReceiver;

beforeAll(async () => {
  app = await startTestApp({ env: { WEBHOOK_ALLOW_PRIVATE: '1' } });
});

beforeEach(async () => {
  receiver = await startWebhookReceiver();
});

afterEach(() => Promise.all([clearWebhooks(app.connection), receiver.close()]));

afterAll(() => app.close());

const fields = () => ({
  name: 'Stream overlay',
  url: receiver.url('/ok'),
  secret: SECRET,
  events: ['session.started', 'session.ended'],
});

async function register(changes: Record<string, unknown> = {}): Promise<number> {
  const { status, body, text } = await app.send('POST', '/api/webhooks', { ...fields(), ...changes });
  if (status !== 201) throw new Error(text);
  return body.id;
}

const readLogs = async (id: number) => (await app.send('GET', `/api/webhooks/${id}/logs`)).body;

describe('[N21] deliveries', () => {
  it('tell of a night, signed, once the change is answered', async () => {
    const id = await register();
    const nightId = await openNight(app);
    await app.send('POST', `/api/sessions/${nightId}/close`, {});
    await vi.waitFor(() => expect(receiver.requestsTo('/ok')).toHaveLength(2), { timeout: 5_000 });

    const byEvent = Object.fromEntries(
      receiver.requestsTo('/ok').map((request) => [request.headers['x-webhook-event'], request]),
    );
    for (const [type, session] of [
      [
        'session.started',
        { id: nightId, is_active: 1, created_at: expect.stringMatching(INSTANT), notes: 'a night' },
      ],
      ['session.ended', { id: nightId, is_active: 0, games_played: 0 }],
    ] as const) {
      const request = byEvent[type];
      if (!request) throw new Error(`no ${type}`);
      expectSigned(request);
      expect(JSON.parse(request.body)).toEqual({
        type,
        timestamp: expect.stringMatching(INSTANT),
        data: { session },
      });
    }
    await vi.waitFor(async () =>
      expect(await readLogs(id)).toMatchObject([{ state: 'delivered' }, { state: 'delivered' }]),
    );
  });

  it('are tried again 2 s after the first failure, and logged', async () => {
    const id = await register({ url: receiver.url('/flaky'), events: ['session.started'] });
    receiver.answer('/flaky', (response, request) => {
      answerStatus(receiver.requestsTo('/flaky').length === 1 ? 503 : 200)(response, request);
    });
    await openNight(app);
    await vi.waitFor(async () =>
      expect(await readLogs(id)).toMatchObject([
        {
          webhook_id: id,
          event: 'session.started',
          state: 'pending',
          attempts: 1,
          response_status: 503,
          error: 'Answered 503',
          attempted_at: expect.stringMatching(INSTANT),
          next_attempt_at: expect.stringMatching(INSTANT),
        },
      ]),
    );
    const [waiting] = await readLogs(id);
    expect(Date.parse(waiting.next_attempt_at) - Date.parse(waiting.attempted_at)).toBe(2_000);

    await vi.waitFor(
      async () =>
        expect(await readLogs(id)).toMatchObject([
          {
            id: waiting.id,
            state: 'delivered',
            attempts: 2,
            response_status: 200,
            error: null,
            next_attempt_at: null,
          },
        ]),
      { timeout: 10_000 },
    );
    const [first, second] = receiver.requestsTo('/flaky');
    if (!first || !second) throw new Error('two tries were due');
    expect(second.atMs - first.atMs).toBeGreaterThanOrEqual(2_000);
    expect(second.headers['x-webhook-id']).toBe(waiting.delivery_id);
    expect(first.headers['x-webhook-id']).toBe(waiting.delivery_id);
    expect(second.body).toBe(first.body);
    expectSigned(second);
  });

  it('are logged in pages, the newest first', async () => {
    const id = await register();
    for (let i = 0; i < 3; i++) await app.send('POST', `/api/webhooks/test/${id}`);
    const ids = (await readLogs(id)).map((log: { id: number }) => log.id);
    expect(ids).toEqual(ids.toSorted((a: number, b: number) => b - a));
    const page = async (query: string) => {
      const { body } = await app.send('GET', `/api/webhooks/${id}/logs?${query}`);
      return body.map((log: { id: number }) => log.id);
    };
    expect(await page('limit=2')).toEqual(ids.slice(0, 2));
    expect(await page(`before=${ids[1]}`)).toEqual(ids.slice(2));
    expect((await app.send('GET', `/api/webhooks/${id}/logs?limit=x`)).status).toBe(400);
  });
});

describe('[N21] a test delivery', () => {
  it('is signed, waited for and logged', async () => {
    const id = await register({ enabled: false });
    const { status, body } = await app.send('POST', `/api/webhooks/test/${id}`);
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      delivery_id: expect.any(String),
      response_status: 204,
      error: null,
      duration_ms: expect.any(Number),
    });
    const [request] = receiver.requestsTo('/ok');
    if (!request) throw new Error('nothing arrived');
    expectSigned(request);
    expect(request.headers).toMatchObject({
      'x-webhook-id': body.delivery_id,
      'x-webhook-event': 'webhook.test',
    });
    expect(JSON.parse(request.body)).toEqual({
      type: 'webhook.test',
      timestamp: expect.stringMatching(INSTANT),
      data: { webhookId: id },
    });
    expect(await readLogs(id)).toMatchObject([
      { delivery_id: body.delivery_id, event: 'webhook.test', state: 'delivered', attempts: 1 },
    ]);
  });

  it.each([
    ['/error', 500, 'Answered 500'],
    ['/redirect', 302, 'Answered 302; redirects are not followed'],
    ['/malformed', null, 'The answer is not valid HTTP'],
    ['/reset', null, 'The connection was closed without an answer'],
  ])('that fails at %s says why, and is not tried again', async (path, response_status, error) => {
    const id = await register({ url: receiver.url(path) });
    const { status, body } = await app.send('POST', `/api/webhooks/test/${id}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ success: false, response_status, error });
    expect(await readLogs(id)).toMatchObject([{ state: 'dead', attempts: 1, response_status, error }]);
  });
});

describe('[N21] a test delivery under way', () => {
  it('does not hold up the end of the server', async () => {
    const closing = await startTestApp({ env: { WEBHOOK_ALLOW_PRIVATE: '1' } });
    const { body } = await closing.send('POST', '/api/webhooks', { ...fields(), url: receiver.url('/hang') });
    const pending = closing.send('POST', `/api/webhooks/test/${body.id}`);
    await vi.waitFor(() => expect(receiver.requestsTo('/hang')).toHaveLength(1));
    await closing.close();
    const answer = await pending;
    expect([answer.status, answer.body]).toEqual([503, { error: 'The server is restarting, try again' }]);
  }, 8_000);
});
