import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { signDelivery } from './webhooks-signature.ts';

const delivery = {
  deliveryId: 'f3b1c2d4-7d1a-4c55-9a35-0e6c3f1b2a90',
  event: 'game.added',
  body: '{"type":"game.added","data":{"title":"Drôle ☃"}}',
};

it('[N21] signs the timestamp and the body as it is sent', () => {
  expect(signDelivery(delivery, 'hush', 1_773_606_600_999)).toEqual({
    'content-type': 'application/json',
    'user-agent': 'Soiree',
    'x-webhook-event': 'game.added',
    'x-webhook-id': delivery.deliveryId,
    'x-webhook-timestamp': '2026-03-15T20:30:00.999Z',
    'x-webhook-signature': `sha256=${createHmac('sha256', 'hush').update(`2026-03-15T20:30:00.999Z.${delivery.body}`, 'utf8').digest('hex')}`,
  });
});

it('[N21] gives a known signature', () => {
  // printf '2026-03-15T20:30:00.000Z.{}' | openssl dgst -sha256 -hmac key
  expect(signDelivery({ ...delivery, body: '{}' }, 'key', 1_773_606_600_000)['x-webhook-signature']).toBe(
    'sha256=0c59cb039c4e8b2bbf58d38bbd8763a232f656a4bcab34402a7f62376b082236',
  );
});

it('[N21] keeps the id and renews the timestamp from try to try', () => {
  const first = signDelivery(delivery, 'hush', 1_773_606_600_000);
  const second = signDelivery(delivery, 'hush', 1_773_606_602_000);
  expect(second['x-webhook-id']).toBe(first['x-webhook-id']);
  expect(second['x-webhook-timestamp']).toBe('2026-03-15T20:30:02.000Z');
  expect(second['x-webhook-signature']).not.toBe(first['x-webhook-signature']);
});
