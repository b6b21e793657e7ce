import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitLinks } from './chat-links.ts';

const linksIn = (message: string) => splitLinks(message).flatMap(({ text, href }) => (href ? [text] : []));

describe('a chat message', () => {
  it.each([
    ['look: https://example.org/film?a=1&b=2, it is good', ['https://example.org/film?a=1&b=2']],
    ['(see https://example.org/a_(b)).', ['https://example.org/a_(b)']],
    ['HTTPS://EXAMPLE.ORG and http://localhost:8080/x', ['HTTPS://EXAMPLE.ORG', 'http://localhost:8080/x']],
    ['これ（https://example.org/映画）を見て。', ['https://example.org/映画']],
    ['nothing at all', []],
    ['javascript:alert(1) data:text/html,x ftp://example.org file:///etc', []],
    ['https://bank.example@evil.example/ https:// http://[', []],
    ['https://example.org/\u202Egpj.exe', ['https://example.org/']],
  ])('has its links: %s', (message, links) => {
    expect(linksIn(message)).toEqual(links);
  });

  it('is the same with its links, which all lead to the web', () => {
    const words = fc.constantFrom(
      'https://',
      'http://',
      'example.org',
      '/',
      '(',
      ')',
      '.',
      ' ',
      '@',
      'a:b',
      '"',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.string()), { maxLength: 20 }), (pieces) => {
        const message = pieces.join('');
        const parts = splitLinks(message);
        expect(parts.map(({ text }) => text).join('')).toBe(message);
        for (const { href } of parts) if (href) expect(href).toMatch(/^https?:\/\//);
      }),
    );
  });
});
