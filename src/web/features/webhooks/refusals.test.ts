import { describe, expect, it } from 'vitest';
import { readRefusal } from './refusals.ts';

const refused = (message: string, status = 400) => readRefusal({ status, message });

describe('[N21] a webhook that the server doesn’t take', () => {
  it.each([
    ['url', 'notHttp', 'url must be an http or https URL'],
    ['url', 'credentials', 'url must not contain credentials'],
    ['url', 'private', 'url must not point to a loopback, private or link-local address'],
    ['url', 'url', 'url must be a text of 1 to 2000 characters'],
    ['name', 'name', 'name must be a text of 1 to 100 characters'],
    ['secret', 'secret', 'secret must be a text of 1 to 200 characters'],
    ['events', 'events', 'events must be a list of one or more event names, each once'],
  ])('is explained at its %s, as %s', (field, text, said) => {
    expect(refused(said)).toEqual({ field, text: `webhooks.refused.${text}` });
  });

  it('is explained as a whole where there are too many', () => {
    expect(refused('An account has at most 50 webhooks', 409)).toEqual({ text: 'webhooks.refused.tooMany' });
  });

  it('is left to others where what was typed isn’t the matter', () => {
    expect(refused('name, url, secret and events are required')).toBeUndefined();
    expect(refused('url must be an http or https URL', 500)).toBeUndefined();
    expect(refused('HTTP 0', 0)).toBeUndefined();
  });
});
