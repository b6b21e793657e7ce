import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { INSTANCE_ACCOUNT_ID } from '#server/platform/auth.ts';
import { register as signUp } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import { INSTANT } from '../setup/nights.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../setup/webhook-receiver.ts';
import { clearWebhooks, SECRET } from '../setup/webhooks.ts';

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

describe('[N21] registrations', () => {
  it('are made, read, changed and deleted, and never show the secret', async () => {
    const answers: string[] = [];
    const send = async (method: string, path: string, body?: unknown) => {
      const answer = await app.send(method, path, body);
      answers.push(answer.text);
      return answer;
    };
    const { secret: _, ...shown } = fields();
    const made = await send('POST', '/api/webhooks', fields());
    expect(made.status).toBe(201);
    expect(made.body).toEqual({
      ...shown,
      id: expect.any(Number),
      host_id: INSTANCE_ACCOUNT_ID,
      enabled: true,
      created_at: expect.stringMatching(INSTANT),
    });
    const path = `/api/webhooks/${made.body.id}`;
    expect((await send('GET', path)).body).toEqual(made.body);
    expect((await send('GET', '/api/webhooks')).body).toEqual([made.body]);

    const changed = await send('PATCH', path, {
      enabled: false,
      events: ['game.added'],
      secret: `${SECRET}-too`,
    });
    expect(changed.status).toBe(200);
    expect(changed.body).toEqual({ ...made.body, enabled: false, events: ['game.added'] });
    expect((await send('PATCH', path, {})).body).toEqual(changed.body);
    await send('POST', `/api/webhooks/test/${made.body.id}`);
    await send('GET', `${path}/logs`);

    const deleted = await send('DELETE', path);
    expect(deleted.status).toBe(200);
    expect(deleted.body).toEqual({ message: 'Webhook deleted successfully', webhookId: made.body.id });
    expect((await send('GET', path)).status).toBe(404);
    for (const text of answers) expect(text).not.toContain(SECRET);
  });

  it.each([
    ['GET', '/api/webhooks'],
    ['POST', '/api/webhooks'],
    ['GET', '/api/webhooks/1'],
    ['PATCH', '/api/webhooks/1'],
    ['DELETE', '/api/webhooks/1'],
    ['POST', '/api/webhooks/test/1'],
    ['GET', '/api/webhooks/1/logs'],
  ])('%s %s asks for a good token', async (method, path) => {
    const body = method === 'GET' || method === 'DELETE' ? undefined : {};
    const none = await app.call(method, path, body);
    expect([none.status, none.body]).toEqual([401, { error: 'Access token required' }]);
    const bad = await app.call(method, path, body, { token: 'bad' });
    expect([bad.status, bad.body]).toEqual([403, { error: 'Invalid or expired token' }]);
  });

  it.each(['GET /:id', 'PATCH /:id', 'DELETE /:id', 'POST /test/:id', 'GET /:id/logs'])(
    '%s of none is 404',
    async (route) => {
      const [method = '', path = ''] = route.split(' ');
      for (const id of ['999999', '0', '-1', 'x', '1.5', '99999999999', '%00']) {
        const body = method === 'PATCH' ? { name: 'new' } : undefined;
        const answer = await app.send(method, `/api/webhooks${path.replace(':id', id)}`, body);
        expect([answer.status, answer.body]).toEqual([404, { error: 'Webhook not found' }]);
      }
    },
  );

  const name = 'name must be a text of 1 to 100 characters';
  const url = 'url must be a text of 1 to 2000 characters';
  const secret = 'secret must be a text of 1 to 200 characters';
  const events = 'events must be a list of one or more event names, each once';
  it.each([
    [{ name: '' }, name],
    [{ name: 'x'.repeat(101) }, name],
    [{ name: 5 }, name],
    [{ name: 'a\u0000b' }, name],
    [{ url: '' }, url],
    [{ url: `https://example.org/${'x'.repeat(2_000)}` }, url],
    [{ url: 'example.org/hook' }, 'url must be an http or https URL'],
    [{ url: 'ftp://example.org/' }, 'url must be an http or https URL'],
    [{ url: 'https://' }, 'url must be an http or https URL'],
    [{ url: 'https://me:pass@example.org/' }, 'url must not contain credentials'],
    [{ secret: '' }, secret],
    [{ secret: 'x'.repeat(201) }, secret],
    [{ events: [] }, events],
    [{ events: ['game.added', 'game.added'] }, events],
    [{ events: ['webhook.test'] }, events],
    [{ events: 'game.added' }, events],
    [{ enabled: 1 }, 'enabled must be true or false'],
  ])('refuses %j', async (wrong, error) => {
    const made = await app.send('POST', '/api/webhooks', { ...fields(), ...wrong });
    expect([made.status, made.body]).toEqual([400, { error }]);
    const changed = await app.send('PATCH', `/api/webhooks/${await register()}`, wrong);
    expect([changed.status, changed.body]).toEqual([400, { error }]);
  });

  it.each(['name', 'url', 'secret', 'events'])('refuses one without %s', async (field) => {
    const made = await app.send('POST', '/api/webhooks', { ...fields(), [field]: undefined });
    expect([made.status, made.body]).toEqual([400, { error: 'name, url, secret and events are required' }]);
  });

  it('are at most 50 an account, at once too', async () => {
    const answers = await Promise.all(
      Array.from({ length: 55 }, () => app.send('POST', '/api/webhooks', fields())),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(50);
    const refused = answers.filter(({ status }) => status !== 201);
    for (const { status, body } of refused)
      expect([status, body]).toEqual([409, { error: 'An account has at most 50 webhooks' }]);
  });

  it('are listed in pages', async () => {
    const ids = [await register(), await register(), await register()];
    const list = async (query: string) => {
      const { body } = await app.send('GET', `/api/webhooks?${query}`);
      return body.map(({ id }: { id: number }) => id);
    };
    expect(await list('limit=2')).toEqual(ids.slice(0, 2));
    expect(await list(`after=${ids[1]}`)).toEqual(ids.slice(2));
    expect(await list('limit=0')).toEqual(ids.slice(0, 1));
    expect(await list('limit=1000&after=999999999999')).toEqual([]);
    for (const query of ['limit=x', 'after=-1', 'after=x'])
      expect((await app.send('GET', `/api/webhooks?${query}`)).status).toBe(400);
  });
});

describe('[N21] private addresses', () => {
  let strict: TestApp;
  beforeAll(async () => {
    strict = await startTestApp();
  });
  afterAll(() => strict.close());

  it.each([
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://[::ffff:127.0.0.1]/',
    'http://localhost./',
    'https://10.0.0.1/',
  ])('are refused by default: %s', async (url) => {
    const { status, body } = await strict.send('POST', '/api/webhooks', { ...fields(), url });
    expect([status, body]).toEqual([
      400,
      { error: 'url must not point to a loopback, private or link-local address' },
    ]);
  });
});

describe('[N21] [C9] webhooks of several accounts', () => {
  it('are each their own account’s; an administrator’s are all', async () => {
    await signUp(app);
    const another = await signUp(app);
    const asAnother = (method: string, path: string, body?: unknown) =>
      app.call(method, path, body, { token: another.token });
    const listedBy = async (send: typeof asAnother) =>
      (await send('GET', '/api/webhooks')).body.map(({ id }: { id: number }) => id);
    const foreign = await register();
    const { body: own } = await asAnother('POST', '/api/webhooks', fields());
    expect(own.host_id).toBe(another.id);
    expect(await listedBy(asAnother)).toEqual([own.id]);
    for (const [method, path] of [
      ['GET', `/api/webhooks/${foreign}`],
      ['PATCH', `/api/webhooks/${foreign}`],
      ['DELETE', `/api/webhooks/${foreign}`],
      ['POST', `/api/webhooks/test/${foreign}`],
      ['GET', `/api/webhooks/${foreign}/logs`],
    ] as const) {
      const { status, body } = await asAnother(method, path, method === 'PATCH' ? {} : undefined);
      expect([status, body]).toEqual([403, { error: 'This webhook belongs to another account' }]);
    }
    expect(await listedBy(app.send)).toEqual([foreign, own.id]);
    expect((await app.send('DELETE', `/api/webhooks/${own.id}`)).status).toBe(200);
  });
});
