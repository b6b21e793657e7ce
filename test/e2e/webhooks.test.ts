import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { register } from '../setup/accounts.ts';
import { startTestApp, type TestApp } from '../setup/app.ts';
import {
  button,
  confirm,
  expectAccessible,
  expectNoOverflow,
  field,
  heading,
  JOURNEY_MS,
  SIZES,
  startWindows,
  type Windows,
} from '../setup/browser.ts';
import { startEvening } from '../setup/evenings.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../setup/webhook-receiver.ts';

vi.setConfig({ testTimeout: JOURNEY_MS });

let app: TestApp;
let windows: Windows;
let receiver: WebhookReceiver;

beforeAll(async () => {
  app = await startTestApp({ env: { WEBHOOK_ALLOW_PRIVATE: '1' } });
  windows = await startWindows(app.url);
  receiver = await startWebhookReceiver();
});
afterEach(() => windows.shut());
afterAll(async () => {
  await windows?.close();
  await app?.close();
  await receiver?.close();
});

describe.each(SIZES)('a webhook, on a $size', ({ look }) => {
  it('is made, tried out, told of the night, switched off and deleted', async () => {
    const person = await register(app);
    const page = await windows.open('/host/webhooks', { person, ...look });
    await page.getByText('No webhooks yet').waitFor();
    await button(page, 'New webhook').click();
    await field(page, 'What is it for?').fill('Light show');
    await field(page, 'Address').fill('ftp://example.org/light');
    await button(page, 'Make one for me').click();
    const secret = await field(page, 'Secret').inputValue();
    await expectAccessible(page);
    await expectNoOverflow(page);
    await button(page, 'Make the webhook').click();
    await page.getByText('The address must begin with https:// or http://.').waitFor();
    windows.forgive(/status of 400/);
    await field(page, 'Address').fill(receiver.url('/ok'));
    await button(page, 'Make the webhook').click();
    await heading(page, 'Light show').waitFor();

    const before = receiver.requestsTo('/ok').length;
    await button(page, 'Send a test to “Light show”').click();
    await page.getByText(/^The test arrived, in \d+ ms\.$/).waitFor();
    const log = page.getByRole('list', { name: 'Deliveries to “Light show”' });
    await log.getByText('Delivered').waitFor();
    const received = receiver.requestsTo('/ok')[before];
    const { headers = {}, body = '' } = received ?? {};
    const signature = createHmac('sha256', secret)
      .update(`${headers['x-webhook-timestamp']}.${body}`)
      .digest('hex');
    expect([...Object.values(headers)].join(' ')).toContain(signature);
    await expectAccessible(page);
    await expectNoOverflow(page);

    const evening = await startEvening(app, person);
    await vi.waitFor(() => expect(receiver.requestsTo('/ok').length).toBe(before + 2), 10_000);
    await page.reload();
    await button(page, 'Deliveries to “Light show”').click();
    await log.getByText('Night starts').waitFor();
    receiver.answer('/ok', (response) => response.writeHead(500).end());
    await button(page, 'Send a test to “Light show”').click();
    await page.getByText(/The test didn't arrive\. Answered with the error 500/).waitFor();
    receiver.answer('/ok', (response) => response.writeHead(204).end());

    await page.getByRole('switch', { name: 'Send news to “Light show”' }).uncheck();
    await page.getByText('Switched off: nothing is sent.').waitFor();
    const sent = receiver.requestsTo('/ok').length;
    await evening.close();
    expect(receiver.requestsTo('/ok').length).toBe(sent);

    await button(page, 'Edit “Light show”').click();
    await field(page, 'What is it for?').fill('Fog machine');
    await button(page, 'Save').click();
    await heading(page, 'Fog machine').waitFor();
    await confirm(page, button(page, 'Delete “Fog machine”'), 'Delete');
    await page.getByText('No webhooks yet').waitFor();
  });
});
