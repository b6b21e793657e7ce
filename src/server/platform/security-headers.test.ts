import { describe, expect, it } from 'vitest';
import { startTestApp } from '#test/setup/app.ts';
import { createSecurityHeaders } from './security-headers.ts';

describe('security headers', () => {
  it('have HSTS where the server is reached by https, and only there', () => {
    expect(createSecurityHeaders({ isHttps: true })['strict-transport-security']).toMatch(
      /^max-age=31536000/,
    );
    expect(createSecurityHeaders({ isHttps: false })['strict-transport-security']).toBeUndefined();
  });

  it('allow no script and no frame from elsewhere', () => {
    const policy = createSecurityHeaders({ isHttps: true })['content-security-policy'];
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe/);
  });

  it('are on every answer, refusals too, by PUBLIC_URL', async () => {
    const app = await startTestApp({ env: { PUBLIC_URL: 'https://soiree.example' } });
    try {
      const expected = createSecurityHeaders({ isHttps: true });
      for (const path of ['/health', '/api/sessions', '/api/nothing', '/nothing']) {
        const { headers } = await app.get(path);
        for (const [name, value] of Object.entries(expected)) expect(headers.get(name)).toBe(value);
      }
    } finally {
      await app.close();
    }
  });
});
